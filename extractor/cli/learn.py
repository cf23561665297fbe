"""`pst learn`: what the plans marked done teach the reading of the next ones."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.files import BAD_SOURCE, MISUSE, display_name, fail, require, say
from extractor.cli.language import Localised
from extractor.messages import tell

if TYPE_CHECKING:
    from extractor.learn.cases import Case
    from extractor.learn.model import Learned


@click.command(cls=Localised)
@click.argument("output")
@click.option("--accept", multiple=True, metavar="WORD", help="Accept a word that was proposed.")
@click.option("--accept-all", is_flag=True, help="Accept every word that is proposed.")
@click.option("--dry-run", is_flag=True, help="Print the figures; write nothing.")
def command(output: str, accept: tuple[str, ...], accept_all: bool, dry_run: bool) -> None:
    """Learn from the plans marked done how an institution prints its plans.

    OUTPUT is the folder of `pst batch`. Each plan marked done is read once more with what the
    others teach, and the corrections that it would have needed are counted, before and after. Where
    they are fewer, OUTPUT/pst-modele.toml is written, and every later extraction into OUTPUT uses
    it. Words that name a level are proposed in OUTPUT/pst-mots.toml; those accepted are used at
    once.

    \b
    pst learn output
    pst learn output --accept passerelle
    pst batch raw -o output
    """
    from extractor.diagnostics import LayoutError
    from extractor.learn.model import learn
    from extractor.learn.sources import load_done
    from extractor.learn.words import read_words

    folder = require(output)
    if not folder.is_dir():
        fail(f"{display_name(folder)}: give the folder of pst batch", MISUSE)
    try:
        words = read_words(folder)
    except LayoutError as error:
        fail(str(error), MISUSE)
    done = load_done(folder)
    for name, reason in done.left_out:
        say(f"pst: {display_name(name)}: {reason}")
    if not done.cases:
        fail(f"{display_name(folder)}: no plan is marked done; mark one with pst serve")
    found = learn(done.cases, words)
    taken = [p for p in found.proposals if accept_all or p.word in accept]
    unknown = [w for w in accept if w not in {p.word for p in found.proposals} and w not in words]
    for word in unknown:
        say(f"pst: {display_name(word)}: this word is not proposed")
    if taken:
        words |= {p.word: p.level for p in taken}
        found = learn(done.cases, words)
    _tell(done.cases, found, words)
    if not dry_run:
        _write(folder, found, words, len(done.cases))
    if unknown or done.left_out:
        sys.exit(BAD_SOURCE)


def _tell(cases: list[Case], found: Learned, words: dict[str, str]) -> None:
    """Print the figures, the words and what was decided."""
    name = tell("plan")
    click.echo(f"{name:40} {tell('nodes'):>9} {tell('before'):>9} {tell('after'):>9}")
    for case, before, after in zip(cases, found.before, found.after, strict=True):
        title = display_name(case.name.removesuffix(".json"))[:40]
        row = f"{title:40} {len(case.nodes):9} {before.corrections:9} {after.corrections:9}"
        click.echo(row)
    was, now = (sum(d.corrections for d in side) for side in (found.before, found.after))
    count = len(cases)
    click.echo(
        tell(
            "Corrections per plan, each plan left out in turn: {0} before, {1} after",
            f"{was / count:.1f}",
            f"{now / count:.1f}",
        )
    )
    if found.loss[1] < found.loss[0]:
        click.echo(
            tell(
                "Confidence refitted: loss {0} before, {1} after",
                f"{found.loss[0]:.3f}",
                f"{found.loss[1]:.3f}",
            )
        )
    for word, level in sorted(words.items()):
        click.echo(tell("Word accepted: {0} = {1}", display_name(word), level))
    for p in found.proposals:
        click.echo(
            tell(
                "Word proposed: {0} = {1} ({2} plans, {3} titles)",
                display_name(p.word),
                p.level,
                p.plans,
                p.titles,
            )
        )
    if count == 1:
        click.echo(tell("With one plan nothing can be tried; mark a second one done."))
    elif found.model is None:
        click.echo(tell("Not better: no model is used."))


def _write(folder: Path, found: Learned, words: dict[str, str], plans: int) -> None:
    """Write the words and, where it is better, the model; an older model that is not goes."""
    from extractor.corpus.files import write_atomically
    from extractor.learn.words import words_text
    from extractor.own import MODEL_FILE, WORDS_FILE, model_text

    if words or found.proposals:
        write_atomically(folder / WORDS_FILE, words_text(words, found.proposals).encode())
    path = folder / MODEL_FILE
    if found.model is not None:
        was, now = (sum(d.corrections for d in side) for side in (found.before, found.after))
        about = (
            f"Écrit par `pst learn` d’après {plans} plans marqués relus ; ne se modifie pas à la "
            f"main.\nCorrections sur les plans laissés de côté tour à tour : {was} avant, {now} "
            "après."
        )
        write_atomically(path, model_text(found.model, about).encode())
        click.echo(tell("Model written: {0}; run `pst batch` again", display_name(path)))
    else:
        path.unlink(missing_ok=True)
