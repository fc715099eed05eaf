"""References: `ref` in whatever tagging becomes a CSL item, and none of its words are lost.

What is tagged becomes the item's fields. Words between the tags that are no mere punctuation are kept as the item's
`custom.addendum`; a reference that is mostly untagged is kept as it is written, in `custom.verbatim`.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from rejoinder.content.jats.context import CITATIONS, Context
from rejoinder.content.jats.names import read_name
from rejoinder.content.jats.tree import Element, first, href, words
from rejoinder.content.model import Inlines, Reference, Style, Styled, Text
from rejoinder.content.people import doi_of
from rejoinder.diagnostics import Span

Item: TypeAlias = dict[str, Any]

MOST_REFERENCES = 5_000


_LIST_TITLE = re.compile(
    r"(?:\W|\d)*(?:(?:list of |literature )?(?:references?|bibliograph\w*|literature|cited|literature cited"
    r"|works cited|refer[êe]n?cias?"
    r"|refer[êe]ncias? bibliogr[áa]ficas?|referencias?(?: bibliogr[áa]ficas?)?|bibliograf[íi]a|r[ée]f[ée]rences?"
    r"|literatur\w*)|)",
    re.IGNORECASE,
)


def read_references(context: Context) -> tuple[Reference, ...]:
    """The references of a part, in the order of its lists."""
    for listed in context.lists():
        for one in listed.iter("ref-list"):
            context.use(one)
            for child in one.iterchildren("title", "label"):
                if child.tag == "label" or _LIST_TITLE.fullmatch(words(child).strip(" .:")):
                    context.use_all(child)
    refs = context.refs()
    if len(refs) > MOST_REFERENCES:
        context.said.error(
            f"a letter may have at most {MOST_REFERENCES:,} references", context.span(refs[MOST_REFERENCES])
        )
        refs = refs[:MOST_REFERENCES]
    return tuple(_reference(ref, context) for ref in refs)


def _reference(ref: Element, context: Context) -> Reference:
    key = context.keys[ref]
    chosen = _chosen(ref)
    if not chosen:
        item: Item = _verbatim({"type": "document"}, _whole(ref))
    else:
        item = _item(chosen[0])
        extra = [_item(one) for one in chosen[1:]]
        notes = [_whole(one) for one in ref.iterchildren("note", "p")]
        if extra and any("verbatim" in one.get("custom", {}) or one_of_words(chosen[0]) for one in (item, *extra)):
            item = _verbatim(item, " ".join(_whole(one) for one in chosen))
        elif extra:
            _add(item, " ".join(_in_words(one) for one in extra))
        for note in notes:
            _add(item, note)
    context.use_all(ref)
    return Reference(key, {"id": key, **item}, context.span(ref))


def one_of_words(citation: Element) -> bool:
    """Whether a citation carries its own punctuation, so that several of them can simply be read on."""
    return bool(citation.tag == "mixed-citation")


def _chosen(ref: Element) -> list[Element]:
    """The citations that are read: of two markups of the same work the more thoroughly tagged."""
    found: list[Element] = []
    for child in ref:
        if child.tag == "citation-alternatives":
            inner = [one for one in child if one.tag in CITATIONS]
            found += (
                inner[:1]
                if not any(one.tag == "element-citation" for one in inner)
                else [next(one for one in inner if one.tag == "element-citation")]
            )
        elif child.tag in CITATIONS:
            found.append(child)
    tagged = [one for one in found if one.tag == "element-citation" and len(one)]
    mixed = [one for one in found if one.tag == "mixed-citation"]
    if tagged and mixed and len(tagged) == len(mixed):
        return tagged
    return [one for one in found if len(one) or words(one)]


# ── one citation ──────────────────────────────────────────────────────────

_TYPES = {
    "journal": "article-journal", "article": "article-journal", "review": "article-journal",
    "letter": "article-journal",
    "magazine": "article-magazine", "newspaper": "article-newspaper", "news": "article-newspaper",
    "book": "book", "book-chapter": "chapter", "bookchapter": "chapter", "chapter": "chapter", "edited-book": "book",
    "confproc": "paper-conference", "conference": "paper-conference", "conf-proc": "paper-conference",
    "conf-paper": "paper-conference", "conference-paper": "paper-conference", "conf-proceedings": "paper-conference",
    "thesis": "thesis", "dissertation": "thesis", "report": "report", "gov": "report", "government": "report",
    "govt": "report", "techreport": "report", "working-paper": "report", "guideline": "report",
    "web": "webpage", "webpage": "webpage", "website": "webpage", "web-page": "webpage", "weblink": "webpage",
    "electronic": "webpage", "online": "webpage", "blog": "post-weblog", "post": "post",
    "data": "dataset", "dataset": "dataset", "database": "dataset", "software": "software", "patent": "patent",
    "preprint": "article", "standard": "standard", "legal-doc": "legislation", "legislation": "legislation",
    "commun": "personal_communication", "discussion": "personal_communication", "list": "post",
    "film": "motion_picture", "video": "motion_picture", "audio": "song", "map": "map", "periodical": "periodical",
    "interview": "interview", "manuscript": "manuscript", "unpublished": "manuscript",
    "encyclopedia": "entry-encyclopedia",
}  # fmt: skip

_ROLES = {
    "author": "author", "authors": "author", "allauthors": "author", "inventor": "author", "assignee": "author",
    "curator": "curator", "collab": "author", "developer": "author", "editor": "editor", "editors": "editor",
    "guest-editor": "editor", "translator": "translator", "translators": "translator", "compiler": "compiler",
    "director": "director", "illustrator": "illustrator", "transed": "translator",
}  # fmt: skip

_NAMES = frozenset(("name", "string-name", "collab", "etal", "name-alternatives", "collab-alternatives", "anonymous"))
_TEXTS = {
    "volume": "volume", "issue": "issue", "edition": "edition", "publisher-name": "publisher",
    "publisher-loc": "publisher-place", "series": "collection-title", "conf-name": "event-title",
    "conf-loc": "event-place", "isbn": "ISBN", "issn": "ISSN", "version": "version", "patent": "number",
    "institution": "publisher",
}  # fmt: skip
_FORMAT = {"italic": "i", "bold": "b", "sup": "sup", "sub": "sub"}
_THROUGH = frozenset(
    ("italic", "bold", "underline", "roman", "sans-serif", "monospace", "styled-content", "named-content", "sc",
     "fixed-case", "date", "string-date", "conf-sponsor", "role", "x")
)  # fmt: skip


class _Fields:
    """What is found in one citation."""

    def __init__(self) -> None:
        self.item: Item = {}
        self.names: dict[str, list[Item]] = {}
        self.etal: set[str] = set()
        self.date: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self.said: list[str] = []
        """Words between the tags."""
        self.comments: list[str] = []
        self.titled = False


def _item(citation: Element) -> Item:
    fields = _Fields()
    _walk(citation, fields, "author")
    said = [_without_identifiers(text, fields) for text in fields.said]
    item = _assembled(citation, fields)
    left = [one for one in map(_significant, said) if one]
    count = sum(len(re.findall(r"\w+", one)) for one in left)
    named = "title" in item or "container-title" in item
    if count > 5 or (count and not named) or not (named or "author" in item or "editor" in item):
        return _verbatim(item, _whole(citation))
    for one in (*left, *fields.comments):
        if one != str(item.get("issued", ""))[:4]:
            _add(item, one)
    return item


def _walk(element: Element, fields: _Fields, role: str) -> None:
    _say(fields, element.text)
    for child in element:
        _child(child, fields, role)
        _say(fields, child.tail)


def _say(fields: _Fields, text: str | None) -> None:
    if text and not text.isspace():
        fields.said.append(text)


def _child(child: Element, fields: _Fields, role: str) -> None:
    tag = child.tag
    if tag == "person-group":
        kind = _ROLES.get((child.get("person-group-type") or "author").lower(), "contributor")
        _walk(child, fields, kind)
    elif tag in _NAMES:
        _name(child, fields, "editor" if role == "author" and fields.titled and fields.names.get("author") else role)
    elif tag in ("article-title", "chapter-title", "part-title", "data-title", "source", "trans-title", "trans-source"):
        fields.titles.setdefault(tag, "")
        fields.titles[tag] = " ".join(filter(None, (fields.titles[tag], _title(child))))
        fields.titled = True
        _links_in(child, fields)
    elif tag in ("year", "month", "day", "season"):
        fields.date.setdefault(tag, words(child).strip(" ,.;()[]"))
        if tag == "year" and child.get("iso-8601-date"):
            fields.date.setdefault("iso", child.get("iso-8601-date"))
    elif tag in ("fpage", "lpage", "page-range", "elocation-id"):
        fields.pages.setdefault(tag, words(child).strip(" ,.;:()"))
    elif tag == "supplement":
        fields.titles["supplement"] = words(child)
    elif tag in _TEXTS:
        _text_field(child, fields)
    elif tag in ("pub-id", "object-id"):
        _pub_id(child, fields)
    elif tag in ("ext-link", "uri", "email", "self-uri"):
        _link(child, fields)
    elif tag in ("date-in-citation", "access-date"):
        _accessed(child, fields)
    elif tag in ("comment", "annotation", "conf-date", "gov", "std", "size", "page-count", "note", "p", "time-stamp"):
        _comment(child, fields)
    elif tag == "issue-id" or tag == "issue-part" or tag == "volume-id" or tag == "label":
        pass
    elif tag in _THROUGH or tag in (
        "citation",
        "mixed-citation",
        "element-citation",
        "related-article",
        "related-object",
    ):
        _walk(child, fields, role)
    elif tag in ("sup", "sub", "ns"):
        _say(fields, words(child))
    else:
        fields.comments.append(words(child))


def _name(child: Element, fields: _Fields, role: str) -> None:
    if child.tag in ("name-alternatives", "collab-alternatives"):
        inner = next((one for one in child if one.tag in _NAMES), None)
        if inner is not None:
            _name(inner, fields, role)
        return
    listed = fields.names.setdefault(role, [])
    if child.tag == "etal":
        fields.etal.add(role)
    elif child.tag in ("collab", "anonymous"):
        text = words(child).strip(" ,;") or ("Anonymous" if child.tag == "anonymous" else "")
        if text.rstrip(".").lower() in ("et al", "and others"):
            fields.etal.add(role)
        elif text:
            listed.append({"literal": text})
    else:
        name = _person(child)
        if name:
            listed.append(name)


def _person(element: Element) -> Item:
    """A person by CSL's parts."""
    if element.find("surname") is None and element.find("given-names") is None:
        text = words(element).strip(" ,;")
        found = re.fullmatch(r"([^\s,][^,]*?),?\s+((?:[A-Z]\.?[\s-]?){1,4})", text)
        return {"family": found[1], "given": found[2].strip()} if found else {"literal": text} if text else {}
    name = read_name(element)
    if name is None:
        return {}
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _title(element: Element) -> str:
    """A title in CSL's light markup, without the stop at its end."""
    return _without_stop(_marked(element))


