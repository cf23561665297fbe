"""What is drawn for one document, dimension by dimension, before anything is printed.

`draw_choices` draws each dimension by itself; `readable` in `repair.py` then changes what nobody
could read without doubt. `Choices.flat()` names every choice, for tables by dimension.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tests.zoo.grammar import banks
from tests.zoo.grammar.titles import STYLES

PAGES = ("pdf", "docx", "odt", "html")
SHEETS = ("xlsx", "ods")
PRODUCERS: Mapping[str, int] = {
    "pdf": 28, "docx": 20, "txt": 14, "xlsx": 15, "html": 12, "odt": 7, "ods": 4,
}  # fmt: skip
DEFAULT_SHAPE = ("OS", "OO", "ACTION")
SHAPES: Mapping[tuple[str, ...], int] = {
    DEFAULT_SHAPE: 62,
    ("OS", "OO", "PROJET", "ACTION"): 8,
    ("OS", "OO", "ACTION", "SOUS_ACTION"): 8,
    ("OS", "OO", "PROJET"): 6,
    ("OS", "ACTION"): 6,
    ("OS", "OO"): 6,
    ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION"): 4,
}
WORDS = {"known": 34, "section": 12, "blind": 30, "none": 24}
BLIND_WORDS = {"section": 8, "blind": 68, "none": 24}
NUMBERS: Mapping[str, Mapping[str, int]] = {
    "OS": {"decimal": 62, "roman": 12, "letter": 8, "ordinal": 5, "none": 13},
    "OO": {"decimal": 52, "bare": 16, "continuous": 8, "letter": 6, "none": 18},
    "PROJET": {"decimal": 40, "bare": 10, "continuous": 25, "none": 25},
    "ACTION": {"decimal": 30, "bare": 12, "continuous": 14, "letter": 8, "none": 36},
    "SOUS_ACTION": {"decimal": 25, "letter": 25, "bare": 10, "none": 40},
}
#: of all levels at once; `each` lets every level have its own
SCHEMES = {"each": 82, "path": 6, "suffix": 6, "glued": 6}
SLIPS = {"none": 58, "skipped": 14, "doubled": 10, "spacing": 10, "forgotten": 8}
LEAVES: Mapping[str, Mapping[str, int]] = {
    "page": {
        "item": 38, "heading": 7, "column": 18, "lines": 7, "row": 8, "stair": 4, "card": 9,
        "form": 9,
    },
    "text": {"item": 64, "heading": 10, "form": 14, "column": 12},
    "sheet": {"column": 46, "lines": 14, "row": 20, "stair": 12, "form": 4, "item": 4},
}  # fmt: skip
#: what may stand above a leaf, by the leaf's container
ABOVE: Mapping[str, Mapping[str, int]] = {
    "item": {"heading": 56, "item": 20, "opener": 8, "margin": 16},
    "heading": {"heading": 80, "opener": 10, "margin": 10},
    "card": {"heading": 75, "opener": 15, "item": 10},
    "column": {"heading": 26, "band": 22, "merged": 26, "repeated": 14, "sheet": 8, "opener": 4},
    "lines": {"heading": 35, "band": 25, "merged": 30, "sheet": 10},
    "row": {"heading": 25, "row": 55, "band": 12, "sheet": 8},
    "stair": {"heading": 15, "stair": 65, "band": 10, "sheet": 10},
    "form": {"heading": 40, "context": 60},
}
PLACES: Mapping[str, Mapping[str, int]] = {
    "item": {"none": 34, "parenthesis": 20, "state": 14, "lines": 18, "abreast": 6, "badge": 8},
    "heading": {
        "none": 20,
        "parenthesis": 10,
        "state": 10,
        "lines": 32,
        "abreast": 10,
        "badge": 8,
        "stacked": 10,
    },
    "column": {"columns": 68, "none": 22, "parenthesis": 10},
    "row": {"columns": 74, "none": 26},
    "stair": {"columns": 70, "none": 30},
    "lines": {"none": 45, "parenthesis": 20, "columns": 20, "parallel": 15},
    "card": {"lines": 40, "abreast": 25, "stacked": 20, "badge": 15},
    "form": {"lines": 55, "stacked": 20, "abreast": 25},
}
LOOKS = {"size": 34, "bold": 26, "caps": 12, "colour": 10, "centre": 8, "underline": 4, "plain": 6}
QUIET_LOOKS = {"plain": 72, "bold": 18, "colour": 5, "caps": 5}
ANNOUNCE = {"none": 58, "caption": 18, "sentence": 14, "legend": 10}
#: what surrounds the plan, in percent of the documents
SURROUND = {
    "cover": 22, "deliberation": 9, "contents": 18, "introduction": 45, "lists": 22, "summary": 15,
    "glossary": 12, "overview": 10, "annex": 8, "header": 28, "footer": 34, "page_numbers": 55,
    "footnotes": 6, "watermark": 5, "closing": 18,
}  # fmt: skip


def pick(rng: Random, weights: Mapping[str, int]) -> str:
    """Draw a key by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


