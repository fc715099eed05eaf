"""What a finished file promises to be: the standards that it is written to, and says it keeps.

Nothing here writes: the other modules of this room ask.
"""

from __future__ import annotations

from rejoinder.values import dataclass


@dataclass(frozen=True, slots=True)
class Standard:
    """A set of standards that one file keeps together."""

    name: str
    """As the command line has it."""
    pdf: str
    """Version of PDF: "1.6", "1.7", "2.0"."""
    access: str = ""
    """Part of PDF/UA (ISO 14289): "1" or "2"; "" for a file that is not tagged."""
    archive: tuple[str, str] = ("", "")
    """Part and conformance of PDF/A (ISO 19005): ("3", "A"), ("4", "F")."""
    press: str = ""
    """PDF/X (ISO 15930): "PDF/X-4"."""

    @property
    def tagged(self) -> bool:
        return bool(self.access)

    @property
    def two(self) -> bool:
        """Whether it is PDF 2.0: namespaces, structure destinations, no Info dictionary."""
        return self.pdf == "2.0"


UA_1 = Standard("ua-1", "1.7", access="1", archive=("3", "A"))
"""For reading, and the default: PDF/UA-1 and PDF/A-3a."""
UA_2 = Standard("ua-2", "2.0", access="2", archive=("4", "F"))
"""The same in PDF 2.0: PDF/UA-2 and PDF/A-4f."""
X_4 = Standard("x-4", "1.6", press="PDF/X-4")
"""For the press: PDF/X-4, not tagged, without links and attachments."""

STANDARDS = {standard.name: standard for standard in (UA_1, UA_2, X_4)}
