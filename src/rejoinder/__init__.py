"""Rejoinder sets journal correspondence: a structured letter in, a two-column tagged PDF out.

>>> import rejoinder
>>> result = rejoinder.typeset(Path("letter.yaml"), "annals")
>>> result.pdf[:5]
b'%PDF-'
"""

from typing import TYPE_CHECKING, Any

from rejoinder.diagnostics import Diagnostic, InputError, Span

if TYPE_CHECKING:
    from rejoinder.pipeline import (
        NOTATIONS,
        STAGES,
        Conversion,
        Inspection,
        Result,
        check,
        convert,
        inspect,
        parts,
        typeset,
    )
    from rejoinder.record.model import Attachment
    from rejoinder.verify.ask import extract, verify
    from rejoinder.verify.model import Verdict

__version__ = "0.1.0"
__all__ = [
    "NOTATIONS",
    "STAGES",
    "Attachment",
    "Conversion",
    "Diagnostic",
    "InputError",
    "Inspection",
    "Result",
    "Span",
    "Verdict",
    "__version__",
    "check",
    "convert",
    "extract",
    "inspect",
    "parts",
    "typeset",
    "verify",
]
_ELSEWHERE = {
    "Attachment": "rejoinder.record.model",
    "Verdict": "rejoinder.verify.model",
    "extract": "rejoinder.verify.ask",
}
"""What does not come from `pipeline`."""


def __getattr__(name: str) -> Any:
    """The rooms are imported when first asked for: `import rejoinder` alone costs nothing."""
    if name in __all__:
        from importlib import import_module

        if name == "verify":  # a room of that name, which can be called
            return import_module("rejoinder.verify")
        return getattr(import_module(_ELSEWHERE.get(name, "rejoinder.pipeline")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
