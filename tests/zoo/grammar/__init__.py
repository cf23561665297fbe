"""A grammar of layouts: from a seed, a plan printed in choices drawn independently.

`draw(seed)` draws the words, numbers, containers, looks, places of attributes, counts and
surroundings of one document (`choices.py`), changes what nobody could read without doubt
(`repair.py`), composes a plan (`plan.py`), lays it out (`compose.py`) and prints it
(`producers/`). The same seed gives the same bytes. Nothing here knows how the extractor decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.zoo.grammar.choices import PRODUCERS, Choices, draw_choices, pick
from tests.zoo.grammar.compose import Composer
from tests.zoo.grammar.model import Print
from tests.zoo.grammar.plan import draw_plan
from tests.zoo.grammar.producers import produce
from tests.zoo.grammar.producers.printers import PRINTED, reprint
from tests.zoo.grammar.repair import readable
from tests.zoo.scan import scanned

__all__ = ["PRODUCERS", "Draw", "draw"]


@dataclass(frozen=True)
class Draw:
    """One printed plan. `gold` is its annotation, `choices` every dimension with its choice."""

    seed: int
    data: bytes
    filename: str
    gold: dict[str, Any]
    choices: dict[str, str]
    repaired: tuple[str, ...]
    printed: Print


def draw(
    seed: int,
    *,
    producer: str | None = None,
    blind: bool = False,
    fold: int | None = None,
    scan: bool = False,
    habit: int | None = None,
) -> Draw:
    """Print the plan of that seed.

    `blind` draws the words of OS, OO and PROJET from those that the vocabulary does not hold;
    `fold` (0 or 1) keeps to one half of the blind words, so that weights learned on one half
    are measured on the other. `producer` fixes the format, the rest stays drawn; `docx_pdf`,
    `html_pdf` and the like go through LibreOffice or Chromium (`producers.printers`), `OSError`
    where these are not installed. `scan` makes images of the pages of a PDF: 200 dpi, askew, with
    noise. `habit` is the seed of another document whose words, numbers, containers and looks this
    one shares: the next plan of the same hand.
    """
    look = seed if habit is None else habit
    rng = Random(f"{look}/{'blind' if blind else 'open'}")
    drawn = pick(rng, PRODUCERS)
    wanted = producer or drawn
    base, target = PRINTED.get(wanted, (wanted, wanted))
    chosen: Choices = draw_choices(rng, look, base, blind, fold)
    readable(chosen, rng, fold)
    if habit is not None:
        rng = Random(f"{habit}/{seed}")
    plan = draw_plan(rng, chosen)
    document = Composer(rng, chosen, plan).document()
    data = produce(document, chosen.producer, rng)
    if wanted in PRINTED:
        data = reprint(data, wanted)
    if scan and target == "pdf":
        data = scanned(data, seed)
    return Draw(
        seed=seed,
        data=data,
        filename=f"draw-{seed}.{target}",
        gold=plan.gold(),
        choices=chosen.flat() | {"producer": wanted},
        repaired=tuple(chosen.repaired),
        printed=document,
    )
