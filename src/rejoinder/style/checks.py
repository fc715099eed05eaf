"""What a style sheet may not say: numbers out of all measure, and what contradicts itself.

Knows the whole sheet, and where each of its values was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Items
from typing import Final

from rejoinder import source
from rejoinder.content.model import NOTE_KINDS
from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.forms import MOST_FAULTS
from rejoinder.geometry import Pt
from rejoinder.source import Node, Scalar
from rejoinder.style.model import RULES, FontRole, Furniture, Rule, StyleSheet, TextStyle
from rejoinder.style.template import LIST_VARIABLE, MAIL_VARIABLES, VARIABLES, parse
from rejoinder.values import dataclass

LEAST_MEASURE: Final = 5.0
"""The narrowest column, in ems of its text. Ten is already too narrow to read; below five no word fits."""
SIZES: Final = (2.0, 200.0)
MOST_COLUMNS: Final = 6
LEAST_PAGE: Final[Pt] = 72.0
LONGEST_TEMPLATE: Final = 1_000
LONGEST_MAIL: Final = 50_000
KINDS_OF_PAGE: Final = ("opener", "left", "right", "last")
FULL_WIDTH: Final = frozenset(
    {
        "label",
        "title",
        "subtitle",
        "byline",
        "affiliation",
        "correspondence",
        "remark",
        "responds-to",
        "dates",
        "head",
        "foot",
        "copyright",
    }
)
"""Styles of what stands over the columns or outside them, and so on no grid."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, the nodes it was read from, and those of its text styles with what they inherit."""

    style: StyleSheet
    tree: source.Mapping
    text: Mapping[str, source.Mapping]

    def place(self, *path: str) -> Span:
        """Where a value was written; if it was not, where its nearest surrounding was."""
        if path[0] == "text" and path[1] in self.text:
            # The heir's own key says more than the place in the style it is like, where there is one.
            inherited = _place(self.text[path[1]], path[2:], Span(""))
            return inherited if inherited.file else _place(self.tree, path, self.tree.span)
        return _place(self.tree, path, self.tree.span)

    def items(self, *path: str) -> tuple[Node, ...]:
        node = _node(self.tree, path)
        return node.items if isinstance(node, source.Sequence) else ()


def _node(node: Node | None, path: Iterable[str]) -> Node | None:
    for name in path:
        if not isinstance(node, source.Mapping):
            return None
        node = node.get(name) or node.get(name.replace("-", "_"))
    return node


def _place(node: Node, path: Items[str], fallback: Span) -> Span:
    """A scalar's or list's own place; of what is not there, its surrounding's key."""
    span = fallback
    for name in path:
        if not isinstance(node, source.Mapping):
            break
        spelt = name if node.get(name) is not None else name.replace("-", "_")
        inside, key = node.get(spelt), node.key(spelt)
        if inside is None or key is None:
            break
        span = key.span if isinstance(inside, source.Mapping) else inside.span
        node = inside
    return span


def check(sheet: Sheet, said: Diagnostics) -> None:
    """Say everything that is wrong with a sheet as a whole."""
    _check_page(sheet, said)
    _check_columns(sheet, said)
    _check_colours(sheet, said)
    for name, style in list(sheet.style.text.items())[:MOST_FAULTS]:
        _check_style(sheet, name, style, said)
    _check_rules(sheet, said)
    _check_parts(sheet, said)
    _check_numbers(sheet, said)
    _check_furniture(sheet, said)
    _check_labels(sheet, said)
    _check_press(sheet, said)
    _check_mail(sheet, said)
    _check_checks(sheet, said)


# ── page and columns ──────────────────────────────────────────────────────


def _check_page(sheet: Sheet, said: Diagnostics) -> None:
    page, leading = sheet.style.page, sheet.style.grid.leading
    width, height = page.trim
    if min(width, height) < LEAST_PAGE:
        said.error("the page is smaller than an inch", sheet.place("page", "trim"), "write [210mm, 280mm], or A4")
        return
    margins = page.margins
    for side, white in (
        ("top", margins.top),
        ("bottom", margins.bottom),
        ("inner", margins.inner),
        ("outer", margins.outer),
    ):
        if white < 0:
            said.error(f"the {side} margin is less than nothing", sheet.place("page", "margins", side))
    if margins.inner + margins.outer >= width:
        message = f"the margins leave nothing of the page's width of {_pt(width)}"
        said.error(message, sheet.place("page", "margins", "inner"))
    tops = (
        [("margins", margins.top)]
        if page.opener_top is None
        else [("margins", margins.top), ("opener-top", page.opener_top)]
    )
    for key, top in tops:
        if height - top - margins.bottom < max(5 * leading, leading):
            place = sheet.place("page", "margins", "top") if key == "margins" else sheet.place("page", key)
            said.error(
                f"the margins leave {_pt(height - top - margins.bottom)} of the page's height: less than five lines",
                place,
            )


