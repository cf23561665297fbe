"""Lines → blocks: what was one paragraph before a page width cut it.

In: the lines of one flow (the body outside tables, or one cell), furniture already taken out.
Out: `Paragraph`s in the same order, every line in exactly one. A marker, a printed label or a field
opens a block. Otherwise a line continues the one before when typography says so, in this order:
type size and weight, lower-case start, hanging comma or hyphen, then whether the next word would
still have fitted on the line before. The document itself says how wide its lines are and how much
white space stands inside its paragraphs: both are measured on the joins that are certain.
Nothing is dropped and no level is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor import vocabulary
from extractor.document import BBox, Line
from extractor.lexicon import is_word
from extractor.markers import Marker, find_marker, marker_from_source
from extractor.structure.blocks import is_rule
from extractor.structure.labels import Label, Labels, match_known
from extractor.structure.lost_bullets import find_lost_bullets, starts_lower
from extractor.structure.measures import TERMINAL, Measures, certain, is_full, measure
from extractor.structure.series import without_brackets
from extractor.structure.wording import is_verbal
from extractor.text import close_letter_spacing, is_capitals, join_lines

_OPEN_END = re.compile(
    r"(?:[,(/&«–-]|\b(?:de|du|des|d'|l'|la|le|les|et|o[uù]|[aà]|au|aux|en|par|pour|avec|dans|"
    r"sur|sous|un|une|ses|leurs?|nos|notre|son|sa|qui|que|dont|ainsi|entre|vers|chez|sans|dont|ce|cette))\s*$"
)
_AGAIN = re.compile(r"\s*[–—-]\s*suite\s*", re.IGNORECASE)  # of a title on another page
CONTINUED = re.compile(r"\s*(?:\((?:suite|suite et fin|fin)\)|[–—-]\s*suite)\s*$", re.IGNORECASE)
_ACRONYM = 6  # letters
MAX_FIRST_INDENT = 40.0  # points of the first line of a paragraph
_MAX_BRACKET = 4  # lines of what stands in brackets
_MAX_LABEL = 50  # characters of the label of a value
MAX_CAPITALS_GAP = 1.6  # line heights, or blank lines, inside a title in capitals


@dataclass(slots=True)
class Paragraph:
    """A paragraph, a heading or a list item; `marker.end` is an offset into `text`."""

    lines: list[Line]
    marker: Marker | None = None
    text: str = ""
    kind: str = "plain"  # of what opens it, for measuring widths: a level, a field, a marker
    title_start: int = 0  # where the title begins behind a label, in the first line

    @property
    def first(self) -> Line:
        """Return the line that opens the block."""
        return self.lines[0]

    @property
    def body(self) -> str:
        """Return the text after the marker."""
        return self.text[self.marker.end :] if self.marker else self.text

    @property
    def indices(self) -> tuple[int, ...]:
        """Return the indices of the lines."""
        return tuple(line.index for line in self.lines)

    @property
    def bold(self) -> bool:
        """Tell whether all lines are bold."""
        return all(line.bold for line in self.lines)

    @property
    def lead(self) -> int:
        """Return how many characters of the text are bold before the first that is not."""
        count = 0
        for line in self.lines:
            if not line.bold:
                return count + line.lead
            count += len(line.text.strip()) + 1
        return 0

    @property
    def bbox(self) -> BBox | None:
        """Return the box of the lines on the page of the first."""
        boxes = [ln.bbox for ln in self.lines if ln.bbox and ln.page == self.first.page]
        if not boxes:
            return None
        box = boxes[0]
        for other in boxes[1:]:
            box = box.union(other)
        return box


_RULE = "rule"  # the kind of a line drawn with signs; nothing goes on with it
_VALUES = " · "  # parts values in a smaller line below a title
_UNTITLED = ("marker", "field", "volet", "caption", _RULE)  # kinds that no label opens


def _label(line: Line, labels: Labels | None) -> Label | None:
    """Return the label of a line, the document's own ones included."""
    text = close_letter_spacing(line.text)
    return labels.match(text) if labels is not None else match_known(text)


def _opens(line: Line, labels: Labels | None) -> tuple[Marker | None, str | None]:
    """Return the marker that opens a line and the kind of block, (None, None) if nothing does."""
    if is_rule(line.text):
        return None, _RULE
    text = without_brackets(close_letter_spacing(line.text))
    if _AGAIN.fullmatch(text):
        return None, None
    if line.marker:
        labelled = vocabulary.match_heading(f"{line.marker} {text}")
        kind = str(labelled.level) if labelled and labelled.title_start else "marker"
        return marker_from_source(line.marker), kind
    heading = vocabulary.match_heading(text)
    if heading and heading.title_start > 0:
        return None, str(heading.level)
    if _is_closing_code(text):
        return None, None
    own = labels.match(text) if labels is not None else None
    if own is not None and own.start > 0 and (own.path or not own.known):
        return None, "label"
    marker = find_marker(text)
    if vocabulary.match_section(text):
        return marker, "section"
    if marker and (marker.closed or is_verbal(text[marker.end :])):
        return marker, "marker"
    if heading is None and vocabulary.match_field(text):
        return None, "field"
    volet = vocabulary.match_volet(text)
    if volet and volet[1] and text.strip().startswith("("):
        return None, "volet"
    if volet or vocabulary.announced_levels(text):
        return None, "caption"
    return None, None


