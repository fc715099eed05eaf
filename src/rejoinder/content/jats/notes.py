"""What a note or a section is, by its type or by its title: a statement of a known kind, a remark on an author, or
what publishers print below every article.

Knows words in English, Portuguese, Spanish, French and German; knows nothing of where a note stands.
"""

from __future__ import annotations

import re

from rejoinder.content.jats.tree import Element, first, words

_TYPES = {
    "con": "contributors",
    "participating-researchers": "contributors",
    "author-contribution": "contributors",
    "author-contributions": "contributors",
    "contribution": "contributors",
    "conflict": "competing-interests",
    "coi-statement": "competing-interests",
    "competing-interest": "competing-interests",
    "competing-interests": "competing-interests",
    "conflict-of-interest": "competing-interests",
    "interest": "competing-interests",
    "financial-disclosure": "funding",
    "supported-by": "funding",
    "funding": "funding",
    "funding-information": "funding",
    "funding-statement": "funding",
    "data-availability": "data-availability",
    "data-availability-statement": "data-availability",
    "availability": "data-availability",
    "supplementary-material": "supplementary-material",
    "supplementary-materials": "supplementary-material",
    "supplementary material": "supplementary-material",
    "si": "supplementary-material",
    "ethics": "ethics-approval",
    "ethics-statement": "ethics-approval",
    "ethics-information": "ethics-approval",
    "ethics-approval": "ethics-approval",
    "disclaimer": "disclaimer",
    "acknowledgement": "acknowledgements",
    "acknowledgements": "acknowledgements",
    "acknowledgment": "acknowledgements",
    "ack": "acknowledgements",
    "study-group-members": "collaborators",
    "equal": "equal",
    "deceased": "deceased",
    "current-aff": "present-address",
    "present-address": "present-address",
    "corresp": "corresp",
    "citation": "citation",
    "edited-by": "edited-by",
}
"""Of `@fn-type`, `@sec-type`, `@notes-type` and `@content-type`: what publishers write, in small letters."""