def _without_stop(text: str) -> str:
    text = " ".join(text.split()).strip(" ,;:")
    if text.endswith(".") and not text.endswith("..") and text.count(".") == 1:
        text = text[:-1]
    return text


def _marked(element: Element) -> str:
    out = [element.text or ""]
    for child in element:
        inner = _marked(child)
        name = _FORMAT.get(child.tag)
        if child.tag == "sc":
            inner = f'<span style="font-variant:small-caps">{inner}</span>'
        elif child.tag in ("inline-formula", "alternatives", "tex-math") or "}" in child.tag:
            inner = words(child) if child.tag != "tex-math" else ""
        if name and inner.strip():
            core = inner.strip()
            head, tail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
            inner = f"{head}<{name}>{core}</{name}>{tail}"
        out += (" " if child.tag == "break" else inner, child.tail or "")
    return "".join(out)


def _text_field(child: Element, fields: _Fields) -> None:
    field = _TEXTS[child.tag]
    text = words(child).strip(" ,;:")
    if child.tag == "edition":
        text = (
            re.sub(r"\s*\b(?:edn?|edition|edi[çc][ãa]o|edici[óo]n)\b\.?", "", text, flags=re.IGNORECASE).strip(" .")
            or text
        )
    if field not in ("edition", "publisher"):
        text = text.strip(" .") or text
    if text and field not in fields.item:
        fields.item[field] = text
    elif text and fields.item[field] != text:
        fields.comments.append(text)


