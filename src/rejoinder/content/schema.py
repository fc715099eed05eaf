"""The keys of a letter: what each holds, and all of it as JSON Schema for editors.

`letter.py` reads by these tables, so that reader, schema and manual cannot disagree on a name.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from rejoinder.content.model import MOST_PAGES, NOTE_KINDS

Schema: TypeAlias = dict[str, Any]


class Key(NamedTuple):
    """What a key holds, in words and as JSON Schema; and how else it may be written."""

    about: str
    schema: Schema
    also: tuple[str, ...] = ()


TEXT: Schema = {"type": ["string", "number"]}
TRUTH: Schema = {"type": "boolean"}
DATE: Schema = {"type": ["string", "integer"], "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
MARKDOWN: Schema = {"type": ["string", "number"]}
PAGES: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_PAGES}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _one_or_list(item: Schema) -> Schema:
    return {"anyOf": [item, _list_of(item)]}


NAME: dict[str, Key] = {
    "given": Key("Given names, or initials.", TEXT, ("given-names", "given-name", "first", "first-name")),
    "family": Key("Family name.", TEXT, ("surname", "family-names", "family-name", "last", "last-name")),
    "non-dropping-particle": Key("A particle that belongs to the family name (`van der`).", TEXT, ("name-particle",)),
    "dropping-particle": Key("A particle that falls away when the family name stands alone (`von`).", TEXT),
    "suffix": Key("What follows the name (`Jr`, `III`).", TEXT, ("name-suffix",)),
    "literal": Key("A name that is not taken apart.", TEXT),
    "lang": Key("The language of the name (BCP 47): `zh`, `hu`. It decides which name is said first.", TEXT),
    "name-order": Key("Which name is said first.", {"enum": ["given-first", "family-first"]}),
}

AUTHOR: dict[str, Key] = {
    "name": Key("The author's name: a mapping of its parts, or one string.", {"anyOf": [TEXT, _ref("name")]}),
    **NAME,
    "affiliations": Key(
        "Ids of declared affiliations, or affiliations written in place.",
        _one_or_list({"anyOf": [TEXT, _ref("affiliation")]}),
        ("affiliation",),
    ),
    "orcid": Key("ORCID iD, bare or as a link.", {"type": "string"}),
    "email": Key("E-mail address.", {"type": "string"}),
    "corresponding": Key("Whether letters go to this author.", TRUTH, ("correspondence",)),
    "equal-contributor": Key(
        "Whether this is one of the authors who contributed equally; of several such groups, the name of this one.",
        {"type": ["boolean", "string", "number"]},
        (
            "equal-contrib",
            "equal-contribution",
            "joint-first",
        ),
    ),
    "joint-last": Key("Whether this is one of the joint last authors.", TRUTH),
    "deceased": Key("Whether the author has died.", TRUTH),
    "group": Key("Whether this is a group and not a person.", TRUTH, ("collaboration", "collab")),
    "represented": Key("Whether this is a group on whose behalf the authors before it write.", TRUTH),
    "on-behalf-of": Key("The group on whose behalf this author writes.", TEXT),
    "members": Key("The members of a group: names, or authors.", _list_of({"anyOf": [TEXT, _ref("author")]})),
    "roles": Key(
        "What the author did, in the terms of CRediT.", _one_or_list({"type": ["string", "object"]}), ("role",)
    ),
    "degrees": Key("Academic degrees.", _one_or_list(TEXT), ("degree",)),
    "initials": Key("What statements call the author by, if not the initials that follow from the name.", TEXT),
    "note": Key("A note to the author's name. Markdown.", MARKDOWN),
    "present-address": Key(
        "Where the author works now, if not where the work was done. Markdown.", MARKDOWN, ("current-address",)
    ),
    "competing-interests": Key(
        "What the author has to declare, or `none`. Markdown.",
        MARKDOWN,
        ("competing-interest", "conflict-of-interest", "conflicts-of-interest", "disclosures"),
    ),
    "attributes": Key(
        "`corresponding`, `equal-contributor` and `deceased` once more, as Quarto writes them.",
        {
            "type": "object",
        },
    ),
}
AUTHOR_IGNORED = ("id", "number", "url", "website", "phone", "fax", "metadata", "twitter", "github")

AFFILIATION: dict[str, Key] = {
    "id": Key("What authors call it by.", TEXT, ("index",)),
    "department": Key("Department, division or unit; several as a list, the smallest first.", _one_or_list(TEXT)),
    "group": Key("Research group.", TEXT),
    "name": Key("University, hospital or firm.", TEXT, ("institution", "organization", "organisation")),
    "street-address": Key("Street and number.", TEXT, ("address",)),
    "city": Key("Town.", TEXT),
    "region": Key("State, county or province.", TEXT, ("state",)),
    "postal-code": Key("Postal code.", TEXT, ("postcode", "zip")),
    "country": Key("Country.", TEXT),
    "ror": Key("ROR id, bare or as a link.", {"type": "string"}),
    "parent": Key("Id of the affiliation that this one is a part of.", TEXT),
}
AFFILIATION_IGNORED = ("number", "url", "isni", "ringgold", "country-code", "email", "phone", "fax", "metadata")

JOURNAL: dict[str, Key] = {
    "title": Key("Full title.", TEXT, ("name",)),
    "abbreviation": Key("Abbreviated title.", TEXT, ("abbreviated-title", "abbrev", "short-title")),
    "publisher": Key("Publisher.", TEXT, ("publisher-name",)),
    "issn": Key(
        "ISSN of the printed journal.", {"type": "string", "pattern": "^[0-9]{4}-?[0-9]{3}[0-9Xx]$"}, ("pissn",)
    ),
    "eissn": Key("ISSN of the electronic journal.", {"type": "string", "pattern": "^[0-9]{4}-?[0-9]{3}[0-9Xx]$"}),
    "url": Key("Where the journal is found.", {"type": "string", "format": "uri"}),
}

LICENSE: dict[str, Key] = {
    "text": Key("What is printed. Markdown.", MARKDOWN, ("name", "type", "content")),
    "url": Key("Where the licence is found.", {"type": "string", "format": "uri"}, ("link",)),
}

COPYRIGHT: dict[str, Key] = {
    "statement": Key("What is printed.", TEXT, ("text",)),
    "year": Key("Year.", TEXT),
    "holder": Key("Holder.", TEXT),
}

RESPONDS_TO: dict[str, Key] = {
    "title": Key("Title of the article that this letter answers. Markdown.", MARKDOWN),
    "author": Key("Its author, as in `Rossini et al`.", TEXT),
    "doi": Key("Its DOI.", {"type": "string"}),
    "reference": Key("Its key among the references.", TEXT),
}

HISTORY: dict[str, Key] = {
    "received": Key("When the letter came in.", DATE),
    "revised": Key("When it was revised; more than one date as a list.", _one_or_list(DATE)),
    "accepted": Key("When it was accepted.", DATE),
    "published": Key("When it was first published.", DATE),
}

COPYFIT: dict[str, Key] = {"pages": Key("How many pages the letter may take at the most.", PAGES)}

AWARD: dict[str, Key] = {
    "funder": Key("Who gave the money.", TEXT, ("source",)),
    "funder-id": Key("The funder's ROR id, or its DOI in the Open Funder Registry.", {"type": "string"}),
    "numbers": Key("The award's number, or several.", _one_or_list(TEXT), ("number", "id")),
    "recipients": Key("Who received it.", _one_or_list(TEXT), ("recipient",)),
}

FUNDING: dict[str, Key] = {
    "statement": Key("What is printed. Markdown.", MARKDOWN),
    "awards": Key("The grants, for programs that read the letter.", _one_or_list(_ref("award")), ("award",)),
}

OTHER_NOTE: dict[str, Key] = {
    "label": Key("What stands before the note.", TEXT),
    "text": Key("The note. Markdown.", MARKDOWN),
}

NOTE_ALIASES: dict[str, tuple[str, ...]] = {
    "acknowledgements": ("acknowledgments", "acknowledgement", "acknowledgment"),
    "contributors": ("author-contributions", "contributorship", "contributions"),
    "collaborators": (),
    "funding": ("financial-support",),
    "disclaimer": (),
    "competing-interests": ("competing-interest", "conflict-of-interest", "conflicts-of-interest", "disclosures"),
    "patient-consent": ("patient-consent-for-publication", "consent"),
    "ethics-approval": ("ethics",),
    "provenance": ("provenance-and-peer-review",),
    "data-availability": ("data-availability-statement", "data-sharing"),
    "supplementary-material": ("supplementary-materials", "supplement"),
    "trial-registration": ("trial-registration-number",),
}

NOTES: dict[str, Key] = {
    **{kind: Key("Markdown.", MARKDOWN, NOTE_ALIASES.get(kind, ())) for kind in NOTE_KINDS},
    "other": Key("Notes with labels of their own.", _one_or_list(_ref("other-note"))),
}

NOTE_SPELLINGS = {
    spelling: kind for kind in NOTES if kind != "other" for spelling in (kind, *NOTE_ALIASES.get(kind, ()))
}
"""Each spelling of a note's kind, and that kind."""

