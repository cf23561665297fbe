"""Corrections needed per plan, as an institution's plans teach the reading of the next ones.

    python -m benchmarks.learning [--plans 40] [--batch 10] [--habits 6] [--seed S]

Fictional plans in a few habits that nobody listed: the words, numbers, containers and looks of a
habit are one draw of the grammar (`tests.zoo.grammar`) with words that no vocabulary holds, its
plans differ in all else. Habits come in turn; none is chosen for its figures, but for being one
that reading gets wrong today: of a habit that is read right nothing can be learned. Batches run as
in an office: `pst batch` of ten plans; a person corrects each until it is the gold and marks it
done (`find_difference` counts her decisions); `pst learn`, all words accepted; the next ten.
Printed: the decisions per plan of each batch, and what they would have been without learning.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.corpus import corrections as store
from extractor.corpus.agenda import Options
from extractor.corpus.batch import run_batch
from extractor.corpus.files import write_atomically
from extractor.corrections.apply import Applier
from extractor.corrections.difference import find_difference
from extractor.corrections.model import new_entry
from extractor.evaluate.folding import fold_title
from extractor.learn.model import learn
from extractor.learn.sources import load_done
from extractor.learn.words import propose, read_words, words_text
from extractor.own import (
    MODEL_FILE,
    WORDS_FILE,
    OwnModel,
    load_own,
    model_text,
    using,
    word_odds,
)
from extractor.pipeline import extract
from extractor.schema import Level, Node, Plan, SourceSpan
from tests.zoo.grammar import Draw, draw

LEAST = 2.0  # decisions per plan, below which a habit has nothing to learn
TRIED = 2  # plans of a habit that are looked at for this


@dataclass(frozen=True)
class Row:
    """A batch: the decisions per plan, those without learning, and what was learned after it."""

    number: int
    decisions: float
    without: float
    learned: str


def wanted(read: Plan, gold: dict[str, Any]) -> Plan:
    """Return the plan as read, changed into the gold; nodes known by their title are kept."""
    free: dict[str, list[Node]] = {}
    for node in read.nodes():
        free.setdefault(fold_title(node.title), []).append(node)
    made: dict[Any, Node] = {}
    roots: list[Node] = []
    for row in gold["nodes"]:
        title = fold_title(row["title"])
        known = free.get(title) or []
        same = [n for n in known if n.level.value == row["level"]] or known or _begun(title, free)
        if same:
            node = same[0].model_copy(update={"children": [], "title": row["title"]})
            free[fold_title(same[0].title)].remove(same[0])
        else:
            node = Node(
                id="new",
                level=row["level"],
                title=row["title"],
                title_normalized=row["title"],
                source=SourceSpan(lines=(1, 1), text=row["title"]),
                confidence=1.0,
            )
        node = node.model_copy(update={"level": Level(row["level"])})
        made[row["id"]] = node
        parent = made.get(row.get("parent"))
        (parent.children if parent else roots).append(node)
    return read.model_copy(update={"tree": roots})


def _begun(title: str, free: dict[str, list[Node]]) -> list[Node]:
    """Return the nodes whose title goes on too far, or not far enough: one decision mends it."""
    return [
        node
        for other, nodes in free.items()
        for node in nodes
        if other and (other.startswith(title) or title.startswith(other))
    ]


def correct(output: Path, gold: dict[str, Any]) -> int:
    """Correct a plan until it is the gold, mark it done; return how many decisions it took."""
    with store.hold(output) as held:
        read = store.load_reading(output)
        assert read is not None
        applier = Applier(read)
        entries = find_difference(applier, wanted(read, gold), by="bench").entries
        mark = new_entry("mark", by="bench", read_in=read.source.sha256, new="done")
        assert applier.apply(mark) is None
        corrections = held.read()
        corrections.entries += [*entries, mark]
        held.write(corrections)
        write_atomically(output, applier.plan().to_json().encode())
        held.settle()
    return len(entries)


def decisions(document: Draw, folder: Path) -> int:
    """Return the decisions that a plan takes as the program is shipped."""
    path = folder / document.filename
    path.write_bytes(document.data)
    read = extract(path, nlp=False)
    return len(find_difference(Applier(read), wanted(read, document.gold), by="bench").entries)


def find_habits(count: int, seed: int, folder: Path) -> list[int]:
    """Return the seeds of the first habits that take decisions today."""
    found: list[int] = []
    habit = seed
    while len(found) < count:
        tried = [draw(habit * 100 + i, blind=True, habit=habit) for i in range(TRIED)]
        if sum(decisions(d, folder) for d in tried) >= LEAST * TRIED:
            found.append(habit)
        habit += 1
    print(f"habits: {habit - seed} drawn, {count} that are read wrong", flush=True)
    return found


def teach(output: Path) -> str:
    """Learn from all plans marked done, every proposed word accepted; return what was learned."""
    done = load_done(output)
    words = read_words(output)
    with using(OwnModel({w: word_odds(level) for w, level in words.items()})):
        words |= {p.word: p.level for p in propose(done.cases, words)}
    write_atomically(output / WORDS_FILE, words_text(words, []).encode())
    found = learn(done.cases, words)
    if found.model is not None:
        write_atomically(output / MODEL_FILE, model_text(found.model, "bench").encode())
    was, now = (sum(d.corrections for d in side) for side in (found.before, found.after))
    kind = "weights" if found.refitted else "habits" if found.model else "nothing"
    return f"{len(words)} words, {kind}; left out {was} → {now}"


def run(plans: int, batch: int, habits: Sequence[int], folder: Path) -> list[Row]:
    """Run the batches and return their rows."""
    raw, output, aside = folder / "raw", folder / "output", folder / "aside"
    for path in (raw, output, aside):
        path.mkdir()
    rows: list[Row] = []
    for start in range(0, plans, batch):
        drawn = [
            draw(habits[i % len(habits)] * 100 + 10 + i, blind=True, habit=habits[i % len(habits)])
            for i in range(start, start + batch)
        ]
        for document in drawn:
            (raw / document.filename).write_bytes(document.data)
        run_batch([str(raw)], output, Options(nlp=False, own=load_own(output)))
        golds = {Path(d.filename).stem: d.gold for d in drawn}
        taken = [correct(output / f"{stem}.json", gold) for stem, gold in golds.items()]
        without = [decisions(d, aside) for d in drawn] if start else taken
        learned = teach(output) if start + batch < plans else "–"
        row = Row(len(rows) + 1, sum(taken) / batch, sum(without) / batch, learned)
        rows.append(row)
        print(f"| {row.number} | {row.decisions:.1f} | {row.without:.1f} | {row.learned} |",
              flush=True)  # fmt: skip
    return rows


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--habits", type=int, default=6)
    parser.add_argument("--seed", type=int, default=230_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder, "habits")
        aside.mkdir()
        habits = find_habits(options.habits, options.seed, aside)
        print("| batch | corrections per plan | without learning | learned after it |")
        print("|---|---|---|---|")
        run(options.plans, options.batch, habits, Path(folder))


if __name__ == "__main__":
    main()