def _pub_id(child: Element, fields: _Fields) -> None:
    kind = (child.get("pub-id-type") or "").lower()
    text = words(child).strip(" .;")
    doi = doi_of(text) or doi_of(href(child))
    if kind == "doi" or (doi and not kind) or child.tag == "object-id":
        if doi:
            fields.item.setdefault("DOI", doi)
        elif text and kind == "doi":
            fields.comments.append(text)
    elif kind == "pmid" and text.isdigit():
        fields.item.setdefault("PMID", text)
    elif kind in ("pmc", "pmcid"):
        fields.item.setdefault("PMCID", text if text.upper().startswith("PMC") else f"PMC{text}")
    elif kind == "isbn":
        fields.item.setdefault("ISBN", text)
    elif kind in ("arxiv", "accession", "ark", "handle") and text:
        fields.comments.append(f"{'arXiv:' if kind == 'arxiv' and 'arxiv' not in text.lower() else ''}{text}")


def _link(child: Element, fields: _Fields) -> None:
    text, led = words(child), href(child)
    doi = doi_of(text) or doi_of(led) or doi_of(led.removeprefix("info:doi/"))
    if doi:
        fields.item.setdefault("DOI", doi.rstrip("."))
        return
    if child.tag == "email":
        fields.comments.append(text)
        return
    url = led if re.match(r"(?:https?|ftp)://", led) else text if re.match(r"(?:https?://|ftp://|www\.)", text) else led
    pubmed = re.search(r"ncbi\.nlm\.nih\.gov/pubmed/(\d+)", url)
    if pubmed:
        fields.item.setdefault("PMID", pubmed[1])
        return
    if not url:
        return
    if url.startswith("www."):
        url = f"http://{url}"
    if "URL" not in fields.item:
        fields.item["URL"] = re.sub(r"\s", "", url)
    elif fields.item["URL"] != url:
        fields.comments.append(url)
    if (
        text
        and not re.match(
            r"(?:https?:|ftp:|www\.|\[?\s*(?:pubmed|crossref|google scholar|pmc|free article))", text, re.IGNORECASE
        )
        and text not in url
    ):
        fields.said.append(text)


