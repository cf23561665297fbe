"""Blocks of running text → candidates: what each may be, by its own wording and look.

In: the blocks of one flow, in order. Out: one `Candidate` per block. A printed marker of the
vocabulary decides first (it names the level), then volet, caption, section, field and closing
title; what is merely numbered, bulleted or set in another type becomes an `ITEM` whose
`signature` says what it looks like. Which level a signature stands for is decided in `selection`,
from the whole document. Nothing is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor import vocabulary
from extractor.document import Candidate, Kind, Line
from extractor.markers import find_marker
from extractor.schema import Level
from extractor.structure.own_labels import match_own_label, with_label
from extractor.structure.paragraphs import CONTINUED, Block
from extractor.structure.wording import has_sentences
from extractor.text import fold, is_capitals, repair_typography, words
from extractor.values import parse_deadline, parse_progress, parse_status

_FOLDS = "▼▲▾▴▸◂►◄◀▶⌄˅ "  # arrows of panels that fold
_GUILLEMETS = (("«", "»"), ("“", "”"), ('"', '"'), ("„", "”"))
_MAX_TITLE = 260  # characters of a labelled title of several sentences
_SENTENCE_END = re.compile(r"[.!?] [A-ZÀ-Ü]")
_MIN_RUN_IN = 2  # words of a bold title and of the text behind it in one paragraph
_MIN_LETTERS = 4  # of an unmarked title
_MIN_LABELS = 6  # labels on lines of their own that make a document a set of forms
_MIN_EQUAL_LABELS = 3  # the same, of one kind: `Indicateurs` in each sheet
_SLIP = 0.1  # of the lines of the neighbouring indentation
_MAX_HEADING = 420  # characters of an unmarked heading
_LARGER = 1.08  # times the body's size, of type that is larger
_SMALLER = 0.85  # of the body size: a caption, the source of a quotation


def clean_title(text: str) -> str:
    """Repair typography, drop guillemets that enclose the whole title and a hanging separator.

    >>> clean_title("« Améliorer  l ’accueil » ")
    'Améliorer l’accueil'
    """
    title = repair_typography(text).rstrip(_FOLDS).strip(" \t-–—:|")
    for opening, closing in _GUILLEMETS:
        inner = title[1:-1]
        enclosed = title.startswith(opening) and title.endswith(closing) and len(title) > 2
        if enclosed and opening not in inner and closing not in inner:
            title = inner.strip()
    return title


class Typography:
    """What is ordinary in a document: the body's type size and where text stands."""

    def __init__(
        self, blocks: Sequence[Block], lines: Sequence[Line], own_labels: frozenset[str]
    ) -> None:
        sizes: Counter[float] = Counter()
        colors: Counter[str | None] = Counter()
        for line in lines:
            if line.size:
                sizes[round(line.size, 1)] += len(line.text)
            colors[line.color] += len(line.text)
        self.body_size = sizes.most_common(1)[0][0] if sizes else None
        self.body_color = colors.most_common(1)[0][0] if colors else None
        largest = self.body_size * _LARGER if self.body_size else float("inf")
        body = [line for line in lines if not line.size or line.size <= largest]
        bold = sum(len(line.text) for line in body if line.bold)
        self.bold_is_special = bold < 0.5 * sum(len(line.text) for line in body) + 1
        self.own_labels = own_labels
        keys = (vocabulary.field_key(b.text.rstrip(" :")) for b in blocks if len(b.text) < 50)
        self.labels_alone = Counter(key for key in keys if key is not None)
        self.indents = _clusters([b.first.indent for b in blocks])

    def is_set_apart(self, block: Block) -> bool:
        """Tell whether a block without marker looks like a heading."""
        return self.is_special(block) or (
            is_capitals(block.text) and 8 < len(block.text) <= _MAX_HEADING
        )

    def is_special(self, block: Block) -> bool:
        """Tell whether outline level, size, weight or colour set a block apart from the body."""
        if block.first.heading is not None or block.first.style in ("title", "subtitle"):
            return True
        if len(block.text) > _MAX_HEADING or len(words(block.text)) < 1:
            return False
        size = block.first.size
        if size and self.body_size and size > self.body_size * _LARGER:
            return True
        if block.bold and self.bold_is_special:
            return True
        return bool(block.first.color and block.first.color != self.body_color)

    def is_small(self, block: Block) -> bool:
        """Tell whether a block is set below the body's size, and not in small capitals."""
        size = block.first.size
        small = bool(size and self.body_size and size < self.body_size * _SMALLER)
        return small and not is_capitals(block.text)

    def look(self, block: Block) -> str:
        """Return the signature of a block's type: outline level, else size, weight and case."""
        if block.first.heading is not None:
            return f"h{block.first.heading}"
        size = round((block.first.size or 0) * 2) / 2
        larger = bool(self.body_size and size > self.body_size * _LARGER)
        capitals = not larger and not block.bold and is_capitals(block.body)
        tint = "t" if block.first.color and block.first.color != self.body_color else ""
        return f"s{size:g}{'b' if block.bold else ''}{'C' if capitals else ''}{tint}"

    def indent_class(self, indent: float) -> int:
        """Return the rank of the cluster of left edges that an indent belongs to."""
        return min(range(len(self.indents)), key=lambda i: abs(self.indents[i] - indent), default=0)


