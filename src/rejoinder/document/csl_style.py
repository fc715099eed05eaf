"""A CSL style, loaded safely and asked for one reference at a time. The only module that knows citeproc-py.

citeproc-py walks the style's XML for every reference and looks its macros, terms and inherited options up by XPath each
time. The classes below keep what was found beside the element: the same code, asked once. They also mend where the
library leaves CSL 1.0.2; each such place says so. Importing this module costs about 15 ms: `references` delays it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, ClassVar, TypeAlias

from citeproc import LANGUAGE_NAMES, LOCALES_PATH, NUMBERS, PRIMARY_DIALECTS, model
from citeproc.source import Date, DateRange, LiteralDate, Name, VariableError
from citeproc.string import MixedString, String

from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.document.csl_item import OTHERS, CslItem, DateParts, PersonName
from rejoinder.document.letter_case import cased
from rejoinder.document.marked import DOI, EMPH, QUOTE, SMALLCAPS, STRONG, SUB, SUP, TITLE, URL, quoted, requoted
from rejoinder.source import Source

etree = model.etree
"""citeproc-py's own lxml."""

NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CS = f"{{{NAMESPACE}}}"
_LARGEST = 500_000
_MOST_STEPS = 20_000
"""Elements of macros that one reference may lead through: the largest published styles take a thousand."""
_MOST_WRITTEN_OUT = 10_000_000
"""Elements of a style whose macros are all written out: Chicago's has a million, most of which no reference sees."""

_LOCK = RLock()
"""One reference at a time: the library keeps what it has printed of the current one in the style's tree."""


class Marks:
    """The library's "formatter": how emphasis and the like are written into the string."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    Italic = Oblique = staticmethod(lambda text: f"{EMPH[0]}{text}{EMPH[1]}")
    Bold = staticmethod(lambda text: f"{STRONG[0]}{text}{STRONG[1]}")
    Superscript = staticmethod(lambda text: f"{SUP[0]}{text}{SUP[1]}")
    Subscript = staticmethod(lambda text: f"{SUB[0]}{text}{SUB[1]}")
    SmallCaps = staticmethod(lambda text: f"{SMALLCAPS[0]}{text}{SMALLCAPS[1]}")
    Light = Underline = staticmethod(str)


# ── the library's elements, with a memory ─────────────────────────────────

_FORMATTING = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")


_MOST_KEPT = 2000
"""More is never asked of a style, except for the endings of ordinals, of which there are as many as numbers."""


def kept(find: Callable[..., Any]) -> Callable[..., Any]:
    """What a method finds depends on the style alone: find it once for each set of arguments."""
    name = f"kept {find.__name__}"

    def found(self: Any, *args: Any) -> Any:
        memory = self.__dict__.get(name)
        if memory is None:
            memory = self.__dict__[name] = {}
        if args not in memory:
            if len(memory) >= _MOST_KEPT:
                memory.clear()
            memory[args] = find(self, *args)
        return memory[args]

    return found


def always(find: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`kept` for a method without arguments: from its second call on, it is a function that only answers."""

    def found(self: Any) -> Any:
        answer = find(self)
        self.__dict__[find.__name__] = lambda: answer
        return answer

    return found