def ends_open(text: str) -> bool:
    """Tell whether a text cannot end as it does: on an article, a preposition, a comma…"""
    return _OPEN_END.search(text.rstrip().lower().replace("’", "'")) is not None


def _hangs_on(before: Line, line: Line) -> bool:
    """Tell whether a line goes on with one that cannot end there: `… en interne et en`."""
    return certain(before, line) or bool(
        ends_open(before.text) and not TERMINAL.search(before.text)
    )


def _aligned(block: Paragraph, line: Line) -> bool:
    """Tell whether a PDF line stands where a continuation of the block would."""
    if not line.bbox or not block.first.bbox:
        return True
    left = block.first.indent
    middle = (line.bbox.x0 + line.bbox.x1) / 2
    if abs(middle - (block.first.bbox.x0 + block.first.bbox.x1) / 2) < 6:
        return True  # centred
    if line.indent < left - 3:
        first = block.lines[-1] is block.first  # with an indent of its own
        goes_on = starts_lower(line.text) or ends_open(block.first.text)
        below = first and goes_on and left - line.indent < MAX_FIRST_INDENT
        return below or abs(line.indent - block.lines[-1].indent) < 1
    if len(block.lines) > 1:
        return abs(line.indent - block.lines[-1].indent) < 4 or abs(line.indent - left) < 4
    return True


def _continues(block: Paragraph, line: Line, measures: Measures) -> bool:
    before = block.lines[-1]
    text = before.text.rstrip()
    closed = vocabulary.match_heading(text)
    if closed is not None and closed.title_start == 0:
        return False  # `Title (A.3)`: the code closes it
    lower = starts_lower(line.text) or _AGAIN.fullmatch(line.text) is not None
    if _hangs(block, line) and line.gap <= measures.gap:
        return True
    if before.size and line.size and abs(before.size - line.size) > 0.12 * before.size:
        small = line.text.lstrip()[:1].islower() or line.text.lstrip().startswith("[")
        small = small and _VALUES not in line.text
        return small and block.kind not in ("plain", "caption") and not TERMINAL.search(text)
    if before.bold != line.bold and not (lower and len(block.lines) == 1 and not before.bold):
        return False
    if line.page != before.page:
        if lower or TERMINAL.search(text):
            return lower
        full = is_full(before, line, block.kind, measures)
        return ends_open(text) or (full and _goes_on_below(block, line))
    if not _aligned(block, line):
        return False
    if _caps_go_on(block, line):
        return not _are_names(before, line) or is_full(before, line, block.kind, measures)
    near = line.gap <= measures.gap
    ends = vocabulary.match_heading(line.text)
    closes = ends is not None and ends.title_start == 0 and near
    if closes and (_is_closing_code(line.text) or not TERMINAL.search(text)):
        return True  # the code at its end closes a title that began above
    if lower:
        full = text.endswith(":") and is_full(before, line, block.kind, measures)
        return near or full or not TERMINAL.search(text)
    if _inside_quotes(block) and line.gap <= MAX_CAPITALS_GAP:
        return True
    if near and text.endswith(":") and block.kind == "plain" and _both_capitals(before, line):
        return is_full(before, line, block.kind, measures)
    if not near or text.endswith((";", ":", "!", "?")):
        return False
    if ends_open(text) or text.count("(") > text.count(")") or _is_aside(text, line):
        return True
    if block.kind not in ("plain", "caption") and _begins_sentence(block, line):
        return False
    return is_full(before, line, block.kind, measures)


_DETERMINERS = re.compile(
    r"(?:l[ea]s?|une?|ce(?:tte|s|t)?|ils?|elles?|nous|nos|notre|chaque|plusieurs|dans|afin|pour)\s"
    r"|[ldc]['’]",
    re.IGNORECASE,
)


def _begins_sentence(block: Paragraph, line: Line) -> bool:
    """Tell whether a line below a title begins a sentence: a determiner with a capital letter and
    no name behind it, or what follows the end of the quotation that the title is."""
    above, first = block.lines[-1].text.rstrip(), line.text.lstrip()
    if not first[:1].isupper() or TERMINAL.search(above) or is_capitals(first):
        return False
    match = _DETERMINERS.match(first)
    return above.endswith("»") or bool(match and first[match.end() :][:1].islower())