def _clusters(values: Sequence[float], tolerance: float = 4.0) -> list[float]:
    """Return the centres of the groups of values that stand within `tolerance` of each other."""
    spread = max(values, default=0) - min(values, default=0)
    if spread < 60 and all(float(v).is_integer() for v in values):
        tolerance = 0.9  # plain text: indents are characters
    centres: list[list[float]] = []
    for value in sorted(values):
        if centres and value - centres[-1][-1] <= tolerance:
            centres[-1].append(value)
        else:
            centres.append([value])
    return [sum(c) / len(c) for c in centres if not _is_slip(c, centres)]


def _is_slip(few: Sequence[float], groups: Sequence[Sequence[float]]) -> bool:
    """Tell whether a few lines stand one blank beside many: the author counted badly."""
    return any(
        len(few) <= _SLIP * len(many) and abs(many[0] - few[0]) <= 1
        for many in groups
        if many is not few
    )


def _base(block: Block, kind: Kind, **more: object) -> Candidate:
    first = block.first
    return Candidate(
        kind,
        block.text,
        block.indices,
        bold=block.bold,
        heading=first.heading,
        size=first.size,
        indent=first.indent,
        page=first.page,
        marked=block.marker is not None,
        quality=min(line.quality for line in block.lines),
        **more,  # type: ignore[arg-type]
    )


def signature(block: Block, typography: Typography) -> str:
    """Return what a block looks like: blocks of equal signature are of one level."""
    marker = block.marker
    if marker is None:
        return typography.look(block)
    look = ""
    if block.first.heading is not None:
        look = f"h{block.first.heading}"
    elif typography.is_special(block):
        look = typography.look(block)
    if block.first.list_level is not None:
        return f"{look}L{block.first.list_level}:{marker.kind}{marker.depth}"
    place = typography.indent_class(block.first.indent)
    if marker.shape == "lost":
        place = 0
    return f"{look}{marker.shape}@{place}"


def labelled_text(block: Block) -> str:
    """Return the text of a block with its automatic label before it."""
    return with_label(block.first, block.text)


def heading_candidate(block: Block, typography: Typography) -> Candidate | None:
    """Return the candidate of a block whose printed marker names a level, or None."""
    text = labelled_text(block)
    match = vocabulary.match_heading(text)
    if match is None or match.level is None:
        return None
    title = text[match.title_start : match.title_end]
    outline = find_marker(title) if match.title_start == 0 else None
    outline = outline if outline and outline.closed else None
    label, title = match.label, title[outline.end :] if outline else title
    if match.title_start == 0 and outline is None and block.marker and block.marker.end == 0:
        label = f"{block.marker.text} {label}"
    elif outline and outline.code:
        label = f"{outline.text} {label}"
    if match.bare and (vocabulary.is_level_name(title) or title[:1].islower()):
        return None  # `OO : objectif opérationnel` in a glossary
    if match.number is None and match.title_start == 0 and has_sentences(title):
        return None  # prose that ends in an abbreviation: `… un objectif stratégique (OS).`
    if len(title) > _MAX_TITLE and len(_SENTENCE_END.findall(title)) > 1:
        return None  # a paragraph on the objective
    if not any(c.isalpha() for c in title):
        title = ""
    title, volet = clean_title(CONTINUED.sub("", title)), None
    if match.level is Level.OS:
        title, volet = vocabulary.split_volet(title)
    return _base(
        block,
        Kind.HEADING,
        level=match.level,
        volet=volet,
        number=match.number,
        label=label,
        look=typography.look(block),
        title=title,
        evidence=(f"form {match.form!r}",),
    )


