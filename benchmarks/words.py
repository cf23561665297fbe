"""Whether the words of PDFs are all kept: those of the lines against pdfplumber's, as multisets.

`python -m benchmarks.words FOLDER` reads every PDF of a folder and prints what was lost and what
was invented. Spaces and hyphenation are not judged: words are compared as the letters and digits
that they hold, and a difference that only cuts words otherwise (`O S` and `OS`) is none. What may
differ has a named reason:

* `clipped`: a clip hides the word, pdfplumber shows it;
* `doubled`: printed twice at one place to look bold, read once;
* `sign`: a list sign that is drawn, or stands for a character of a symbol font;
* `accent`: letter and accent are drawn apart, and read as one;
* `recognised`: the page is a picture, its words come from optical recognition;
* `turned`: pdfplumber reads turned text letter by letter.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.pdfs import judge_pdfs
from extractor.readers import read_bytes

SHOWN = 12  # words of a document
SIGNS = frozenset("o§vüØ•")
_NO_CHARACTER = re.compile(r"cid\d+")  # pdfplumber's word for a glyph without one


class Difference(NamedTuple):
    """A word that was lost (negative) or invented (positive), how often, and the reason if any."""

    word: str
    count: int
    reason: str | None


def normal(text: str) -> str:
    """Return the letters and digits of a word, accents and ligatures as single characters."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c.isalnum())


def kept(data: bytes, name: str) -> tuple[list[str], frozenset[str]]:
    """Return the words of the lines that the reader makes, and the codes of its notes."""
    document = read_bytes(data, name)
    words = [word for line in document.lines for word in line.text.split()]
    return words, frozenset(code for code, _, _ in document.notes)


def printed(data: bytes) -> tuple[list[str], list[str], bool]:
    """Return pdfplumber's words, those of letters dropped as doubled, and whether text is turned.

    Letters outside the crop box are left out.
    """
    import pdfplumber

    words: list[str] = []
    twice: list[str] = []
    turned = False
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            turned = turned or any(not char["upright"] for char in page.chars)
            seen = page.within_bbox(page.cropbox, relative=False, strict=False)
            once = seen.dedupe_chars(tolerance=1)
            words += _texts(once)
            twice += (Counter(_texts(seen)) - Counter(_texts(once))).elements()
            page.close()
    return words, twice, turned


def _texts(page: Any) -> list[str]:
    return [word["text"] for word in page.extract_words(x_tolerance_ratio=0.15)]


def compare(data: bytes, name: str) -> list[Difference]:
    """Return the words of a PDF that differ, with the reason where it is a known one."""
    mine, notes = kept(data, name)
    theirs, twice, turned = printed(data)
    a, b = Counter(filter(None, map(normal, mine))), Counter(filter(None, map(normal, theirs)))
    invented, lost = a - b, b - a
    _cut_otherwise(invented, lost)
    hidden = _clipped(data)
    doubled = Counter(filter(None, map(normal, twice)))
    result: list[Difference] = []
    for sign, words in ((1, invented), (-1, lost)):
        for word, count in sorted(words.items()):
            reason = None
            if "ocr-used" in notes:
                reason = "recognised"
            elif sign < 0 and hidden[word] >= count:
                reason = "clipped"
            elif doubled[word]:
                reason = "doubled"
            elif word in SIGNS or _NO_CHARACTER.fullmatch(word):
                reason = "sign"
            elif sign > 0 and not word.isascii() and any(ord(c) < 0x250 for c in word):
                reason = "accent" if _plain(word) & _plain_all(lost) else None
            elif turned:
                reason = "turned"
            result.append(Difference(word, sign * count, reason))
    return result


def _plain(word: str) -> set[str]:
    text = unicodedata.normalize("NFD", word)
    return {"".join(c for c in text if c.isalnum())}


def _plain_all(words: Counter[str]) -> set[str]:
    return {plain for word in words for plain in _plain(word)}


def _cut_otherwise(invented: Counter[str], lost: Counter[str]) -> None:
    """Drop from both sides what holds the same letters, cut into words at other places."""
    one = "".join(sorted("".join(invented.elements())))
    other = "".join(sorted("".join(lost.elements())))
    if one == other:
        invented.clear()
        lost.clear()


def _clipped(data: bytes) -> Counter[str]:
    """Return the words that a clip hides, as our device meets them."""
    import pdfplumber

    from extractor.readers.pdf.glyphs.device import PageDevice
    from extractor.readers.pdf.glyphs.interpreter import PageInterpreter

    words: Counter[str] = Counter()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        reader = PageInterpreter(pdf.rsrcmgr, PageDevice(pdf.rsrcmgr))
        for page in pdf.pages:
            try:
                words.update(filter(None, map(normal, reader.read(page.page_obj).clipped)))
            except Exception:  # the fallback reads the page, which knows no clip
                continue
            page.close()
    return words


def report(paths: Sequence[Path]) -> Iterator[str]:
    """Yield a line for each PDF that differs, then the figures of all."""
    same = reasons = 0
    for path in paths:
        try:
            differences = compare(path.read_bytes(), path.name)
        except Exception as error:  # a locked or damaged file is told, the others go on
            yield f"{path.name}: not read ({type(error).__name__})"
            continue
        bare = [d for d in differences if d.reason is None]
        if not bare:
            same += 1
            reasons += bool(differences)
            if differences:
                named = Counter(d.reason for d in differences)
                yield f"{path.name}: " + ", ".join(f"{n} {r}" for r, n in sorted(named.items()))
            continue
        lost = " ".join([f"{d.word}×{-d.count}" for d in bare if d.count < 0][:SHOWN])
        invented = " ".join([f"{d.word}×{d.count}" for d in bare if d.count > 0][:SHOWN])
        yield f"{path.name}: lost {lost or '-'} | invented {invented or '-'}"
    yield f"{same} of {len(paths)} agree, {reasons} of them for named reasons"


if __name__ == "__main__":
    judge_pdfs(__doc__, report)
