"""Strategic plans of Walloon municipalities (PST), from paper to data.

`import extractor as pst` gives `extract`, `read_plan`, `read_plans`, `read_output` and `Plan` (see
`extractor.api`), loaded when they are first used; `__init__.pyi` tells type checkers of them.
"""

from importlib import import_module as _import_module
from typing import Any as _Any

__version__ = "0.1.0"
_API = ("Plan", "extract", "read_output", "read_plan", "read_plans")
_ERRORS = ("ExtractorError", "UnreadableDocument")


def __getattr__(name: str) -> _Any:
    """Load the part of the program that `name` is in."""
    if name in _API:
        return getattr(_import_module("extractor.api"), name)
    if name in _ERRORS:
        return getattr(_import_module("extractor.diagnostics"), name)
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names that users of the package need."""
    return sorted([*_API, *_ERRORS, "__version__"])
