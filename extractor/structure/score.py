"""One score for a whole reading of a document: what its parts count, and what they weigh.

In: blocks and looks (`Sequence_.of`), and many readings at once, each an assignment of a rank to
every look. Out: the named parts of the score of each reading; their weighted sum is the score, 0
that of reading no plan. All readings are walked through together, run by run (a run is what stands
in a row of one look), with one stack of open ranks each. Weights are data
(`models/structure.toml`), refitted by `benchmarks/learn.py`.

Ranks: 0 none, 1 section, 2 OS, 3 OO, 4 project, 5 action, 6 sub-action.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.diagnostics import LayoutError
from extractor.own import current
from extractor.resources import models_path
from extractor.structure.blocks import Block, Sort
from extractor.structure.habits import habit_odds
from extractor.structure.looks import Look
from extractor.structure.numbers import path_of
from extractor.structure.series import OwnWords
from extractor.structure.wording import Wording, wording_of
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import RANKS, level_odds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NONE, SECTION, OS, OO, PROJET, ACTION, SOUS_ACTION = range(7)
N_RANKS = 7

#: parts that are sums over blocks, whatever stands around them
OWN = ("base", "word", "wording", "mark", "caption", "prose", "content")
#: parts that depend on what is open
AROUND = (
    "transition", "number_parent", "number_series", "restart", "look_change", "contain",
    "empty", "left_over", "orphan", "extra_look", "unworded_project", "ratio", "no_top", "lone_top",
    "no_oo", "told",
)  # fmt: skip
PARTS = OWN + AROUND


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the parts, and the tables of evidence; `models/structure.toml`."""

    parts: Floats
    wording: Mapping[str, Mapping[str, float]]
    mark: Mapping[str, Mapping[str, float]]
    transition: Mapping[str, Mapping[str, float]]
    least: float  # a reading that scores less is no plan


def load_weights() -> Weights:
    """Return the weights, those of the institution's own model first; raise `LayoutError` when the
    file is wrong."""
    shipped, own = _shipped_weights(), current().parts
    if not own:
        return shipped
    parts = zip(PARTS, shipped.parts, strict=True)
    return replace(shipped, parts=np.array([own.get(name, float(value)) for name, value in parts]))


@cache
def _shipped_weights() -> Weights:
    try:
        data = tomllib.loads(models_path("structure.toml").read_text(encoding="utf-8"))
        return Weights(
            np.array([float(data["parts"][name]) for name in PARTS]),
            data["wording"], data["mark"], data["transition"], float(data["least"]),
        )  # fmt: skip
    except (OSError, KeyError, ValueError) as error:
        raise LayoutError(f"models/structure.toml: {error!r}") from error


def _row(odds: Mapping[str, float]) -> Floats:
    return np.array([0.0, *(float(odds.get(rank, odds.get("any", 0.0))) for rank in RANKS)])


@dataclass(frozen=True, slots=True)
class Track:
    """The runs of a document, as arrays; the last axis of `own` is the rank."""

    look: Ints  # of each run
    size: Ints  # blocks of each run
    close: NDArray[np.bool_]  # a title before the run ends the plan
    own: Floats  # part × run × rank
    left: Floats  # what it costs to leave the run out, inside the plan
    above: Ints  # identity of the numbers before the last of the first number, -1 without
    first: Ints  # value of the last part of the first number
    depth: Ints  # parts of the numbers
    last: Ints  # the same of the last number of the run
    whole: Ints  # identity of the last number
    inner: Floats  # how well the numbers inside the run follow each other
    restarts: Ints  # numbers inside the run that begin again
    contain: Floats  # look above × look below: how well the type says so
    closes: NDArray[np.bool_]  # look left out × look open: the one ends the other
    nested: NDArray[np.bool_]  # look × look: the list puts the one inside the other
    odds: Floats  # look × rank: what the word says
    family: Ints  # looks that differ by wording alone have one
    told: NDArray[np.bool_]  # ranks that the document says it has; none: it says nothing
    sure_top: NDArray[np.bool_]  # looks that may head a plan alone: labelled, numbered, `être …`


