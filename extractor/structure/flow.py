"""Running text → blocks: labels, numbers and titles told apart, fields and captions named.

In: the paragraphs of one flow (the body outside tables, or one cell). Out: `Block`s in the same
order; each line in one block, unless a line holds several. Order of precedence: what names a part
of the document (volet, caption, closing title), a label of a series, a field, then everything else
is an item whose look the document will explain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor import vocabulary
from extractor.markers import find_marker
from extractor.structure.blocks import (
    Block,
    Sort,
    Typesetting,
    clean_title,
    has_letters,
    is_rule,
)
from extractor.structure.contents import kind_of, kind_of_values
from extractor.structure.labels import Label, Labels, with_label
from extractor.structure.numbers import path_of
from extractor.structure.paragraphs import CONTINUED, Paragraph
from extractor.structure.refine import as_field
from extractor.structure.tails import split_tail
from extractor.structure.wording import has_sentences, is_plan_like, is_verbal
from extractor.text import words
from extractor.values import parse_deadline, parse_progress, parse_status

_MAX_TITLE = 260  # characters of a labelled title of several sentences
_MAX_LABEL = 50  # characters of the label of a field that stands alone
_SENTENCE_END = re.compile(r"[.!?] [A-ZÀ-Ü]")
_BETWEEN = re.compile(r"\s+[|>›/•–-]+\s+(?=\w)")
_MIN_RUN_IN = 2  # words of a bold title and of the text behind it in one paragraph
_OWN_FIELD = re.compile(
    r"[\s•●▪◦○➢➤►✓·∙*\-–—]*(?P<label>[A-ZÀ-Ý][^:\n\t]{1,40}?)\s*:\s+(?P<value>\S.*)", re.S
)


class Flow:
    """Makes blocks of paragraphs, with what the whole document says of its labels and type."""

    def __init__(
        self, labels: Labels, typesetting: Typesetting, own_fields: dict[str, str]
    ) -> None:
        self.labels = labels
        self.typesetting = typesetting
        self.own_fields = own_fields

    def blocks(self, paragraphs: Sequence[Paragraph]) -> list[Block]:
        """Return the blocks of some paragraphs, titles joined to labels that stand alone."""
        return complete([b for p in paragraphs for b in self._of(p)])

    def _of(self, paragraph: Paragraph) -> list[Block]:
        text = with_label(paragraph.first, paragraph.text)
        first = paragraph.first
        base = Block(
            Sort.TEXT,
            paragraph.text,
            paragraph.indices,
            marker=paragraph.marker,
            type=self.typesetting.type_of(first, paragraph.text, bold=paragraph.bold),
            indent=first.indent,
            list_level=first.list_level,
            page=first.page,
            quality=min(line.quality for line in paragraph.lines),
            bold=paragraph.bold,
            sheet=first.style == "sheet-name",
        )
        if is_rule(text):
            return [replace(base, sort=Sort.HEADER, marker=None)]
        label = self.labels.match(text)
        marker = paragraph.marker
        if label is None and marker is not None and marker.kind == "bullet" and marker.end:
            inner = self.labels.match(paragraph.body)
            if inner is not None and inner.start > 0 and inner.strong:  # `o Sous-action : …`
                end = marker.end
                label = replace(inner, start=inner.start + end, end=inner.end + end)
                text = paragraph.text
        if label is not None and (made := self._labelled(base, text, label, paragraph)):
            return [part for block in made for part in self._several(block)]
        return self._unlabelled(base, text, paragraph)

    # ------------------------------------------------------------------ labelled

    def _labelled(
        self, base: Block, text: str, label: Label, paragraph: Paragraph
    ) -> list[Block] | None:
        """Return the blocks of a text that a label opens or closes, None where it is a sentence."""
        title = text[label.start : label.end]
        if label.number is None and label.start == 0 and has_sentences(title):
            return None  # prose that ends in an abbreviation: `… un objectif stratégique (OS).`
        if len(title) > _MAX_TITLE and len(_SENTENCE_END.findall(title)) > 1:
            return None  # a paragraph on the objective
        if label.number is None and (vocabulary.is_level_name(title) or title[:1].islower()):
            return None  # `OO : objectif opérationnel` in a glossary
        printed, number = label.text, label.number
        marker = paragraph.marker
        if label.start == 0 and marker is not None and marker.end < len(title):
            title = title[marker.end :] if marker.end else title
            printed = f"{marker.text} {printed}"
            if number is None:
                number = marker.code
        inner = find_marker(title) if number is None and label.strong else None
        if inner is not None and inner.code and inner.closed and title[inner.end :].strip():
            number, title = inner.code, title[inner.end :]  # `Objectif stratégique : 01. Être…`
        title, volet = clean_title(CONTINUED.sub("", title)), None
        title, volet = vocabulary.split_volet(title)
        if not any(c.isalpha() for c in title):
            title = ""
        block = replace(
            base, sort=Sort.ITEM, title=title, word=label.word, label=printed, number=number,
            path=label.path, known=label.known, volet=volet, marker=None,
        )  # fmt: skip
        lead = paragraph.lead
        return self._run_in(block, text, label, lead) or [block]

    def _run_in(self, block: Block, text: str, label: Label, lead: int) -> list[Block] | None:
        """Part a bold title from the text that goes on behind it in the same paragraph."""
        if not 0 < label.start < lead < len(text):
            return None
        title, rest = text[label.start : lead], text[lead:]
        if len(words(title)) < _MIN_RUN_IN or len(words(rest)) < _MIN_RUN_IN:
            return None
        prose = replace(
            block, sort=Sort.TEXT, text=rest.strip(), lines=(), word="", label=None, number=None,
            title="",
        )  # fmt: skip
        return [replace(block, title=clean_title(title)), prose]

    def _several(self, block: Block) -> list[Block]:
        """Part a line that names several levels (`OS 1 – … | OO 1.1 – …`) into one block each."""
        if block.sort is not Sort.ITEM or not block.word:
            return [block]
        for match in _BETWEEN.finditer(block.title):
            rest = block.title[match.end() :]
            inner = self.labels.match(rest)
            if inner is None or inner.start == 0 or not inner.number:
                continue
            if inner.word == block.word:
                return [replace(block, sort=Sort.TEXT)]  # `OS 1 | OS 2 | OS 3` lists them
            if not rest[inner.start :].strip():
                continue
            first = replace(block, title=clean_title(block.title[: match.start()]))
            second = replace(
                block, word=inner.word, number=inner.number, label=inner.text, text=rest,
                title=clean_title(rest[inner.start :]), known=inner.known, path=(),
            )  # fmt: skip
            return [first, *self._several(second)]
        return [block]

    # ------------------------------------------------------------------ all else

    def _unlabelled(self, base: Block, text: str, paragraph: Paragraph) -> list[Block]:
        body = paragraph.text
        volet = vocabulary.match_volet(body)
        if volet and len(body) < _MAX_CAPTION:
            return [replace(base, sort=Sort.VOLET, volet=volet[0], title=body)]
        announced = vocabulary.announced_levels(body)
        if announced:
            return [replace(base, sort=Sort.CAPTION, levels=announced)]
        closing = vocabulary.is_closing(body) and (base.type.special or len(body) < _MAX_LABEL)
        if closing and (base.type.special or not body.rstrip().endswith(":")):
            return [replace(base, sort=Sort.CLOSING, title=body)]
        opening = vocabulary.is_opening(body) and not body.rstrip().endswith(",")
        if opening and (base.type.special or vocabulary.field_key(body.rstrip(" :")) is None):
            return [replace(base, sort=Sort.CLOSING, title=body)]
        if paragraph.first.style == "badge":
            return [self._badge(base)]
        if (fields := self._fields(base, text, paragraph)) is not None:
            return fields
        return [self._item(base, paragraph)]

    def _fields(self, base: Block, text: str, paragraph: Paragraph) -> list[Block] | None:
        """Return the labelled values of a text, None when it is none."""
        body = paragraph.text
        if self._is_label(base, paragraph):
            key = vocabulary.field_key(body.rstrip(" :"))
            return [replace(base, sort=Sort.FIELD, key=key, label=body.rstrip(" :"))]
        field = vocabulary.match_field(body)
        if field is not None and body.startswith("(") and body.rstrip().endswith(")"):
            return [base]  # a remark between objectives
        if field is not None:
            parts = vocabulary.split_fields(body)
            if len(parts) > 1:
                return [
                    replace(
                        base, sort=Sort.FIELD, key=key, label=label, value=value,
                        lines=base.lines if at == 0 else (),
                    )
                    for at, (key, label, value) in enumerate(parts)
                ]  # fmt: skip
            value = body[field.value_start :]
            return [replace(base, sort=Sort.FIELD, key=field.key, label=field.label, value=value)]
        own = _OWN_FIELD.fullmatch(body)
        key = self.own_fields.get(vocabulary.label_key(own["label"])) if own else None
        if own is None or key is None:
            return None
        return [
            replace(base, sort=Sort.FIELD, key=key, label=own["label"].strip(), value=own["value"])
        ]

    def _is_label(self, base: Block, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph is nothing but the label of a field, its value below."""
        text = paragraph.text.rstrip(" :")
        if len(text) > _MAX_LABEL or paragraph.marker is not None or not text[:1].isupper():
            return False
        if vocabulary.field_key(text) is None:
            return False
        if paragraph.first.style in ("dt", "dd"):
            return paragraph.first.style == "dt"
        outline = paragraph.first.heading
        return outline is None or outline > 1

    def _badge(self, base: Block) -> Block:
        """Return the value that a badge holds: a state, a date, or what its own label says."""
        text = base.text
        field = vocabulary.match_field(text)
        if field is not None:
            return replace(
                base, sort=Sort.FIELD, key=field.key, label=field.label,
                value=text[field.value_start :],
            )  # fmt: skip
        key = kind_of(text)
        if key in (None, "title"):
            if parse_status(text)[1] is not None:
                key = "status"
            elif "%" in text and parse_progress(text) is not None:
                key = "progress"
            elif parse_deadline(text) is not None:
                key = "deadline"
            else:
                return base
        return replace(base, sort=Sort.FIELD, key=key, label=key, value=text)

    def _item(self, base: Block, paragraph: Paragraph) -> Block:
        title = clean_title(paragraph.body if paragraph.marker else paragraph.text)
        title = _BOX.sub("", CONTINUED.sub("", title))
        if _COUNTED.fullmatch(title):
            return replace(base, title=title)  # `25 objectifs opérationnels`
        if not has_letters(title):
            number = paragraph.marker.code if paragraph.marker and paragraph.marker.code else None
            return replace(base, number=number)
        marker = paragraph.marker
        inner = find_marker(title) if marker is not None and marker.kind == "bullet" else None
        if inner is not None and inner.code and inner.depth > 1 and title[inner.end :].strip():
            marker, title = inner, title[inner.end :].strip()  # `• 1.2 Rénover l’école`
        if (
            marker is not None
            and not marker.closed
            and not (
                base.type.special or is_verbal(title)  # `1 Créer un guichet`
            )
        ):
            marker, title = None, clean_title(paragraph.text)  # `2 agents`
        if marker is None and vocabulary.names_plan(title) and not is_plan_like(title):
            return replace(base, title=title)  # the title of the document
        return replace(
            base, sort=Sort.ITEM, title=title, marker=marker,
            number=marker.code if marker else None,
            label=marker.text if marker and marker.code else None,
        )  # fmt: skip