def _links_in(element: Element, fields: _Fields) -> None:
    for link in element.iter("ext-link", "uri"):
        doi = doi_of(href(link))
        if doi:
            fields.item.setdefault("DOI", doi)
        elif re.match(r"https?://", href(link)):
            fields.item.setdefault("URL", re.sub(r"\s", "", href(link)))


_ACCESS = re.compile(
    r"\b(?:last )?(?:accessed|cited|retrieved|viewed|visited|acess?ad?o em|acesso em|consultad[oa]|citado|consulté"
    r"|abgerufen|date (?:last )?accessed)\b",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene janv", "feb fev fév febr", "mar mär mars", "apr abr avr", "may mai mayo maio", "jun juin", "jul juil",
         "aug ago aoû", "sep set sept", "oct out okt", "nov", "dec dez dic déc"), 1,
    )
    for name in names.split()
}  # fmt: skip


def _month(text: str) -> int:
    text = text.strip(" .").lower()
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else 0
    return _MONTHS.get(text[:4], 0) or _MONTHS.get(text[:3], 0)


def _day_in(text: str) -> str:
    """An ISO date for a day in words: "19 April 2004", "2014 Jan 3", "April 19, 2004"; "" if there is none."""
    iso = re.search(r"\b([12][0-9]{3})-([01][0-9])-([0-3][0-9])\b", text)
    if iso:
        return iso[0]
    year = re.search(r"\b([12][0-9]{3})\b", text)
    month = next((number for word in re.findall(r"[^\W\d_]+", text) if (number := _month(word))), 0)
    if not year:
        return ""
    rest = text.replace(year[0], " ", 1)
    day = re.search(r"\b([0-3]?[0-9])\b", rest)
    if month and day and 1 <= int(day[1]) <= 31:
        return f"{year[1]}-{month:02}-{int(day[1]):02}"
    return f"{year[1]}-{month:02}" if month else year[1]