def _check_columns(sheet: Sheet, said: Diagnostics) -> None:
    columns, leading = sheet.style.columns, sheet.style.grid.leading
    if leading < 1:
        said.error("the grid's leading is less than a point", sheet.place("grid", "leading"), "write 12pt")
    if not 1 <= columns.count <= MOST_COLUMNS:
        said.error(f"a page has from one to six columns, not {columns.count}", sheet.place("columns", "count"))
        return
    if columns.gutter < 0:
        said.error("the gutter is less than nothing", sheet.place("columns", "gutter"))
    measure, body = measure_of(sheet.style), sheet.style.text["body"]
    if _type_area(sheet.style) <= 0:  # which was said of the page
        return
    if measure <= 0:
        gutters = _pt((columns.count - 1) * columns.gutter)
        area = _pt(_type_area(sheet.style))
        message = f"the gutters of {columns.count} columns take {gutters}, and the margins leave {area}"
        said.error(message, sheet.place("columns", "gutter"), "narrow the gutter or the margins, or have fewer columns")
    elif SIZES[0] <= body.size <= SIZES[1] and measure < LEAST_MEASURE * body.size:
        message = f"a column is {_pt(measure)} wide, which is less than {LEAST_MEASURE:g} ems of its text"
        said.error(message, sheet.place("columns", "count"), "have fewer columns, or narrower margins")


def _type_area(style: StyleSheet) -> Pt:
    margins = style.page.margins
    return style.page.trim[0] - margins.inner - margins.outer


def measure_of(style: StyleSheet) -> Pt:
    """How wide a column is; nothing if there cannot be so many, so that nothing more is said of it."""
    count = style.columns.count
    return (_type_area(style) - (count - 1) * style.columns.gutter) / count if 1 <= count <= MOST_COLUMNS else 0.0


def _pt(length: Pt) -> str:
    return f"{round(length, 1):g} pt"


# ── colours, fonts, text styles ───────────────────────────────────────────


def _check_colours(sheet: Sheet, said: Diagnostics) -> None:
    for name, colour in list(sheet.style.colours.items())[:MOST_FAULTS]:
        if not all(0 <= part <= 255 for part in colour.rgb):
            said.error("the parts of an RGB colour go from 0 to 255", sheet.place("colours", name, "rgb"))
        if colour.cmyk is not None and not all(0 <= part <= 100 for part in colour.cmyk):
            said.error("the parts of a CMYK colour go from 0 to 100", sheet.place("colours", name, "cmyk"))


def _check_colour_name(sheet: Sheet, name: str, said: Diagnostics, *path: str) -> None:
    known = sheet.style.colours
    if name not in known and name != "text":
        hint = (
            did_you_mean(name[:40], ("text", *known))
            or f"colours of this sheet: {', '.join(list(known)[:12]) or 'text'}"
        )
        said.error(f'there is no colour "{name[:40]}"', sheet.place(*path, "colour"), hint)


def _check_font_name(sheet: Sheet, name: str, said: Diagnostics, *path: str) -> None:
    known: Mapping[str, FontRole] = sheet.style.fonts
    if name not in known:
        hint = did_you_mean(name[:40], known) or f"fonts of this sheet: {', '.join(list(known)[:12])}"
        said.error(f'there is no font "{name[:40]}"', sheet.place(*path, "font"), hint)


def _check_style(sheet: Sheet, name: str, style: TextStyle, said: Diagnostics) -> None:
    _check_font_name(sheet, style.font, said, "text", name)
    _check_colour_name(sheet, style.colour, said, "text", name)
    for feature in style.features[:MOST_FAULTS]:
        if not 4 <= len(feature) <= 40:
            place = sheet.place("text", name, "features")
            said.error(f'"{feature[:40]}" is no OpenType feature', place, "write onum, or -liga")
    if _is_out_of_range(sheet, name, style, said):
        return  # what follows from it need not be said
    if not -0.2 * style.size <= style.tracking <= 2 * style.size:
        said.error('"tracking" goes from -0.2em to 2em', sheet.place("text", name, "tracking"))
    _check_sides(sheet, name, style, said)
    _check_grid(sheet, name, style, said)


