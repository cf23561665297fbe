"""How a node's heading is written: label, number, separator, title, attributes at its end."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.zoo.grammar import banks
from tests.zoo.grammar.choices import Choices
from tests.zoo.grammar.model import Auto, Node, Para, Style
from tests.zoo.grammar.plan import GrammarPlan


class Writer:
    """Writes headings and values in the habits of one document."""

    def __init__(self, rng: Random, choices: Choices, plan: GrammarPlan) -> None:
        self.rng, self.choices, self.plan = rng, choices, plan
        self.list_sign = rng.choice((", ", ", ", " ; ", " / "))
        if choices.place in ("parenthesis", "abreast"):
            self.list_sign = ", "
        self.colon = rng.choice((" : ", " : ", ": "))
        self.state_sign = rng.choice(("({})", "[{}]", "– {}"))
        self.sdg_form = rng.choice(("{}", "ODD {}"))
        self.blank = rng.choice(("", "", "-"))
        self.form_head = rng.choice(banks.FORM_HEADS)
        self.title_label = rng.choice(banks.TITLE_LABELS)
        self.number_header = rng.choice(("N°", "Code", "Réf."))
        self.type_header = rng.choice(("Type", "Niveau", ""))
        self.groups = rng.choice((("Objectifs et actions", "Suivi"), ("Plan", "Mise en œuvre")))
        self.forms = 0  # printed so far
        self.phrases = rng.choice(banks.BLIND_HEADERS)

    def word(self, level: str, plural: bool = False) -> str:
        """Return the level's word as labels print it, or nothing."""
        choice = self.choices.levels[level]
        if not choice.word:
            return ""
        text = choice.word[1 if plural else 0]
        return text.upper() if choice.upper else text

    def header(self, level: str) -> str:
        """Return the header of the level's column."""
        if self.choices.levels[level].word:
            return self.word(level, plural=self.choices.plural_headers)
        if self.choices.blind or self.choices.phrase_headers:
            return self.phrases[level]
        return banks.KNOWN[level][0][1 if self.choices.plural_headers else 0]

    def form_label(self, level: str) -> str:
        """Return the label of the level's line in a form; nothing for a leaf without word."""
        if self.choices.levels[level].word:
            return self.word(level)
        return "" if level == self.choices.leaf else self.header(level)

    def label(self, node: Node) -> str:
        """Return word and number without separator: `OS 1`, `1.1`, `Premier objectif`."""
        choice = self.choices.levels[node.level]
        word, number = self.word(node.level), node.number
        if choice.number in ("path", "glued"):
            return number
        if choice.number == "suffix":
            return ""
        if node.slip == "forgotten":
            return number
        if not word or not number:
            return word or number
        if choice.number == "ordinal" and not number.isdigit():
            text = f"{number} {word.lower()}"
            return text.upper() if choice.upper else text
        if node.slip == "spacing":
            return f"{word}{number}" if choice.form != "n°" else f"{word} n° {number}"
        if choice.form == "n°":
            return f"{word} n°{number}"
        if choice.form == "first":
            return f"{number}. {word}" if choice.number == "roman" else f"{number} {word}"
        return f"{word} {number}"

    def marker(self, node: Node) -> str:
        """Return what stands before the title, with what closes it."""
        choice = self.choices.levels[node.level]
        label = self.label(node)
        if not label:
            return ""
        if choice.number == "path":
            return label + (" :" if ":" in choice.separator else " –")
        if choice.number == "glued":
            return label + (choice.separator.rstrip() if ":" in choice.separator else "")
        if (choice.word and node.slip != "forgotten") or choice.number == "ordinal":
            return label + choice.separator.rstrip()
        closing = choice.closing
        if choice.number == "decimal" and "." in label and closing == ")":
            closing = ""
        return label + closing

    def title(self, node: Node) -> str:
        """Return the title as printed behind the label, with attributes at its end."""
        choice = self.choices.levels[node.level]
        text = node.title
        if choice.head == "guillemets":
            text = f"« {text} »"
        if choice.number == "suffix":
            text = f"{text} {node.number}"
        tail = self.tail(node)
        return f"{text} {tail}" if tail else text

    def tail(self, node: Node) -> str:
        """Return the attributes that stand at the end of the line."""
        values = node.attributes
        if not values:
            return ""
        if self.choices.place == "parenthesis":
            parts = [f"{self.field(key)}{self.colon}{self.value(node, key)}" for key in values]
            return f"({' ; '.join(parts)})"
        if self.choices.place == "state":
            state = self.value(node, "status")
            if "progress" in values:
                state += f" – {values['progress']} %"
            return self.state_sign.format(state)
        return ""

    def line(self, node: Node) -> str:
        """Return label and title on one line."""
        return " ".join(part for part in (self.marker(node), self.title(node)) if part)

    def bare_line(self, node: Node) -> str:
        """Return label and title on one line, without what stands at its end."""
        choice = self.choices.levels[node.level]
        text = f"{node.title} {node.number}" if choice.number == "suffix" else node.title
        return " ".join(part for part in (self.marker(node), text) if part)

    def field(self, key: str) -> str:
        """Return what this document calls an attribute."""
        return self.plan.labels[key]

    def value(self, node: Node, key: str) -> str:
        """Return an attribute's value as printed; blank where the node has none."""
        value: Any = node.attributes.get(key)
        if value is None:
            return self.blank
        if key == "sdgs":
            return self.sdg_form.format(", ".join(map(str, value)))
        if isinstance(value, list):
            return self.list_sign.join(value)
        return str(value)

    def fields(self, node: Node) -> list[tuple[str, str]]:
        """Return label and value of the attributes that the node has."""
        keys = [key for key in self.plan.keys if key in node.attributes]
        return [(self.field(key), self.value(node, key)) for key in keys]

    def badge(self, node: Node) -> str:
        """Return the state that stands apart from the title."""
        if self.choices.place == "badge" and "status" in node.attributes:
            return self.value(node, "status")
        return ""