def _accessed(child: Element, fields: _Fields) -> None:
    written = child.get("iso-8601-date") or ""
    parts = {one.tag: words(one) for one in child if one.tag in ("year", "month", "day")}
    text = (
        " ".join((parts.get("day", ""), parts.get("month", ""), parts.get("year", "")))
        if "year" in parts
        else words(child)
    )
    day = _day_in(written) or _numeric(parts) or _day_in(text)
    if day:
        fields.item.setdefault("accessed", day)
    elif words(child):
        fields.comments.append(words(child))


def _numeric(parts: dict[str, str]) -> str:
    year, month, day = parts.get("year", ""), parts.get("month", ""), parts.get("day", "")
    if not re.fullmatch("[12][0-9]{3}", year.strip()):
        return ""
    number = _month(month)
    if not number:
        return year.strip()
    return f"{year.strip()}-{number:02}" + (f"-{int(day):02}" if day.strip().isdigit() and 1 <= int(day) <= 31 else "")


_DOI_IN_WORDS = r"(?:doi:?\s*(?:https?://(?:dx\.)?doi\.org/)?|https?://(?:dx\.)?doi\.org/)(10\.[0-9]{4,9}/\S+)"


def _comment(child: Element, fields: _Fields) -> None:
    """A comment: identifiers and addresses in it have fields; what else it says is kept."""
    for link in child.iter("ext-link", "uri", "pub-id"):
        (_pub_id if link.tag == "pub-id" else _link)(link, fields)
    text = _comment_words(child)
    text = _without_identifiers(text, fields)
    url = re.search(r"(?:https?|ftp)://\S+", text)
    if url:
        fields.item.setdefault("URL", url[0].rstrip(".,;)"))
        text = text.replace(url[0], " ")
    if _ACCESS.search(text) and (day := _day_in(text)) and not _more_than_a_day(text):
        fields.item.setdefault("accessed", day)
        text = ""
    if child.tag == "page-count" and not text:
        text = (child.get("count") or "").strip()
    if child.tag in ("size", "page-count") and text.isdigit():
        fields.item.setdefault("number-of-pages", text)
        text = f"{text} p"
    text = _significant(_ANNOUNCED.sub("", text) if "URL" in fields.item else text)
    if text:
        fields.comments.append(text)


_ANNOUNCED = re.compile(
    r"[\s.,;:]*\b(?:available\s+(?:from|at|on\s?line|in)|dispon[íi](?:vel|ble)\s+(?:em|en)|retrieved\s+from)\b[\s.,;:]*\Z",
    re.IGNORECASE,
)
"""What leads to an address, which has a field of its own."""


def _more_than_a_day(text: str) -> bool:
    """Whether a text about access says more than when: "between May and August"."""
    left = [word for word in re.findall(r"[^\W\d_]{3,}", _ACCESS.sub(" ", text)) if not _month(word)]
    months = [word for word in re.findall(r"[^\W\d_]{3,}", text) if _month(word)]
    years = re.findall(r"[12][0-9]{3}", text)
    return (
        len(months) > 1
        or len(years) > 1
        or any(word.lower() not in ("the", "from", "available", "and") for word in left)
    )


def _without_identifiers(text: str, fields: _Fields) -> str:
    """Words without a DOI, PMCID or PMID in them, which have fields."""
    doi = re.search(_DOI_IN_WORDS, text, re.IGNORECASE)
    if doi:
        fields.item.setdefault("DOI", doi[1].rstrip(".;,)"))
        text = text.replace(doi[0], " ")
    pmc = re.search(r"(?:pubmed central\s*)?pmcid:?\s*(?:PMC)*([0-9]{3,9})\.?", text, re.IGNORECASE)
    if pmc:
        fields.item.setdefault("PMCID", f"PMC{pmc[1]}")
        text = text.replace(pmc[0], " ")
    pubmed = re.search(r"(?:pubmed\s*)?pmid:?\s*([0-9]{3,9})\.?", text, re.IGNORECASE)
    if pubmed:
        fields.item.setdefault("PMID", pubmed[1])
        text = text.replace(pubmed[0], " ")
    return text