LETTER: dict[str, Key] = {
    "title": Key("The title. Markdown.", MARKDOWN),
    "subtitle": Key("Stands below the title. Markdown.", MARKDOWN),
    "short-title": Key("The title for running heads. Markdown.", MARKDOWN, ("running-title", "running-head")),
    "type": Key(
        "What kind of letter it is; the style sheet has a label for each kind.",
        {"type": "string", "examples": ["letter", "reply", "correspondence", "correspondence-response"]},
    ),
    "author": Key("The authors, in their order.", _one_or_list({"anyOf": [TEXT, _ref("author")]}), ("authors",)),
    "on-behalf-of": Key(
        "The group on whose behalf the authors write: its name, or a group with its members.",
        {"anyOf": [TEXT, _ref("author")]},
    ),
    "affiliations": Key(
        "The affiliations that authors call by their ids.", _one_or_list(_ref("affiliation")), ("affiliation",)
    ),
    "correspondence": Key("The address for letters. Markdown.", MARKDOWN),
    "journal": Key("The journal: its parts, or only its title.", {"anyOf": [TEXT, _ref("journal")]}),
    "volume": Key("Volume.", TEXT),
    "issue": Key("Issue.", TEXT, ("number",)),
    "elocator": Key("Number of an article without pages (`e71`).", TEXT, ("elocation-id", "article-number")),
    "first-page": Key("First page.", TEXT, ("fpage",)),
    "last-page": Key("Last page.", TEXT, ("lpage",)),
    "doi": Key("DOI, bare or as a link.", {"type": "string"}),
    "date": Key("Date of publication: 2016-09-13, 2016-09 or 2016.", DATE),
    "lang": Key("Language of the letter (BCP 47): `en-GB`, `fr`.", {"type": "string"}, ("language",)),
    "keywords": Key("Keywords: a list, or one string with commas.", _one_or_list(TEXT), ("keyword", "tags")),
    "license": Key("The licence: its name, or text and url.", {"anyOf": [TEXT, _ref("license")]}, ("licence",)),
    "copyright": Key("The copyright line.", {"anyOf": [TEXT, _ref("copyright")]}),
    "history": Key("Dates of the letter's way.", _ref("history")),
    "responds-to": Key("The article that this letter answers.", {"anyOf": [TEXT, _ref("responds-to")]}),
    "notes": Key("Statements at the end.", _ref("notes")),
    "funding": Key(
        "The same as `funding` under `notes`, in Markdown; or its statement and the awards.",
        {"anyOf": [TEXT, _ref("funding")]},
    ),
    "awards": Key("The grants behind the letter, for indexes.", _one_or_list(_ref("award")), ("award",)),
    "abstract": Key("The abstract. Markdown, with paragraphs and headings.", MARKDOWN),
    "body": Key("The text. Markdown. In a Markdown file it stands below the front matter instead.", {"type": "string"}),
    "nocite": Key(
        "Keys of references that are listed although nothing cites them, or `*` for all.",
        _one_or_list(TEXT),
    ),
    "references-order": Key(
        "Whether references are numbered as they are cited or as they are listed.", {"enum": ["cited", "listed"]}
    ),
    "references": Key("References in CSL's own form.", _list_of(_ref("reference"))),
    "bibliography": Key(
        "Files of references (CSL, BibTeX, RIS, PubMed) beside the letter.", _one_or_list({"type": "string"})
    ),
    "csl": Key("A CSL style for the references, instead of the style sheet's.", {"type": "string"}),
    "copyfit": Key(
        "How many pages the letter may take at the most; it is made to fit.", {"anyOf": [PAGES, _ref("copyfit")]}
    ),
}

