"""Small plans of fictional institutions, built in a line each."""

from __future__ import annotations

from typing import Any

from extractor.schema import Plan
from extractor.text import fold


def node(level: str, code: str | None, title: str, *children: Any, **more: Any) -> dict[str, Any]:
    """Return a node without identifier; `plan` numbers it."""
    return {"level": level, "code": code, "title": title, "children": list(children), **more}


def plan(name: str, *roots: dict[str, Any], term: int = 2019, nis: str | None = None) -> Plan:
    """Return a valid plan of `CPAS de <name>`; identifiers follow the place in the tree."""
    place = nis or fold(name).replace(" ", "-")
    plan_id = f"cpas-{place}-{term}"

    def complete(row: dict[str, Any], path: str) -> dict[str, Any]:
        title = row["title"]
        children = [complete(child, f"{path}.{n}") for n, child in enumerate(row["children"], 1)]
        source = {"lines": (1, 1), "text": title}
        defaults = {"id": f"{plan_id}/{path}", "title_normalized": title, "source": source}
        return defaults | row | {"children": children}

    return Plan.model_validate(
        {
            "plan_id": plan_id,
            "institution": {
                "name": f"CPAS de {name}", "kind": "cpas", "municipality": name, "nis_code": nis,
            },
            "term": {"start": term, "end": term + 5},
            "source": {
                "filename": f"{name.lower()}-{term}.txt", "media_type": "text/plain",
                "sha256": "0" * 64, "size_bytes": 1,
            },
            "extractor": {"name": "pst-extractor", "version": "0"},
            "tree": [complete(root, f"n{number}") for number, root in enumerate(roots, 1)],
            "coverage": {"lines": 0, "in_nodes": 0, "in_front_matter": 0},
        }
    )  # fmt: skip
