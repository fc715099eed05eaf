"""Pages become a finished, tagged file: PDF 1.7, PDF/UA-1 and PDF/A-2a.

The last room of the street. It knows places, ink and elements; nothing of lines, notes or references, and no clock:
`stamp` is the caller's.
"""

from __future__ import annotations

from datetime import datetime

from rejoinder.document.model import Metadata
from rejoinder.pages.model import MadeUp, Page
from rejoinder.pdf.embed import FontBook
from rejoinder.pdf.icc import NAME as PROFILE_NAME
from rejoinder.pdf.icc import srgb_profile
from rejoinder.pdf.links import annotate, name_tree
from rejoinder.pdf.metadata import info, xmp
from rejoinder.pdf.objects import PdfFile, number, ref, text_string
from rejoinder.pdf.outline import outline, page_labels
from rejoinder.pdf.pictures import Gallery
from rejoinder.pdf.press import print_pages
from rejoinder.pdf.tags import Tree

BLENDING = " /Group <</Type /Group /S /Transparency /CS /DeviceRGB>>"
"""Of a page on which something shines through: the colours in which it is mixed (11.6.6; ISO 19005-2, 6.2.10)."""


def write_pdf(made_up: MadeUp, metadata: Metadata, *, stamp: datetime | None) -> bytes:
    """The finished file. The same pages, metadata and stamp give the same bytes."""
    file = PdfFile()
    fonts = FontBook()
    tree = Tree(made_up.elements)
    gallery = Gallery(file, fonts)
    contents = print_pages(made_up.pages, fonts, tree, gallery)
    page_objs = [file.reserve() for _ in made_up.pages]
    annotations = annotate(file, tree, page_objs)
    parent = file.reserve()
    file.put(gallery.fonts, f"<<{fonts.write(file)}>>")
    resources = file.add(f"<</Font {ref(gallery.fonts)}>>")
    for key, page in enumerate(made_up.pages):
        content = file.stream("", contents[key])
        hung = gallery.on_page(key)
        own = file.add(f"<</Font {ref(gallery.fonts)} /XObject <<{hung}>>>>") if hung else resources
        entries = _page(page, key, parent, own, content, annotations[key])
        file.put(page_objs[key], entries + (BLENDING if gallery.is_translucent(key) else "") + ">>")
    kids = " ".join(ref(obj) for obj in page_objs)
    file.put(parent, f"<</Type /Pages /Count {len(page_objs)} /Kids [{kids}]>>")
    catalog = file.add(_catalog(file, made_up, page_objs, tree, metadata, parent, xmp(metadata, stamp)))
    return file.finish(catalog, file.add(info(metadata, stamp)))


def _page(page: Page, key: int, parent: int, resources: int, content: int, annotations: list[int]) -> str:
    """A page object (7.7.3.3) but for its end; its key in the parent tree is its place. Tabs go by the structure."""
    entries = [
        f"<</Type /Page /Parent {ref(parent)} /MediaBox [0 0 {number(page.width)} {number(page.height)}] "
        f"/Resources {ref(resources)} /Contents {ref(content)} /StructParents {key} /Tabs /S"
    ]
    if annotations:
        entries.append(f" /Annots [{' '.join(ref(obj) for obj in annotations)}]")
    return "".join(entries)


def _catalog(
    file: PdfFile, made_up: MadeUp, page_objs: list[int], tree: Tree, metadata: Metadata, parent: int, packet: bytes
) -> str:
    """The document catalog (7.7.2)."""
    entries = [
        f"<</Type /Catalog /Pages {ref(parent)} /Lang {text_string(metadata.lang)} /MarkInfo <</Marked true>> "
        f"/ViewerPreferences <</DisplayDocTitle true>> /StructTreeRoot {ref(tree.write(file, page_objs))}",
        # uncompressed, so that those who cannot read PDF can read it (ISO 32000-1, 14.3.2)
        f"/Metadata {ref(file.stream('/Type /Metadata /Subtype /XML', packet, compress=False))}",
        f"/OutputIntents [{_output_intent(file)}]",
    ]
    bookmarks = outline(file, tree.headings(), page_objs)
    if bookmarks is not None:
        entries.append(f"/Outlines {ref(bookmarks)}")
    if tree.anchors:
        entries.append(f"/Names <</Dests {ref(file.add(name_tree(tree.anchors, page_objs)))}>>")
    labels = page_labels(made_up.pages)
    if labels:
        entries.append(f"/PageLabels {labels}")
    return " ".join(entries) + ">>"


def _output_intent(file: PdfFile) -> str:
    """What the colours mean (14.11.5; ISO 19005-2, 6.2.3)."""
    profile = file.stream("/N 3", srgb_profile())
    return (
        f"<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier {text_string(PROFILE_NAME)} "
        f"/Info {text_string(PROFILE_NAME)} /DestOutputProfile {ref(profile)}>>"
    )