def track(
    blocks: Sequence[Block],
    looks: Sequence[Look],
    weights: Weights,
    words: OwnWords,
) -> Track:
    """Return the runs of a document's blocks with all that does not depend on the reading."""
    look_of = {at: i for i, look in enumerate(looks) for at in look.members}
    runs: list[list[int]] = []
    closes: list[bool] = []
    captions: list[tuple[str, ...]] = []
    caption: tuple[str, ...] = ()
    closed, caption_look = False, -1
    previous: int | None = None
    for at, block in enumerate(blocks):
        if block.sort is Sort.CLOSING:
            closed, previous = True, None
        elif block.sort is Sort.CAPTION:
            caption, previous, caption_look = tuple(map(str, block.levels)), None, -1
        elif at in look_of:
            mine = look_of[at]
            if caption and caption_look not in (-1, mine):
                caption = ()
            if mine == previous and runs:
                runs[-1].append(at)
                continue
            if caption and caption_look == -1:
                caption_look = mine
            runs.append([at])
            closes.append(closed)
            captions.append(caption)
            closed, previous = False, mine
    odds = np.array([_row(_odds_of(look, blocks, words.announced)) for look in looks]).reshape(
        -1, N_RANKS
    )
    odds = odds + habit_odds(looks, current())
    own = np.zeros((len(OWN), len(runs), N_RANKS))
    for i, run in enumerate(runs):
        own[:, i, :] = _own_parts(run, looks[look_of[run[0]]], blocks, captions[i], weights)
    own[1] += odds[[look_of[run[0]] for run in runs]] if runs else 0
    counts = np.array([len(look.members) for look in looks], dtype=float)
    for i, run in enumerate(runs):  # a word is heard once, however often it is printed
        n = counts[look_of[run[0]]]
        own[1, i, :] *= len(run) * (1 + np.log2(n)) / n
    numbers = _Numbers(runs, blocks, looks)
    return Track(
        np.array([look_of[run[0]] for run in runs], dtype=np.int64),
        np.array([len(run) for run in runs], dtype=np.int64),
        np.array(closes, dtype=bool), own,
        np.array([_left(run, looks[look_of[run[0]]]) for run in runs]),
        numbers.above, numbers.first, numbers.depth, numbers.last, numbers.whole,
        numbers.inner, numbers.restarts,
        np.array([[_contains(a, b) for b in looks] for a in looks]).reshape(len(looks), len(looks)),
        np.array([[ends(a, b) for b in looks] for a in looks], dtype=bool).reshape(
            len(looks), len(looks)
        ),
        np.array([[_nested(a, b) for b in looks] for a in looks], dtype=bool).reshape(
            len(looks), len(looks)
        ),
        odds,
        _families(looks),
        np.array([False, *(rank in words.levels for rank in RANKS)]),
        np.array([_heads_alone(look, blocks) for look in looks], dtype=bool),
    )  # fmt: skip


def _families(looks: Sequence[Look]) -> Ints:
    names: dict[object, int] = {}
    keys = [k.key[:-1] if k.key[-1] == "being" else k.key for k in looks]
    return np.array([names.setdefault(key, len(names)) for key in keys], dtype=np.int64)


def _heads_alone(look: Look, blocks: Sequence[Block]) -> bool:
    """Tell whether the one member of a look can be the only objective of a plan."""
    first = blocks[look.members[0]]
    if look.kind in ("label", "form"):
        return True
    if first.number is not None and path_of(first.number)[-1:] != (1,):
        return False  # `6 priorités` on a cover counts them
    if look.kind in ("num", "col") or first.number is not None:
        return True
    return wording_of(first.title) is Wording.BEING


def _odds_of(
    look: Look, blocks: Sequence[Block], announced: Mapping[str, str]
) -> Mapping[str, float]:
    """Return what the word of a look says: its label, or the header of its column."""
    first = blocks[look.members[0]]
    header = first.place.header if first.place else ""
    word = first.word or header
    rank = _announced_rank(label_key(word), announced) if word else None
    odds = level_odds(word) if word else {}
    if rank is None or max(odds.values(), default=0.0) >= _TOLD:
        return odds
    return {r: _TOLD if r == rank else -_TOLD / 2 for r in RANKS}


def _announced_rank(word: str, announced: Mapping[str, str]) -> str | None:
    """Return the rank that the document gives to a word, or to the one word that it shortens."""
    if word in announced or not 1 < len(word) <= _SHORTENED:
        return announced.get(word)
    ranks = {rank for name, rank in announced.items() if _shortens(word, name)}
    return ranks.pop() if len(ranks) == 1 else None


def _shortens(code: str, word: str) -> bool:
    """Tell whether a code has the first letter of a word, and others of it in their order."""
    letters = iter(word[1:])
    return code[0] == word[0] and all(c in letters for c in code[1:])