@dataclass
class LevelChoice:
    """How one level is printed."""

    level: str
    kind: str  # of its word: known, section, blind, none
    word: banks.Word | None
    number: str
    separator: str  # after the label
    closing: str  # after a number that stands alone
    form: str  # plain, "n°", number first
    head: str  # inline, stacked, guillemets
    upper: bool  # the label in capitals
    container: str
    look: str
    wording: str
    bullet: str
    caps: str = ""  # of the title: "", accents, bare


@dataclass
class Choices:
    """Everything drawn for one document."""

    seed: int
    producer: str
    blind: bool
    shape: tuple[str, ...]
    scheme: str
    slip: str
    levels: dict[str, LevelChoice]
    place: str  # of attributes
    owner: str  # level that carries them
    announce: str
    volets: str
    sections: bool
    native: bool
    number_column: bool
    type_column: bool
    header_row: bool
    header_again: bool
    plural_headers: bool
    phrase_headers: bool
    ruled: bool
    group_header: bool
    auto_numbers: bool
    path_sign: str
    stray: bool  # a field that no key of the contract takes
    chapters: bool  # the parts around the plan are numbered
    context: str  # of a form: first, last
    counts: str
    surround: dict[str, bool] = field(default_factory=dict)
    repaired: list[str] = field(default_factory=list)

    @property
    def leaf(self) -> str:
        """Return the level whose container decides between running text, tables and forms."""
        return self.shape[-2] if self.shape[-1] == "SOUS_ACTION" else self.shape[-1]

    @property
    def family(self) -> str:
        """Return `page`, `text` or `sheet`."""
        if self.producer in SHEETS:
            return "sheet"
        return "text" if self.producer == "txt" else "page"

    def chain(self) -> list[LevelChoice]:
        """Return the levels from the top."""
        return [self.levels[level] for level in self.shape]

    def flat(self) -> dict[str, str]:
        """Return every dimension with its choice."""
        found = {
            "producer": self.producer,
            "shape": ">".join(self.shape),
            "scheme": self.scheme,
            "slip": self.slip,
            "attributes": self.place,
            "attributes_on": self.owner if self.place != "none" else "none",
            "announce": self.announce,
            "volets": self.volets,
            "sections": _yes(self.sections),
            "native": _yes(self.native),
            "counts": self.counts,
            "number_column": _yes(self.number_column),
            "type_column": _yes(self.type_column),
            "header_row": _yes(self.header_row),
            "group_header": _yes(self.group_header),
            "auto_numbers": _yes(self.auto_numbers),
            "stray": _yes(self.stray),
            "chapters": _yes(self.chapters),
            "ruled": _yes(self.ruled),
        }
        for level, choice in self.levels.items():
            for name in ("kind", "number", "head", "container", "look", "wording"):
                name_of = "word" if name == "kind" else name
                found[f"{name_of}_{level}"] = str(getattr(choice, name))
        return found | {f"with_{key}": _yes(value) for key, value in self.surround.items()}


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def draw_choices(rng: Random, seed: int, producer: str, blind: bool, fold: int | None) -> Choices:
    """Draw every dimension; `fold` keeps to one half of the blind words."""
    shape = rng.choices(list(SHAPES), list(SHAPES.values()))[0]
    scheme = pick(rng, SCHEMES)
    family = "sheet" if producer in SHEETS else "text" if producer == "txt" else "page"
    leaf = pick(rng, LEAVES[family])
    levels = {level: _level(rng, level, blind, fold) for level in shape}
    leaf_level = shape[-2] if shape[-1] == "SOUS_ACTION" else shape[-1]
    for level in shape:
        levels[level].container = leaf if level == leaf_level else pick(rng, ABOVE[leaf])
    owner = leaf_level
    if leaf in ("item", "heading") and len(shape) > 2 and rng.random() < 0.15:
        owner = "OO" if "OO" in shape else leaf_level
    return Choices(
        seed=seed, producer=producer, blind=blind, shape=shape, scheme=scheme,
        slip=pick(rng, SLIPS), levels=levels, place=pick(rng, PLACES[leaf]), owner=owner,
        announce=pick(rng, ANNOUNCE),
        volets=pick(rng, {"none": 72, "heading": 18, "parenthesis": 10}),
        sections=rng.random() < 0.3, native=rng.random() < 0.6, number_column=rng.random() < 0.5,
        type_column=rng.random() < 0.6, header_row=rng.random() < 0.85,
        group_header=rng.random() < 0.1,
        auto_numbers=rng.random() < 0.35,
        path_sign=rng.choice(("/", "/", "-", ".")),
        stray=rng.random() < 0.15,
        chapters=rng.random() < 0.15,
        header_again=rng.random() < 0.3, plural_headers=rng.random() < 0.5,
        phrase_headers=rng.random() < 0.3, ruled=rng.random() < 0.8,
        context=rng.choice(("first", "first", "last")),
        counts=pick(rng, {"usual": 70, "one_os": 10, "one_oo": 8, "empty_oo": 12}),
        surround={key: rng.random() * 100 < share for key, share in SURROUND.items()},
    )  # fmt: skip