_BOX = re.compile(r"^[☐☒☑]\s*")  # behind the bullet of a list of tasks
_COUNTED = re.compile(
    r"\d{1,3}\s+(?:grands? )?"
    r"(?:objectifs?|axes?|enjeux|défis|projets?|actions?|mesures?|fiches?|sous-actions?)\b.{0,60}",
    re.IGNORECASE,
)
_MAX_CAPTION = 160  # characters of a caption or volet


def find_own_fields(texts: Sequence[str], labels: Labels) -> dict[str, str]:
    """Return the labels that a document repeats before values, with the key that these are.

    `Garant : le service forestier`, three times or more, is a field though no vocabulary knows it;
    what it holds is told by its values.
    """
    found: dict[str, list[str]] = {}
    for text in texts:
        match = _OWN_FIELD.fullmatch(text.strip())
        if match is None or labels.match(text) is not None or vocabulary.match_field(text):
            continue
        found.setdefault(vocabulary.label_key(match["label"]), []).append(match["value"])
    out = {}
    for label, values in found.items():
        if len(values) < _MIN_FIELDS or not label:
            continue
        key = kind_of_values(values)
        if key == "title" or sum(map(is_plan_like, values)) > _MAX_LIKE * len(values):
            continue
        out[label] = key or "other"
    return out


