"""Markdown is told from plain text, and gives the plan that its page shows."""

from __future__ import annotations

import pytest

from extractor.document import SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import detect, read_bytes

PLAN = """---
title: PST de Montjoly
---
# Programme stratégique transversal 2024-2030

## OS 1 : Être une commune accueillante
### OO 1.1 : Améliorer l’accueil

- **Action 1.1.1** : Créer un guichet
- [x] Action 1.1.2 : Former *tout* le personnel

## OS 2 : Être une commune durable
### OO 2.1 : Réduire la consommation

| N° | Action | Responsable |
|---|---|---|
| 2.1.1 | Isoler le toit | Travaux |
"""


def read(text: str) -> SourceDocument:
    return read_bytes(text.encode(), "plan.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAN, "text/markdown"),
        ("## OS 1\n\nAccueillir\n", "text/plain"),
        ("## OS 1\n\n**Accueillir**\n", "text/markdown"),
        ("# 1. Accueillir\n\ntexte\n\n# 2. Éclairer\n", "text/markdown"),
        ("- Accueillir\n- Éclairer\n* Lire\n", "text/plain"),
        ("OS 1\n----\n- Accueillir ** important **\n", "text/plain"),
        ("Budget #1\n#hashtag\n#autre\n", "text/plain"),
    ],
)
def test_detection(text: str, expected: str) -> None:
    assert detect(text.encode()) == expected


def test_a_plan() -> None:
    document = read(PLAN)
    assert document.title == "PST de Montjoly"
    plan = extract_bytes(PLAN.encode(), "plan.md", nlp=False)
    assert [(str(n.level), n.code, n.title) for n in plan.nodes()] == [
        ("OS", "1", "Être une commune accueillante"),
        ("OO", "1.1", "Améliorer l’accueil"),
        ("ACTION", "1.1.1", "Créer un guichet"),
        ("ACTION", "1.1.2", "Former tout le personnel"),
        ("OS", "2", "Être une commune durable"),
        ("OO", "2.1", "Réduire la consommation"),
        ("ACTION", "2.1.1", "Isoler le toit"),
    ]
    assert plan.tree[1].children[0].children[0].attributes.responsibles == ["Travaux"]


def test_line_ends_and_indented_lists_stay() -> None:
    document = read("# OS 1 : Accueillir\n\nPilote : CPAS\nDélai : 2026\n\n# OS 2 : Lire\n")
    assert [line.text for line in document.lines if not line.blank] == [
        "OS 1 : Accueillir", "Pilote : CPAS", "Délai : 2026", "OS 2 : Lire",
    ]  # fmt: skip
