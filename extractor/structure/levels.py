"""Levels of what carries no printed level: from the headings around it, captions and looks.

`assign_items` gives a level to the items that stand under headings whose level is known;
`promote_sections` makes axes the objectives of a plan that has no other. Plans that print no level
at all are the matter of `inference`. All look at the whole document and touch nothing but `level`,
`kind` and `use`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor import vocabulary
from extractor.document import Candidate, Kind, Use
from extractor.schema import Level
from extractor.structure.headings import clean_title
from extractor.structure.wording import is_plan_like
from extractor.text import fold, repair_typography

_BELOW = {
    Level.OS: Level.OO,
    Level.OO: Level.ACTION,
    Level.PROJET: Level.ACTION,
    Level.ACTION: Level.SOUS_ACTION,
}


def plain_title(text: str) -> str:
    """Return a text as a title: typography repaired, enclosing guillemets dropped."""
    return clean_title(repair_typography(text))


@dataclass(slots=True)
class _Open:
    """An item that may hold the next ones."""

    signature: str
    indent: float
    level: Level
    code: str | None
    marked: bool


def assign_items(candidates: Sequence[Candidate]) -> None:
    """Give the items inside the plan their level, from the heading they stand under."""
    nodes = [c for c in candidates if c.use is Use.NODE]
    has_oo = any(c.level is Level.OO for c in nodes)
    titles = _heading_looks(candidates)
    inline = {c.key for c in candidates if c.kind is Kind.FIELD and c.value.strip()}
    stack: list[_Open] = []
    parent: Level | None = None
    caption: Level | None = None
    field_open: Candidate | None = None
    last: Candidate | None = None  # text that became the value of the open field
    for c in candidates:
        if field_open is not None and _is_past(field_open, c):
            field_open = None
        if c.use is Use.NODE:
            parent, caption, stack, field_open = c.level, None, [], None
            continue
        if c.use is not Use.BODY or parent is None:
            if c.use is Use.END:
                parent, stack = None, []
            continue
        if c.kind is Kind.CAPTION:
            if c.level is not None and c.level.rank > parent.rank:
                caption, stack, field_open = c.level, [], None
        elif c.kind is Kind.FIELD:
            field_open, last = c if not c.value.strip() and not c.nested else None, None
        elif c.kind is Kind.ITEM and c.level is None:
            listed = field_open is not None and (
                field_open.key not in inline or not _known(stack, c)
            )
            if field_open is not None and c.marked and listed:
                _absorb(field_open, c)
            elif c.marked or c.signature in titles:
                _assign(c, stack, parent, caption, has_oo)
                field_open = None
        elif c.kind is Kind.TEXT and field_open is not None:
            last = _absorb_text(field_open, c, last)
            inline.update([field_open.key] if last else [])


def _is_past(field: Candidate, c: Candidate) -> bool:
    """Tell whether what stands in no part of a field's table, or left of its label when that has
    a value, is none of its values."""
    left = bool(field.value.strip()) and c.indent < field.indent - DEEPER
    return field.table not in (None, c.table) or (left and not field.in_table)


def _absorb_text(field: Candidate, c: Candidate, last: Candidate | None) -> Candidate | None:
    """Move a text below a label into its value; return it as printed, None where it is none.

    After the first one only names of one look go on with a list of names; `last` is the one above.
    """
    if field.value.strip():
        if last is None or field.key not in _NAMES or c.size is None:
            return None
        alike = (c.size, c.indent, c.page) == (last.size, last.indent, last.page)
        if not alike or any(len(t) > _ENTRY or t[-1] in ".:;" for t in (last.text, c.text)):
            return None
    printed = replace(c)
    _absorb(field, c)
    return printed


_NAMES = ("responsibles", "services", "mandataries", "partners", "indicators")
_ENTRY = 60  # characters of a name in a list


def _is_bullet(label: str | None) -> bool:
    return label in (None, "o") or not any(map(str.isalnum, label or ""))


def _known(stack: Sequence[_Open], c: Candidate) -> bool:
    return any(o.signature == c.signature for o in stack)


def _absorb(field: Candidate, c: Candidate) -> None:
    """Move the text of a list item under a label without value into that value."""
    text = (c.title if _is_bullet(c.label) else "") or c.text
    field.value = f"{field.value}\n{text}".strip()
    field.lines += c.lines
    c.lines = ()
    c.kind = Kind.TEXT
    c.text = ""


_MIN_LIKE = 0.3  # part of the titles of a look that begin as those of a plan do
_MAX_SENTENCES = 0.6  # part of the unmarked titles of one look that may end with a full stop


def _heading_looks(candidates: Sequence[Candidate]) -> set[str]:
    """Return the looks of unmarked titles that are structure: frequent, of differing text, hardly
    ever sentences with their full stop, and worded as a plan is, but for those that are more
    frequent than all others and than any items with a mark."""
    texts: dict[str, list[str]] = defaultdict(list)
    marked: Counter[str] = Counter()
    for c in candidates:
        if c.use is Use.BODY and c.kind is Kind.ITEM and c.marked:
            marked[c.signature] += 1
        elif c.use is Use.BODY and c.kind is Kind.ITEM:
            texts[c.signature].append(fold(c.text))
    usual = {
        look: found
        for look, found in texts.items()
        if len(found) >= 3
        and len(set(found)) > 0.7 * len(found)
        and sum(t.rstrip('»”" ').endswith(".") for t in found) <= _MAX_SENTENCES * len(found)
    }
    most = max([*map(len, usual.values()), *marked.values()], default=0)
    return {
        look
        for look, found in usual.items()
        if len(found) == most or sum(map(is_plan_like, found)) >= _MIN_LIKE * len(found)
    }


def _assign(
    c: Candidate, stack: list[_Open], parent: Level, caption: Level | None, has_oo: bool
) -> None:
    if any(above.signature == c.signature and _is_deeper(c, above) for above in stack):
        c.signature += "+"
    while stack and not _holds(stack[-1], c):
        if stack[-1].signature == c.signature:
            break
        stack.pop()
    if stack and stack[-1].signature == c.signature:
        top = stack[-1]
        c.level = top.level
        stack[-1] = _Open(c.signature, c.indent, top.level, c.number, c.marked)
    else:
        above = stack[-1].level if stack else None
        level = _BELOW.get(above) if above else _first_level(parent, caption, has_oo)
        if level is None:
            return
        c.level = level
        stack.append(_Open(c.signature, c.indent, level, c.number, c.marked))
    c.use = Use.NODE
    c.evidence += (f"under {parent}",)


def _first_level(parent: Level, caption: Level | None, has_oo: bool) -> Level | None:
    if caption is not None:
        return caption
    if parent is Level.OS and has_oo:
        return Level.ACTION
    return _BELOW.get(parent)


DEEPER = 8.0  # points of indentation that make a list of one look two


def _is_deeper(c: Candidate, above: _Open) -> bool:
    """Tell whether a native list item is indented below one of the same look."""
    return ":" in c.signature and c.indent > above.indent + DEEPER


_SUB_BULLETS = "o-*"


def _holds(above: _Open, c: Candidate) -> bool:
    """Tell whether an item of another look stands inside the one above."""
    if above.signature == c.signature:
        return False
    if c.number and above.code and c.number.startswith(above.code.rstrip(".") + "."):
        return True
    level_above = re.match(r".*L(\d+):", above.signature)
    level_here = re.match(r".*L(\d+):", c.signature)
    if level_above and level_here:
        deeper = int(level_here.group(1)) > int(level_above.group(1))
        return deeper or c.signature == f"{above.signature}+"
    if c.indent > above.indent + 1.5 or (not above.marked and c.marked and c.number is None):
        return True
    if abs(c.indent - above.indent) <= 1.5:
        numbered_above = above.code is not None
        return (numbered_above and c.number is None) or (
            above.code is None
            and c.number is None
            and c.signature[:1] in _SUB_BULLETS
            and above.signature[:1] not in _SUB_BULLETS
        )
    return False


_MIN_PARAGRAPHS = 4  # paragraphs that begin as actions do
_MIN_PLAN_LIKE = 0.4  # part of all paragraphs
_MIN_LOOKS = 3  # labelled headings of one look that tell the level of an unlabelled one


def adopt_looks(candidates: Sequence[Candidate]) -> None:
    """Make an unmarked title a heading where it looks like the labelled headings of one level: a
    label forgotten by the author."""
    levels: dict[str, Counter[Level]] = defaultdict(Counter)
    others: Counter[str] = Counter()
    for c in candidates:
        if c.use is Use.NODE and c.kind is Kind.HEADING and c.look and c.level is not None:
            levels[c.look][c.level] += 1
        elif c.kind is Kind.ITEM and not c.marked:
            others[c.signature] += 1
    known = {
        look: found.most_common(1)[0][0]
        for look, found in levels.items()
        if len(found) == 1 and found.total() >= _MIN_LOOKS and others[look] * 3 <= found.total()
    }
    last: dict[Level, str] = {}
    below: dict[Level, Level] = {}  # whose codes go on from a level's: `1.2` below `1`
    for at, c in enumerate(candidates[:-1]):
        if c.use is Use.NODE and c.level is not None and c.code:
            head = c.code.rpartition(".")[0]
            below |= {above: c.level for above, code in last.items() if code == head}
            last[c.level] = c.code
        if c.use is Use.BODY and c.kind is Kind.ITEM and (level := _next_of(c, last, below)):
            c.kind, c.level, c.use = Kind.HEADING, level, Use.NODE
            c.evidence += ("number follows",)
            last[level] = (c.number or "").strip(".")
            continue
        unmarked = c.use is Use.BODY and c.kind is Kind.ITEM and not c.marked
        holds = candidates[at + 1].marked or candidates[at + 1].kind is Kind.FIELD
        if unmarked and c.signature in known and holds and is_plan_like(c.title):
            c.kind, c.level, c.use = Kind.HEADING, known[c.signature], Use.NODE
            c.evidence += ("looks like labelled headings",)


def _next_of(c: Candidate, last: Mapping[Level, str], below: Mapping[Level, Level]) -> Level | None:
    """Return the level whose last code an item's number follows: `2.2` after `2.1`, or `2.1` below
    `2` where it has nothing yet."""
    number = (c.number or "").strip(".")
    head, _, tail = number.rpartition(".")
    if not head or not tail.isdigit():
        return None
    if tail == "1":
        above = next((lv for lv, code in last.items() if code == head), None)
        level = below.get(above) if above is not None else None
        return level if level and not last[level].startswith(f"{head}.") else None
    return next((lv for lv, code in last.items() if code == f"{head}.{int(tail) - 1}"), None)


def paragraphs_as_actions(candidates: Sequence[Candidate]) -> None:
    """Make paragraphs items where the plan lists its actions without any mark.

    So it is where no item is marked, and many paragraphs under the lowest headings begin as
    actions do.
    """
    inside = [c for c in candidates if c.use is Use.BODY]
    if any(c.kind is Kind.ITEM and c.marked for c in inside):
        return
    if any(c.use is Use.NODE and c.level is Level.ACTION for c in candidates):
        return
    plain = _paragraphs(candidates)
    like = [c for c in plain if is_plan_like(c.text)]
    if len(like) < _MIN_PARAGRAPHS or len(like) < _MIN_PLAN_LIKE * len(plain):
        return
    for c in plain:
        c.kind, c.marked, c.signature = Kind.ITEM, True, "paragraph"
        c.title = clean_title(c.text)
        c.evidence += ("paragraph",)


def _paragraphs(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the paragraphs that may be actions: no placeholder, no introduction of an OS whose
    OO follow."""
    has_oo = any(c.use is Use.NODE and c.level is Level.OO for c in candidates)
    above: Level | None = None
    out = []
    for c in candidates:
        above = c.level if c.use is Use.NODE else above
        plain = c.use is Use.BODY and c.kind is Kind.TEXT and c.text and not c.in_table
        introduces = above is Level.OS and has_oo
        if plain and not introduces and not vocabulary.is_placeholder(c.text):
            out.append(c)
    return out


