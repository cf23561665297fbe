"""Join drop capitals to their words.

In: the pieces of an upright frame. Out: the same, a big letter that two lines or more stand beside
put before the word that goes on with it, at the height of that word.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.readers.pdf.glyphs.marks import Piece

LARGER = 1.8  # times the size of its text is a drop capital
NEAR = 1.5  # font sizes of the text between the capital and its lines
LEVEL = 1.5  # points between the left edges of these lines
RISE = 0.75  # of its size a capital stands above the baseline
LINES = 2  # beside it, at least


def join_capitals(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with each drop capital in the first word of its text."""
    result = list(pieces)
    least = LARGER * min((piece.size for piece in pieces if piece.text), default=0.0)
    for capital in pieces:
        if capital.size < least or len(capital.text) != 1 or not capital.text.isupper():
            continue
        beside = [piece for piece in pieces if _stands_beside(capital, piece)]
        firsts: dict[int, Piece] = {}
        for piece in sorted(beside, key=lambda p: p.x0):
            firsts.setdefault(round(piece.base), piece)
        lines = sorted(firsts.values(), key=lambda p: p.base)
        if len(lines) < LINES or not lines[0].text[0].islower():
            continue
        if any(abs(line.x0 - lines[0].x0) > LEVEL for line in lines):
            continue
        result.remove(capital)
        first = lines[0]
        result[result.index(first)] = first._replace(text=capital.text + first.text, x0=capital.x0)
    return result


def _stands_beside(capital: Piece, piece: Piece) -> bool:
    """Tell whether a piece begins right of a capital, within its height, in smaller type."""
    if capital.size < LARGER * piece.size or not piece.text:
        return False
    near = -1 <= piece.x0 - capital.x1 <= NEAR * piece.size
    low = capital.base + 0.3 * piece.size
    return near and capital.base - RISE * capital.size < piece.base <= low