LETTER_IGNORED = (
    "appendix-style", "article", "categories", "citation", "cite-method", "classoption", "code-fold",
    "colorlinks", "crossref", "description", "documentclass", "draft", "editor", "engine", "execute", "exports",
    "filters", "fontfamily", "fontsize", "format", "geometry", "header-includes", "image", "include-after",
    "include-before", "include-in-header", "indent", "jupyter", "kernelspec", "knitr", "link-citations",
    "linestretch", "link-bibliography", "linkcolor", "lof", "lot", "mainfont", "margin", "monofont",
    "number-sections", "numbersections", "output", "pagestyle", "papersize", "params", "project",
    "reference-section-title", "sansfont", "site", "suppress-bibliography", "template", "thanks", "theme", "toc",
    "toc-depth", "urlcolor", "version", "website",
)  # fmt: skip
"""Keys of Pandoc, Quarto, R Markdown and MyST that steer their own output."""

FORMS: dict[str, dict[str, Key]] = {
    "name": NAME,
    "author": AUTHOR,
    "affiliation": AFFILIATION,
    "journal": JOURNAL,
    "license": LICENSE,
    "copyright": COPYRIGHT,
    "responds-to": RESPONDS_TO,
    "history": HISTORY,
    "funding": FUNDING,
    "award": AWARD,
    "notes": NOTES,
    "other-note": OTHER_NOTE,
    "copyfit": COPYFIT,
}