_MIN_FIELDS = 3  # lines with one label
_MAX_LIKE = 0.4  # part of the values that may read as titles


def complete(blocks: Sequence[Block]) -> list[Block]:
    """Give labels and numbers that stand alone the title on the lines below them.

    A number or a volet between label and title goes with them; the label of a field never is a
    title. No line is lost: those of a joined block go to the one that took it.
    """
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if before is not None and (joined := _joined(before, block)) is not None:
            out[-1] = joined
        else:
            out.append(block)
    return out


def _joined(label: Block, below: Block) -> Block | None:
    """Return a label with the title, number or volet that stands below it; None if none does."""
    same_cell = label.place == below.place
    alone = label.sort is Sort.ITEM and bool(label.word) and not label.title
    if not same_cell:
        return None
    if alone and vocabulary.column_kind(below.text.rstrip(" :"), exact=True) == "title":
        return replace(label, lines=label.lines + below.lines)  # `Fiche 1` / `Titre` / its title
    if alone and below.sort is Sort.VOLET and label.volet is None:
        return replace(label, volet=below.volet, lines=label.lines + below.lines)
    if alone and label.number is None and below.sort is Sort.TEXT and _NUMBER.fullmatch(below.text):
        return replace(label, number=below.text.strip(), lines=label.lines + below.lines)
    if alone and below.sort in (Sort.ITEM, Sort.TEXT) and _may_title(label, below):
        return replace(
            label, title=below.title or clean_title(below.text),
            number=_deeper(label.number, below.number), lines=label.lines + below.lines,
            text=f"{label.text} {below.text}", volet=label.volet or below.volet,
            type=label.type if label.type.size >= below.type.size else below.type,
            bold=below.bold,
        )  # fmt: skip
    return None


def _deeper(first: str | None, second: str | None) -> str | None:
    """Return the number of two that has more parts, the first where they are alike."""
    return second if len(path_of(second)) > len(path_of(first)) else first or second


_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Z])[.)]?\s*")
_MAX_BELOW = 160  # characters of a title of several sentences below its label
_MAX_TITLE_BELOW = 400


def _may_title(label: Block, below: Block) -> bool:
    if below.word or not has_letters(below.text) or len(below.text) > _MAX_TITLE_BELOW:
        return False
    if len(below.text) > _MAX_BELOW and has_sentences(below.text) and not is_plan_like(below.text):
        return False
    if below.marker is not None:
        deeper = len(path_of(below.number)) > len(path_of(label.number))
        return below.number is not None and (label.number is None or deeper)
    return True


def without_tail(block: Block) -> list[Block]:
    """Return a block without the labelled values and states that end its title, then those."""
    title, values = split_tail(block.title)
    if not values:
        return [block]
    return [replace(block, title=clean_title(title)), *(as_field(block, v) for v in values)]
