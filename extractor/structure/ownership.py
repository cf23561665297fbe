"""Whose fields are these: the last action's, or its objective's that lists the actions first?

In: candidates whose levels and uses are chosen. After the call fields that close a list of nodes
have the level of the node they speak of as `scope`. The whole document tells: a label that stands
behind the last of several nodes below an objective (or project, or action), never between two of
them, and does so below most, is the objective's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.document import Candidate, Kind, Use
from extractor.schema import Level
from extractor.text import letters

REOPENED = (Level.OS, Level.OO, Level.PROJET)  # printed again, they open their node again
_MIN_CLOSED = 3  # nodes whose list the label closes
_CLOSED = 0.6  # of the nodes with a list


@dataclass(slots=True)
class _Owner:
    """A node that others stand below, and the fields among them, by key."""

    level: Level
    below: Counter[Level] = field(default_factory=Counter)
    fields: dict[str | None, list[tuple[int, Candidate]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # with the number of nodes that stand before


def assign_owners(candidates: Sequence[Candidate]) -> None:
    """Give the fields that close lists the level they belong to."""
    owners = _owners(candidates)
    keys = {key for owner in owners for key in owner.fields}
    for level in sorted(Level, key=lambda level: -level.rank):
        same = [owner for owner in owners if owner.level is level]
        for key in keys:
            if _closes_lists(key, same):
                for owner in same:
                    for _, c in owner.fields[key]:
                        c.scope = c.scope or level


def _owners(candidates: Sequence[Candidate]) -> list[_Owner]:
    """Return the nodes; a heading that is printed again goes on with its node."""
    owners: dict[tuple[object, ...], _Owner] = {}
    stack: list[_Owner] = []
    for c in candidates:
        if c.use is Use.END:
            stack = []
        elif c.use is Use.NODE and c.level is not None:
            while stack and stack[-1].level.rank >= c.level.rank:
                stack.pop()
            again = c.level, c.code, letters(c.title)
            key = again if c.level in REOPENED else (*again, len(owners))
            if key not in owners:
                owners[key] = _Owner(c.level)
                for owner in stack:
                    owner.below[c.level] += 1
            stack.append(owners[key])
        elif c.use is Use.BODY and c.kind is Kind.FIELD and c.scope is None and not c.continues:
            for owner in stack:
                if owner.below:
                    owner.fields[c.key].append((owner.below.total(), c))
    return list(owners.values())


def _closes_lists(key: str | None, owners: Sequence[_Owner]) -> bool:
    """Tell whether a label stands behind the lists of most of these nodes, and never in them."""
    lists = [owner for owner in owners if max(owner.below.values(), default=0) > 1]
    if any(
        before < owner.below.total() for owner in lists for before, _ in owner.fields.get(key, ())
    ):
        return False
    closed = sum(bool(owner.fields.get(key)) for owner in lists)
    return closed >= _MIN_CLOSED and closed >= _CLOSED * len(lists)