_S = r"(?:['’`´]?s?['’`´]?)"
_TITLES: tuple[tuple[str, str], ...] = (
    (
        "acknowledgements",
        r"acknowledge?ments?|agradecimentos?|agradecimientos?|reconocimientos?|remerciements?"
        r"|danksagung(?:en)?|dank",
    ),
    (
        "competing-interests",
        r"(?:declarations? of |statement of |statement on |potential |disclosure of |author |authors"
        + _S
        + r" |financial |competing financial |disclosure of potential )*(?:conflicts?[- ]of[- ]interests?"
        r"|conflicting interests?"
        r"|competing(?: financial)? interests?|conflicts? of competing interests?"
        r"|duality of interests?)(?: statements?| disclosures?| declarations?)?"
        r"|declarations? of (?:competing )?interests?(?: statement)?|coi(?: statement| declaration)?|interests?|"
        r"(?:financial )?disclosures?(?: statement)?|competing interests? and funding"
        r"|(?:declara[çc][ãa]o de )?conflitos? de interesses?|(?:declaraci[óo]n de )?conflictos? de inter[ée]s(?:es)?"
        r"|(?:d[ée]claration de )?(?:conflits?|liens?|d[ée]clarations?) d['’]int[ée]r[êe]ts?|interessenkonflikte?"
        r"|interessenskonflikte?",
    ),
    (
        "funding",
        r"(?:sources? of |study |grant |research )?(?:fundings?(?: sources?| statements?| information| support"
        r"| acknowledge?ments?)?"
        r"|financial support(?: and sponsorship| statement)?|sponsorship|grants?(?: support| sponsor)?)"
        r"|sources? of (?:support|funding)|support|financial disclosure statement|role of the (?:funding source"
        r"|funder)s?|funding/support"
        r"|(?:fontes? de )?financiamentos?|apoio financeiro|suporte financeiro|(?:fuentes? de )?financia(?:ci[óo]n"
        r"|miento)|apoyo financiero"
        r"|(?:sources? de )?financements?|(?:finanzielle )?f[öo]rderung|finanzierung|finanzielle unterst[üu]tzung",
    ),
    (
        "contributors",
        r"(?:individual |statement of )?(?:authors?" + _S + r"|contributors?) ?(?:individual )?(?:contributions?"
        r"|roles?|contribution statement|contributions statement)"
        r"|contributors?(?:hip)?(?: statement)?|contributions?|authorship(?: contributions?| statement)?"
        r"|contributions? of authors|credit author(?:ship)? (?:contribution )?statement"
        r"|contribui[çc](?:[ãa]o|[õo]es)(?: d[oae]s? autor[a-z()]*| individuais dos autores| autoral| autorais)?"
        r"|colaboradores|contribuci(?:[óo]n|ones)(?: de (?:los|las|l[oa]s) autor[a-z]*| de autor[ií]a| autoral)?"
        r"|contributions?(?: des auteurs| de l['’]auteur)|autorenbeitr[äa]ge|beitr[äa]ge der autoren",
    ),
    (
        "data-availability",
        r"(?:(?:research |raw )?data|code|materials?|software)(?:(?:,? (?:and|&) |, |/)(?:data|code|materials?"
        r"|software))*"
        r" (?:availability|accessibility|access|sharing|archiving|deposition|reporting)(?: (?:and"
        r"|&) .{3,30})?(?: statements?| policy)?"
        r"|availability (?:of|statement)(?: supporting)?(?: data)?(?:,? (?:and|&) materials?)?(?: statement)?"
        r"|availability of supporting data"
        r"|(?:declara[çc][ãa]o de )?disponibilidades? d[eo]s? (?:dados|datos|conte[úu]dos?)(?: de pesquisa)?"
        r"|declara[çc][ãa]o de disponibilidade de dados(?: de pesquisa)?|disponibilidad de (?:los )?datos"
        r"|declaraci[óo]n de disponibilidad de datos"
        r"|.{0,40}\bdata\b.{0,40} availability(?: statement)?"
        r"|disponibilit[ée] des donn[ée]es|datenverf[üu]gbarkeit|verf[üu]gbarkeit der daten",
    ),
    (
        "patient-consent",
        r"(?:patient |informed |written |patients?['’] |written informed )?consent(?: for publication| to publish"
        r"| statement| form| to participate)?(?: statement)?|consent for publication and .{0,40}"
        r"|consentimento(?: informado)?|termo de consentimento.{0,30}|consentimiento informado"
        r"|consentement(?: [ée]clair[ée])?|einwilligung.{0,30}",
    ),
    (
        "ethics-approval",
        r"ethic(?:s|al)(?: committee)? (?:approvals?|statements?|considerations?|declarations?|standards?"
        r"|disclosures?|issues?|compliance)(?:,? (?:and|&) (?:informed )?(?:consent"
        r"|patient consent)(?: to participate| for publication)?(?: statement)?)?"
        r"|ethic(?:s|al)|institutional review board(?: statement| approval)?|compliance with ethical (?:standards"
        r"|guidelines)|statement of ethics|human and animal rights.{0,40}|research ethics"
        r"|aprova[çc][ãa]o (?:[ée]tica|do comit[êe] de [ée]tica.{0,40})|aspectos [ée]ticos"
        r"|considera[çc][õo]es [ée]ticas|consideraciones [ée]ticas|responsabilidades [ée]ticas|aprobaci[óo]n [ée]tica"
        r"|(?:consid[ée]rations|aspects) [ée]thiques|[ée]thique|ethikvotum|einhaltung ethischer richtlinien",
    ),
    (
        "supplementary-material",
        r"(?:electronic |online |web[- ]extra |appendix and )?(?:supplement(?:al|ary)|supporting"
        r"|additional) (?:materials?|informations?|data|files?|contents?|documents?|online materials?"
        r"|material\(s\))(?: available)?(?: online)?|supplements?|"
        r"web extra material|data supplements?|appendices and supplementary .{0,20}|electronic supplementary materials?"
        r"|materia(?:l|is) suplementar(?:es)?|materia(?:l|les) suplementari[oa]s?|informaci[óo]n suplementaria"
        r"|(?:mat[ée]riel|donn[ée]es|informations?) suppl[ée]mentaires?|zusatzmaterial(?:ien)?"
        r"|erg[äa]nzende materialien",
    ),
    (
        "trial-registration",
        r"(?:clinical )?trial registrations?(?: (?:number|details?|information))?|registro (?:do|del) (?:ensaio"
        r"|estudio|ensayo).{0,20}|enregistrement de l['’]essai|studienregistrierung",
    ),
    ("provenance", r"provenance(?: and peer review)?|peer review|open peer review|transparent peer review"),
    ("disclaimer", r"disclaimers?|publisher disclaimer|aviso legal"),
    (
        "collaborators",
        r"collaborators?|(?:study |working |research )?group members?(?:hip)?|members of the .{2,60}"
        r"|group authorship",
    ),
    (
        "publisher-note",
        r"publisher" + _S + r" note|publisher" + _S + r" note on .{0,60}",
    ),
    (
        "citation",
        r"(?:suggested |recommended )?citation(?: for this article)?|how to cite(?: this article)?"
        r"|cite this article(?: as)?|como citar(?: este artigo)?|c[óo]mo citar(?: este art[ií]culo)?",
    ),
    (
        "edited-by",
        r"(?:handling |academic |responsible |associate |reviewing |scientific "
        r"|section )?editors?(?: in charge)?|edited by|(?:handling|responsible|associate|academic) editor.{0,30}"
        r"|editor(?:es|a|as)?(?: respons[áa]ve(?:l|is).{0,30}| asociad[oa]s?| associad[oa]s?)|reviewed by"
        r"|edited and reviewed by",
    ),
)
_PATTERNS = tuple((kind, re.compile(f"(?:{pattern})", re.IGNORECASE)) for kind, pattern in _TITLES)