_SHORTENED = 3  # letters of a code that shortens a word: `OV 1` where `ouvrages` are explained
_TOLD = 5.0  # log-odds of a word that the document itself explains


def _own_parts(
    run: Sequence[int],
    look: Look,
    blocks: Sequence[Block],
    caption: tuple[str, ...],
    weights: Weights,
) -> Floats:
    """Return the parts that a run has by itself, part × rank."""
    out = np.zeros((len(OWN), N_RANKS))
    out[0, 1:] = -len(run)
    kind = look.kind if look.kind != "num" else f"num{min(look.depth, 4) or 1}"
    if look.kind == "type" and look.outline is not None:
        kind = "outline"
    out[3] = _row(weights.mark.get(kind, {})) * len(run)
    for at in run:
        block = blocks[at]
        wording = wording_of(block.title)
        out[2] += _row(weights.wording[wording])
        prose = wording is Wording.PROSE or len(block.title) > _LONG_TITLE
        out[5, 1:] -= float(prose) + float(block.title.rstrip().endswith((":", "?")))
        stated = wording is Wording.OTHER and block.title.rstrip('»" ').endswith(".")
        if stated and len(block.title) > _STATEMENT:
            out[5, 1 : ACTION if look.kind != "para" else N_RANKS] -= 1.0
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if after is not None and after.sort is Sort.FIELD:
            out[6, OO:] += 1.0
            out[6, ACTION] += 0.5
    for level in caption:
        out[4, 1 + RANKS.index(level)] += 1.0
        if len(caption) == 1:
            out[4, 1:] -= 0.5
    return out


_STATEMENT = 70  # characters of a sentence that is no objective
_LONG_TITLE = 280  # characters


def _left(run: Sequence[int], look: Look) -> float:
    """Return what leaving a run out costs, where the plan is open."""
    cost = {"label": 1.0, "form": 1.0, "col": 1.0, "band": 0.7, "num": 0.6, "bullet": 0.5}
    return cost.get(look.kind, 0.6 if look.special else 0.0) * len(run)


def _contains(above: Look, below: Look) -> float:
    """Return how well type and place say that one look stands above another, -1 to 1 each."""
    if above is below:
        return -1.0
    total = 0.0
    if above.outline is not None and below.outline is not None:
        total += 1.0 if above.outline < below.outline else -1.5
    elif below.outline is not None and above.outline is None:
        total -= 0.7
    elif above.outline is not None:
        total += 0.3
    if above.size > below.size:
        total += 0.5
    elif above.size < below.size:
        total -= 1.0
    if above.list_level is not None and below.list_level is not None:
        total += float(np.sign(below.list_level - above.list_level)) * 0.8
    if above.key[0] not in ("col", "band", "form") and below.key[0] not in ("col", "band", "form"):
        total += float(np.sign(round(below.indent - above.indent, 0))) * 0.4
    if above.depth and below.depth:
        total += float(np.sign(below.depth - above.depth)) * 0.5
    if above.key[0] == below.key[0] == "col" and above.key[1] == below.key[1]:
        total += _column_order(above, below)
    if above.key[0] == "band" and below.key[0] == "col":
        total += 1.0
    if above.key[0] == "col" and below.key[0] == "band":
        total -= 1.5
    if above.special and not below.special:
        total += 0.3
    elif below.special and not above.special:
        total -= 0.5
    return max(-2.0, min(2.0, total))


def _nested(one: Look, other: Look) -> bool:
    """Tell whether two looks stand at different depths of one list."""
    if one.list_level is None or other.list_level is None:
        return False
    return one.list_level != other.list_level


def _column_order(above: Look, below: Look) -> float:
    return 1.0 if above.members[0] < below.members[0] else -1.0


def ends(left_out: Look, still_open: Look) -> bool:
    """Tell whether a title that is left out ends what another look opened."""
    if left_out.kind not in ("type", "band", "num", "label") or not left_out.special:
        return False
    if left_out.outline is not None and still_open.outline is not None:
        return left_out.outline <= still_open.outline
    if left_out.outline is not None:
        return left_out.size >= still_open.size
    return left_out.size > still_open.size and still_open.outline is None