def _comment_words(child: Element) -> str:
    out = [child.text or ""]
    for one in child:
        if one.tag not in ("ext-link", "uri", "pub-id"):
            out.append(_marked(one))
        elif words(one).isdigit() and "ncbi" in href(one):
            pass
        elif not (doi_of(href(one)) or href(one)) or (words(one) and not re.match(r"https?:|www\.|10\.", words(one))):
            out.append(words(one))
        out.append(one.tail or "")
    return " ".join("".join(out).split())


# ── putting the fields together ───────────────────────────────────────────


def _assembled(citation: Element, fields: _Fields) -> Item:
    item = fields.item
    for role, names in fields.names.items():
        if names:
            item[role] = [*names, *([{"literal": "et al"}] if role in fields.etal else [])]
    written = (
        citation.get("publication-type") or citation.get("citation-type") or citation.get("publication-format") or ""
    )
    kind = _TYPES.get(written.strip().lower(), "")
    _titles(fields, item, kind)
    item["type"] = kind if kind not in ("", "book", "article-journal") else _type_of(kind, fields, item)
    if fields.titles.get("supplement"):
        issue = item.get("issue")
        item["issue"] = f"{issue} {fields.titles['supplement']}" if issue else fields.titles["supplement"]
    pages = fields.pages
    if pages.get("page-range"):
        item["page"] = pages["page-range"]
    elif pages.get("fpage"):
        last = pages.get("lpage", "")
        item["page"] = f"{pages['fpage']}-{last}" if last and last != pages["fpage"] else pages["fpage"]
        if pages.get("elocation-id"):
            fields.comments.append(pages["elocation-id"])
    elif pages.get("elocation-id") or pages.get("lpage"):
        item["page"] = pages.get("elocation-id") or pages["lpage"]
    issued = _issued(fields)
    if issued:
        item["issued"] = issued
    return {"type": item.pop("type"), **item}


def _titles(fields: _Fields, item: Item, kind: str) -> None:
    titles = fields.titles
    inner = (
        titles.get("article-title")
        or titles.get("chapter-title")
        or titles.get("data-title")
        or titles.get("part-title")
    )
    for other in ("chapter-title", "part-title", "data-title"):
        if titles.get(other) and titles[other] != inner:
            fields.comments.append(titles[other])
    source = titles.get("source", "")
    if inner:
        item["title"] = inner
        if source:
            item["container-title"] = source
    elif source and kind in ("article-journal", "article-magazine", "article-newspaper") and not _is_book(item):
        item["container-title"] = source
    elif source:
        item["title"] = source
    if titles.get("trans-title"):
        if "title" in item:
            fields.comments.append(f"[{titles['trans-title']}]")
        else:
            item["title"] = titles["trans-title"]
    if titles.get("trans-source"):
        fields.comments.append(f"[{titles['trans-source']}]")


def _is_book(item: Item) -> bool:
    return "publisher" in item and "volume" not in item


def _type_of(kind: str, fields: _Fields, item: Item) -> str:
    """Books that are chapters, journals that are books, and what nothing is said of."""
    chapter = "title" in item and "container-title" in item
    if kind == "book":
        return "chapter" if chapter else "book"
    if kind == "article-journal":
        return "book" if "container-title" not in item and _is_book(item) else kind
    if "container-title" in item and (fields.pages or "volume" in item or "issue" in item) and "publisher" not in item:
        return "article-journal"
    if "publisher" in item:
        return "chapter" if chapter else "book"
    if "URL" in item and "container-title" not in item:
        return "webpage"
    return "article-journal" if "container-title" in item else "document"


