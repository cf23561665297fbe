"""Read the picture of a page by optical recognition.

Engines in order: the program `tesseract` with French data, then the Python package `rapidocr`.
Neither is needed for PDFs with text; without them `find_engine` returns None and `MISSING` says
what to install. Words come back as `Piece`s, so that lines, columns and tables are found by the
same code as for printed text. Recognition is the only guess here: words are kept as recognised,
but for the sign before an item of a list, which engines read as `°`, `+`, `e` or `«`.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, NamedTuple

from extractor.readers.ocr_bold import mark_bold
from extractor.readers.ocr_cells import find_shades, read_again, read_before, read_by_cell
from extractor.readers.ocr_image import Grey, dusted, find_skew, flattened, take_rules, turned
from extractor.readers.ocr_lines import Word, by_line, find_frames, part_levels, split_stacks
from extractor.readers.ocr_lists import mend_bullets, mend_series
from extractor.readers.ocr_signs import adopt_signs, mend_signs, real_words
from extractor.readers.ocr_text import mend_code, mend_label
from extractor.readers.pdf.glyphs.marks import Face, Piece, RawPage
from extractor.readers.pdf.regions.grid import SCAN_TOUCH, find_grids

DPI = 300
MAX_PIXELS = 5000  # on the longer side: plans on A1 sheets are read at less than 300 dpi
FAINT_INK = 24  # greys between paper and ink, at least; less is an empty page
TIMEOUT = 180  # seconds a page
MISSING = (
    "pages are pictures and no OCR is installed: "
    "`apt-get install tesseract-ocr tesseract-ocr-fra` or `pip install pst-extractor[ocr]`"
)
Sizes = dict[bool, Counter[float]]  # letters by size, of regular and of bold text
SAME_SIZE = 1 / 16
RARE = 0.06  # of the letters of a page
_FACE = Face("ocr", False, False, False)
_BOLD_FACE = Face("ocr", True, False, False)


class Engine(NamedTuple):
    """A name for the reader of diagnostics, and the function that recognises words."""

    name: str
    words: Callable[[Grey, float], list[Word]]
    sheet: Callable[[Grey, float], list[Word]] | None = None  # of cells, one below the other


@cache
def find_engine(name: str = "") -> Engine | None:
    """Return the best engine installed or the one of that name, None when there is none."""
    program = shutil.which("tesseract") if name != "rapidocr" else None
    if program and "fra" in _languages(program):
        return Engine(
            "Tesseract",
            lambda grey, dpi: _tesseract(program, grey, dpi, 3),
            lambda grey, dpi: _tesseract(program, grey, dpi, 6),
        )
    if name != "tesseract" and find_spec("rapidocr") and find_spec("onnxruntime"):
        return Engine("RapidOCR", _rapidocr)
    return None


@cache
def engine_name() -> str:
    """Name the engine and its version; empty when there is none."""
    engine = find_engine()
    if engine is None:
        return ""
    if engine.name != "Tesseract":
        return f"{engine.name} {version('rapidocr')}"
    done = subprocess.run(
        ["tesseract", "--version"], capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    return " ".join([engine.name, *(done.stdout or done.stderr).split()[1:2]])


def _languages(program: str) -> list[str]:
    done = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    return done.stdout.split()


def _tesseract(program: str, grey: Grey, dpi: float, mode: int) -> list[Word]:
    """Run Tesseract in a mode of page segmentation (3 finds columns, 6 reads one block).

    On one thread: it is no faster on two, and pages may run side by side.
    """
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(grey).save(buffer, "PPM")
    done = subprocess.run(
        [program, "-", "-", "-l", "fra", "--psm", str(mode), "--dpi", str(round(dpi)), "tsv"],
        input=buffer.getvalue(),
        capture_output=True,
        timeout=TIMEOUT,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    words: list[Word] = []
    for row in done.stdout.decode("utf-8", "replace").splitlines()[1:]:
        parts = row.split("\t")
        if len(parts) < 12 or parts[0] != "5" or not parts[11].strip():
            continue
        left, top, width, height = map(int, parts[6:10])
        line = (int(parts[2]), int(parts[3]), int(parts[4]))
        sure = max(float(parts[10]), 0.0) / 100
        words.append(Word(parts[11].strip(), left, top, left + width, top + height, sure, line))
    return words


@cache
def _rapid_reader() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()


def _rapidocr(grey: Grey, dpi: float) -> list[Word]:
    """Recognise lines and share their width among the words by length."""
    import numpy as np

    result = _rapid_reader()(np.stack([grey] * 3, axis=-1))
    words: list[Word] = []
    if result.boxes is None:
        return words
    for number, (box, text, score) in enumerate(
        zip(result.boxes, result.txts, result.scores, strict=True)
    ):
        xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
        unit = (max(xs) - min(xs)) / max(len(text), 1)
        at = 0
        for token in text.split():
            at = text.index(token, at)
            x0 = min(xs) + at * unit
            words.append(
                Word(token, x0, min(ys), x0 + len(token) * unit, max(ys), float(score), (number,))
            )
            at += len(token)
    return words


def read_picture(document: Any, number: int, engine: Engine, known: Sizes | None = None) -> RawPage:
    """Render a page (from 0) of a pypdfium2 document and return the words and rules in it.

    `known` are the font sizes of the pages before, for `level_sizes`.
    """
    page = document[number]
    width, height = page.get_size()
    dpi = min(float(DPI), 72 * MAX_PIXELS / max(width, height))
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    grey: Grey = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
    bitmap.close()
    page.close()
    if int(grey.max()) - int(grey.min()) < FAINT_INK:
        return RawPage(width, height, scanned=True)
    grey = turned(grey, find_skew(grey))
    clean, across, down = take_rules(flattened(grey), dpi)
    clean = dusted(clean)
    grids, _ = find_grids(across, down, SCAN_TOUCH)
    raw = RawPage(width, height, horizontals=across, verticals=down, scanned=True)
    raw.fills = find_shades(grey, dpi, grids)
    words = (
        read_by_cell(clean, dpi, grids, engine.words, engine.sheet)
        if engine.sheet
        else engine.words(clean, dpi)
    )
    words = part_levels(split_stacks(clean, real_words(clean, words)))
    words = adopt_signs(words, find_frames(words))
    if engine.sheet:
        words = read_again(clean, dpi, words, find_frames(words), engine.sheet)
        words = real_words(clean, words)
        words = read_before(clean, dpi, words, find_frames(words), engine.sheet)
    frames = find_frames(words)
    words = mend_labels(mend_signs(clean, mark_bold(clean, words, frames), frames))
    pieces = mend_series(mend_bullets(level_sizes(to_pieces(words, 72 / dpi), known)))
    raw.pieces[0] = pieces
    raw.glyphs = sum(len(piece.text) for piece in pieces)
    return raw


def mend_labels(words: Sequence[Word]) -> list[Word]:
    """Return the words with misread labels mended where a line or a cell starts."""
    frames = find_frames(words)
    result: list[Word] = []
    above: list[str] = []
    for key, line in by_line(words).items():
        tokens = [word.text for word in line]
        code = mend_code(above, tokens)
        if code is not None:
            line[1], tokens[1] = line[1]._replace(text=code), code
        above = tokens
        for place, word in enumerate(line):
            gap = word.x0 - line[place - 1].x1 if place else 0.0
            starts = (
                not place or gap > frames[key].size or not any(map(str.isalnum, tokens[place - 1]))
            )
            tokens[place] = mend_label(tokens, place, starts)
            result.append(word._replace(text=tokens[place]))
    return result


def to_pieces(words: Sequence[Word], scale: float) -> list[Piece]:
    """Return words as pieces in points; size and baseline are those of the word's line."""
    frames = find_frames(words)
    pieces: list[Piece] = []
    for word in words:
        frame = frames[word.line]
        size, base = round(2 * scale * frame.size) / 2, scale * frame.base
        top, bottom = base - 0.8 * size, base + 0.2 * size
        face = _BOLD_FACE if word.bold else _FACE
        x0, x1 = scale * word.x0, scale * word.x1
        piece = Piece(word.text, x0, x1, top, bottom, base, max(size, 1.0), face)
        pieces.append(piece._replace(spaced=True, quality=word.confidence))
    return pieces