def _is_out_of_range(sheet: Sheet, name: str, style: TextStyle, said: Diagnostics) -> bool:
    wrong = False
    for key, low, high, unit in RANGES:
        value = getattr(style, key.replace("-", "_"))
        if value is not None and not low <= value <= high:
            place = sheet.place("text", name, key)
            said.error(f'"{key}" goes from {low:g}{unit} to {high:g}{unit}, not {value:g}{unit}', place)
            wrong = True
    return wrong


def _check_sides(sheet: Sheet, name: str, style: TextStyle, said: Diagnostics) -> None:
    area = _type_area(sheet.style) if name in FULL_WIDTH else measure_of(sheet.style)
    used = style.left + style.right + max(style.indent, style.hang, 0)
    if used > 0 and area > 0 and area - used < LEAST_MEASURE * style.size:
        message = f"the white at the sides of this style leaves {_pt(area - used)} of {_pt(area)}: less than five ems"
        said.error(message, sheet.place("text", name, "left" if style.left else "indent"))
    if style.left + min(style.indent, style.hang, 0) < 0:
        key = "indent" if style.indent < 0 else "hang"
        said.error("the lines of this style would begin outside their column", sheet.place("text", name, key))


RANGES: Final = (
    ("size", *SIZES, "pt"),
    ("leading", 1.0, 400.0, "pt"),
    ("optical", *SIZES, "pt"),
    ("weight", 1, 1000, ""),
    ("strong-weight", 1, 1000, ""),
    ("left", 0.0, 14_400.0, "pt"),
    ("right", 0.0, 14_400.0, "pt"),
    ("before", 0.0, 400.0, "pt"),
    ("after", 0.0, 400.0, "pt"),
    ("protrusion", 0.0, 3.0, ""),
    ("expansion", 0.0, 0.1, ""),
    ("space-shrink", 0.0, 0.9, ""),
    ("space-stretch", 0.0, 10.0, ""),
    ("space-width", 0.1, 10.0, ""),
)
"""Numbers of a text style that make sense: key, least, greatest, unit."""


def _check_grid(sheet: Sheet, name: str, style: TextStyle, said: Diagnostics) -> None:
    grid = sheet.style.grid.leading
    if not style.on_grid or name in FULL_WIDTH or grid < 1 or style.leading < 1:
        return
    lines = style.leading / grid
    if round(lines) < 1 or abs(lines - round(lines)) > 0.001:
        message = f"this style stands on the grid of {_pt(grid)}, but its leading is {_pt(style.leading)}"
        said.warning(message, sheet.place("text", name, "leading"), "write `1 line`, or take it off: `on-grid: false`")


# ── rules, numbers ────────────────────────────────────────────────────────


def _rules(sheet: Sheet) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    style = sheet.style
    rules: list[tuple[Rule | None, tuple[str, ...]]] = [
        (style.columns.rule, ("columns", "rule")),
        (style.front.rule, ("front", "rule")),
        (style.notes.rule, ("notes", "rule")),
        (style.tables.top_rule, ("tables", "top-rule")),
        (style.tables.head_rule, ("tables", "head-rule")),
        (style.tables.body_rule, ("tables", "body-rule")),
        (style.tables.bottom_rule, ("tables", "bottom-rule")),
        *((text.rule_above, ("text", name, "rule-above")) for name, text in style.text.items()),
        *((page.head_rule, ("furniture", kind, "head-rule")) for kind, page in style.furniture.items()),
        *((page.foot_rule, ("furniture", kind, "foot-rule")) for kind, page in style.furniture.items()),
    ]
    return ((rule, path) for rule, path in rules if rule is not None)


