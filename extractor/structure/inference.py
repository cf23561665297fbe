"""Levels of a plan that does not print them: which looks form the chain objective > … > action.

In: all candidates. After the call the items of the chain are headings with a level. The chain is
an ordered list of signatures (looks of items, and `=OO` for headings whose level is printed) such
that each stands inside the one before. All plausible chains are scored on the whole document:
items explained, items left over, titles that read like objectives and actions, prose between
them. Printed captions (`Objectifs stratégiques et opérationnels`) tell where the plan begins.
Documents whose best chain explains little are left alone: they hold no plan, or one whose levels
are all printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise, permutations

from extractor import vocabulary
from extractor.document import Candidate, Kind
from extractor.schema import Level
from extractor.structure.levels import DEEPER
from extractor.structure.wording import is_plan_like
from extractor.text import fold, words

_MIN_ITEMS = 6  # items of a chain; fewer may be any numbered list
_MIN_LIKE = 0.4  # part of the titles that must read like those of a plan
_MIN_LIKE_ANNOUNCED = 0.2  # the same, below a caption that announces objectives
_MIN_TITLES = 0.8  # part of the items that must read as titles, not as paragraphs or figures
_MAX_PROSE = 0.6  # long paragraphs per item; an explanation holds more
_MAX_EMPTY = 0.5  # part of the outermost items that may hold nothing
_IN_CHAIN = (Kind.ITEM, Kind.HEADING, Kind.TEXT)
_MIN_NESTED = 3  # depths of one list that is all bullets
_MAX_STARTS = 3  # outermost items at which a plan may begin; the last ones
_MAX_LOOKS = 9  # looks tried; the most frequent ones


def infer_levels(candidates: Sequence[Candidate]) -> None:
    """Give levels to the items of the best chain, where the plan prints no OS or no OO."""
    printed: Counter[Level | None] = Counter(c.level for c in candidates if c.kind is Kind.HEADING)
    if printed[Level.OS] and printed[Level.OO]:
        return
    printed = Counter({level: n for level, n in printed.items() if n > 1})
    announced = _announced(candidates)
    if not announced and not any(printed.values()) and not _names_plan(candidates):
        return
    for start, end in (_chapter(candidates), (_region_start(candidates), len(candidates))):
        part = [c for c in candidates[start:end] if c.kind in _IN_CHAIN]
        min_like = _MIN_LIKE_ANNOUNCED if announced else _MIN_LIKE
        chain, inside = _best_chain(part, printed, min_like)
        if chain:
            _adopt(inside, chain, _levels(chain, announced, part))
            if end < len(candidates):
                candidates[end].kind = Kind.CLOSING  # the next chapter
            return


def _adopt(part: Sequence[Candidate], chain: tuple[str, ...], levels: dict[str, Level]) -> None:
    """Make the items of a chain headings; items indented below their like stay items."""
    edge: float | None = None
    for c in _inside(part, chain):
        look = _look(c)
        if look != chain[-1]:
            edge = None if look in chain else edge
        elif ":" in look:
            edge = c.indent if edge is None else edge
            if c.indent > edge + DEEPER:
                continue
        if c.kind is Kind.ITEM and look in levels:
            c.kind, c.level = Kind.HEADING, levels[look]
            c.evidence += (f"chain {' > '.join(chain)}",)


def _chapter(candidates: Sequence[Candidate]) -> tuple[int, int]:
    """Return where the chapter that holds the plan begins and ends: `3. Nos objectifs` among
    `1. Introduction` and `4. Évaluation`. It is empty where there is none."""
    titles: dict[str, list[int]] = defaultdict(list)
    for at, c in enumerate(candidates):
        if c.kind is Kind.ITEM and not c.in_table:
            titles[c.signature].append(at)
    best = (0, 0)
    for places in titles.values():
        named = [at for at in places if vocabulary.is_level_name(candidates[at].title)]
        if len(named) == 1 and len(places) > 2:
            end = next((at for at in places if at > named[0]), len(candidates))
            best = max(best, (named[0] + 1, end), key=lambda span: span[1] - span[0])
    return best


def _inside(candidates: Sequence[Candidate], chain: tuple[str, ...]) -> Sequence[Candidate]:
    """Return what stands in the chain: from the first outermost item that holds the next look, to
    the end of the last that holds any. Chapters set like objectives may stand before and after."""
    tops = [i for i, c in enumerate(candidates) if _look(c) == chain[0]]
    ends = [*tops[1:], len(candidates)]
    below = [{_look(c) for c in candidates[a + 1 : b]} for a, b in zip(tops, ends, strict=True)]
    first = next((n for n, looks in enumerate(below) if chain[1] in looks), 0)
    last = max((n for n, looks in enumerate(below) if looks & {*chain[1:]}), default=len(tops) - 1)
    return candidates[tops[first] : ends[last]] if tops else ()


def has_three_levels(candidates: Sequence[Candidate]) -> bool:
    """Tell whether three looks, none of them a printed OO, form a chain: OS, OO and action."""
    if any(c.kind is Kind.HEADING and c.level is Level.OO for c in candidates):
        return False
    region = [c for c in candidates if c.kind in _IN_CHAIN]
    return len(_best_chain(region, Counter(), _MIN_LIKE)[0]) >= 3


def _names_plan(candidates: Sequence[Candidate]) -> bool:
    head = [c.text for c in candidates[:15] if len(c.text) < 300]
    return any(map(vocabulary.names_plan, head))


def _announced(candidates: Sequence[Candidate]) -> tuple[Level, ...]:
    found: list[Level] = []
    for c in candidates:
        if c.kind is Kind.CAPTION:
            found += [level for level in c.announces if level not in found]
    return tuple(found)


def _region_start(candidates: Sequence[Candidate]) -> int:
    """Return where the plan begins: at the last caption of several levels, else at the first that
    announces objectives or names a volet, else at the top."""
    several = [i for i, c in enumerate(candidates) if len(c.announces) > 1]
    for start in reversed(several):
        if sum(c.kind is Kind.ITEM for c in candidates[start:]) >= _MIN_ITEMS:
            return start
    for i, c in enumerate(candidates):
        if c.kind is Kind.VOLET and not c.in_table and len(c.text) < 60:
            return i
        if Level.OS in c.announces:
            return i
    return 0


def _look(c: Candidate) -> str:
    return f"={c.level}" if c.kind is Kind.HEADING and c.level else c.signature


def _best_chain(
    region: Sequence[Candidate], printed: Counter[Level | None], min_like: float
) -> tuple[tuple[str, ...], Sequence[Candidate]]:
    """Return the chain that explains a region best, and the part of it that the plan fills."""
    counts = Counter(_look(c) for c in region if c.kind is not Kind.TEXT)
    looks = [look for look, n in counts.most_common(_MAX_LOOKS) if n >= 2]
    fixed = [f"={level}" for level in Level if printed[level]]
    looks += [look for look in fixed if look not in looks]
    cells = _in_cells(region)
    best: tuple[float, tuple[str, ...], Sequence[Candidate]] = (0.0, (), ())
    for length in (4, 3, 2):
        for chain in permutations(looks, length):
            if not _plausible(chain, fixed):
                continue
            if any(above in cells and below not in cells for above, below in pairwise(chain)):
                continue  # no cell holds what stands outside its table
            for skipped, part in _starts(chain, region):
                score = _score(chain, part, min_like) - skipped
                if score > best[0]:
                    best = (score, chain, part)
    return best[1], best[2]


def _in_cells(region: Sequence[Candidate]) -> set[str]:
    """Return the looks that only cells of tables have which hold more than one title."""
    held = Counter(c.table for c in region if c.in_table)
    inside = {_look(c) for c in region if c.in_table and held[c.table] > 1}
    return inside - {_look(c) for c in region if not c.in_table or held[c.table] == 1}


def _starts(
    chain: tuple[str, ...], region: Sequence[Candidate]
) -> list[tuple[int, Sequence[Candidate]]]:
    """Return the parts of the region that begin with an outermost item and have no second one
    before, with the number of outermost items left out: a title of the cover may look like the
    objectives."""
    starts: list[int] = []
    for at, c in enumerate(region):
        look = _look(c)
        if look == chain[0]:
            starts.append(at)
        elif look == chain[1] and starts:
            break
    parts = [(skipped, region[at:]) for skipped, at in enumerate(starts)]
    return parts[-_MAX_STARTS:] or [(0, region)]


def _plausible(chain: tuple[str, ...], fixed: Sequence[str]) -> bool:
    """Tell whether a chain keeps printed levels in their rank, and holds all of them."""
    own = [look for look in chain if look.startswith("=")]
    if own != [look for look in fixed if look in own]:
        return False
    if any(look not in own for look in fixed if look in ("=OS", "=OO", "=PROJET")):
        return False
    if "=OO" in own and chain.index("=OO") > 1:
        return False
    if "=OS" in own and chain[0] != "=OS":
        return False
    depths = [_depth(look) for look in chain]
    known = [d for d in depths if d is not None]
    if known != sorted(known) or len(set(known)) != len(known):
        return False
    bulleted = [bool(_is_bullet(look)) for look in chain]
    nested = len(chain) >= _MIN_NESTED and all("L" in look for look in chain) and bulleted[0]
    return bulleted == sorted(bulleted) and (nested or not bulleted[0])


def _depth(look: str) -> float | None:
    """Return how deep a look stands by itself: its outline level or the parts of its number."""
    match = re.match(r"h(\d)", look)
    if match:
        return float(match.group(1))
    match = re.search(r"L(\d+):", look)
    if match:
        return 10.0 + int(match.group(1))
    return None


def _is_bullet(look: str) -> bool:
    if "bullet" in look:
        return True
    if re.search(r"decimal|letter|roman|mixed|label:", look):
        return False
    return not re.match(r"[=hs]|decimal|letter|roman|mixed|row", look)


def _score(chain: tuple[str, ...], region: Sequence[Candidate], min_like: float) -> float:
    """Return how well a chain explains the region; 0 or less when it does not."""
    place = {look: i for i, look in enumerate(chain)}
    depth = -1
    score = 0.0
    like = seen = prose = titles = empty = 0
    per_level = [0] * len(chain)
    codes: dict[int, str] = {}
    for c in region:
        look = _look(c)
        if look not in place or c.kind is Kind.TEXT:
            if depth >= 0:
                prose += c.kind is Kind.TEXT and len(c.text) > 200
                score -= 0.6 if c.kind is Kind.ITEM and c.marked else 0.3 * (c.kind is Kind.ITEM)
            continue
        here = place[look]
        if here > depth + 1:
            score -= 0.2 if depth < 0 else 0.5
            continue
        if here == 0 or depth >= 0:
            score += 1.0 + _numbering(codes, here, c)
            titles += _reads_as_title(c)
            per_level[here] += 1
            empty += here == 0 and depth == 0 and seen > 0
            depth = here
            seen += 1
            like += c.kind is Kind.HEADING or is_plan_like(c.title)
    if empty > _MAX_EMPTY * per_level[0]:
        return 0.0
    if titles < _MIN_TITLES * seen or prose > _MAX_PROSE * seen:
        return 0.0
    if seen < _MIN_ITEMS or like < min_like * seen or min(per_level) < 1:
        return 0.0
    if per_level[0] > 1 and any(a > 3 * b for a, b in pairwise(per_level)):
        return 0.0
    return score + 0.5 * (2 * like - seen) - 0.8 * max(0, prose - per_level[0]) - 0.1 * len(chain)


def _reads_as_title(c: Candidate) -> bool:
    """Tell whether a title holds words, and is no paragraph."""
    long = len(c.title) > 250 and ". " in c.title
    return len(words(c.title)) >= 2 and not long and not c.title.rstrip().endswith("?")


def _numbering(codes: dict[int, str], here: int, c: Candidate) -> float:
    """Return a bonus when a number follows the one before at its level or restarts, else a
    malus."""
    if not c.number or not c.number.isdigit():
        return 0.0
    before = codes.get(here)
    codes[here] = c.number
    for deeper in [d for d in codes if d > here]:
        del codes[deeper]
    if before is None:
        return 0.2 if c.number == "1" else 0.0
    return 0.2 if int(c.number) == int(before) + 1 else -0.5


def _levels(
    chain: tuple[str, ...], announced: Sequence[Level], region: Sequence[Candidate]
) -> dict[str, Level]:
    """Return the level of each look of a chain."""
    if "=OO" in chain:
        names = [Level.OS, Level.OO] if chain.index("=OO") == 1 else [Level.OO]
        below = [Level.ACTION, Level.SOUS_ACTION]
        names += [Level.PROJET, *below] if "=PROJET" in chain else below
    elif len(announced) == len(chain):
        names = sorted(announced, key=lambda level: level.rank)
    elif Level.PROJET in announced and len(chain) == 4:
        names = [Level.OS, Level.OO, Level.PROJET, Level.ACTION]
    else:
        names = [Level.OS, Level.OO, Level.ACTION, Level.SOUS_ACTION]
        if len(chain) == 2 and _is_bullet(chain[1]) and not _decimal_pair(chain, region):
            names = [Level.OS, Level.ACTION]
    return {look: name for look, name in zip(chain, names, strict=False) if look[0] != "="}


def _decimal_pair(chain: tuple[str, ...], region: Sequence[Candidate]) -> bool:
    return all(re.match(r"decimal|roman|letter", fold(look)) for look in chain)