class Kept:
    """Goes before a class of the library: lookups are kept."""

    def __getattr__(self, name: str) -> Any:
        child = self.find(_CS + name)
        self.__dict__[name] = child
        return child

    @always
    def get_root(self) -> Any:
        return super().get_root()  # type: ignore[misc]

    @always
    def get_layout(self) -> Any:
        return super().get_layout()  # type: ignore[misc]

    @kept
    def get_macro(self, name: str) -> Any:
        return super().get_macro(name)  # type: ignore[misc]

    @kept
    def get_locale_option(self, name: str) -> Any:
        return super().get_locale_option(name)  # type: ignore[misc]

    @kept
    def xpath_search(self, expression: str) -> Any:
        return super().xpath_search(expression)  # type: ignore[misc]

    @always
    def calls_variable(self) -> Any:
        return super().calls_variable()  # type: ignore[misc]

    def get_formatter(self) -> type[Marks]:
        return Marks

    def case(self, text: Any, language: str | None = None) -> Any:
        """Our own letter cases: the library loses the spaces around `nocase`, and knows neither dashes nor marks."""
        wanted = self.get("text-case")
        return String(cased(str(text), wanted, language or "en")) if wanted and text else text

    def get_term(self, name: str, form: Any = None, fallback_locale: bool = True, zero_padded: bool = False) -> Any:
        """CSL 1.0.2, "Terms": a form that the locale lacks falls back on a longer one (the library prints nothing)."""
        root = self.get_root()
        while True:
            term = root.term(name, form, fallback_locale, zero_padded)
            if term is not None or form is None:
                return term
            form = _LONGER.get(form)


_LONGER = {"verb-short": "verb", "symbol": "short"}


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class KeptStyle(Kept, model.Style):  # type: ignore[misc]
    language = "en"

    @kept
    def term(self, name: str, form: Any, fallback_locale: bool, zero_padded: bool) -> Any:
        """Without fallback, only from the locales of the style's language; the library would say "2nd" in German."""
        for locale in self.locales:
            if fallback_locale or (locale.get(_LANG) or self.language).split("-")[0] == self.language:
                with suppress(IndexError):
                    return locale.get_term(name, form, zero_padded=zero_padded)
        return None


class KeptLocale(Kept, model.Locale):  # type: ignore[misc]
    def get_term(self, name: str, form: Any = None, fallback_locale: bool = True, zero_padded: bool = False) -> Any:
        return model.Locale.get_term(self, name, form, zero_padded)

    @kept
    def term(self, name: str, form: Any, fallback_locale: bool, zero_padded: bool) -> Any:
        try:
            return self.get_term(name, form, fallback_locale, zero_padded)
        except IndexError:
            return None


class KeptTerm(Kept, model.Term):  # type: ignore[misc]
    @property
    def single(self) -> Any:
        return self.number("single")

    @property
    def multiple(self) -> Any:
        return self.number("multiple")

    @kept
    def number(self, number: str) -> Any:
        return getattr(super(), number)


class KeptText(Kept, model.Text):  # type: ignore[misc]
    """Addresses become links, and titles are in the language of the work; after letter case has been seen to."""

    fences: ClassVar = {"URL": URL, "DOI": DOI, "title": TITLE, "title-short": TITLE}

    def format(self, string: Any) -> Any:
        text = super().format(string)
        fence = self.fences.get(self.get("variable"))
        return f"{fence[0]}{text}{fence[1]}" if fence else text

    def quote(self, string: Any) -> Any:
        """Which quotation marks these are is seen when the whole reference is there."""
        wanted = self.get("quotes", "false").lower() == "true"
        return String(f"{QUOTE[0]}{requoted(str(string))}{QUOTE[1]}") if wanted else string

    def _variable(self, item: Any, context: Any) -> Any:
        """What stood in for names that are not there is not printed again."""
        variable = self.get("variable")
        if variable in item.hidden:
            item.suppressed += 1
            return None
        text = super()._variable(item, context)
        if text:
            item.printed.append(variable)
            if variable in ("issue", "volume") and _RANGE.fullmatch(str(text)):
                text = String(str(text).replace("-", str(self.get_single_term(name="page-range-delimiter")) or "–"))
        return text

    def _format_last_page(self, first: str, last: str) -> Any:
        return _last_page(super()._format_last_page, first, last)


_RANGE = re.compile("[0-9]+-[0-9]+")
"""A double issue, "1-2": the dash is that of a range of pages, as citeproc-js sets it."""


def _last_page(shorten: Callable[[str, str], Any], first: str, last: str) -> Any:
    """Only numbers of equal length are shortened: the library makes "1-9" of "1-19", "xi-v" of "xi-xv"."""
    same = len(first) == len(last) and len(first) > 1 and first[-1].isdigit() and last[-1].isdigit()
    return (shorten(first, last) or last) if same else last