def _is_label(block: Block, typography: Typography) -> bool:
    """Tell whether a block is nothing but the label of a field, its value standing below."""
    text = block.text.rstrip(" :")
    if len(text) > 50 or block.marker is not None or not text[:1].isupper():
        return False
    key = vocabulary.field_key(text)
    if key is None or (block.first.heading is not None and block.first.heading <= 1):
        return False
    if typography.is_set_apart(block) or block.text.rstrip().endswith(":"):
        return True
    if block.first.style in ("dt", "dd"):
        return block.first.style == "dt"
    alone = typography.labels_alone
    return alone.total() >= _MIN_LABELS or alone[key] >= _MIN_EQUAL_LABELS


def _is_sentence(text: str) -> bool:
    """Tell whether a text reads as prose: long, with a full stop inside."""
    return len(text) > 120 and has_sentences(text)


def find_candidates(blocks: Sequence[Block], typography: Typography) -> list[Candidate]:
    """Return the candidates of the blocks, in order: one each, several for `Pilote : … –
    Échéance : …` on one line."""
    found = [_classify(block, typography) for block in blocks]
    for c in found:
        if c.kind is Kind.ITEM and not any(map(str.isalpha, c.title)):
            c.kind = Kind.TEXT  # a pictogram, a figure
    parts = [
        part for block, c in zip(blocks, found, strict=True) for part in split_run_in(block, c)
    ]
    return [part for c in parts for one in split_fields(c) for part in split_headings(one)]


def split_run_in(block: Block, candidate: Candidate) -> list[Candidate]:
    """Part a bold title from the text that goes on behind it in the same paragraph."""
    lead = block.lead if candidate.kind is Kind.HEADING else 0
    match = vocabulary.match_heading(block.text) if 0 < lead < len(block.text) else None
    if match is None or match.title_start == 0:
        return [candidate]
    title, rest = block.text[match.title_start : lead], block.text[lead:]
    if len(words(title)) < _MIN_RUN_IN or len(words(rest)) < _MIN_RUN_IN:
        return [candidate]
    candidate.title = clean_title(title)
    text = _base(block, Kind.TEXT)
    text.text, text.lines, text.marked = rest.strip(), (), False
    return [candidate, text]


_BETWEEN = re.compile(r"\s+[|>›/•–-]+\s+(?=\w)")


def split_headings(candidate: Candidate) -> list[Candidate]:
    """Part a line that names several levels (`OS 1 – … | OO 1.1 – …`) into one heading each."""
    if candidate.kind is not Kind.HEADING or candidate.level is None:
        return [candidate]
    for match in _BETWEEN.finditer(candidate.title):
        rest = candidate.title[match.end() :]
        inner = vocabulary.match_heading(rest)
        deeper = inner and inner.level and inner.number and inner.level.rank > candidate.level.rank
        if inner is None or not deeper or inner.title_start == 0:
            continue
        first = replace(candidate, title=clean_title(candidate.title[: match.start()]))
        second = replace(
            candidate, level=inner.level, number=inner.number, label=inner.label,
            title=clean_title(rest[inner.title_start :]), text=rest,
        )  # fmt: skip
        return [first, *split_headings(second)]
    return [candidate]