def _is_closing_code(text: str) -> bool:
    """Tell whether a line is nothing but the code at the end of the title above: `(A.11)`."""
    heading = vocabulary.match_heading(text)
    return (
        heading is not None and heading.title_start == 0 and not text[: heading.title_end].strip()
    )


def _is_aside(text: str, line: Line) -> bool:
    """Tell whether a line is a parenthesis that closes the text above it."""
    return line.text.lstrip().startswith("(") and not TERMINAL.search(text)


def _are_names(before: Line, line: Line) -> bool:
    """Tell whether two lines of a cell are one short word each: acronyms, one below the other."""
    return line.cell is not None and all(
        text.isalpha() and len(text) <= _ACRONYM
        for text in (before.text.strip(), line.text.strip())
    )


def _both_capitals(before: Line, line: Line) -> bool:
    return is_capitals(before.text) and is_capitals(line.text)


def _is_rest_of(block: Paragraph, line: Line, once: bool, measures: Measures) -> bool:
    """Tell whether a line that looks like a field or a caption goes on with a block that cannot
    end there, or with a title in capitals whose line is full, its label being printed `once`."""
    before = block.lines[-1]
    if _hangs_on(before, line):
        return True
    full = once and before.cell is None and is_full(before, line, block.kind, measures)
    return full and line.gap <= measures.gap and _caps_go_on(block, line)


def _labels_once(lines: Sequence[Line]) -> set[int]:
    """Return the lines whose label no other line has: fields are printed for several nodes."""
    found = {ln.index: label.key for ln in lines if (label := vocabulary.match_field(ln.text))}
    keys = Counter(found.values())
    return {index for index, key in found.items() if keys[key] == 1}


def _repeated_labels(lines: Sequence[Line]) -> set[int]:
    """Return the lines that are nothing but the label of a value, printed more than once."""
    found = {
        ln.index: ln.text.strip(" :")
        for ln in lines
        if len(ln.text) < _MAX_LABEL and ln.text.lstrip()[:1].isupper() and ln.cell is None
        and vocabulary.field_key(ln.text.strip(" :")) not in (None, "title")
    }  # fmt: skip
    counts = Counter(found.values())
    return {index for index, text in found.items() if counts[text] > 1}


def _inside_brackets(block: Paragraph, following: Sequence[Line]) -> bool:
    """Tell whether a block has opened a bracket that the next lines close: what stands between is
    no block of its own, `Échéance : 2026)` least of all."""
    recent = block.lines[-_MAX_BRACKET:]  # all of them would cost the square of their number
    last = recent[-1]
    opened = sum(line.text.count("(") - line.text.count(")") for line in recent)
    if opened != 1 or block.kind == _RULE:
        return False
    for line in following:
        if line.gap > MAX_CAPITALS_GAP or line.cell != last.cell or "(" in line.text.split(")")[0]:
            return False
        if ")" in line.text:
            return True
    return False


def _inside_quotes(block: Paragraph) -> bool:
    """Tell whether a block opens with guillemets that it has not closed."""
    text = " ".join(line.text for line in block.lines).strip()
    return text.startswith("«") and text.count("«") > text.count("»")


def _caps_go_on(block: Paragraph, line: Line) -> bool:
    """Tell whether a labelled title in capitals goes on with an unmarked line in capitals.

    Small capitals stand further apart than body text: one blank line is allowed between them.
    """
    if line.gap > MAX_CAPITALS_GAP or not is_capitals(CONTINUED.sub("", line.text)):
        return False
    if line.cell is not None and is_capitals(block.lines[-1].text):
        return True
    if block.title_start:
        start = block.title_start
    elif block.marker is not None and block.marker.kind != "bullet":
        start = block.marker.end
    else:
        return False
    title = block.lines[-1].text if len(block.lines) > 1 else block.first.text[start:]
    return is_capitals(title)


