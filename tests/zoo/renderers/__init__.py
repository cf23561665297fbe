"""The layouts by name: what each looks like, its file format and the function that prints it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tests.zoo.expected import ExpectedPlan
from tests.zoo.plans import ZooPlan

Renderer = Callable[[ZooPlan, Path], ExpectedPlan]


@dataclass(frozen=True)
class Layout:
    """One way to print a plan."""

    name: str
    family: str
    suffix: str
    render: Renderer
    about: str


LAYOUTS: dict[str, Layout] = {}
MODULES = (
    "text",
    "text_numbers",
    "text_columns",
    "pdf_headings",
    "pdf_tables",
    "pdf_forms",
    "word",
    "word_tables",
    "web",
    "sheets",
    "odt",
)


def layout(family: str, suffix: str) -> Callable[[Renderer], Renderer]:
    """Register a renderer under its function's name; its docstring describes the layout."""

    def register(render: Renderer) -> Renderer:
        about = (render.__doc__ or "").strip().splitlines()[0]
        LAYOUTS[render.__name__] = Layout(render.__name__, family, suffix, render, about)
        return render

    return register


def load() -> dict[str, Layout]:
    """Import every renderer module and return the layouts by name."""
    for module in MODULES:
        import_module(f"tests.zoo.renderers.{module}")
    return LAYOUTS
