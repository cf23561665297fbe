"""Checks of a finished tree, and actions printed several times."""

from __future__ import annotations

import pytest

from extractor.checks import check_tree
from extractor.diagnostics import Report
from extractor.document import Line
from extractor.schema import Level, Node, SourceSpan
from extractor.sharing import link_shared

LEVELS = {"os": Level.OS, "oo": Level.OO, "p": Level.PROJET, "a": Level.ACTION,
          "sa": Level.SOUS_ACTION}  # fmt: skip


def tree(text: str) -> list[Node]:
    """Read an indented tree: `oo 1.1 Title {label}`; `-` stands for no code."""
    roots: list[Node] = []
    stack: list[tuple[int, Node]] = []
    for number, row in enumerate(filter(str.strip, text.splitlines()), 1):
        depth = len(row) - len(row.lstrip())
        kind, code, *words = row.split()
        label = words.pop()[1:-1] if words and words[-1].startswith("{") else None
        title = " ".join(words) or f"Titre {number}"
        made = Node(
            id=f"plan/{number}", level=LEVELS[kind], code=None if code == "-" else code,
            label=label, title=title, title_normalized=title,
            source=SourceSpan(page=1, lines=(number, number), text=title),
        )  # fmt: skip
        while stack and stack[-1][0] >= depth:
            stack.pop()
        (stack[-1][1].children if stack else roots).append(made)
        stack.append((depth, made))
    return roots


CASES = [
    ("nothing wrong", "os 1\n oo 1.1\n  a -\n oo 1.2\n  a -\nos 2\n oo 2.1\n  a -", []),
    ("3.10 follows 3.9", "os 3\n" + "\n".join(f" oo 3.{n}\n  a -" for n in range(1, 12)), []),
    ("gap", "os 1\n oo 1.1\n  a -\n oo 1.2\n  a -\n oo 1.4\n  a -\n oo 1.5\n  a -\n oo 1.6\n  a -"
            "\n oo 1.7\n  a -", [("numbering-gap", 6)]),
    ("first number missing", "os 1\n oo 1.2\n  a -\n oo 1.3\n  a -\n oo 1.4\n  a -",
     [("numbering-gap", 2)]),
    ("irregular series", "os 1\n oo 1.2\n  a -\n oo 1.7\n  a -\n oo 1.9\n  a -", []),
    ("duplicate", "os 1\n oo 1.1\n  a -\n oo 1.1\n  a -\n oo 1.2\n  a -",
     [("numbering-duplicate", 4)]),
    ("other parent", "os 1\n oo 1.1\n  a -\n oo 1.2\n  a -\n oo 1.3\n  a -\n oo 1.4\n  a -"
                     "\nos 2\n oo 2.1\n  a -\n oo 3.2\n  a -",
     [("numbering-parent-mismatch", 13)]),
    ("continuous through the plan",
     "os 1\n oo 1\n  p 1\n  p 2\n oo 2\n  p 3\n  p 4\n oo 3\n  p 5", []),
    ("continuous with a gap",
     "os 1\n oo 1\n  p 1\n  p 2\n oo 2\n  p 3\n  p 4\n oo 3\n  p 6\n  p 7\n  p 8\n  p 9",
     [("numbering-gap", 9)]),
    ("anew under each parent", "os 1\n oo 1\n  a -\n oo 2\n  a -\nos 2\n oo 1\n  a -\n oo 2\n  a -",
     []),
    ("one counter for all levels",
     "os 1\n oo 2\n  a 3\n  a 4\n  a 5\n  a 6\n  a 7\n oo 8\n  a 9", []),
    ("letters", "os A\n oo 1\n  a -\nos B\n oo 1\n  a -\nos C\n oo 1\n  a -", []),
    ("orphans", "os 1\n oo -\n  a -\noo -\n a -\na -", [("orphan-node", 4), ("orphan-node", 6)]),
    ("no OS printed", "oo 1\n a -\noo 2\n a -\noo 3\n a -", [("orphan-node", 1)]),
    ("level skipped", "os 1\n a -\n a -\n oo 1.1\n  a -", [("level-skipped", 2)]),
    ("empty objective", "os 1\n oo 1.1\n  a -\n oo 1.2", [("empty-objective", 4)]),
    ("a plan that stops at objectives", "os 1\n oo 1.1\n oo 1.2", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_checks(printed: str, expected: list[tuple[str, int]]) -> None:
    report = Report()
    check_tree(tree(printed), [], report)
    assert [(item.code, item.line) for item in report.items] == expected
    assert all(item.node_id and item.page == 1 for item in report.items)


def test_parts_of_a_plan_may_number_anew() -> None:
    roots = tree("os 1\n oo 1.1\n  a -\nos 1\n oo 1.1\n  a -")
    roots[0].volet, roots[1].volet = "interne", "externe"
    report = Report()
    check_tree(roots, [], report)
    assert report.items == []


def test_objectives_of_the_table_of_contents_are_in_the_plan() -> None:
    roots = tree("os 1 Être une commune accueillante\n oo 1.1 Mieux recevoir le public\n  a -")
    toc = [
        Line(50, "Objectif stratégique 1 : Être une commune accueillante ........ 4", page=2),
        Line(51, "Objectif stratégique 2 : Être une commune propre et verte ..... 9", page=2),
        Line(52, "Annexes ........ 30", page=2),
    ]
    report = Report()
    check_tree(roots, toc, report)
    assert [(item.code, item.line, item.page) for item in report.items] == [
        ("summary-mismatch", 51, 2)
    ]


SHARED = [
    ("same code and title", "oo 1\n a 4 Créer un guichet\noo 2\n a 4 Créer un guichet", {4: 2}),
    ("other title", "oo 1\n a 4 Créer un guichet\noo 2\n a 4 Fermer un guichet", {}),
    ("same parent", "oo 1\n a 4 Créer un guichet\n a 4 Créer un guichet", {}),
    ("link label", "oo 1\n a 4 Créer un guichet {(A.4)}\noo 2\n a 4 Guichet créé {(AL.4)}", {4: 2}),
    (
        "three times",
        "oo 1\n a 4 Un guichet\noo 2\n a 4 Un guichet\noo 3\n a 4 Un guichet",
        {4: 2, 6: 2},
    ),
    ("without code", "oo 1\n a - Créer un guichet\noo 2\n a - Créer un guichet", {4: 2}),
    ("a short wording", "oo 1\n a - Suivi\noo 2\n a - Suivi", {}),
    ("a step", "a 1 Un\n sa - Exécution des travaux\na 2 Deux\n sa - Exécution des travaux", {}),
    ("objectives", "os 1\n oo 1 Gérer le personnel\nos 2\n oo 1 Gérer le personnel", {}),
]


@pytest.mark.parametrize(
    ("printed", "expected"), [case[1:] for case in SHARED], ids=[case[0] for case in SHARED]
)
def test_shared_actions(printed: str, expected: dict[int, int]) -> None:
    roots = tree(printed)
    report = Report()
    link_shared(roots, report)
    nodes = [node for root in roots for node in root.walk()]
    found = {int(n.id[5:]): int(n.same_as[5:]) for n in nodes if n.same_as}
    assert found == expected
    assert [item.code for item in report.items] == ["shared-action"] * len(expected)