def split_fields(candidate: Candidate) -> list[Candidate]:
    """Part a line that holds several labelled values into one candidate each."""
    if candidate.kind is not Kind.FIELD:
        return [candidate]
    parts = vocabulary.split_fields(candidate.text)
    if len(parts) < 2:
        return [candidate]
    out: list[Candidate] = []
    for key, label, value in parts:
        lines = candidate.lines if not out else ()
        out.append(replace(candidate, key=key, label=label, value=value, lines=lines))
    return out


def _badge(block: Block) -> Candidate:
    """Return the value that a badge holds: a state, a date, or what its own label says."""
    text = block.text
    field = vocabulary.match_field(text)
    if field is not None:
        value = text[field.value_start :]
        return _base(block, Kind.FIELD, key=field.key, label=field.label, value=value)
    if parse_status(text)[1] is not None:
        return _base(block, Kind.FIELD, key="status", label="status", value=text)
    if "%" in text and parse_progress(text) is not None:
        return _base(block, Kind.FIELD, key="progress", label="progress", value=text)
    if parse_deadline(text) is not None:
        return _base(block, Kind.FIELD, key="deadline", label="deadline", value=text)
    return _base(block, Kind.TEXT)


def _classify(block: Block, typography: Typography) -> Candidate:
    text = block.text
    heading = heading_candidate(block, typography)
    if heading is not None:
        return heading
    if block.first.style == "badge":
        return _badge(block)
    volet = vocabulary.match_volet(text)
    if volet and len(text) < 160:
        return _base(block, Kind.VOLET, value=volet[0], title=text)
    announced = vocabulary.announced_levels(text)
    if announced:
        level = announced[0] if len(announced) == 1 else None
        return _base(block, Kind.CAPTION, level=level, announces=announced)
    labelled = labelled_text(block)
    section = vocabulary.match_section(labelled)
    if section is not None and section.bare and labelled[section.title_start :][:1].islower():
        section = None  # `Défi : ce que d’autres appellent…` in a glossary
    if section is not None and not _is_sentence(text) and len(text) < 200:
        title, said = vocabulary.split_volet(clean_title(labelled[section.title_start :]))
        return _base(
            block, Kind.SECTION, number=section.number, label=section.label, title=title,
            volet=said, signature=re.sub(r"[^a-z ]", "", fold(section.form)),
            evidence=(f"section {section.form!r}",),
            objective=vocabulary.may_be_objective(section.form),
        )  # fmt: skip
    closing = vocabulary.is_closing(text) and not text.rstrip().endswith(":")
    if closing and typography.is_set_apart(block):
        return _base(block, Kind.CLOSING, title=text)
    if _is_label(block, typography):
        return _base(block, Kind.FIELD, key=vocabulary.field_key(text), label=text, title=text)
    field = vocabulary.match_field(text)
    if field is not None:
        value = text[field.value_start :]
        return _base(
            block, Kind.FIELD, key=field.key, label=field.label, value=value, title=block.body,
            signature=signature(block, typography) if block.marker else "",
        )  # fmt: skip
    if vocabulary.is_closing(text) and (typography.is_set_apart(block) or len(text) < 60):
        return _base(block, Kind.CLOSING, title=text)
    own = match_own_label(labelled, typography.own_labels)
    if own is not None:
        return _base(
            block, Kind.ITEM, number=own.number, label=own.label,
            title=clean_title(labelled[own.title_start :]),
            signature=f"label:{own.word}{own.number.count('.')}",
            evidence=(f"own label {own.word!r}",),
        ).as_marked()  # fmt: skip
    if block.marker is not None and (block.marker.closed or typography.is_set_apart(block)):
        return _base(
            block, Kind.ITEM, number=block.marker.code, label=block.marker.text or None,
            title=clean_title(block.body), signature=signature(block, typography),
            evidence=(f"marker {block.marker.shape}",),
        )  # fmt: skip
    badge = sum(c.isalpha() for c in text) < _MIN_LETTERS  # a figure in large type
    prose = badge or _is_sentence(text) or typography.is_small(block)
    if typography.is_set_apart(block) and not prose:
        return _base(
            block, Kind.ITEM, title=clean_title(text), signature=typography.look(block),
            evidence=(f"type {typography.look(block)}",),
        )  # fmt: skip
    return _base(block, Kind.TEXT)
