"""Mend the signs and numbers before the items of a list, by those of their neighbours.

In: recognised words of a page as pieces. Out: the same, with `•` for the signs that engines read as
`°`, `+`, `e`, `«` or `A >`, and the numbers of a series put right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.readers.ocr_signs import BLOT
from extractor.readers.ocr_text import mend_numbers
from extractor.readers.pdf.glyphs.marks import Piece

_DASHES = ("-", "–", "—")
_SURE_BULLETS = frozenset("°¢©®¤·»•●▪■◦")
_LIKELY_BULLETS = frozenset(
    ["e", "o", "+", "*", "«", "=", ".", "¢", "&", "@", ">", "a", "¥", "0", "ÿ"]
)
_LABELS = ("OS", "OO")
MANY = 4  # letters that may be signs, one below the other: they are
SURE = 0.8  # surer words are printed, however short
SIGNS = _SURE_BULLETS | {">"}


def _firsts(pieces: Sequence[Piece]) -> tuple[list[Piece], list[int]]:
    """Return the pieces row by row, and the places of short ones that stand before a text."""
    from extractor.readers.pdf.glyphs.lines import build_rows

    result: list[Piece] = []
    firsts: list[int] = []
    for row in build_rows(pieces):
        for place, piece in enumerate(row):
            starts = not place or piece.x0 - row[place - 1].x1 > piece.size
            after = row[place + 1] if place + 1 < len(row) else None
            apart = after and (after.text == ">" or after.x0 - piece.x1 > 0.25 * piece.size)
            quotes = _core(piece.text) in ("«", "»") and _is_quote(row, place, result)
            short = len(piece.text) <= 3 or BLOT.fullmatch(piece.text)
            if starts and apart and short and not quotes:
                firsts.append(len(result))
            result.append(piece)
    return result, firsts


def _core(text: str) -> str:
    """Return a sign without the dust that was read behind it: `».` and `»_` are `»`."""
    return text if any(map(str.isalnum, text)) else text.rstrip(".,_'’") or text


def _is_quote(row: Sequence[Piece], place: int, above: Sequence[Piece]) -> bool:
    """Tell whether the quotation mark at a line's start closes or opens a quotation."""
    mark = row[place]
    if _core(mark.text) == "«":
        return next((p.text[-1] for p in row[place + 1 :] if p.text[-1] in "«»"), "") == "»"
    near = (
        (piece.text[0] if piece.text[0] in "«»" else piece.text[-1])
        for piece in reversed(above)
        if piece.x0 > mark.x0 - piece.size and 0 < mark.base - piece.base < 2 * mark.size
    )
    return next((text for text in near if text in "«»"), "") == "«"


def join_signs(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, signs read as two (`A >`, `ÿ >`) made one.

    The text behind them must begin where others begin behind a sign.
    """
    result, firsts = _firsts(pieces)
    starts = [result[i + 1].x0 for i in firsts if result[i].text in SIGNS]
    gone: set[int] = set()
    for index in firsts:
        first, second, *rest = result[index : index + 3]
        two = second.text in (">", "»", "›") and first.text not in _DASHES
        if two and rest and any(abs(rest[0].x0 - start) <= 3 for start in starts):
            result[index] = first._replace(text="•", x1=second.x1)
            gone.add(index + 1)
    return [piece for index, piece in enumerate(result) if index not in gone]


def mend_bullets(pieces: Sequence[Piece]) -> list[Piece]:
    """Turn misread list signs into `•`: one character alone, left of where texts start.

    A character that may be a word (`e`, `a`) or a sign is a bullet when the page has others at the
    same distance from the left; any short word is one where two signs stand at the same distance
    and its text begins where theirs do. Dashes at one distance become the most frequent one.
    """
    result, firsts = _firsts(join_signs(pieces))
    signs = [(_core(result[i].text), result[i].x0, result[i + 1].x0) for i in firsts]
    for index, (text, x0, x1) in zip(firsts, signs, strict=True):
        near = [sign for sign in signs if abs(sign[1] - x0) <= 4]
        texts = [other for other, *_ in near]
        dashes = [other for other in texts if other in _DASHES]
        if 2 * len(dashes) > len(near) and (text in _DASHES or not text[0].isalnum()):
            result[index] = result[index]._replace(text=max(_DASHES, key=dashes.count))
            continue
        likely = sum(other in _SURE_BULLETS or other in _LIKELY_BULLETS for other in texts)
        aligned = [other for other, _, start in near if abs(start - x1) <= 3]
        same = sum(other in _SURE_BULLETS for other in aligned)
        bullets = same + sum(other in _LIKELY_BULLETS for other in aligned)
        same = bullets if bullets >= MANY else same
        alike = aligned.count(text)
        same = max(same, alike - 1 if not any(map(str.isalnum, text)) else 0)
        word = text.isalpha() and len(text) > 1
        word = word and (text.islower() or result[index].quality >= SURE)
        word = word or (text == "»" and alike < 3) or text in _LABELS
        short = (
            same > 1
            and not word
            and text not in _DASHES
            and (BLOT.fullmatch(text) if len(text) > 2 else text[-1] not in ".):" or text == "0.")
        )
        if text in _SURE_BULLETS or (text in _LIKELY_BULLETS and likely > 1) or short:
            result[index] = result[index]._replace(text="•")
    return result


def mend_series(pieces: Sequence[Piece]) -> list[Piece]:
    """Put right the misread numbers of a list: `1.` `Z.` `3:` at one distance from the left."""
    result, firsts = _firsts(pieces)
    columns: dict[int, list[int]] = defaultdict(list)
    for index in firsts:
        near = [key for key in columns if abs(result[key].x0 - result[index].x0) <= 5]
        columns[near[0] if near else index].append(index)
    for column in columns.values():
        texts = mend_numbers([result[index].text for index in column])
        for index, text in zip(column, texts, strict=True):
            result[index] = result[index]._replace(text=text)
    return result
