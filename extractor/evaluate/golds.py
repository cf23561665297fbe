"""Annotations and outputs as one flat form, and which output belongs to which annotation.

In: JSON files, either annotations (`{"nodes": [...]}`, a flat list whose `parent` is an identifier)
or documents of the output contract (`{"tree": [...]}`); both may serve as gold. Out: `Annotated`
documents. A gold and an output belong together when their stems agree, else when the gold's
stem or the source it names is the output's source; one of each belong together in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.diagnostics import ExtractorError
from extractor.evaluate.attributes import gold_attributes
from extractor.foreign import parse_json

Metadata = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class FlatNode:
    """A node in document order; `parent` is an index in the same list."""

    level: str
    title: str
    code: str | None
    parent: int | None
    volet: str | None
    attributes: dict[str, list[Any]] | None  # None: the annotation says nothing about them
    themes: tuple[str, ...] | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document, from either form."""

    name: str  # base name of its file
    source: str | None  # base name of the document it describes
    metadata: Metadata
    nodes: list[FlatNode]


def load(path: Path) -> Annotated:
    """Read a file of either form; raise `ExtractorError` when it is neither."""
    try:
        data = parse_json(path.read_bytes())
    except OSError as error:
        raise ExtractorError(f"{path.name}: {error.strerror}") from None
    except ValueError as error:
        raise ExtractorError(f"{path.name}: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("nodes", data.get("tree")), list):
        raise ExtractorError(f"{path.name}: neither a plan (`tree`) nor an annotation (`nodes`)")
    try:
        return _annotated(path.name, data)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ExtractorError(
            f"{path.name}: a plan or an annotation of another shape ({error}); run `pst check`"
        ) from None


def _annotated(name: str, data: dict[str, Any]) -> Annotated:
    source = data.get("source")
    nodes = _flatten(data["tree"]) if "tree" in data else _listed(data["nodes"])
    return Annotated(
        name=name,
        source=_text(source.get("filename") if isinstance(source, dict) else source),
        metadata=_metadata(data),
        nodes=nodes,
    )


def _metadata(data: dict[str, Any]) -> Metadata:
    institution, term = data.get("institution") or {}, data.get("term") or {}
    found = {key: institution.get(key) for key in ("kind", "municipality", "nis_code")}
    found |= {"term_start": term.get("start"), "term_end": term.get("end")}
    found["adopted_on"] = data.get("adopted_on")
    return {key: value for key, value in found.items() if value}


def _listed(rows: list[dict[str, Any]]) -> list[FlatNode]:
    places = {row.get("id", place): place for place, row in enumerate(rows)}
    return [_node(row, places.get(row.get("parent"))) for row in rows]


def _flatten(roots: list[dict[str, Any]]) -> list[FlatNode]:
    nodes: list[FlatNode] = []

    def visit(row: dict[str, Any], parent: int | None) -> None:
        place = len(nodes)
        nodes.append(_node({"attributes": {}} | row, parent))
        for child in row.get("children") or ():
            visit(child, place)

    for root in roots:
        visit(root, None)
    return nodes


def _node(row: dict[str, Any], parent: int | None) -> FlatNode:
    printed = row.get("attributes")
    if row.get("priority"):  # annotations may print it beside the attributes
        printed = dict(printed or {}) | {"priority": row["priority"]}
    code = row.get("code")
    return FlatNode(
        level=str(row.get("level") or "").upper().replace("-", "_"),
        title=_text(row.get("title")) or "",
        code=None if code is None else str(code),
        parent=parent,
        volet=row.get("volet"),
        attributes=None if printed is None else gold_attributes(printed),
        themes=_themes(row),
        confidence=_chance(row.get("confidence", 1.0)),
    )


def _chance(value: Any) -> float:
    """Return a chance; raise `ValueError` for what is none."""
    chance = float(value)
    if not 0 <= chance <= 1:
        raise ValueError("a confidence is a number from 0 to 1")
    return chance


def _text(value: object) -> str | None:
    """Return a text as it stands; raise `TypeError` for a value that is neither text nor null."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text is expected")
    return value


def _themes(row: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the codes of a node's themes; None when it says nothing about themes."""
    themes = row.get("themes", (row.get("enrichment") or {}).get("themes"))
    if themes is None:
        return None
    return tuple(theme["code"] if isinstance(theme, dict) else str(theme) for theme in themes)


def pair(
    golds: Sequence[Annotated], outputs: Sequence[Annotated]
) -> Iterator[tuple[Annotated, Annotated | None]]:
    """Yield each gold with its output, or with None; an output serves once."""
    rules: list[Callable[[Annotated, Annotated], bool]] = [
        lambda gold, output: _stem(gold.name) == _stem(output.name),
        lambda gold, output: _stem(gold.name) == _stem(output.source or ""),
        lambda gold, output: bool(gold.source) and gold.source == output.source,
        lambda gold, output: len(golds) == len(outputs) == 1,
    ]
    free = list(outputs)
    found: dict[int, Annotated] = {}
    for rule in rules:
        for place, gold in enumerate(golds):
            output = next((o for o in free if place not in found and rule(gold, o)), None)
            if output is not None:
                found[place] = output
                free.remove(output)
    for place, gold in enumerate(golds):
        yield gold, found.get(place)


def _stem(name: str) -> str:
    """Return a file name without its extensions: `x.gold.json`, `x.json` and `x.pdf` → `x`."""
    for ending in (".gold.json", ".json"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return Path(name).stem