class KeptSubstitute(Kept, model.Substitute):  # type: ignore[misc]
    def render(self, item: Any, context: Any = None, **options: Any) -> Any:
        """CSL 1.0.2, "Substitute": what was printed instead is suppressed in the rest, within macros too."""
        before, names = item.printed, self.getparent()
        for child in self.getchildren():
            item.printed = []
            try:
                inherits = isinstance(child, model.Names) and child.name is None
                text = child.render(item, context=context, **({"names_context": names} if inherits else {}), **options)
            except VariableError:
                continue
            finally:
                item.printed, printed = before, item.printed
            if text:
                item.hidden.update(printed)
                item.printed.extend(printed)
                return text
        return None


class KeptMacro(Kept, model.Macro):  # type: ignore[misc]
    @always
    def size(self) -> int:
        return sum(1 for _ in self.iter())

    def render_children(self, item: Any, delimiter: str = "", **options: Any) -> Any:
        """A macro whose only variables have stood in for names prints nothing, whatever words it has beside them."""
        item.spend(self.size())
        before, suppressed = len(item.printed), item.suppressed
        text = super().render_children(item, delimiter, **options)
        silent = item.suppressed > suppressed and len(item.printed) == before
        return None if silent else text


class KeptIf(Kept, model.If):  # type: ignore[misc]
    @always
    def kinds(self) -> list[str]:
        return [kind.lower() for kind in self.get("type").split()]

    def _type(self, item: Any) -> list[bool]:
        return [kind == item.reference.type for kind in self.kinds()]


class KeptElseIf(KeptIf, model.Else_If):  # type: ignore[misc]
    pass


class KeptNumber(Kept, model.Number):  # type: ignore[misc]
    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        text = super().process(item, context, **options)
        if text:
            item.printed.append(self.get("variable"))
        return text

    def format_number(self, number: str) -> Any:
        """Roman numerals beyond 3999 would be a row of Ms as long as the number says."""
        if self.get("form") == "roman" and (not number.isdecimal() or len(number) > 4 or int(number) > 3999):
            return number
        return super().format_number(number)

    def _format_last_page(self, first: str, last: str) -> Any:
        return _last_page(super()._format_last_page, first, last)


class KeptNames(Kept, model.Names):  # type: ignore[misc]
    def process(self, item: Any, names_context: Any = None, context: Any = None, **options: Any) -> Any:
        """Names that stood in for others are not printed again."""
        roles = [role.replace("-", "_") for role in self.get("variable").split()]
        there = [role for role in roles if role in item.reference]
        if there and item.hidden.issuperset(there):
            item.suppressed += 1
            return None
        text = super().process(item, names_context, context, **options)
        if text:
            item.printed.extend(there)
        return text

    @kept
    def get_parent_delimiter(self, context: Any = None) -> Any:
        return super().get_parent_delimiter(context)

    @always
    def substitute(self) -> Any:
        return super().substitute()


class KeptName(Kept, model.Name):  # type: ignore[misc]
    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        forced = self.__dict__.get("forced")
        return forced[name] if forced and name in forced else self.option(name, context, sort_options)

    @kept
    def option(self, name: str, context: Any, sort_options: Any) -> Any:
        return super().get_option(name, context, sort_options)

    def process(self, item: Any, variable: str, context: Any = None, *args: Any, **options: Any) -> Any:
        """BibTeX's "and others" is what the style says of names that it leaves out: "et al"."""
        names = item.reference.get(variable, [])
        if len(names) < 2 or names[-1].get("literal") != OTHERS:
            return super().process(item, variable, context, *args, **options)
        least, first = (self.option(f"et-al-{name}", context, None) for name in ("min", "use-first"))
        shown = first if least and len(names) >= least else len(names) - 1
        self.__dict__["forced"] = {
            "et-al-min": len(names),
            "et-al-use-first": min(shown, len(names) - 1),
            "et-al-use-last": False,
        }
        try:
            return super().process(item, variable, context, *args, **options)
        finally:
            del self.__dict__["forced"]

    @always
    def et_al(self) -> Any:
        return super().et_al()

    def initialize(self, given: str, mark: str, context: Any) -> str:
        """Names without a capital ("bell hooks", "cOAlition") have no initials, and no mark either."""
        hyphens = self.get_option("initialize-with-hyphen", context)
        pieces = given.split("-") if hyphens else [given.replace("-", " ")]
        return "-".join(_initials(piece, mark) for piece in pieces)

    @kept
    def children_at(self, path: str) -> Any:
        return super().findall(path, self.nsmap)

    def findall(self, path: str, namespaces: Any = None) -> Any:
        return self.children_at(path)