def _check_rules(sheet: Sheet, said: Diagnostics) -> None:
    for rule, path in _rules(sheet):
        _check_colour_name(sheet, rule.colour, said, *path)
        for key, value in (
            ("thickness", rule.thickness),
            ("width", rule.width or 0),
            ("above", rule.above),
            ("below", rule.below),
        ):
            if value < 0:
                said.error(f'"{key}" of a rule is less than nothing', sheet.place(*path, key))
            elif value > 400 and key in ("above", "below"):
                said.error(f"the white {key} this rule is more than 400 pt", sheet.place(*path, key))
        if rule.thickness > 100:
            said.error(f"a rule is at most 100 pt thick, not {_pt(rule.thickness)}", sheet.place(*path, "thickness"))
    width, measure = sheet.style.notes.rule.width, measure_of(sheet.style)
    if width is not None and width > measure > 0:
        message = f"the rule above the notes is {_pt(width)} long, and a column is {_pt(measure)} wide"
        said.error(
            message, sheet.place("notes", "rule", "width"), "leave the width out for a rule as wide as the column"
        )


COPYFIT: Final[Mapping[str, float]] = {
    "tracking": 0.1,
    "expansion": 0.1,
    "leading": 0.25,
    "size": 0.25,
    "heads": 1,
    "figures": 0.9,
    "front": 1,
}
"""How far a sheet may let itself be bent: farther, and it would be another sheet."""

COSTS: Final = ("widow", "orphan", "hyphen", "short", "split_note")


def _check_numbers(sheet: Sheet, said: Diagnostics) -> None:
    style = sheet.style
    numbers: list[tuple[float, float, tuple[str, ...]]] = [
        (style.front.after, 400, ("front", "after")),
        (style.front.byline_limit, 100_000, ("front", "byline-limit")),
        (style.front.byline_most, 100_000, ("front", "byline-most")),
        (style.front.byline_first, 100_000, ("front", "byline-first")),
        (style.affiliations.run_in_from, 100_000, ("affiliations", "run-in-from")),
        (style.notes.between, 100, ("notes", "between")),
        (style.references.between, 100, ("references", "between")),
        (style.references.number_gap, 100, ("references", "number-gap")),
        (style.citations.collapse, 100_000, ("citations", "collapse")),
        (style.floats.white, 400, ("floats", "white")),
        (style.floats.between, 400, ("floats", "between")),
        (style.floats.wide_from, 100, ("floats", "wide-from")),
        (style.captions.gap, 400, ("captions", "gap")),
        (style.tables.cell_gap, 100, ("tables", "cell-gap")),
        (style.tables.row_gap, 100, ("tables", "row-gap")),
        (style.pagination.folio_start, 1_000_000, ("pagination", "folio-start")),
    ]
    numbers += [(getattr(style.pagination, cost), 1_000_000, ("pagination", cost.replace("_", "-"))) for cost in COSTS]
    numbers += [(getattr(style.copyfit, name), most, ("copyfit", name)) for name, most in COPYFIT.items()]
    for value, most, path in numbers:
        if not 0 <= value <= most:
            said.error(f'"{path[-1]}" goes from 0 to {most:,}, not {value:g}', sheet.place(*path))
    if not 0.1 <= style.floats.scale <= 10:
        said.error(f'"scale" goes from 0.1 to 10, not {style.floats.scale:g}', sheet.place("floats", "scale"))
    if style.citations.collapse == 1:
        said.error(
            "a single number is no range", sheet.place("citations", "collapse"), "write 3, 2, or 0 for no ranges"
        )


# ── order of the parts ────────────────────────────────────────────────────


def _check_parts(sheet: Sheet, said: Diagnostics) -> None:
    _check_doubles(sheet, sheet.style.front.order, said, "front", "order")
    _check_doubles(sheet, sheet.style.end.order, said, "end", "order")
    _check_doubles(sheet, sheet.style.end.statements, said, "end", "statements")
    _check_doubles(sheet, sheet.style.floats.places, said, "floats", "places")
    if not sheet.style.floats.places:
        hint = "write [top, bottom, page]"
        said.error("there is no place where a figure may stand", sheet.place("floats", "places"), hint)
    front, end = sheet.style.front.order, sheet.style.end.order
    for number, part in enumerate(end[:MOST_FAULTS]):
        if part in front:
            message = f'"{part}" stands both over the columns and after the text'
            said.error(message, _item(sheet, number, "end", "order"), "take it out of the order of `front` or of `end`")
    for wanted, where in (("title", "front"), ("byline", "front"), ("references", "end")):
        if wanted not in (*front, *end):
            said.warning(f'"{wanted}" stands in no order, so it will not be printed', sheet.place(where, "order"))
    for number, kind in enumerate(sheet.style.end.statements[:MOST_FAULTS]):
        _check_kind(kind, _item(sheet, number, "end", "statements"), said)
    _check_notes(sheet, said)


