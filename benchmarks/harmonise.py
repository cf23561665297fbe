"""How well likeness finds what two real plans have in common: `python -m benchmarks.harmonise`.

The pairs below were found by reading the two plans (`../shared/plans`), before any code. For each,
its rank among the objectives and projects of the other plan, seen from both sides, and its rank
among all pairs. `--top N` prints the N best pairs for a reader to judge; `--without-synonyms`
leaves out `models/synonyms.toml`'s concepts and the names of `models/entities.toml`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from extractor.harmonise.items import Item, build_items, inverse_frequencies
from extractor.harmonise.similarity import Comparer
from extractor.nlp import concepts
from extractor.pipeline import extract

PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"
WANTED = (
    ("OO 3.2", "OO 1.3"), ("OO 3.3", "OO 1.4"), ("OO 3.4", "OO 1.5"), ("OO 3.7", "OO 1.7"),
    ("OO 3.8", "OO 1.9"), ("OO 3.1", "PROJET 2"), ("OO 3.16", "PROJET 3"), ("OO 3.5", "PROJET 12"),
)  # fmt: skip
OBJECTIVES = {"OO", "PROJET"}


def name_of(item: Item) -> str:
    return f"{item.member.level} {item.member.code or ''}".strip()


def scores(items: list[Item], *, objectives: bool) -> dict[tuple[int, int], float]:
    comparer = Comparer(items, inverse_frequencies(items))
    found = {pair: comparer.score(*pair) for pair in comparer.candidates()}
    if not objectives:
        return found
    kept = {item.place for item in items if item.member.level in OBJECTIVES}
    return {pair: score for pair, score in found.items() if kept.issuperset(pair)}


def print_ranks(items: list[Item], found: dict[tuple[int, int], float]) -> None:
    first_plan = items[0].member.plan_id
    places = {
        (item.member.plan_id == first_plan, name_of(item)): item.place
        for item in items
        if item.member.level in OBJECTIVES
    }
    print("pair                     score  from A  from B  overall")
    for one, other in WANTED:
        pair = places[True, one], places[False, other]
        score = found.get(pair, 0.0)
        from_first = 1 + sum(s > score for (p, _), s in found.items() if p == pair[0])
        from_second = 1 + sum(s > score for (_, q), s in found.items() if q == pair[1])
        overall = 1 + sum(s > score for s in found.values())
        ranks = f"{from_first:>7} {from_second:>7} {overall:>8}"
        print(f"{one + ' / ' + other:24} {score:.3f} {ranks}")


def print_top(items: list[Item], found: dict[tuple[int, int], float], count: int) -> None:
    for (one, other), score in sorted(found.items(), key=lambda row: (-row[1], row[0]))[:count]:
        first, second = items[one], items[other]
        print(f"{score:.3f}  {name_of(first)}: {first.member.title}")
        print(f"       {name_of(second)}: {second.member.title}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--top", type=int, default=0)
    parser.add_argument("--all-levels", action="store_true", help="actions too")
    parser.add_argument("--without-synonyms", action="store_true")
    options = parser.parse_args()
    plans = [extract(PLANS / f"{name}.txt") for name in ("baelen", "oupeye")]
    if options.without_synonyms:
        concepts.load_vocabulary().root.next.clear()
    start = time.perf_counter()
    items = build_items(plans)
    found = scores(items, objectives=not options.all_levels)
    print(f"{len(items)} nodes, {len(found)} pairs, {time.perf_counter() - start:.2f} s")
    print_ranks(items, found)
    print_top(items, found, options.top)


if __name__ == "__main__":
    main()
