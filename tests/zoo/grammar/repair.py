"""Keep to what a human reader can read without doubt: change the choices that go against it.

Each rule names itself in `Choices.repaired`. A reader must be able to tell every two levels apart
by a cue that the document prints (a word, the shape of a number, the container, indent, bullet,
look), to tell which level is which where the plan is not of the usual three, and to tell a title
from running text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

from tests.zoo.grammar import banks
from tests.zoo.grammar.choices import Choices, LevelChoice, word_of
from tests.zoo.grammar.reader import FLOW, TABLE, named, signature


def readable(choices: Choices, rng: Random, fold: int | None) -> Choices:
    """Repair the choices in place and return them."""
    _containers(choices)
    _schemes(choices, rng, fold)
    _words(choices, rng, fold)
    _numbers(choices)
    _heads(choices)
    _looks(choices)
    _columns(choices)
    _attributes(choices)
    _around(choices)
    _distinct(choices, rng, fold)
    _told(choices)
    return choices


def _containers(choices: Choices) -> None:
    """Let the containers follow each other as paper can print them."""
    chain = [choices.levels[level] for level in choices.shape]
    leaf = choices.levels[choices.leaf].container
    above = chain[: choices.shape.index(choices.leaf)]
    for place, level in enumerate(above):
        before = above[place - 1].container if place else ""
        if level.container == "opener" and place:
            level.container = "heading"
        if level.container == "sheet" and (place or choices.family != "sheet"):
            level.container = "heading"
        if level.container == "margin" and (before == "margin" or choices.family != "page"):
            level.container = "heading"
        if before in ("item", "margin") and level.container in ("heading", "opener"):
            level.container = "item"
        if before in ("band", "row", "stair", "context") and level.container in FLOW:
            level.container = before
        if before in ("merged", "repeated"):
            level.container = before
        if before in ("row", "stair") and level.container == "band":
            level.container = before
    _last_above(leaf, above)
    if choices.shape[-1] == "SOUS_ACTION":
        if leaf == "lines":
            choices.levels[choices.leaf].container = leaf = "column"
        below = {"column": "cell", "row": "row", "stair": "stair", "form": "cell"}
        choices.levels["SOUS_ACTION"].container = below.get(leaf, "item")


def _last_above(leaf: str, above: Sequence[LevelChoice]) -> None:
    """Fit the level right above the leaf."""
    last = above[-1]
    if leaf == "lines":
        last.container = "column"
        for level in above[:-1]:
            if level.container == "repeated":
                level.container = "merged"
    if leaf in ("row", "stair") and last.container == "band" and len(above) > 1:
        last.container = leaf
    if leaf == "stair" and last.container in ("heading", "sheet") and len(above) > 1:
        last.container = leaf


def _schemes(choices: Choices, rng: Random, fold: int | None) -> None:
    """Paths, suffixes and glued numbers need an abbreviation on every level."""
    if choices.scheme == "each":
        return
    if choices.family == "text" and choices.leaf == "lines":
        choices.scheme = "each"
        return
    for level in choices.chain():
        if level.kind in ("none", "section"):
            level.kind = "blind" if choices.blind and level.level in ("OS", "OO") else "known"
        for _ in range(60):
            level.word = word_of(rng, level.level, level.kind, fold)
            if level.word and level.word[2]:
                break
        else:
            level.kind = "known"
            level.word = banks.KNOWN[level.level][0]
        level.number, level.head = choices.scheme, "inline"
    if len({level.word[2] for level in choices.chain() if level.word}) < len(choices.shape):
        choices.scheme = "each"
        for level in choices.chain():
            level.number = "decimal"


def _words(choices: Choices, rng: Random, fold: int | None) -> None:
    """No two levels bear one word."""
    seen: set[str] = set()
    for level in choices.chain():
        for _ in range(40):
            if not level.word or level.word[0] not in seen:
                break
            level.word = word_of(rng, level.level, level.kind, fold)
        if level.word and level.word[0] in seen:
            level.kind, level.word = "none", None
        seen.add(level.word[0] if level.word else "")


def _numbers(choices: Choices) -> None:
    """A number that stands alone is closed; an ordinal word needs the level's word."""
    for level in choices.chain():
        if level.number == "ordinal" and not (level.word and " " not in level.word[2]):
            level.number = "decimal"
        if level.number == "ordinal" and (level.word or ("", "", ""))[0].isupper():
            level.number = "decimal"
        if level.number == "ordinal":
            level.form = "plain"
            level.separator = " : " if level.separator in (". ", "  ") else level.separator
        if level.form == "first" and level.number in ("letter", "none", "continuous", "bare"):
            level.form = "plain"
        if level.number in ("bare", "continuous", "letter", "roman") and not level.closing.strip():
            level.closing = "."
        if level.word and level.number == "none" and ":" not in level.separator:
            level.separator = " : "


def _heads(choices: Choices) -> None:
    """A label stands alone on its line in headings only, and needs a word and a number."""
    for level in choices.chain():
        lone = level.container == "opener" and level.number in ("decimal", "roman", "letter")
        if level.head == "stacked" and not (
            (level.word or lone)
            and level.number not in ("none", "suffix", "path", "glued")
            and level.container in ("heading", "opener")
        ):
            level.head = "inline"
        if level.head == "guillemets" and (not level.word or level.number == "suffix"):
            level.head = "inline"