def _check_notes(sheet: Sheet, said: Diagnostics) -> None:
    form, end = sheet.style.notes, sheet.style.end.order
    if form.stand == "end" and form.marks == "symbols":
        hint = "write `marks: letters`, or numbers if citations have none"
        said.warning("in a list at the end symbols are hard to find", sheet.place("notes", "stand"), hint)
    if form.stand != "end" and "notes" in end:
        hint = "write `notes: {stand: end}`, or take them out of this order"
        message = '"notes" stands in this order, but notes do not stand at the end'
        said.warning(message, _item(sheet, end.index("notes"), "end", "order"), hint)


def _check_doubles(sheet: Sheet, parts: Items[str], said: Diagnostics, *path: str) -> None:
    for number, part in enumerate(parts[:MOST_FAULTS]):
        if part in parts[:number]:
            said.error(f'"{part[:40]}" stands twice in this order', _item(sheet, number, *path))


def _check_kind(kind: str, span: Span, said: Diagnostics) -> None:
    if kind not in NOTE_KINDS:
        hint = did_you_mean(kind[:40], NOTE_KINDS) or f"kinds of statement: {', '.join(NOTE_KINDS)}"
        said.error(f'there is no kind of statement "{kind[:40]}"', span, hint)


def _item(sheet: Sheet, number: int, *path: str) -> Span:
    items = sheet.items(*path)
    return items[number].span if number < len(items) else sheet.place(*path)


# ── furniture and labels ──────────────────────────────────────────────────


def _check_furniture(sheet: Sheet, said: Diagnostics) -> None:
    for kind, page in list(sheet.style.furniture.items())[:MOST_FAULTS]:
        if kind not in KINDS_OF_PAGE:
            hint = did_you_mean(kind[:40], KINDS_OF_PAGE) or f"kinds of page: {', '.join(KINDS_OF_PAGE)}"
            said.error(f'there is no kind of page "{kind[:40]}"', _key(sheet, "furniture", kind), hint)
        for place, line in (("head", page.head), ("foot", page.foot)):
            for side, template in (("inner", line.inner), ("centre", line.centre), ("outer", line.outer)):
                _check_template(template, _node(sheet.tree, ("furniture", kind, place, side)), VARIABLES, said)
        _check_furniture_room(sheet, _written_kind(sheet, kind), kind, page, said)


def _written_kind(sheet: Sheet, kind: str) -> str:
    """The kind of page for which this furniture was written: the sheet may have no words for the others."""
    written = [one for one in (kind, "right", "left", "opener") if _node(sheet.tree, ("furniture", one)) is not None]
    return written[0] if written else kind


def _key(sheet: Sheet, *path: str) -> Span:
    around = _node(sheet.tree, path[:-1])
    key = around.key(path[-1]) if isinstance(around, source.Mapping) else None
    return key.span if key else sheet.place(*path)


def _check_furniture_room(sheet: Sheet, written: str, kind: str, page: Furniture, said: Diagnostics) -> None:
    """Head and foot must stand within the margins, and clear of the columns."""
    margins, foot, head = sheet.style.page.margins, sheet.style.text["foot"], sheet.style.text["head"]
    top = sheet.style.page.opener_top if kind == "opener" and sheet.style.page.opener_top is not None else margins.top
    if any((page.head.inner, page.head.centre, page.head.outer)):
        if page.head_at < 0.7 * head.size:
            said.error("the head stands off the page", sheet.place("furniture", written, "head-at"))
        elif page.head_at + 0.25 * head.size > top:
            message = f"the head stands at {_pt(page.head_at)}, in the columns, which begin at {_pt(top)}"
            said.error(message, sheet.place("furniture", written, "head-at"), "raise it, or widen the top margin")
    if any((page.foot.inner, page.foot.centre, page.foot.outer)):
        if page.foot_at < 0.25 * foot.size:
            said.error("the foot stands off the page", sheet.place("furniture", written, "foot-at"))
        elif page.foot_at + foot.size > margins.bottom:
            message = f"the foot stands at {_pt(page.foot_at)}, in the columns, which end at {_pt(margins.bottom)}"
            said.error(message, sheet.place("furniture", written, "foot-at"), "lower it, or widen the bottom margin")