def items_as_projects(candidates: Sequence[Candidate]) -> None:
    """Make projects of the numbered items below OO most of which hold a list under the caption
    `Actions`: what consists of actions is none."""
    below: dict[str, list[Candidate]] = defaultdict(list)
    held: Counter[str] = Counter()
    parent: Level | None = None
    above: Candidate | None = None
    value = False  # what stands below a label is its value
    for c in candidates:
        if c.kind is not Kind.ITEM:
            value = c.kind is Kind.FIELD and not c.value.strip()
        if c.use is Use.NODE:
            parent, above = c.level, None
        elif value:
            continue
        elif c.use is Use.BODY and c.kind is Kind.ITEM and c.number and parent is Level.OO:
            above = c
            below[c.signature].append(c)
        elif above is not None and c.kind is Kind.CAPTION and c.level is Level.ACTION:
            held[above.signature] += 1
            above = None
    for look, count in held.items():
        if count >= _MIN_LISTS and count >= _MOST_HOLD * len(below[look]):
            for c in below[look]:
                c.level, c.use = Level.PROJET, Use.NODE
                c.evidence += ("holds a list of actions",)


_MIN_LISTS = 3  # numbered items that hold a list of actions
_MOST_HOLD = 0.6  # part of the items of their look


def fields_as_items(candidates: Sequence[Candidate]) -> None:
    """Make marked fields items where they are rare in a list: `• Budget : clôture mensuelle`."""
    keys: dict[str, set[str | None]] = defaultdict(set)
    items: Counter[str] = Counter()
    for c in candidates:
        if c.kind is Kind.FIELD and c.signature:
            keys[c.signature].add(c.key)
        elif c.kind in (Kind.ITEM, Kind.HEADING) and c.signature:
            items[c.signature] += 1
    for c in candidates:
        rare = len(keys.get(c.signature, ())) < 3 and items[c.signature] >= 3
        if c.kind is Kind.FIELD and c.signature and rare:
            c.kind, c.key = Kind.ITEM, None
            c.title = clean_title(c.title)


