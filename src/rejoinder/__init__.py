"""Rejoinder sets journal correspondence: a structured letter in, a two-column tagged PDF out.

>>> import rejoinder
>>> result = rejoinder.typeset(Path("letter.yaml"), "annals")
>>> result.pdf[:5]
b'%PDF-'
"""

from typing import TYPE_CHECKING, Any

from rejoinder.diagnostics import Diagnostic, InputError, Span

if TYPE_CHECKING:
    from rejoinder.pipeline import STAGES, Inspection, Result, check, inspect, typeset

__version__ = "0.1.0"
__all__ = [
    "STAGES",
    "Diagnostic",
    "InputError",
    "Inspection",
    "Result",
    "Span",
    "__version__",
    "check",
    "inspect",
    "typeset",
]


def __getattr__(name: str) -> Any:
    """The rooms are imported when first asked for: `import rejoinder` alone costs nothing."""
    if name in __all__:
        from rejoinder import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