def _check_template(
    template: str, node: Node | None, known: tuple[str, ...], said: Diagnostics, longest: int = LONGEST_TEMPLATE
) -> None:
    if not template or not isinstance(node, Scalar):
        return
    if len(template) > longest:
        said.error(f"this template is longer than {longest:,} characters", node.span)
        return
    for fault in parse(template, known)[1][:8]:
        line = template.count("\n", 0, fault.at)
        said.error(fault.message, node.place(line, fault.at - (template.rfind("\n", 0, fault.at) + 1)), fault.hint)


def _check_mail(sheet: Sheet, said: Diagnostics) -> None:
    form = sheet.style.mail
    for name, template in (("subject", form.subject), ("text", form.text), ("html", form.html),
                           ("attachment", form.attachment)):  # fmt: skip
        node = _node(sheet.tree, ("mail", name))
        _check_template(template, node, (*MAIL_VARIABLES, *LIST_VARIABLE.findall(template)), said, LONGEST_MAIL)
    if not form.subject.strip():
        said.error("a mail has a subject", sheet.place("mail", "subject"), 'write "{title}"')


LONGEST_CONDITION: Final = 100


def _check_press(sheet: Sheet, said: Diagnostics) -> None:
    page, press = sheet.style.page, sheet.style.press
    if not 0 <= page.bleed <= 72:
        said.error(f"the bleed goes from 0 to 72 pt, not {_pt(page.bleed)}", sheet.place("page", "bleed"), "write 3mm")
    if not 4 <= page.mark_length <= 72:
        message = f"crop marks are from 4 to 72 pt long, not {_pt(page.mark_length)}"
        said.error(message, sheet.place("page", "mark-length"), "write 5mm")
    if press.condition and press.profile is None:
        said.error(
            "a printing condition is named, but no profile of it",
            sheet.place("press", "condition"),
            "name the ICC file in `profile`; without one the file is made for a plain offset press",
        )
    elif not (press.condition.isascii() and press.condition.isprintable()) or len(press.condition) > LONGEST_CONDITION:
        said.error(
            "a printing condition has a short name in plain letters", sheet.place("press", "condition"), "FOGRA39"
        )


def _check_labels(sheet: Sheet, said: Diagnostics) -> None:
    front = sheet.style.front
    labels = {
        "equal-label": front.equal_label,
        "joint-last-label": front.joint_last_label,
        "deceased-label": front.deceased_label,
    }
    for name, label in labels.items():
        for variable in PLACEHOLDER.findall(label):
            if variable != "{mark}":
                hint = did_you_mean(variable, ["{mark}"]) or "only {mark} can stand in braces here"
                said.error(f'there is no variable "{variable[:40]}"', sheet.place("front", name), hint)
    for kind in list(sheet.style.end.labels)[:MOST_FAULTS]:
        _check_kind(kind, _key(sheet, "end", "labels", kind), said)


PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


# ── checks of an editor ───────────────────────────────────────────────────


def _check_checks(sheet: Sheet, said: Diagnostics) -> None:
    checks = sheet.style.checks
    for rule in list(checks.severity)[:MOST_FAULTS]:
        if rule not in RULES:
            hint = did_you_mean(rule[:40], RULES) or f"the rules are {', '.join(RULES)}"
            said.error(f'there is no rule "{rule[:40]}"', sheet.place("checks", "severity", rule), hint)
    for kind, statements in list(checks.statements.items())[:MOST_FAULTS]:
        for statement in statements:
            if statement not in NOTE_KINDS:
                hint = did_you_mean(statement[:40], NOTE_KINDS)
                place = sheet.place("checks", "statements", kind)
                said.error(f'there is no kind of statement "{statement[:40]}"', place, hint)
    for kind, limits in list(checks.limits.items())[:MOST_FAULTS]:
        for name in ("words", "references", "displays", "authors", "abstract_words", "title_characters"):
            most = getattr(limits, name)
            if most is not None and most < 0:
                place = sheet.place("checks", "limits", kind, name.replace("_", "-"))
                said.error(f"a limit is no less than nothing, not {most}", place, "leave it out for no limit")
    if not 0 <= checks.resolution <= 5000:
        said.error("the resolution is from 0 to 5,000 pixels per inch", sheet.place("checks", "resolution"))