_NUMBERED = re.compile(r"^(?:[0-9]+(?:\.[0-9]+)*\.?|[IVX]+\.|[*†‡§¶]+)\s+")
_DRESS = " \t\n:.–—-*†‡§¶•"


def kind_of_title(title: str) -> str:
    """Which statement a title names; "" for any other. "4. Conflict of interest:" is "competing-interests"."""
    bare = _NUMBERED.sub("", " ".join(title.split())).strip(_DRESS)
    if not bare or len(bare) > 100:
        return ""
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(bare)), "")


_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("citation", r"^\W*(?:suggested citation|how to cite|cite this article|please cite)"),
        ("publisher-note", r"(?:springer nature|the publisher|bmc|elsevier) remains neutral|^\W*publisher['’]s note"),
        (
            "equal",
            r"(?:contributed|contributing|contribution|share) (?:\w+ )?equal(?:ly)?|equal contribut"
            r"|contribuíram igualmente|contribuyeron (?:por igual|igualmente)|contribué (?:à part égale|également)"
            r"|joint (?:first|senior) authors?|trugen gleich|co-first authors?|shared first authorship"
            r"|jointly (?:supervised|directed)|co-senior authors?",
        ),
        ("deceased", r"^\W*(?:deceased|died|verstorben|falecid[oa]|fallecid[oa]|décédé)\b"),
        (
            "present-address",
            r"^\W*(?:current|present|permanent) (?:address|affiliation)|^\W*(?:now|currently) at\b"
            r"|^\W*(?:endereço atual|dirección actual|adresse actuelle)",
        ),
        (
            "corresp",
            r"^\W*(?:to whom correspondence|corresponding author|correspond(?:ence|encia|ência)"
            r"|address (?:for )?correspondence|e-?mail)",
        ),
        (
            "edited-by",
            r"^\W*(?:edited by|(?:handling|academic|responsible|associate|reviewing) editor"
            r"|edited and reviewed by|reviewed by|editor(?:a|es)? respons)",
        ),
        ("provenance", r"^\W*(?:provenance|(?:not )?commissioned)|externally peer[- ]reviewed"),
        (
            "competing-interests",
            r"\b(?:no|any|have|has|following) (?:known |potential |other |relevant |financial "
            r"|actual |real or perceived )*(?:competing|conflicts? of|conflicting)(?: financial)?[ -]interests?"
            r"|^\W*(?:competing|conflicts? of) interests?|no (?:financial )?disclosures|(?:não há|nenhum"
            r"|declaram não) .{0,30}conflitos? de interesse|(?:no existe|ningún"
            r"|declaran no) .{0,30}conflictos? de inter|keine? interessen",
        ),
        (
            "funding",
            r"^\W*(?:this (?:work|study|research|project) was |we were |research )?(?:supported|funded"
            r"|financed) (?:in part |partly )?by\b|no (?:specific|external) (?:grant|funding)",
        ),
    )
)