def _issued(fields: _Fields) -> str | Item:
    date = fields.date
    year = date.get("year", "")
    if not year:
        return _day_in(date["iso"]) if "iso" in date else ""
    span = re.fullmatch(r"([12][0-9]{3})\s*[-–/]\s*([12][0-9]{3})", year)
    if span:
        return {"date-parts": [[int(span[1])], [int(span[2])]]}
    one = re.match(r"([12][0-9]{3})(?:[a-z]{1,2})?$", year)
    if not one:
        return {"literal": year}
    month = _month(date.get("month", ""))
    day = date.get("day", "")
    if month:
        return f"{one[1]}-{month:02}" + (f"-{int(day):02}" if day.isdigit() and 1 <= int(day) <= 31 else "")
    if date.get("month") or date.get("season"):
        fields.comments.append(date.get("season") or date["month"])
    return one[1]


# ── words ─────────────────────────────────────────────────────────────────

_CONNECTORS = re.compile(
    r"\b(?:and|e|y|et|und|al|in|en|em|eds?|editors?|edited by|hrsg|pp?|pgs?|pages?|vol(?:ume)?s?|v|nos?|n[°ºo]?|nr"
    r"|iss(?:ue)?|suppl(?:ement)?"
    r"|doi|dx|https?|org|pmid|pmc|pmcid|pubmed|crossref|google scholar|isbn|issn|available|from|at|online|on|url"
    r"|www|by|for|the|of"
    r"|accessed|cited|retrieved|art(?:icle)?(?: no)?|disponível em|disponible en|acesso em|acessado em|ed|edn"
    r"|edition|last|date|internet|com)\b\.?|[&]",
    re.IGNORECASE,
)


def _significant(text: str) -> str:
    """Words that say something, trimmed; "" for punctuation and the small change of citations."""
    text = " ".join(text.split())
    if not re.search(r"\w", _CONNECTORS.sub(" ", text)):
        return ""
    return (
        text.strip(" ,;:.–—-/()[]&")
        if text.count("(") != text.count(")") or text[:1] not in "(["
        else text.strip(" ,;:.–—-/")
    )


def _whole(element: Element) -> str:
    """All its words as they stand, with light markup; without its label and without identifiers of databases."""
    out = [element.text or ""]
    for child in element:
        kind = (child.get("pub-id-type") or "").lower()
        if child.tag == "label" or (child.tag in ("pub-id", "object-id") and kind != "doi"):
            pass
        elif child.tag == "pub-id" and kind == "doi":
            before = "".join(out).rstrip()
            out.append(
                words(child) if re.search(r"(?:doi\W*|doi\.org/)$", before, re.IGNORECASE) else f" doi:{words(child)}"
            )
        elif child.tag == "etal":
            out.append((words(child) or "et al") + _stop_behind(child))
        elif child.tag in ("name", "string-name") and child.find("surname") is not None:
            out.append(_in_order(child))
        elif child.tag in ("person-group",):
            out.append(_group_words(child) + _stop_behind(child))
        elif child.tag == "collab":
            out.append(_whole(child) + _stop_behind(child))
        elif child.tag in _FORMAT:
            out.append(_marked_one(child))
        elif child.tag == "break":
            out.append(" ")
        elif child.tag == "ext-link" and not words(child):
            out.append(href(child))
        else:
            out.append(_whole(child))
        out.append(child.tail or "")
    return (
        " ".join("".join(out).split())
        if element.tag in CITATIONS or element.tag in ("ref", "note", "p")
        else "".join(out)
    )


def _stop_behind(who: Element) -> str:
    """The stop between people and title, where the file has nothing there: whoever printed it put one."""
    behind, title = (who.tail or "").strip(), who.getnext()
    if words(who).endswith((".", ",")):
        return ""
    if behind:
        return "." if who.tag == "etal" and behind[0].isupper() else ""
    return "." if title is not None and title.tag in ("article-title", "chapter-title", "source") else ""


def _marked_one(child: Element) -> str:
    holder = _marked(child)
    core = holder.strip()
    name = _FORMAT[child.tag]
    if not core:
        return holder
    head, tail = holder[: len(holder) - len(holder.lstrip())], holder[len(holder.rstrip()) :]
    return f"{head}<{name}>{core}</{name}>{tail}"