def word_of(rng: Random, level: str, kind: str, fold: int | None) -> banks.Word | None:
    """Draw a word of that kind."""
    if kind == "none":
        return None
    bank = {"known": banks.KNOWN, "section": banks.SECTION, "blind": banks.BLIND}[kind]
    words = bank.get(level) or banks.BLIND[level]
    if kind == "blind" and fold is not None:
        words = words[fold::2]
    return rng.choice(words)


def _level(rng: Random, level: str, blind: bool, fold: int | None) -> LevelChoice:
    weights = dict(BLIND_WORDS if blind else WORDS)
    if level in ("ACTION", "SOUS_ACTION"):  # actions are seldom called by a word
        weights = {"known": 25, "none": 60, "blind": 15} if not blind else {"none": 75, "blind": 25}
    if level == "SOUS_ACTION" or (level == "PROJET" and not blind):
        weights = {"known": 70, "none": 30}
    kind = pick(rng, weights)
    number = pick(rng, NUMBERS[level])
    quiet = level in ("ACTION", "SOUS_ACTION")
    look = pick(rng, QUIET_LOOKS if quiet else LOOKS)
    return LevelChoice(
        level=level, kind=kind, word=word_of(rng, level, kind, fold), number=number,
        separator=rng.choice((" : ", " : ", ". ", " – ", " - ", "  ", ": ")),
        closing=rng.choice((".", ".", "", ")", ".", " -")),
        form=rng.choice(("plain", "plain", "plain", "n°", "first")),
        head=rng.choice(("inline",) * 7 + ("stacked", "stacked", "guillemets")),
        upper=rng.random() < 0.12, container="", look=look,
        wording=rng.choice(STYLES[level]),
        bullet=rng.choice(banks.BLIND_BULLETS if rng.random() < 0.2 else banks.BULLETS),
        caps=rng.choice(("accents", "bare")) if look == "caps" else "",
    )  # fmt: skip