class _Numbers:
    """The numbers of the runs, as identities and values."""

    def __init__(
        self, runs: Sequence[Sequence[int]], blocks: Sequence[Block], looks: Sequence[Look]
    ) -> None:
        glued = _glued(blocks, looks)
        n = len(runs)
        self.above = np.full(n, -1, dtype=np.int64)
        self.first = np.full(n, -1, dtype=np.int64)
        self.depth = np.zeros(n, dtype=np.int64)
        self.last = np.full(n, -1, dtype=np.int64)
        self.whole = np.full(n, -2, dtype=np.int64)
        self.inner = np.zeros(n)
        self.restarts = np.zeros(n, dtype=np.int64)
        identities: dict[tuple[int, ...], int] = {}
        for i, run in enumerate(runs):
            paths = [p for at in run if (p := _path(blocks[at], glued=at in glued))]
            if not paths:
                continue
            first, last = paths[0], paths[-1]
            self.first[i], self.last[i], self.depth[i] = first[-1], last[-1], len(first)
            if len(first) > 1:
                self.above[i] = identities.setdefault(first[:-1], len(identities))
            self.whole[i] = identities.setdefault(last, len(identities))
            for a, b in pairwise(paths):
                follows = a[:-1] == b[:-1] and b[-1] == a[-1] + 1
                self.inner[i] += 1.0 if follows else -1.0
                self.restarts[i] += b[-1] == 1 and a[:-1] == b[:-1]


def _path(block: Block, *, glued: bool) -> tuple[int, ...]:
    if glued and block.number:
        return tuple(map(int, block.number))  # `OC11` is the first below `IF1`
    own = path_of(block.number)
    return (*(n for p in block.path for n in path_of(p)), *own) if own else ()


def _glued(blocks: Sequence[Block], looks: Sequence[Look]) -> set[int]:
    """Return the places of the blocks whose digits are numbers of several levels set together:
    all but the last digit of nearly all numbers of their look is a number of another look."""
    numbers = {
        i: {n for at in look.members if (n := blocks[at].number or "").isdecimal()}
        for i, look in enumerate(looks)
    }
    found: set[int] = set()
    for i, look in enumerate(looks):
        mine = [n for at in look.members if (n := blocks[at].number or "")]
        others = set().union(*(v for j, v in numbers.items() if j != i))
        fits = [n.isdecimal() and len(n) > 1 and n[:-1] in others for n in mine]
        if len(mine) > 1 and sum(fits) >= _NEARLY * len(mine):
            found.update(look.members)
    for i, look in enumerate(looks):  # the level above them, so that its numbers compare
        if numbers[i] and any(
            n[:-1] in numbers[i] for at in found for n in [blocks[at].number or ""]
        ):
            found.update(look.members)
    return found


_NEARLY = 0.8  # part of the numbers of a look


# ---------------------------------------------------------------------------- the walk