def _in_order(name: Element) -> str:
    """A person's name as it is written: parts that nothing separates get a space."""
    text = "".join(name.itertext())
    if re.search(r"\S\s+\S|,", text):
        return " ".join(text.split())
    return " ".join(filter(None, (words(one) for one in name)))


def _group_words(group: Element) -> str:
    """Names that have no punctuation of their own get commas."""
    if any((child.tail or "").strip() for child in group) or (group.text or "").strip():
        return _whole(group)
    return ", ".join(filter(None, (_in_order(one) if one.tag != "etal" else "et al" for one in group)))


def _verbatim(item: Item, text: str) -> Item:
    text = re.sub(r"\s+([.,;:)])", r"\1", text).strip(" ;,") or "[…]"
    text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
    kept = {
        name: value
        for name, value in item.items()
        if name in ("type", "DOI", "PMID", "PMCID", "title", "author", "issued")
    }
    if "title" not in kept:
        kept["title"] = re.sub(r"<[^<>]{1,60}>", "", text)[:300]
    return {"type": kept.pop("type", "document"), **kept, "custom": {"verbatim": text}}


def _add(item: Item, text: str) -> None:
    """Words that have no field of CSL's: they are printed behind the reference."""
    text = text.strip()
    if not text:
        return
    custom = item.setdefault("custom", {})
    if "verbatim" in custom:
        custom["verbatim"] = f"{custom['verbatim']} {text}"
    else:
        custom["addendum"] = f"{custom['addendum'].rstrip('.')}. {text}" if custom.get("addendum") else text


def _in_words(item: Item) -> str:
    """A further citation of one reference, in plain words."""
    custom = item.get("custom", {})
    if "verbatim" in custom:
        return str(custom["verbatim"])
    names = [
        one.get("literal")
        or " ".join(filter(None, (one.get("non-dropping-particle"), one.get("family"), one.get("given"))))
        for one in item.get("author") or item.get("editor") or ()
    ]
    shown = ", ".join(names[:3]) + (", et al" if len(names) > 3 else "")
    issued = item.get("issued", "")
    year = issued[:4] if isinstance(issued, str) else str(issued.get("literal", ""))
    within = item.get("container-title")
    where = " ".join(filter(None, (within, year))) if within else ""
    if item.get("volume"):
        where += f";{item['volume']}"
    if item.get("page"):
        where += f":{item['page']}"
    place = ": ".join(filter(None, (item.get("publisher-place"), item.get("publisher"))))
    place = place if within else ", ".join(filter(None, (place, year)))
    doi = f"doi:{item['DOI']}" if "DOI" in item else item.get("URL", "")
    parts = (shown, item.get("title", ""), place, where, custom.get("addendum", ""), doi)
    return ". ".join(str(part).rstrip(".") for part in parts if part)


def day_of(element: Element) -> str:
    """The ISO date that `pub-date`, `date` and the like hold, as whole as it is known; "" if there is none."""
    written = element.get("iso-8601-date") or ""
    parts = {one.tag: words(one) for one in element.iterchildren()}
    found = _numeric(parts) if "year" in parts else ""
    day = _day_in(written)
    return max((day, found), key=len) or _day_in(words(first(element, "string-date")) or words(element))


def has_punctuation(element: Element) -> bool:
    """Whether the words of a citation stand between tags, so that it can be read as it is."""
    texts = [element.text, *(child.tail for child in element)]
    return any(text and not text.isspace() for text in texts)


def in_words(element: Element) -> str:
    """A citation whose parts are only tagged, in words, with light markup."""
    return _in_words(_item(element))


def marked_inlines(text: str, span: Span) -> Inlines:
    """Words with light markup (`<i>…</i>`) as a letter has them."""
    out: list[Text | Styled] = []
    at = 0
    for found in re.finditer(r"<(i|b|sup|sub)>([^<]*)</\1>", text):
        if found.start() > at:
            out.append(Text(text[at : found.start()], span))
        out.append(Styled(_STYLES[found[1]], (Text(found[2], span),), span))
        at = found.end()
    if at < len(text):
        out.append(Text(text[at:], span))
    return tuple(out)


_STYLES: dict[str, Style] = {"i": "emph", "b": "strong", "sup": "sup", "sub": "sub"}