def level_sizes(pieces: Sequence[Piece], known: Sizes | None = None) -> list[Piece]:
    """Give one size to sizes that differ by little from a frequent one.

    Measured on ink, the size of one and the same font varies from line to line. Bold letters are
    levelled apart: they are another font, and often measure larger than they are. `known` are the
    sizes of the pages before; on return, of this page too.
    """
    counts: dict[bool, Counter[float]] = {False: Counter(), True: Counter()}
    for piece in pieces:
        counts[piece.face.bold][piece.size] += len(piece.text)
    known = {} if known is None else known
    level = {
        bold: _levels(sizes, known.setdefault(bold, Counter())) for bold, sizes in counts.items()
    }
    result: list[Piece] = []
    for piece in pieces:
        size = level[piece.face.bold][piece.size]
        top, bottom = piece.base - 0.8 * size, piece.base + 0.2 * size
        result.append(piece._replace(size=size, top=top, bottom=bottom))
    return result


def _levels(counts: Counter[float], known: Counter[float]) -> dict[float, float]:
    """Return the size that stands for each: a frequent one nearby, a rare one keeps its own.

    Sizes within `SAME_SIZE` of a frequent one are it; a rare size goes to one within an eighth.
    """
    total = sum(counts.values())
    level: dict[float, float] = {}
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for size, _ in order:
        for other in counts:
            if abs(other - size) <= SAME_SIZE * size:
                level.setdefault(other, level.get(size, size))
    weights: Counter[float] = Counter()
    for size, count in order:
        weights[level[size]] += count
    strong = [size for size in weights if weights[size] >= RARE * total]
    for size in counts:
        if weights[level[size]] < RARE * total:
            close = [other for other in strong if abs(other - size) <= size / 8]
            if close:
                level[size] = min((abs(other - size), other) for other in close)[1]
    for size, count in counts.items():
        near = [other for other in known if abs(other - level[size]) <= SAME_SIZE * other]
        level[size] = max(near, key=known.__getitem__, default=level[size])
        known[level[size]] += count
    return level