class KeptNamePart(Kept, model.Name_Part):  # type: ignore[misc]
    def format_part(self, given: Any, family: Any) -> Any:
        """The library joins a name's parts as plain strings, which those with a prefix or suffix no longer are."""
        return tuple(part and str(part) for part in super().format_part(given, family))


def _initials(given: str, mark: str) -> str:
    out: list[str] = []
    group: list[str] = []
    for part in [*given.replace(".", ". ").split(), ""]:
        if part[:1].isupper():
            # "Yu. A. Ivanov": what is shortened already stays as it is; a Russian "Yu" is one letter.
            short = part.endswith(".") and len(part) == 3 and part[1].islower()
            group.append(part[:2] if short else part[0])
            continue
        if group:
            out.append(mark.join(group) + mark)
            group = []
        out.append(f" {part.rstrip('.')} ")
    return " ".join("".join(out).split())


class KeptDate(Kept, model.Date):  # type: ignore[misc]
    @always
    def is_locale_date(self) -> Any:
        return super().is_locale_date()

    def process(
        self, item: Any, variable: Any = None, show_parts: Any = None, context: Any = None, **kwargs: Any
    ) -> Any:
        """Words for a date ("in press") stand where the year would; the library prints them for a day, too."""
        value = item.reference.get((variable or self.get("variable", "")).replace("-", "_"))
        if isinstance(value, LiteralDate) and not self.shows_year():
            return None
        text = super().process(item, variable, show_parts, context, **kwargs)
        if text:
            item.printed.append(variable or self.get("variable"))
        return text

    @always
    def shows_year(self) -> bool:
        parts = [part.get("name") for part in self.date_parts()]
        return self.get("form") is not None or not parts or "year" in parts

    def render_single_date(self, date: Any, show_parts: Any = None, context: Any = None) -> Any:
        """A date in the locale's form keeps the locale's delimiter; the library takes the style's, which has none."""
        parts = self.parts(date, show_parts, context) if context is not self else self.parts(date, show_parts)
        return self.joining(context).join(parts) if parts else None

    def joining(self, context: Any) -> Any:
        return self if context is None or not self.is_locale_date() or self.get("delimiter") is not None else context

    def render_date_range(self, date_range: Any, show_parts: Any = None, context: Any = None) -> Any:
        """CSL 1.0.2, "Date Ranges": what both ends share is printed once, before or behind the parts that differ.

        The library prints it behind them whatever the order, and nothing when only shared parts are shown.
        """
        wanted = show_parts or _DAY
        shown = [name for name in (part.get("name") for part in self.date_parts()) if name in wanted]
        begin, end = date_range.begin, date_range.end
        at = next((n for n, part in enumerate(_DAY) if begin.get(part, 0) != end.get(part, 0)), len(_DAY))
        differing = [n for n, name in enumerate(shown) if name in _DAY[at:]]
        if not differing:
            return self.render_single_date(begin, shown, context)
        first, last = differing[0], differing[-1] + 1
        join = self.joining(context).join
        from_, to = (join(self.parts(date, shown[first:last], context) or [""]) for date in (begin, end))
        between = [String(f"{str(from_).rstrip(' ,')}–{to}")] if from_ and to else [from_ or to]
        pieces = [*self.parts(end, shown[:first], context), *between, *self.parts(end, shown[last:], context)]
        return join([piece for piece in pieces if piece]) or None

    @always
    def date_parts(self) -> list[Any]:
        return [part for part in self.getchildren() if isinstance(part, model.Date_Part)]


