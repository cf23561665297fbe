"""Imports go down the layers, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import extractor

PACKAGE = Path(extractor.__file__).parent

#: part of the package → its layer; a module imports its own part and lower layers
LAYERS = {
    "__init__": 0, "text": 0, "schema": 0, "messages": 0, "bounds": 0,
    "limits": 0, "foreign": 0, "terminal": 0,
    "document": 1, "diagnostics": 1, "resources": 1, "vocabulary": 1, "lexicon": 1,
    "markers": 1, "own": 1,
    "gazetteer": 1, "values": 1,
    "readers": 2, "furniture": 2, "structure": 2, "metadata": 2, "attributes": 2, "nlp": 2,
    "plan": 3,
    "pipeline": 4, "evaluate": 4, "exports": 4, "corpus": 4, "harmonise": 4, "compare": 4,
    "show": 4, "validate": 4, "stats": 4, "search": 4, "corrections": 4, "web": 4, "learn": 4,
    "api": 5, "cli": 5,
    "__main__": 6,
}  # fmt: skip
#: modules that stand beside the part they belong to: from the outline to the nodes of the plan
PARTS = dict.fromkeys(
    (
        "checks", "confidence", "coverage", "enrichment", "grounding", "normalise", "numbering",
        "sharing",
    ),
    "plan",
)  # fmt: skip
#: layers whose parts may call each other as long as no part calls itself through others
FREE_LAYERS = (1, 4)
HEAVY = ("spacy", "pdfplumber", "pdfminer", "pandas", "pyarrow", "openpyxl", "distributed", "lxml")


def names() -> dict[str, Path]:
    """Return the dotted name of every module without `extractor.`; a package by its own name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)] = path
    return found


MODULES = names()


def part(module: str) -> str:
    first = module.split(".")[0]
    return PARTS.get(first, first)


@cache
def imports(module: str, *, run_time: bool = False) -> frozenset[str]:
    """Return our modules that a module imports anywhere in its text, or on being imported."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    found: set[str] = set()
    for node in tree.body if run_time else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] == "extractor"}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} uses a relative import"
            base = node.module or ""
            if base.split(".")[0] == "extractor":
                inner = base.removeprefix("extractor").lstrip(".")
                for alias in node.names:
                    name = f"{inner}.{alias.name}".lstrip(".")
                    found.add(name if name in MODULES else inner or "__init__")
    return frozenset(name.removeprefix("extractor.") for name in found) - {module}


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_lower_layers(module: str) -> None:
    mine = part(module)
    assert mine in LAYERS, f"{module}: give it a layer in {Path(__file__).name}"
    for other in imports(module):
        theirs = part(other)
        if theirs == mine:
            continue
        level = LAYERS[theirs] == LAYERS[mine] and LAYERS[mine] in FREE_LAYERS
        assert LAYERS[theirs] < LAYERS[mine] or level, (
            f"{module} (layer {LAYERS[mine]}) imports {other} (layer {LAYERS[theirs]})"
        )


def test_no_module_imports_itself_through_others() -> None:
    try:
        tuple(TopologicalSorter({m: imports(m, run_time=True) for m in MODULES}).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("layer", FREE_LAYERS)
def test_no_part_of_a_free_layer_imports_itself_through_others(layer: int) -> None:
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        if LAYERS[part(module)] == layer:
            others = {part(m) for m in imports(module) if LAYERS[part(m)] == layer}
            graph.setdefault(part(module), set()).update(others - {part(module)})
    assert graph
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_every_layer_is_made_of_existing_parts() -> None:
    assert set(LAYERS) == {part(module) for module in MODULES}


@pytest.mark.parametrize("command", ["--help", "show --help", "extract --help", "batch --help"])
def test_help_loads_nothing_heavy(command: str) -> None:
    code = (
        "import sys\nfrom extractor.cli import main\n"
        f"try:\n    main({command.split()!r})\nexcept SystemExit:\n    pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"