def style_of(choices: Choices, level: str) -> Style:
    """Return the typography of a level's headings."""
    rank = choices.shape.index(level)
    look = choices.levels[level].look
    size = max(1, 3 - rank) if look == "size" else 0
    return Style(
        size=size,
        bold=look in ("size", "bold", "centre"),
        colour=look == "colour",
        center=look == "centre",
        underline=look == "underline",
    )


def head_paras(writer: Writer, node: Node, indent: int = 0) -> list[Para]:
    """Return the paragraphs of a heading: one, or label and title on lines of their own."""
    choice = writer.choices.levels[node.level]
    style = style_of(writer.choices, node.level)
    rank = writer.choices.shape.index(node.level)
    note = "1" if node.note else ""
    native = writer.choices.native and choice.container in ("heading", "opener", "margin")
    outline = rank + 1 if native else 0
    if choice.head == "stacked" and node.slip != "forgotten":
        label = Para(writer.label(node), style=style, outline=outline, indent=indent)
        return [label, Para(writer.title(node), style=style, indent=indent, note=note)]
    return [
        Para(
            writer.line(node),
            style=style,
            outline=outline,
            indent=indent,
            badge=writer.badge(node),
            note=note,
            auto=auto_of(writer, node),
        )
    ]


FORMS = {"decimal": "decimal", "bare": "decimal", "roman": "upperRoman", "letter": "lowerLetter"}


def auto_of(writer: Writer, node: Node) -> Auto | None:
    """Return how a word processor would number this heading; None where it is typed."""
    choice = writer.choices.levels[node.level]
    typed = not writer.choices.auto_numbers or node.slip in ("forgotten", "spacing")
    if typed or choice.number not in FORMS or choice.form == "first":
        return None
    marker = writer.marker(node)
    before, _, after = marker.rpartition(node.number)
    if choice.head == "guillemets" or f"{before}{node.number}{after}" != marker:
        return None
    form = FORMS[choice.number]
    if choice.number == "letter" and node.level == "OS":
        form = "upperLetter"
    return Auto(node.path, form, before, after, choice.number == "decimal", writer.title(node))