_DAY = ["year", "month", "day"]


class KeptDatePart(Kept, model.Date_Part):  # type: ignore[misc]
    def format(self, string: Any) -> Any:
        return super().format(str(string))

    def render(self, date: Any, context: Any = None) -> Any:
        """The library writes the style's wishes into the locale's own element, where the next date would find them."""
        before = dict(self.attrib)
        try:
            return super().render(date, context)
        finally:
            if dict(self.attrib) != before:
                self.attrib.clear()
                self.attrib.update(before)


class KeptElement(Kept, model.CitationStylesElement):  # type: ignore[misc]
    """An element that the library has no class for."""


_PLAIN_ELEMENTS = ("terms", "single", "multiple", "style-options")
_SPECIAL: dict[Any, type] = {
    model.Style: KeptStyle, model.Locale: KeptLocale, model.Term: KeptTerm, model.Text: KeptText,
    model.Number: KeptNumber, model.If: KeptIf, model.Else_If: KeptElseIf, model.Names: KeptNames, model.Name: KeptName,
    model.Date: KeptDate, model.Date_Part: KeptDatePart, model.Substitute: KeptSubstitute,
    model.Macro: KeptMacro, model.Name_Part: KeptNamePart,
}  # fmt: skip


def _same(text: Any, *_: Any) -> Any:
    return text


def _settle(element: Any) -> None:
    """Give an element its answers beforehand: what it has no attribute for passes its text on unchanged."""
    if isinstance(element, model.Date_Part):
        return  # The library changes its attributes while it prints.
    attributes, children = dict(element.attrib), tuple(element)
    own = element.__dict__
    own["get"] = attributes.get
    own["getchildren"] = lambda: children
    own["iterchildren"] = lambda *tags, **options: (
        type(element).iterchildren(element, *tags, **options) if tags or options else children
    )
    for method, wanted_by in _WANTED_BY.items():
        if attributes.keys().isdisjoint(wanted_by) and hasattr(type(element), method):
            own[method] = _same
    if isinstance(element, model.Text) and attributes.keys() == {"macro"}:
        own["render"] = _macro_call(element, element.get_macro(attributes["macro"]))
    if attributes.get("variable") in KeptText.fences:
        own.pop("format", None)


_WANTED_BY = {
    "format": _FORMATTING, "wrap": ("prefix", "suffix"), "case": ("text-case",), "strip_periods": ("strip-periods",),
    "quote": ("quotes",),
}  # fmt: skip


def _macro_call(call: Any, macro: Any) -> Callable[..., Any]:
    """`<text macro="…"/>` and nothing else: what the macro prints."""

    def render(item: Any, context: Any = None, **_: Any) -> Any:
        return macro.render_children(item, context=call if context is None else context, sort_options=None) or None

    return render


def _parser() -> Any:
    """XML from strangers: no entities, no network, no DTD; elements are of the classes above."""
    lookup = etree.ElementNamespaceClassLookup()
    classes = lookup.get_namespace(NAMESPACE)
    classes[None] = KeptElement
    for cls in [*model.CitationStylesElement.__subclasses__(), model.Else_If]:
        if cls.__module__ == model.__name__:
            tag = cls.__name__.replace("_", "-").lower()
            classes[tag] = _SPECIAL.get(cls) or type(cls.__name__, (Kept, cls), {})
    parser = etree.XMLParser(
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="UTF-8",
    )
    parser.set_element_class_lookup(lookup)
    return parser


_PARSER = _parser()
_ELEMENTS = tuple(
    cls.__name__.replace("_", "-").lower() for cls in [*model.CitationStylesElement.__subclasses__(), model.Else_If]
)

