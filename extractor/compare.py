"""Two versions of one plan, or two plans: what was added, removed, reworded, moved, renumbered.

In: two plans. Out: a `Comparison`, which has a JSON form and a text. Nodes are matched
one to one, the surest first: same wording, then likeness of words, helped by the same number and
by like parents; under one number and like parents, also likeness of meaning (`nlp.likeness`). A
node matches only one of the same level or of a neighbouring one. What is left on either side is
removed or added; nothing is both matched and added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rapidfuzz import fuzz

from extractor.messages import level_name, tell
from extractor.nlp.likeness import Meaning, meaning_of, score_of
from extractor.schema import Node, Plan
from extractor.text import words

SAME = 0.65  # likeness from which two wordings are one node reworded
SAME_WITH_CODE = 0.45  # the same, under one number and like parents
CODE_BONUS = 0.1
PARENT_BONUS = 0.1
LEVEL_MALUS = 0.15
LIKE_PARENTS = 0.8
LEAST_LETTERS = 0.35
LONG_WORD = 4  # letters; shorter ones are articles and prepositions
#: key of an attribute → its name, as `tell` knows it
LABELS = {
    "responsibles": "responsible", "services": "services", "mandataries": "mandataries",
    "partners": "partners", "plans": "plans", "categories": "categories",
    "target_groups": "target groups", "deadline": "deadline", "budget": "budget",
    "indicators": "indicators", "sdgs": "SDG", "priority": "priority", "status": "status",
    "health": "health", "progress": "progress", "remarks": "remarks",
    "observations": "observations", "other": "other fields", "volet": "volet",
}  # fmt: skip
#: heading of a section, and how its rows are counted
SECTIONS = {
    "added": ("Added", "{0} added"),
    "removed": ("Removed", "{0} removed"),
    "reworded": ("Reworded", "{0} reworded"),
    "moved": ("Moved", "{0} moved"),
    "renumbered": ("Renumbered", "{0} renumbered"),
    "relevelled": ("Of another level", "{0} of another level"),
    "attributes": ("With other attributes", "{0} with other attributes"),
}


@dataclass(frozen=True, slots=True)
class NodeRef:
    """A node as the comparison shows it."""

    id: str
    level: str
    code: str | None
    title: str
    parent: str | None  # title of its parent

    @property
    def name(self) -> str:
        """Return its level and number."""
        level = level_name(self.level)
        return f"{level} {self.code}" if self.code else level


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """The values of one key on both sides, None where it is absent."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A node found on both sides; `kinds` says what differs."""

    before: NodeRef
    after: NodeRef
    likeness: float
    kinds: tuple[str, ...]  # among reworded, moved, renumbered, relevelled, attributes
    attributes: tuple[AttributeChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs; nodes in document order."""

    before: str  # what each plan is called
    after: str
    unchanged: int
    added: tuple[NodeRef, ...]
    removed: tuple[NodeRef, ...]
    changed: tuple[Change, ...]

    def of_kind(self, kind: str) -> list[Change]:
        """Return the changes of one kind."""
        return [change for change in self.changed if kind in change.kinds]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dictionaries and lists."""
        return asdict(self)

    def to_json(self) -> str:
        """Return the canonical JSON: two-space indent, fixed key order, newline."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class _Entry:
    node: Node
    parent: int | None
    key: str  # folded words of the title
    above: str  # the same, of its parent
    meaning: Meaning


def compare(a: Plan, b: Plan) -> Comparison:
    """Compare two plans, `a` being the older one; a plan and itself differ in nothing."""
    before, after = _entries(a), _entries(b)
    matches = _match(before, after)
    changes, unchanged = [], 0
    for place, (other, likeness) in sorted(matches.items()):
        kinds, attributes = _differences(before, after, place, other, matches)
        if not kinds:
            unchanged += 1
            continue
        refs = _reference(before, place), _reference(after, other)
        changes.append(Change(*refs, round(likeness, 4), tuple(kinds), tuple(attributes)))
    found = {other for other, _ in matches.values()}
    return Comparison(
        before=_plan_name(a),
        after=_plan_name(b),
        unchanged=unchanged,
        added=tuple(_reference(after, p) for p in range(len(after)) if p not in found),
        removed=tuple(_reference(before, p) for p in range(len(before)) if p not in matches),
        changed=tuple(changes),
    )


def _entries(plan: Plan) -> list[_Entry]:
    entries: list[_Entry] = []

    def visit(node: Node, parent: int | None) -> None:
        above = "" if parent is None else entries[parent].key
        place = len(entries)
        key = " ".join(words(node.title))
        entries.append(_Entry(node, parent, key, above, meaning_of(node.title)))
        for child in node.children:
            visit(child, place)

    for root in plan.tree:
        visit(root, None)
    return entries


def _match(before: Sequence[_Entry], after: Sequence[_Entry]) -> dict[int, tuple[int, float]]:
    """Return, for each place of `before` that is found again, its place in `after`."""
    candidates = []
    for place, one in enumerate(before):
        for other, two in enumerate(after):
            likeness = _likeness(one.key, two.key)
            if likeness < SAME and _stand_alike(one, two):
                likeness = max(likeness, score_of(one.meaning, two.meaning))
            rank, closeness = _rank(one, two, likeness)
            if rank:
                drift = abs(place / len(before) - other / len(after))
                candidates.append((likeness < 1, -rank, -closeness, drift, place, other, likeness))
    matches: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for *_, place, other, likeness in sorted(candidates):
        if place not in matches and other not in taken:
            matches[place] = other, likeness
            taken.add(other)
    return matches


def _likeness(one: str, other: str) -> float:
    """Return how alike two folded titles are: the mean of letters in order and words in any order.

    Letters alone would put `lutter contre la fraude` near `lutter contre la pauvreté`.
    """
    if one == other:
        return 1.0
    letters = fuzz.ratio(one, other, score_cutoff=100 * LEAST_LETTERS) / 100
    if not letters:
        return 0.0
    first, second = (_long_words(text) for text in (one, other))
    shared = 2 * len(first & second) / ((len(first) + len(second)) or 1)
    return min(0.999, (letters + shared) / 2)


def _long_words(text: str) -> set[str]:
    return {word for word in text.split() if len(word) >= LONG_WORD}


def _rank(one: _Entry, other: _Entry, likeness: float) -> tuple[float, float]:
    """Return how sure it is that two nodes are one (0: they are not), and their parents' likeness.

    Neighbouring levels only, so that an objective may become a project.
    """
    apart = abs(one.node.level.rank - other.node.level.rank)
    if apart > 1 or likeness < SAME_WITH_CODE:
        return 0.0, 0.0
    parents = _likeness(one.above, other.above)
    same_code = one.node.code is not None and one.node.code == other.node.code
    sure = likeness >= SAME + (LEVEL_MALUS if apart else 0.0)
    if not sure and not (same_code and not apart and parents >= LIKE_PARENTS):
        return 0.0, 0.0
    rank = likeness + CODE_BONUS * same_code + PARENT_BONUS * parents - LEVEL_MALUS * apart
    return rank, parents


def _stand_alike(one: _Entry, other: _Entry) -> bool:
    """Tell whether two nodes have one level, one number and like parents."""
    if one.node.code is None or one.node.code != other.node.code:
        return False
    same_level = one.node.level == other.node.level
    return same_level and _likeness(one.above, other.above) >= LIKE_PARENTS


def _differences(
    before: Sequence[_Entry],
    after: Sequence[_Entry],
    place: int,
    other: int,
    matches: dict[int, tuple[int, float]],
) -> tuple[list[str], list[AttributeChange]]:
    one, two = before[place], after[other]
    kinds = []
    if one.key != two.key:
        kinds.append("reworded")
    expected = None if one.parent is None else matches.get(one.parent, (-1, 0.0))[0]
    if expected != two.parent and not _replaced(before, after, place, other, matches):
        kinds.append("moved")
    if one.node.code != two.node.code:
        kinds.append("renumbered")
    if one.node.level != two.node.level:
        kinds.append("relevelled")
    attributes = list(_attribute_changes(one.node, two.node))
    if attributes:
        kinds.append("attributes")
    return kinds, attributes


def _replaced(
    before: Sequence[_Entry],
    after: Sequence[_Entry],
    place: int,
    other: int,
    matches: dict[int, tuple[int, float]],
) -> bool:
    """Tell whether a node stayed while its parent was rewritten beyond recognition.

    Its old parent has no match, nor has its new one: one took the other's place.
    """
    old, new = before[place].parent, after[other].parent
    found = {match for match, _ in matches.values()}
    return (
        old is not None
        and new is not None
        and old not in matches
        and new not in found
        and before[old].node.code == after[new].node.code
        and before[old].node.level == after[new].node.level
    )


def _attribute_changes(one: Node, other: Node) -> Iterator[AttributeChange]:
    before, after = (node.attributes.model_dump(mode="json") for node in (one, other))
    if one.volet != other.volet:
        yield AttributeChange("volet", one.volet, other.volet)
    for key in type(one.attributes).model_fields:
        if before.get(key) != after.get(key):
            yield AttributeChange(key, before.get(key), after.get(key))


def _reference(entries: Sequence[_Entry], place: int) -> NodeRef:
    entry = entries[place]
    parent = None if entry.parent is None else _title(entries[entry.parent].node)
    node = entry.node
    return NodeRef(node.id, node.level.value, node.code, _title(node), parent)


def _title(node: Node) -> str:
    return node.title_normalized or node.title


def _plan_name(plan: Plan) -> str:
    name = plan.institution.name or plan.institution.printed_name or plan.plan_id
    years = "-".join(str(year) for year in (plan.term.start, plan.term.end) if year)
    return " ".join(filter(None, [name, years, f"({plan.source.filename})"]))


def as_text(comparison: Comparison) -> str:
    """Return the comparison as a text in the language in force."""
    shown = {"reworded": _reworded, "moved": _moved, "renumbered": _renamed}
    shown |= {"relevelled": _renamed, "attributes": _attributes}
    rows = {
        "added": [_line("+", ref) for ref in comparison.added],
        "removed": [_line("-", ref) for ref in comparison.removed],
    }
    rows |= {kind: [show(c) for c in comparison.of_kind(kind)] for kind, show in shown.items()}
    counts = [tell("{0} unchanged", comparison.unchanged)]
    counts += [tell(SECTIONS[kind][1], len(found)) for kind, found in rows.items() if found]
    lines = [tell("Before: {0}", comparison.before), tell("After: {0}", comparison.after)]
    lines.append(", ".join(counts))
    for kind, found in rows.items():
        if found:
            lines += ["", f"{tell(SECTIONS[kind][0])} ({len(found)})", *found]
    return "\n".join(lines) + "\n"


def _line(sign: str, ref: NodeRef) -> str:
    below = f"\n      {tell('under: {0}', ref.parent)}" if ref.parent else ""
    return f"  {sign} {tell('{0}: {1}', ref.name, ref.title)}{below}"


def _reworded(change: Change) -> str:
    before, after = change.before.title, change.after.title
    told = tell("before: {0}", before), tell("after: {0}", after)
    return f"  ~ {change.after.name}\n      {told[0]}\n      {told[1]}"


def _moved(change: Change) -> str:
    root = tell("(root)")
    told = (
        tell("from: {0}", change.before.parent or root),
        tell("to: {0}", change.after.parent or root),
    )
    head = tell("{0}: {1}", change.after.name, change.after.title)
    return f"  > {head}\n      {told[0]}\n      {told[1]}"


def _renamed(change: Change) -> str:
    names = f"{change.before.name} → {change.after.name}"
    return f"  # {tell('{0}: {1}', names, change.after.title)}"


def _attributes(change: Change) -> str:
    rows = [
        "      " + tell("{0}: {1}", tell(LABELS.get(item.key, item.key)), _arrow(item))
        for item in change.attributes
    ]
    head = tell("{0}: {1}", change.after.name, change.after.title)
    return "\n".join([f"  * {head}", *rows])


def _arrow(item: AttributeChange) -> str:
    return f"{_value(item.before)} → {_value(item.after)}"


def _value(value: Any) -> str:
    """Return a value as printed: the text of a typed value, the entries of a list."""
    if value is None:
        return tell("(nothing)")
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
    if isinstance(value, dict):
        return (
            str(value["text"])
            if "text" in value
            else ", ".join(tell("{0}: {1}", key, _value(part)) for key, part in value.items())
        )
    return str(value)