def score(readings: Ints, t: Track, weights: Weights) -> tuple[Floats, Floats]:
    """Return the scores of readings (reading × look) and their parts (reading × part)."""
    k = len(readings)
    every = np.arange(k)
    parts = np.zeros((k, len(PARTS)))
    opened = np.full((k, N_RANKS), -1, dtype=np.int64)  # the run that is open at each rank
    sibling = np.full((k, N_RANKS), -1, dtype=np.int64)  # the last at the rank, same parent
    latest = np.full((k, N_RANKS), -1, dtype=np.int64)  # the last at the rank, any parent
    filled = np.ones((k, N_RANKS), dtype=bool)  # what is open has something below it
    ranked = np.where(readings >= OS, readings, 99)
    top = ranked.min(axis=1, initial=99)
    leaf = np.where(readings >= OS, readings, 0).max(axis=1, initial=0)
    counts = np.zeros((k, N_RANKS))
    heading = np.zeros(k)  # OS with something below them
    has_oo = (readings == OO).any(axis=1)
    transition = np.array([_row(weights.transition.get(name, {})) for name in ("NONE", *RANKS)])
    around = len(OWN)
    index = {name: around + i for i, name in enumerate(AROUND)}
    ranks = np.arange(N_RANKS)
    for i in range(len(t.look)):
        look, n = t.look[i], t.size[i]
        rank = readings[:, look]
        if t.close[i]:
            _close(opened, sibling, filled, parts, index["empty"], leaf, np.ones(k, bool), OS)
        is_open = opened[:, OS:].max(axis=1) >= 0
        below = (ranks[None, :] < rank[:, None]) & (opened >= 0)
        parent = np.where(below.any(axis=1), N_RANKS - 1 - below[:, ::-1].argmax(axis=1), 0)
        section = rank == SECTION
        valid = (rank >= OS) & ((parent >= OS) | (rank == top))
        placed = valid | section
        # left out: what it costs, and what it ends
        out = ~placed
        parts[:, index["left_over"]] -= np.where(out & is_open & (rank == 0), t.left[i], 0)
        parts[:, index["orphan"]] -= np.where(out & (rank >= OS), n, 0)
        ending = out & (rank == 0)
        if ending.any():
            for r in range(SECTION, N_RANKS):
                ends = ending & (opened[:, r] >= 0) & t.closes[look, t.look[opened[:, r]]]
                if ends.any():
                    _close(opened, sibling, filled, parts, index["empty"], leaf, ends, r)
        if not placed.any():
            continue
        parts[:, :around] += np.where(placed[:, None], t.own[:, i, :][:, rank].T, 0.0)
        closing = placed
        _close_from(opened, sibling, filled, parts, index["empty"], leaf, closing, rank)
        above = opened[every, parent]
        has = valid & (parent >= OS)
        skipped = (parent == OS) & ((rank == PROJET) | (rank == ACTION)) & ~has_oo
        step = np.where(valid & ~skipped, transition[parent, rank], 0)
        parts[:, index["transition"]] += step * n
        held = t.contain[t.look[above], look]
        parts[:, index["contain"]] += np.where(placed & (parent >= SECTION), held, 0)
        if t.first[i] >= 0:
            matches = np.where(t.whole[above] == t.above[i], 1.0, -1.0)
            told = has & (t.above[i] >= 0) & (t.whole[above] >= 0)
            parts[:, index["number_parent"]] += np.where(told, matches, 0)
            before = sibling[every, rank]
            same = (before >= 0) & (t.last[before] >= 0)
            follows = t.first[i] == t.last[before] + 1
            anew = t.first[i] == 1
            ago = latest[every, rank]
            goes_on = (ago >= 0) & (t.first[i] == t.last[ago] + 1)
            good = np.where(same, np.where(follows, 1.0, -1.0), np.where(anew | goes_on, 0.7, -0.7))
            parts[:, index["number_series"]] += np.where(valid, good + t.inner[i], 0)
            again = same & anew & (t.above[i] < 0)
            parts[:, index["restart"]] -= np.where(valid, again + t.restarts[i], 0)
        before = sibling[every, rank]
        changed = valid & (before >= 0) & (t.family[t.look[before]] != t.family[look])
        parts[:, index["look_change"]] -= changed
        parts[:, index["look_change"]] -= changed & t.nested[t.look[before], look]
        counts[every, rank] += np.where(valid, n, 0)
        heading += has & (parent == OS) & ~filled[every, parent]
        filled[every, parent] |= has
        parts[:, index["empty"]] -= np.where(valid & (rank < leaf), (n - 1) * _EMPTY[rank], 0)
        opened[every, rank] = np.where(placed, i, opened[every, rank])
        sibling[every, rank] = np.where(placed, i, sibling[every, rank])
        latest[every, rank] = np.where(placed, i, latest[every, rank])
        filled[every, rank] = np.where(placed, False, filled[every, rank])
    _close(opened, sibling, filled, parts, index["empty"], leaf, np.ones(k, bool), OS)
    _whole_parts(parts, index, readings, t, counts, heading)
    return parts @ weights.parts, parts


_EMPTY = np.array(
    [0.0, 0.0, 1.0, 0.5, 0.1, 0.0, 0.0]
)  # what an OS, OO, project without child costs


def _close(opened, sibling, filled, parts, empty, leaf, which, rank) -> None:  # type: ignore[no-untyped-def]
    """Close a rank and all below it in some readings; what is empty counts."""
    for r in range(max(rank, OS), N_RANKS):
        bare = which & (opened[:, r] >= 0) & ~filled[:, r] & (r < leaf)
        parts[:, empty] -= bare * _EMPTY[r]
        opened[which, r] = -1
        sibling[which, r] = -1
        filled[which, r] = True
    if rank <= SECTION:
        opened[which, SECTION] = -1


def _close_from(opened, sibling, filled, parts, empty, leaf, which, rank) -> None:  # type: ignore[no-untyped-def]
    """Close, in each reading, what stands at a rank of its own and below; siblings stay known."""
    for r in range(SECTION, N_RANKS):
        here = which & (rank <= r) & (opened[:, r] >= 0)
        if not here.any():
            continue
        if r >= OS:
            parts[:, empty] -= (here & ~filled[:, r] & (r < leaf)) * _EMPTY[r]
        opened[here, r] = -1
        filled[here, r] = True
    for r in range(OS, N_RANKS):
        deeper = which & (rank < r)
        sibling[deeper, r] = -1