def _looks(choices: Choices) -> None:
    """A title without word or number needs a look; a producer prints only looks that it has."""
    for place, level in enumerate(choices.chain()):
        if choices.family == "text" and level.look not in ("caps", "underline", "plain"):
            level.look = "plain" if level.word or level.number != "none" else "caps"
        if choices.family == "sheet" and level.look in ("centre", "underline", "size"):
            level.look = "bold"
        bare = not level.word and level.number == "none"
        if level.container in ("heading", "opener", "margin") and level.look == "plain" and bare:
            level.look = "caps" if choices.family == "text" else "bold"
        if level.container == "opener" and choices.family != "text":
            level.look = "size"
        if level.container == "heading" and choices.native and choices.family == "page":
            level.look = "size"
        upper = choices.chain()[place - 1] if place else level
        flowing = upper.container in ("heading", "opener", "margin", "item")
        if level.look == "size" and upper.look != "size" and flowing:
            level.look = "bold"  # nobody prints a level larger than the one above it
        if place and level.look == "underline" and level.container == "item":
            level.look = "plain"
        if level.look == "centre" and level.container not in ("heading", "opener", "band"):
            level.look = "bold"
        level.caps = (level.caps or "accents") if level.look == "caps" else ""


def _columns(choices: Choices) -> None:
    """A column has a header when values stand beside it."""
    chain = choices.chain()
    tabled = [level for level in chain if level.container in TABLE]
    stairs = any(level.container == "stair" for level in chain)
    if choices.place in ("columns", "parallel") or stairs:
        choices.header_row = True
    rows = any(level.container == "row" for level in chain)
    choices.type_column = choices.type_column and rows
    if choices.type_column:
        for level in tabled:
            if level.container == "row" and not level.word:
                choices.type_column = False
    columns = [x for x in tabled if x.container in ("merged", "repeated", "column", "lines")]
    choices.number_column = (
        choices.number_column
        and choices.scheme == "each"
        and len([x for x in chain if x.container in ("row", "column")]) > 0
        and choices.levels[choices.leaf].container in ("row", "column")
        and choices.levels[choices.leaf].number not in ("none", "letter")
    )
    if not columns and not rows and not stairs:
        choices.header_row = False
    if choices.family != "page" or not tabled:
        choices.ruled = True
    if any(level.container in ("merged", "lines", "cell") for level in chain):
        choices.ruled = choices.ruled or choices.producer == "pdf"


def _attributes(choices: Choices) -> None:
    """Places of attributes that the producer and the container have."""
    leaf = choices.levels[choices.leaf].container
    if choices.place in ("badge", "abreast") and choices.family == "text":
        choices.place = "lines"
    if choices.family == "sheet" and leaf == "item" and choices.place in ("badge", "abreast"):
        choices.place = "parenthesis"
    if choices.owner != choices.leaf and choices.place not in ("lines", "parenthesis", "none"):
        choices.place = "lines"
    if choices.place == "parallel" and choices.family != "sheet":
        choices.place = "none"  # where lines wrap nobody can tell which belong together
    if leaf == "lines" and choices.place == "columns":
        choices.owner = choices.shape[choices.shape.index(choices.leaf) - 1]
    choices.stray = choices.stray and choices.place in ("columns", "lines", "stacked", "abreast")
    if choices.place in ("parenthesis", "state"):
        for level in choices.chain():
            if level.level == choices.owner and level.head == "guillemets":
                level.head = "inline"
            if level.level == choices.owner and level.number == "suffix":
                choices.place = "lines" if leaf in ("item", "heading") else "none"


def _around(choices: Choices) -> None:
    """What surrounds the plan is printed where the producer can."""
    around = choices.surround
    if choices.family == "sheet":
        for key in ("cover", "deliberation", "contents", "footnotes", "watermark", "annex"):
            around[key] = False
        for key in ("header", "footer", "page_numbers"):
            around[key] = False
    if choices.producer in ("txt", "html"):
        around["watermark"] = False
    if choices.producer == "txt" or choices.levels[choices.leaf].container == "form":
        around["footnotes"] = False
    if choices.producer == "html":
        around["header"] = around["footer"] = around["page_numbers"] = False
    os = choices.levels["OS"]
    if os.kind != "known" or os.container not in ("heading", "opener", "merged", "band", "row"):
        choices.sections = False
    if os.container not in ("heading", "opener", "item", "band", "row"):
        choices.volets = "none"
    if choices.volets == "parenthesis" and os.container not in ("heading", "opener"):
        choices.volets = "heading"
    if os.container in ("band", "row"):
        choices.sections = False
    if choices.sections:
        choices.volets = "none"
    if choices.volets == "heading" and choices.family == "sheet" and choices.seed % 2:
        choices.volets = "sheet"
    choices.chapters = choices.chapters and choices.family != "sheet"


def _distinct(choices: Choices, rng: Random, fold: int | None) -> None:
    """No two levels have the same cues; a level with one member says what it is."""
    for upper, lower in combinations(choices.chain(), 2):
        if signature(choices, upper) != signature(choices, lower):
            continue
        choices.repaired.append(f"distinct {upper.level} {lower.level}")
        lower.number = "decimal"
        if signature(choices, upper) == signature(choices, lower):
            lower.word = word_of(rng, lower.level, "blind" if choices.blind else "known", fold)
            lower.kind = "blind" if choices.blind else "known"
    for level in choices.chain():
        rows = level.container in ("row", "band")
        if rows and not level.word and level.number == "none":
            choices.repaired.append(f"bare row {level.level}")
            level.number = "decimal"
    os = choices.levels["OS"]
    if choices.counts == "one_os" and not os.word and os.number == "none":
        choices.repaired.append("one bare OS")
        os.number = "decimal"


def _told(choices: Choices) -> None:
    """Where there are not the usual three levels, a word or a sentence tells which they are."""
    if not named(choices) and choices.announce != "sentence":
        choices.repaired.append("levels told")
        choices.announce = "sentence"