def sections_number_items(candidates: Sequence[Candidate]) -> bool:
    """Tell whether the items below a section carry its number: `Axe 1`, then `1.1`."""
    number: str | None = None
    told = same = 0
    for c in candidates:
        if c.kind is Kind.SECTION:
            number = c.number
        elif c.kind is Kind.ITEM and c.number and "." in c.number.strip(".") and number:
            told += 1
            same += c.number.startswith(f"{number}.")
    return told > 0 and same >= 0.8 * told


def promote_sections(candidates: Sequence[Candidate]) -> None:
    """Make axes (or themes, challenges…) the objectives of a plan that prints no OS."""
    sections = [c for c in candidates if c.kind is Kind.SECTION]
    if not sections:
        return
    nearest: Counter[str] = Counter()
    above: Candidate | None = None
    for c in candidates:
        if c.kind is Kind.SECTION and c.title:
            above = c if c.objective else None
        elif above is not None and (c.kind is Kind.HEADING or (c.kind is Kind.ITEM and c.marked)):
            nearest[above.signature] += 1
            above = None
    if not nearest or nearest.most_common(1)[0][1] < 2:
        return
    outer = nearest.most_common(1)[0][0]
    for c in sections:
        if c.signature == outer and c.title:
            c.kind, c.level = Kind.HEADING, Level.OS
            c.evidence += ("no OS is printed",)