def _whole_parts(
    parts: Floats,
    index: Mapping[str, int],
    readings: Ints,
    t: Track,
    counts: Floats,
    heading: Floats,
) -> None:
    """Add the parts that the whole reading has."""
    for rank in range(OS, N_RANKS):
        mine = readings == rank
        seen = np.zeros((len(readings), int(t.family.max(initial=0)) + 1), dtype=bool)
        for look, family in enumerate(t.family):
            seen[:, family] |= mine[:, look]
        parts[:, index["extra_look"]] -= np.maximum(seen.sum(axis=1) - 1, 0)
    # the document may say that its projects are what it does
    done = bool(t.told[PROJET] and not t.told[ACTION])
    projects = readings == PROJET
    unworded = (projects & ~(done | (t.odds[:, PROJET] > 0))).any(axis=1)
    sure = (projects & (done | (t.odds[:, PROJET] >= _SURE))).any(axis=1)
    has_oo = counts[:, OO] > 0
    parts[:, index["unworded_project"]] -= np.where(
        has_oo, unworded, _NO_OO * ~sure * (counts[:, PROJET] > 0)
    )
    lone = (counts[:, PROJET] > 0) & (counts[:, ACTION] == 0)
    parts[:, index["unworded_project"]] -= 2.0 * (lone & ~sure)
    previous = counts[:, OS]
    for rank in (OO, PROJET, ACTION, SOUS_ACTION):
        here = counts[:, rank]
        both = (here > 0) & (previous > 0)
        ratio = np.log(np.maximum(here, 1) / np.maximum(previous, 1) / _USUAL)
        told = np.minimum(np.abs(ratio), _MAX_RATIO) * np.minimum(1, (here + previous) / _MANY)
        parts[:, index["ratio"]] -= np.where(both, told, 0)
        previous = np.where(here > 0, here, previous)
    some = counts[:, OS:].sum(axis=1) > 0
    if t.told.any():
        used, told = counts[:, OO:] > 0, t.told[OO:]
        extra = (used & ~told)[:, : SOUS_ACTION - OO]  # few documents tell that actions have parts
        absent = (~used & told).sum(axis=1)
        parts[:, index["told"]] -= some * extra.sum(axis=1)
        parts[:, index["told"]] -= some * _ABSENT * absent
        instead = (counts[:, OO:SOUS_ACTION] * extra).sum(axis=1)  # nodes under another name
        parts[:, index["told"]] -= some * (absent > 0) * _RENAMED * instead
    heads = ((readings == OS) & t.sure_top[None, :]).any(axis=1)
    below = counts[:, OO:].sum(axis=1)
    alone = (counts[:, OS] > 0) & (heading <= 1)  # the others head nothing: a letterhead
    parts[:, index["lone_top"]] -= alone & ~heads & (below >= _FEW)
    lacks = (counts[:, OO] == 0) & (counts[:, PROJET] == 0) & (below > 0) & (counts[:, OS] > 0)
    bare = (counts[:, OS] > 1) & (below == 0)
    chapters = (readings == SECTION).any(axis=1) & (counts[:, OO] > 0)
    chapters &= counts[:, PROJET:].sum(axis=1) == 0
    parts[:, index["no_oo"]] -= lacks + _ONLY_OS * bare + _NO_ACTION * chapters
    named = (t.odds[:, OO] >= _TOLD).any()
    parts[:, index["no_top"]] -= (some & (counts[:, OS] == 0)) * (1.0 if named else _UNTOLD)


_ABSENT = 0.7  # times as bad as a level that is not told is one that is told and missing
_NO_ACTION = 2.0  # times as bad are chapters above a plan that has no actions: they are its OS
_ONLY_OS = 3.0  # times as bad as a plan without OO is one of OS alone
_RENAMED = 0.4  # what a node at a level that is not told costs, where a told one is missing
_NO_OO = 3.0  # times as bad are projects that no word names, where nothing is an OO
_UNTOLD = 4.0  # times as bad is a plan without OS where no word names its OO
_FEW = 2  # nodes
_SURE = 3.0  # log-odds of a word for a project
_USUAL = 3.0  # nodes below one node; the ratio is measured from there
_MAX_RATIO = 1.6  # of its logarithm: five times as many as usual, or a fifth, is odd enough
_MANY = 16.0  # nodes of two levels together whose ratio tells something