# ── loading ───────────────────────────────────────────────────────────────


class CslStyle:
    """A style in one locale."""

    def __init__(self, root: Any, locale: str) -> None:
        self._root = root
        root.locales, root.language = _locales(root, locale), locale.split("-")[0]
        # lxml forgets what is kept beside an element as soon as nobody holds the element.
        self._held = list(root.iter())
        self._layout = root.find(f"{_CS}bibliography/{_CS}layout")
        for part in (root.find(f"{_CS}bibliography"), *root.findall(f"{_CS}macro")):
            for element in part.iter():
                _settle(element)
        self.punctuation_in_quote = root.get_locale_option("punctuation-in-quote") == "true"
        marks = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        outer, end, inner, inner_end = (str(root.get_single_term(name=name)) for name in marks)
        self.quotes = (outer, end, inner, inner_end)

    def render(self, item: CslItem) -> str:
        """The reference as marked text; "" when the style finds nothing to print."""
        layout, asked = self._layout, _Asked(_reference(item))
        with _LOCK:
            layout.repressed = {}
            text = layout.render_children(asked)
            return str(layout.format(layout.wrap(text))) if text else ""

    def term(self, name: str) -> str:
        """A word of the locale: "and"."""
        with _LOCK:
            return str(self._root.get_single_term(name=name))


@lru_cache(maxsize=16)
def _locale(name: str) -> Any:
    with _LOCK:
        return etree.parse(str(Path(LOCALES_PATH) / f"locales-{name}.xml"), _PARSER).getroot()


def known_locale(lang: str) -> str:
    """The locale that fits a language tag: "en-GB" itself, "de" for "de-LI" or "DE"; "" when there is none."""
    language = lang.split("-")[0].lower()
    return lang if lang in LANGUAGE_NAMES else language if language in PRIMARY_DIALECTS else ""


def _locale_of(root: Any, wanted: str) -> str:
    """The wanted locale; of a language without a country the style's own dialect ("en" in a British style)."""
    own = root.get("default-locale") or "en-US"
    if not wanted or wanted == own.split("-")[0]:
        wanted = known_locale(own)
    return wanted if wanted in LANGUAGE_NAMES else str(PRIMARY_DIALECTS.get(wanted, "en-US"))


def _locales(root: Any, locale: str) -> list[Any]:
    """Where terms are looked up, nearest first (CSL 1.0.2, "Locale Fallback")."""
    language = locale.split("-")[0]
    own = {one.get(_LANG): one for one in root.findall(f"{_CS}locale")}
    inside = [own[name] for name in dict.fromkeys((locale, language, None)) if name in own]
    outside = dict.fromkeys(name for name in (locale, PRIMARY_DIALECTS.get(language), "en-US") if name)
    return [*inside, *(_locale(name) for name in outside if name in LANGUAGE_NAMES)]


_Fault: TypeAlias = tuple[str, int, str]
"""What is wrong with a style, in which line, and a hint."""


def load_style(source: Source, lang: str, said: Diagnostics) -> CslStyle | None:
    """A style from its XML, in the locale of `lang` (else the style's own), or everything that is wrong with it."""
    with _LOCK:
        loaded = _loaded(source.text, known_locale(lang))
    if isinstance(loaded, CslStyle):
        return loaded
    for message, line, hint in loaded:
        said.error(message, Span(source.name, line), hint)
    return None


@lru_cache(maxsize=12)
def _loaded(text: str, locale: str) -> CslStyle | tuple[_Fault, ...]:
    if len(text) > _LARGEST:
        return ((f"this CSL style is longer than {_LARGEST:,} characters", 0, ""),)
    try:
        root = etree.fromstring(text.encode(), _PARSER)
    except etree.XMLSyntaxError as fault:
        return ((f"this is not well-formed XML: {fault.msg}", fault.lineno or 0, ""),)
    if faults := tuple(_wrong_in(root)):
        return faults
    try:
        _make_ready(root)
        style = CslStyle(root, _locale_of(root, locale))
        style.render(_TRIAL)
    except Exception as fault:  # The library does not look at a style before it uses it.
        return ((f"this CSL style cannot be used: {type(fault).__name__}: {fault}", 0, ""),)
    return style