IGNORED: dict[str, tuple[str, ...]] = {
    "letter": LETTER_IGNORED,
    "author": AUTHOR_IGNORED,
    "affiliation": (*AFFILIATION_IGNORED, "ref"),
}

REFERENCE_TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
    "song", "speech", "standard", "thesis", "treaty", "webpage",
)  # fmt: skip
"""The types of item of CSL 1.0.2, appendix III."""

ROLES = (
    "Conceptualization", "Data curation", "Formal analysis", "Funding acquisition", "Investigation", "Methodology",
    "Project administration", "Resources", "Software", "Supervision", "Validation", "Visualization",
    "Writing – original draft", "Writing – review & editing",
)  # fmt: skip
"""The fourteen roles of CRediT (ANSI/NISO Z39.104-2022)."""


def names_of(form: dict[str, Key]) -> dict[str, str]:
    """Every spelling of a form's keys, and the one under which it is read."""
    spellings = {name: name for name in form}
    for name, key in form.items():
        for other in key.also:
            spellings.setdefault(other, name)
    return spellings


def letter_schema() -> Schema:
    """The letter as JSON Schema, draft 2020-12."""
    definitions = {name: _object(form, IGNORED.get(name, ())) for name, form in FORMS.items()}
    definitions["reference"] = {
        "type": "object",
        "description": "An item of CSL 1.0.2.",
        "properties": {
            "id": {"type": ["string", "number"], "description": "The key by which the text cites it."},
            "type": {"enum": list(REFERENCE_TYPES)},
        },
        "required": ["id", "type"],
    }
    whole = _object(LETTER, LETTER_IGNORED)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Letter",
        "description": "A letter to a journal, for Rejoinder.",
        **whole,
        "required": ["title"],
        "$defs": dict(sorted(definitions.items())),
    }


def _object(form: dict[str, Key], ignored: tuple[str, ...]) -> Schema:
    properties: Schema = {}
    for name, key in form.items():
        properties[name] = {**key.schema, "description": key.about}
        for other in key.also:
            properties.setdefault(other, {**key.schema, "description": f"The same as `{name}`."})
    for name in ignored:
        properties.setdefault(name, {"description": "Left out: it means nothing here."})
    return {"type": "object", "properties": properties, "additionalProperties": False}
