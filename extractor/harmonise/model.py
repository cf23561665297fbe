"""What harmonisation finds: pairs, groups, coverage and outliers, with their reasons.

Plain frozen dataclasses; `Harmonisation.to_json` gives the same text for the same plans.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Member:
    """An objective, a project or an action of one plan."""

    node_id: str
    plan_id: str
    institution: str
    level: str
    code: str | None
    title: str
    themes: tuple[str, ...]  # codes
    page: int | None


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A notion that two titles share; `first` and `second` are how each one says it."""

    label: str
    first: str
    second: str
    share: float  # of the titles' likeness, 0 to 1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two nodes are put together: three likenesses from 0 to 1, and what they rest on."""

    title: float
    content: float
    theme: float
    terms: tuple[SharedTerm, ...]
    content_terms: tuple[str, ...]
    themes: tuple[str, ...]  # labels
    only_first: tuple[str, ...] = ()  # what each title says alone
    only_second: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes of different institutions; `mutual`: each is the other's best of its level."""

    first: str  # node identifiers
    second: str
    score: float
    mutual: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that say the same thing, the representative one first."""

    group_id: str
    wording: str  # the title of the representative
    members: tuple[str, ...]
    institutions: tuple[str, ...]
    cohesion: float  # mean score of the pairs across institutions
    themes: tuple[str, ...]  # labels, the most shared first


@dataclass(frozen=True, slots=True)
class Cell:
    """What an institution plans on a theme."""

    objectives: int  # OS, OO and projects
    actions: int
    example: str | None  # identifier of the highest node that carries the theme


@dataclass(frozen=True, slots=True)
class ThemeCoverage:
    """A theme across institutions, read under one code for communes and CPAS.

    `without` have neither objective nor action on it, of those of which one may expect it;
    `missing` have no objective while at least half of their likes have one.
    """

    code: str
    label: str
    cells: dict[str, Cell]  # by institution
    without_objective: tuple[str, ...]
    without: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlier:
    """An objective or a project that resembles none elsewhere; `nearest` is the least unlike."""

    node_id: str
    score: float
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Harmonisation:
    """The whole comparison; `members` describes every identifier used elsewhere."""

    threshold: float
    institutions: tuple[str, ...]
    members: dict[str, Member]
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    coverage: tuple[ThemeCoverage, ...]
    outliers: tuple[Outlier, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dictionaries and lists."""
        return asdict(self)

    def to_json(self) -> str:
        """Return the canonical JSON: two-space indent, fixed key order, newline."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"