_TRIAL = CslItem(
    "article-journal",
    {
        "title": "A title",
        "container-title": "Journal",
        "volume": "1",
        "page": "2-3",
        "DOI": "10.5555/1",
        "URL": "https://",
    },
    {"author": (PersonName("Family", "Given"),) * 8},
    {"issued": DateParts((2000, 1, 1)), "accessed": DateParts((2000, 1, 1))},
    "",
)
"""A reference on which a style is tried, so that its faults are said once and not at every reference."""
_DISALLOWED = re.compile("[\ufdd0-\ufdef]")


def _wrong_in(root: Any) -> Iterator[_Fault]:
    bibliography = f"{_CS}bibliography/{_CS}layout"
    parent = root.find(f"{_CS}info/{_CS}link[@rel='independent-parent']")
    if root.getroottree().docinfo.doctype:
        yield "a CSL style has no document type declaration", 1, "delete the <!DOCTYPE …>"
    elif root.tag != f"{_CS}style":
        yield "this is no CSL style: its root is not <style> in CSL's namespace", root.sourceline or 0, ""
    elif parent is not None:
        name = (parent.get("href") or "").rsplit("/", 1)[-1]
        yield "this CSL style only points to another one", parent.sourceline or 0, f'use the style "{name}" itself'
    elif root.find(bibliography) is None:
        yield "this CSL style prints no list of references", root.sourceline or 0, "choose one with a <bibliography>"
    else:
        yield from _wrong_elements(root)
        yield from _wrong_macros(root, root.find(bibliography))


def _wrong_elements(root: Any) -> Iterator[_Fault]:
    """Elements that CSL does not have, and characters that nobody has."""
    for part in (root.find(f"{_CS}bibliography"), *root.findall(f"{_CS}macro"), *root.findall(f"{_CS}locale")):
        for element in part.iter():
            tag = str(element.tag)
            if type(element) is KeptElement and tag.removeprefix(_CS) not in _PLAIN_ELEMENTS:
                name = tag.removeprefix(_CS)
                yield f"CSL has no element <{name}>", element.sourceline or 0, did_you_mean(name, _ELEMENTS)
            if any(_DISALLOWED.search(text) for text in (element.text or "", *element.attrib.values())):
                yield "no text may hold the characters U+FDD0–U+FDEF", element.sourceline or 0, "delete them"


def _wrong_macros(root: Any, layout: Any) -> Iterator[_Fault]:
    """Unknown macros, macros that call themselves, and macros that multiply (2 → 4 → 8 …) beyond all sense."""
    macros = {one.get("name"): one for one in root.findall(f"{_CS}macro")}
    calls = [call for call in root.iter(f"{_CS}text", f"{_CS}key") if call.get("macro") is not None]
    unknown = [call for call in calls if call.get("macro") not in macros]
    for call in unknown:
        name = call.get("macro")
        yield f'no macro is called "{name}"', call.sourceline or 0, did_you_mean(name, filter(None, macros))
    if unknown:
        return
    size: dict[Any, int] = {}
    for name, macro in macros.items():
        if _steps(macro, macros, size, ()) > _MOST_WRITTEN_OUT:
            yield f'the macro "{name}" calls itself, or too many others', macro.sourceline or 0, ""
            return
    if _steps(layout, macros, size, ()) > _MOST_WRITTEN_OUT:
        yield "this CSL style is too long", root.sourceline or 0, ""


def _steps(part: Any, macros: dict[Any, Any], size: dict[Any, int], path: tuple[Any, ...]) -> int:
    """How many elements a part leads through, macros counted at every call."""
    if part in size:
        return size[part]
    if part in path or len(path) > 100:
        return _MOST_WRITTEN_OUT + 1
    total = 0
    for element in part.iter():
        total += 1
        if element.get("macro") is not None:
            total += _steps(macros[element.get("macro")], macros, size, (*path, part))
    size[part] = total
    return total


