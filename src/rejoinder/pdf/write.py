"""Pages become a finished file, of the standard that is asked for: for reading, tagged; or for the press.

The last room of the street. It knows places, ink and elements; nothing of lines, notes or references, and no clock:
`stamp` is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rejoinder.document.model import Metadata
from rejoinder.pages.model import MadeUp
from rejoinder.pdf.attached import attach, embedded_files
from rejoinder.pdf.embed import FontBook
from rejoinder.pdf.inks import READING, REGISTRY, Inks, Intent
from rejoinder.pdf.links import annotate, name_tree
from rejoinder.pdf.metadata import info, xmp
from rejoinder.pdf.objects import PdfFile, ref, text_string
from rejoinder.pdf.outline import outline, page_labels
from rejoinder.pdf.pictures import Gallery
from rejoinder.pdf.press import print_pages
from rejoinder.pdf.standard import UA_1, Standard
from rejoinder.pdf.tags import Tree
from rejoinder.pdf.trim import ALL, Trim, boxes, marks
from rejoinder.record.model import Attachment


def write_pdf(
    made_up: MadeUp,
    metadata: Metadata,
    *,
    stamp: datetime | None,
    standard: Standard = UA_1,
    attachments: tuple[Attachment, ...] = (),
    trim: Trim | None = None,
    inks: Inks = READING,
) -> bytes:
    """The finished file. The same pages, metadata, stamp and attachments give the same bytes.

    `trim` says what surrounds the pages; a file for the press has neither tags nor links nor attachments, and is dated.
    """
    if standard.press and (stamp is None or not inks.press or trim is None):
        raise ValueError("a file for the press needs a date, its inks and its trim (ISO 15930-7, 6.2, 6.9, 6.17)")
    file = PdfFile(standard.pdf)
    fonts = FontBook()
    tree = Tree(made_up.elements, standard)
    gallery = Gallery(file, fonts, inks)
    contents = print_pages(made_up.pages, fonts, tree, gallery, inks, tagged=standard.tagged)
    page_objs = [file.reserve() for _ in made_up.pages]
    annotations = annotate(file, tree, page_objs) if standard.tagged else [[] for _ in page_objs]
    parent = file.reserve()
    file.put(gallery.fonts, f"<<{fonts.write(file)}>>")
    shared = f"/Font {ref(gallery.fonts)}{_states(inks)}{_marked_colours(trim)}"
    resources = file.add(f"<<{shared}>>")
    for key, page in enumerate(made_up.pages):
        around = [marks(page, trim)] if trim is not None and trim.marks else []
        content = file.stream("", b"\n".join([contents[key], *around]))
        hung = gallery.on_page(key)
        own = file.add(f"<<{shared} /XObject <<{hung}>>>>") if hung else resources
        begun = _page(boxes(page, trim), key, parent, own, content, annotations[key], tagged=standard.tagged)
        file.put(page_objs[key], begun + (_blending(inks) if gallery.is_translucent(key) else "") + ">>")
    kids = " ".join(ref(obj) for obj in page_objs)
    file.put(parent, f"<</Type /Pages /Count {len(page_objs)} /Kids [{kids}]>>")
    entries = [
        f"<</Type /Catalog /Pages {ref(parent)} /Lang {text_string(metadata.lang)} "
        "/ViewerPreferences <</DisplayDocTitle true>>",
        f"/Metadata {ref(_packet(file, xmp(metadata, stamp, standard)))}",
        f"/OutputIntents [{_output_intent(file, inks.intent())}]",
    ]
    if standard.tagged:
        entries += _structure(file, made_up, page_objs, tree, stamp)
        entries += _enclosed(file, page_objs, tree, attachments, stamp)
    catalog = file.add(" ".join(entries) + ">>")
    about = info(metadata, stamp, standard)
    return file.finish(catalog, file.add(about) if about else None)


def _states(inks: Inks) -> str:
    return f" /ExtGState <<{inks.states}>>" if inks.states else ""


def _marked_colours(trim: Trim | None) -> str:
    return f" {ALL}" if trim is not None and trim.marks else ""


def _blending(inks: Inks) -> str:
    """Of a page on which something shines through: the colours in which it is mixed (11.6.6; ISO 19005-2, 6.2.10)."""
    return f" /Group <</Type /Group /S /Transparency /CS {inks.space}>>"


def _page(
    sides: str, key: int, parent: int, resources: int, content: int, annotations: list[int], *, tagged: bool
) -> str:
    """A page object (7.7.3.3) but for its end; its key in the parent tree is its place. Tabs go by the structure."""
    entries = [f"<</Type /Page /Parent {ref(parent)} {sides} /Resources {ref(resources)} /Contents {ref(content)}"]
    if tagged:
        entries.append(f" /StructParents {key} /Tabs /S")
    if annotations:
        entries.append(f" /Annots [{' '.join(ref(obj) for obj in annotations)}]")
    return "".join(entries)


def _structure(
    file: PdfFile, made_up: MadeUp, page_objs: list[int], tree: Tree, stamp: datetime | None
) -> Iterator[str]:
    """Entries of the catalog (7.7.2) by which one finds one's way: the structure tree, bookmarks, page labels."""
    yield f"/MarkInfo <</Marked true>> /StructTreeRoot {ref(tree.write(file, page_objs, stamp))}"
    bookmarks = outline(file, tree.headings(), page_objs, two=tree.standard.two)
    if bookmarks is not None:
        yield f"/Outlines {ref(bookmarks)}"
    labels = page_labels(made_up.pages)
    if labels:
        yield f"/PageLabels {labels}"


def _packet(file: PdfFile, xmp_packet: bytes) -> int:
    """The metadata, uncompressed, so that those who cannot read PDF can read it (ISO 32000-1, 14.3.2)."""
    return file.stream("/Type /Metadata /Subtype /XML", xmp_packet, compress=False)


def _enclosed(
    file: PdfFile, page_objs: list[int], tree: Tree, attachments: tuple[Attachment, ...], stamp: datetime | None
) -> Iterator[str]:
    """Entries of the catalog: what has a name in the file, and the files that are associated with all of it."""
    named = f"/Dests {ref(file.add(name_tree(tree, page_objs)))}" if tree.anchors else ""
    if attachments:
        specifications = attach(file, attachments, stamp)
        named += f" /EmbeddedFiles {embedded_files(attachments, specifications)}"
        yield f"/AF [{' '.join([ref(obj) for obj in specifications])}]"
    if named:
        yield f"/Names <<{named}>>"


def _output_intent(file: PdfFile, intent: Intent) -> str:
    """What the colours mean (14.11.5; ISO 19005-2, 6.2.3; ISO 15930-7, 6.2.2)."""
    profile = file.stream(f"/N {intent.channels}", intent.profile)
    registry = f" /RegistryName {text_string(REGISTRY)}" if intent.registered else ""
    return (
        f"<</Type /OutputIntent /S {intent.kind} /OutputConditionIdentifier {text_string(intent.condition)}{registry} "
        f"/Info {text_string(intent.about)} /DestOutputProfile {ref(profile)}>>"
    )
