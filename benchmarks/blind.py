"""The annotated titles that the figures come from: `tests/nlp/blind`.

`own_*.txt` were written, with their annotations, before the word lists were read; `authors.json`
holds whole plans by independent authors, of which two quarters of the titles are annotated for
building (`build`, `second`) and one for the figures only (`held`). In: these files. Out: items for
`enrich`, annotations beside them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from extractor.nlp import NlpItem
from extractor.nlp.taxonomy import short_name

BLIND = Path(__file__).resolve().parents[1] / "tests" / "nlp" / "blind"
RANK = {"OS": 0, "OO": 1, "PROJET": 2, "ACTION": 3, "SOUS_ACTION": 4}
NAMES = {
    "commune": "Commune de {}",
    "cpas": "CPAS de {}",
    "province": "Province de {}",
    "commune_cpas": "Commune et CPAS de {}",
}
#: a domain and the category that it stands for are one class in the figures
SAME = {
    "gestion-ressources-humaines": "personnel",
    "gestion-patrimoine": "infrastructures",
    "gestion-informatique-egouvernement": "numerique",
    "synergie-autres-institutions-publiques": "synergies",
    "structure-pilotage-administration": "gouvernance",
    "fonctionnement-propre-chacun-services": "finances",
    "processus-simplification-administrative": "simplification",
    "action-sociale": "aide-sociale",
    "culture-sport-loisirs": "culture",
    "developpement-durable": "environnement",
}
_MARK = re.compile(r"\{([A-Z]+):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a reader says of a title."""

    themes: tuple[str, ...]
    sdgs: frozenset[int]
    entities: frozenset[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class BlindPlan:
    """A plan with the annotations of some of its titles (None: not annotated)."""

    name: str
    kind: str
    items: list[NlpItem]
    annotations: list[Annotation | None]


def theme_name(code: str) -> str:
    """Return the class of a theme in the figures."""
    name = short_name(code)
    return SAME.get(name, name)


def read_marked(text: str) -> tuple[str, frozenset[tuple[int, int, str]]]:
    """Return a title without its marks `{LABEL:words}`, and the entities that they tell."""
    plain, entities, end = "", set(), 0
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        entities.add((len(plain), len(plain) + len(match[2]), match[1]))
        plain += match[2]
        end = match.end()
    return plain + text[end:], frozenset(entities)


def _annotation(themes: str, sdgs: str, entities: frozenset[tuple[int, int, str]]) -> Annotation:
    names = [name.strip() for name in themes.split(",") if name.strip()]
    return Annotation(
        tuple(SAME.get(name, name) for name in names),
        frozenset(int(goal) for goal in sdgs.split(",") if goal.strip()),
        entities,
    )


def read_own(name: str) -> list[BlindPlan]:
    """Return the plans of `own_<name>.txt`: level, themes, goals, marked title."""
    plans: list[BlindPlan] = []
    open_nodes: list[tuple[int, int]] = []
    for line in (BLIND / f"own_{name}.txt").read_text("utf-8").splitlines():
        parts = [part.strip() for part in line.split(" | ")]
        if line.startswith("## "):
            plans.append(BlindPlan(parts[1], parts[0].removeprefix("## "), [], []))
            context, open_nodes = (parts[1], parts[2]), []
            continue
        level, themes, sdgs, marked = parts
        title, entities = read_marked(marked)
        open_nodes = [node for node in open_nodes if node[0] < RANK[level]]
        parent = open_nodes[-1][1] if open_nodes else None
        open_nodes.append((RANK[level], len(plans[-1].items)))
        plans[-1].items.append(NlpItem(title, level, parent, context=context))
        plans[-1].annotations.append(_annotation(themes, sdgs, entities))
    return plans


def read_authors(half: str) -> list[BlindPlan]:
    """Return the plans of independent authors with the annotations of one half."""
    plans = []
    for entry in json.loads((BLIND / "authors.json").read_text("utf-8")):
        name = NAMES[entry["kind"]].format(entry["place"])
        items, annotations = [], []
        for node in entry["nodes"]:
            title, entities = read_marked(node["title"])
            items.append(
                NlpItem(title, node["level"], node["parent"], context=(name, entry["place"]))
            )
            told = node.get("half") == half
            annotations.append(
                _annotation(node["themes"], node["sdgs"], entities) if told else None
            )
        plans.append(BlindPlan(entry["plan"], entry["kind"], items, annotations))
    return plans


def read_pairs(name: str) -> list[tuple[bool, str, str]]:
    """Return (same meaning, first, second) of `pairs_<name>.txt`."""
    rows = []
    for line in (BLIND / f"pairs_{name}.txt").read_text("utf-8").splitlines():
        first, second = line[2:].split(" | ")
        rows.append((line[0] == "=", first, second))
    return rows


def read_queries(name: str) -> list[tuple[str, frozenset[int]]]:
    """Return (query, ranks of the titles that answer it) over the titles of `own_<name>.txt`."""
    rows = []
    for line in (BLIND / f"queries_{name}.txt").read_text("utf-8").splitlines():
        query, right = line.split(" | ")
        rows.append((query, frozenset(map(int, right.split()))))
    return rows