def build_blocks(
    lines: Sequence[Line],
    *,
    native: bool = False,
    edge: float | None = None,
    labels: bool = True,
    labels_of: Labels | None = None,
) -> list[Paragraph]:
    """Return the blocks of one flow; `native` sources have one paragraph per line already.

    `labels_of` knows the labels of the document.
    `edge` is the right edge that lines may reach, in points, where a cell sets it. Without
    `labels` no line is taken for the label of a value below it.
    Blank lines are skipped: the white space that they are counts in `Line.gap`.
    """
    filled = [line for line in lines if not line.blank]
    opened = {line.index: _opens(line, labels_of) for line in filled}
    for index in find_lost_bullets(filled):
        if opened[index][1] is None:
            opened[index] = Marker("bullet", "", None, 0, shape="lost"), "marker"
    for index in _repeated_labels(filled):
        if opened[index][1] is None:
            opened[index] = None, "field"
    once = _labels_once([ln for ln in filled if opened[ln.index][1] == "field"])
    measures = measure(filled, {i: kind for i, (_, kind) in opened.items() if kind})
    if edge is not None:
        measures.right_edges = dict.fromkeys(measures.right_edges, edge)
    blocks: list[Paragraph] = []
    for at, line in enumerate(filled):
        marker, kind = opened[line.index]
        if blocks and _inside_brackets(blocks[-1], filled[at : at + _MAX_BRACKET]):
            blocks[-1].lines.append(line)
            continue
        if (
            kind in ("field", "caption")
            and blocks
            and _is_rest_of(blocks[-1], line, line.index in once, measures)
        ):
            kind = None  # `… des frais des` / `bénéficiaires : Fonds social mazout`
        numbered = kind == "marker" and marker is not None and marker.kind != "bullet"
        if blocks and (numbered or (kind == "caption" and line.cell == blocks[-1].first.cell)):
            open_text = blocks[-1].lines[-1].text
            if open_text.count("(") > open_text.count(")") or open_text.rstrip().endswith("/"):
                kind = marker = None  # `… (article` / `61)`, `Juriste /` / `A. Dubois`
        follows = bool(blocks) and blocks[-1].lines[-1].cell == line.cell
        follows = follows and blocks[-1].kind != _RULE
        if kind is None and follows and not (labels and _is_label(blocks[-1], line)):
            joins = _continues_native if native else _continues
            before = blocks[-1].lines[-1].text
            closed = labels_of is not None and labels_of.closes(before)
            if not closed and joins(blocks[-1], line, measures):
                blocks[-1].lines.append(line)
                continue
        blocks.append(Paragraph([line], marker, kind=kind or "plain"))
        if kind and kind not in _UNTITLED and (own := _label(line, labels_of)) is not None:
            blocks[-1].title_start = own.start
    for block in blocks:
        block.text = join_lines([close_letter_spacing(ln.text) for ln in block.lines], is_word)
        if block.marker and block.marker.end:
            lead = len(block.first.text) - len(block.first.text.lstrip())
            block.marker = _shifted(block.marker, lead)
    return blocks


def _is_label(block: Paragraph, line: Line) -> bool:
    """Tell whether a block is the whole label of a field, the next line being no part of it."""
    text = block.first.text.strip().rstrip(" :")
    if len(block.lines) > 1 or len(text) >= _MAX_LABEL or vocabulary.field_key(text) is None:
        return False
    return vocabulary.field_key(f"{text} {line.text.strip()}") is None


def _shifted(marker: Marker, lead: int) -> Marker:
    """Return the marker with its end counted from the stripped text."""
    end = max(0, marker.end - lead)
    return Marker(
        marker.kind, marker.text, marker.code, end, marker.depth, marker.shape, marker.closed
    )


def _hangs(block: Paragraph, line: Line) -> bool:
    """Tell whether a line stands under the text of the item or title, not under its marker."""
    first = block.first
    listed = block.marker is not None and block.marker.kind == "bullet"
    if line.page != first.page and not listed:
        return False
    if line.bold != block.lines[-1].bold or line.cell != first.cell:
        return False
    if first.size and line.size and abs(first.size - line.size) > 0.12 * first.size:
        return False
    start = (block.marker.end if block.marker else 0) or block.title_start
    if start == 0 or len(first.text.strip()) <= start:
        return False
    unit = 1.0
    if first.bbox:
        unit = (first.bbox.x1 - first.bbox.x0) / max(1, len(first.text.strip()))
    shift = line.indent - first.indent
    width = (start - (len(first.text) - len(first.text.lstrip()))) * unit
    if len(block.lines) > 1:
        return abs(line.indent - block.lines[-1].indent) < 2 * unit and shift > unit
    return shift > unit and abs(shift - width) < 0.5 * width + 2 * unit


def _goes_on_below(block: Paragraph, line: Line) -> bool:
    """Tell whether a line on another page stands below the last one of a hanging item or of a
    title in capitals."""
    before = block.lines[-1].indent
    hangs = before > block.first.indent + 3
    return abs(line.indent - before) < 1 and (hangs or _caps_go_on(block, line))


def _continues_native(block: Paragraph, line: Line, measures: Measures) -> bool:
    before = block.lines[-1]
    return (
        starts_lower(line.text)
        and before.style == line.style
        and before.heading == line.heading
        and not line.gap
        and (not TERMINAL.search(before.text) or _is_open_item(block))
    )


def _is_open_item(block: Paragraph) -> bool:
    """Tell whether a numbered item is open at a colon: what has no number then goes on with it."""
    marker = block.first.marker
    numbered = marker is not None and any(map(str.isdigit, marker))
    return numbered and block.lines[-1].text.rstrip().endswith(":")