def kind_of_words(text: str) -> str:
    """What a note without a title is, by its first words or by what everybody says in such a note; "" if unknown."""
    head = " ".join(text[:400].split())
    found = kind_of_lead(head)
    if found:
        return found
    return next((kind for kind, pattern in _SENTENCES if pattern.search(head)), "")


_LEAD = re.compile(r"^([^:.]{3,80})[:.]\s")


def kind_of_lead(text: str) -> str:
    """By a run-in title with a colon or a stop: "Funding: …"."""
    found = _LEAD.match(text)
    return kind_of_title(found[1]) if found else ""


def kind_of_type(written: str | None) -> str:
    return _TYPES.get((written or "").strip().lower(), "")


def kind_of_note(note: Element) -> str:
    """What an `fn` is: a kind of statement; "equal", "deceased", "corresp" or "present-address" of an author;
    "citation", "publisher-note" or "edited-by"; "other" if it says so itself; "" if nothing is known of it.
    """
    kind = kind_of_type(note.get("fn-type"))
    if kind and kind != "corresp":
        text = words(note)
        if kind == "present-address" and kind_of_words(text) in ("corresp", "competing-interests", "equal"):
            return kind_of_words(text)
        if kind == "funding" and kind_of_words(text) == "competing-interests":
            return "competing-interests"
        return kind
    named = kind_of_title(label_in_words(note))
    found = kind or named or kind_of_heading(note) or kind_of_words(_bare(note))
    return found or ("other" if note.get("fn-type") else "")


def label_in_words(note: Element) -> str:
    """What a label calls a note, if it is words, in the first of the languages that it is written in; "" for a mark.

    "Como citar este artigo/How to cite this article:" is "Como citar este artigo".
    """
    label = " ".join(words(first(note, "label")).split("/")[0].split()).strip(_DRESS)
    return label if re.search(r"[^\W\d_]{4}", label) else ""


def _bare(note: Element) -> str:
    label = first(note, "label")
    text = words(note)
    return text.removeprefix(words(label)).strip() if label is not None else text


def kind_of_heading(element: Element) -> str:
    """By its title, or by a run-in one: a bold or italic beginning of its first paragraph."""
    title = first(element, "title")
    if title is not None:
        return kind_of_title(words(title))
    paragraph = first(element, "p")
    head = first(paragraph, "bold", "italic", "sc", "underline") if paragraph is not None else None
    if paragraph is None or head is None or (paragraph.text or "").strip(_DRESS):
        return ""
    return kind_of_title(words(head))


def kind_of_section(section: Element) -> str:
    """What a `sec`, `notes` or `fn-group` is: by its type, else by its title."""
    for name in ("sec-type", "notes-type", "content-type", "fn-type"):
        kind = kind_of_type(section.get(name))
        if kind:
            return kind
    return kind_of_title(words(first(section, "title")))


NOTHING = re.compile(
    r"\W*(?:not applicable|n\s?/\s?a|na|não se aplica|no aplica|sans objet|nicht zutreffend|not required)\W*",
    re.IGNORECASE,
)
"""What stands in a note that says nothing."""