def _make_ready(root: Any) -> None:
    """Take the number out of the layout, and give every `<names>` its `<name>`."""
    for number in [*root.iter(f"{_CS}text", f"{_CS}number")]:
        # The galley hangs the number itself.
        if number.get("variable") == "citation-number":
            number.getparent().remove(number)
    for names in [*root.iter(f"{_CS}names")]:
        # The library would insert one at every reference, in no namespace, and never find it again.
        inherits = names.getparent().tag == f"{_CS}substitute"
        if names.find(f"{_CS}name") is None and not inherits:
            names.insert(0, names.makeelement(f"{_CS}name"))


# ── an item in the library's own words ────────────────────────────────────


class _Asked:
    """What the library wants of a cited item. Locators belong to citations, not to the list."""

    __slots__ = ("hidden", "printed", "reference", "spent", "suppressed")
    number = 0
    has_locator = False
    key = ""

    def __init__(self, reference: Any) -> None:
        self.reference = reference
        self.printed: list[str] = []
        """Variables that have been printed, while something stands in for names."""
        self.hidden: set[str] = set()
        """Variables that have stood in for names."""
        self.suppressed = 0
        """How often something was not printed because it is hidden."""
        self.spent = 0

    def spend(self, elements: int) -> None:
        """Count the elements that this reference leads through: a style may branch without end."""
        self.spent += elements
        if self.spent > _MOST_STEPS:
            raise ValueError("the style leads through too many macros")

    def __contains__(self, name: object) -> bool:
        return False

    def __getitem__(self, name: str) -> str:
        """`number-of-pages` for the choice of "page" or "pages"; the library never asks for anything else."""
        found = re.search("[0-9]+", str(self.reference[name.replace("-", "_")]))
        return found[0] if found else "0"

    @property
    def locator(self) -> Any:
        raise VariableError


class _Reference(dict):  # type: ignore[type-arg]
    """The library's Reference, without the checks that `csl_item` has made already."""

    type: str

    def __missing__(self, key: object) -> Any:
        raise VariableError

    def __getattr__(self, name: str) -> Any:
        return self[name]


def _reference(item: CslItem) -> Any:
    reference = _Reference()
    for name, text in item.texts.items():
        reference[name.replace("-", "_")] = _string(text)
    for name in NUMBERS:
        # The library asks for numbers by the name with hyphens, and for everything else with underscores.
        if name in reference and "_" in name:
            reference[name.replace("_", "-")] = reference[name]
    for name, people in item.names.items():
        reference[name.replace("-", "_")] = [_name(person) for person in people]
    for name, date in item.dates.items():
        reference[name.replace("-", "_")] = _date(date)
    if item.language:
        reference["language"] = item.language
    reference.type = item.type
    return reference


def _string(text: str) -> Any:
    return MixedString((String(quoted(text)),))


def _name(person: PersonName) -> Any:
    name = Name.__new__(Name)
    if person.literal:
        name.update(literal=person.literal.replace("'", "’"))
        return name
    parts = {
        "family": person.family,
        "given": person.given,
        "dropping-particle": person.dropping_particle,
        "non-dropping-particle": person.non_dropping_particle,
        "suffix": person.suffix,
    }
    name.update((part, text.replace("'", "’")) for part, text in parts.items() if text)
    return name


def _date(date: DateParts) -> Any:
    if date.literal:
        return LiteralDate(date.literal, circa=date.circa)
    begin = _single(date.begin, date.season, date.circa)
    return DateRange(begin=begin, end=_single(date.end, 0, False), circa=date.circa) if date.end else begin


def _single(day: tuple[int, int, int], season: int, circa: bool) -> Any:
    parts = {name: value for name, value in zip(("year", "month", "day"), day, strict=True) if value}
    if season and "month" not in parts:
        parts["season"] = season
    return Date(circa=circa, **parts)
