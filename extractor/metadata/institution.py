"""Which institution adopted the plan.

Every mention votes for its place with the weight of where it stands: title, cover, running lines,
text, then web addresses, the file's own title and name. A partner named in the text thus never
wins against the cover, and the most frequent name wins where the cover is silent. The kind comes
from the first of these places that tells it. A name that Statbel does not know is kept as printed
and reported; nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from extractor.diagnostics import Report
from extractor.gazetteer import (
    Place,
    find_glued,
    is_ordinary_word,
    match_place,
    province_title,
    with_preposition,
)
from extractor.metadata.cover import Cover, CoverLine
from extractor.metadata.identity import name_as, name_by_folder, name_institution
from extractor.metadata.mentions import Mention, find_mentions
from extractor.schema import Institution, Kind, Term
from extractor.text import fold, is_capitals, letters, words

_TITLE, _COVER, _RUNNING, _TEXT, _FILE = range(5)  # tiers, best first
_WEIGHT = {_TITLE: 12.0, _COVER: 7.0, _RUNNING: 8.0, _TEXT: 1.0, _FILE: 3.0}
_TEXT_LIMIT = 5.0  # all the mentions of a place in the text together
_ADDRESS_WEIGHT = 2.5
_SURE = 2.0  # least weight of a name that Statbel does not know: two mentions in the text
_PROVINCE_SHARE = 0.25  # `Province de Liège` on a cover says where the commune lies

_DOMAIN = re.compile(r"(?:www\.|@|https?://)([a-z0-9.-]+)\.be\b")
_DOMAIN_NOISE = re.compile(r"^(?:www|cpas|commune|ville|administration|ac|info)[.-]?|[.-]?cpas$")
_OPEN = re.compile(r"\b(?:administration|centre(?: public(?: d'(?:action|aide))?)?)$")
_HEADS = re.compile(r" ?(?:,| [-|:]) ")  # `Herstal, une ville …`
_MAX_ALONE = 6  # words
_POSTAL = re.compile(r"\b[4-7]\d{3}\s+|\b1[34]\d\d\s+")
_COUNCILS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"\bconseil de l'action sociale|\bc\. ?a\. ?s\. du"), "cpas"),
    (re.compile(r"\bconseil communal|\bcollege communal"), "commune"),
    (re.compile(r"\bconseil provincial|\bcollege provincial"), "province"),
    (re.compile(r"\betre un (?:c\.p\.a\.s|cpas|centre public)"), "cpas"),
    (re.compile(r"\betre une (?:commune|ville|administration communale)"), "commune"),
    (re.compile(r"\betre une province"), "province"),
)
_SMALL_WORDS = frozenset(
    "sur sous lez les en de du des la le aux au d l".split()  # noqa: SIM905
)


@dataclass(slots=True)
class _Candidate:
    """What speaks for one place; the key of the dict is the glued letters of its name."""

    place: Place | None
    weight: float = 0.0
    text_weight: float = 0.0
    kinds: dict[int, Counter[Kind]] = field(default_factory=lambda: defaultdict(Counter))
    printed: list[tuple[int, str]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    city: int = 0
    common: int = 0
    links: Counter[str] = field(default_factory=Counter)
    lines: list[int] = field(default_factory=list)

    def total(self) -> float:
        """Return the weight of all that was seen."""
        return self.weight + min(self.text_weight, _TEXT_LIMIT)


class _Tally:
    """Collects candidates and the kinds that are named without a place."""

    def __init__(self) -> None:
        self.candidates: dict[str, _Candidate] = {}
        self.city = 0  # `ville` without a name
        self.hints: dict[int, Counter[Kind]] = defaultdict(Counter)

    def candidate(self, place: Place | None, name: str) -> _Candidate:
        key = f"{place.nis_code}" if place else letters(name)
        return self.candidates.setdefault(key, _Candidate(place))

    def add(self, mention: Mention, tier: int, lines: Iterable[int] = ()) -> None:
        """Count a mention at a tier."""
        if mention.name is None:
            if mention.kind != "province":
                self.hints[tier][mention.kind] += 1
                self.city += mention.city
            return
        found = self.candidate(mention.place, mention.name)
        share = 1.0 if mention.kind != "province" or tier == _TITLE else _PROVINCE_SHARE
        if tier == _TEXT:
            found.text_weight += share
        else:
            found.weight += _WEIGHT[tier] * share
        found.kinds[tier][mention.kind] += 1
        found.printed.append((tier, mention.printed))
        found.names[mention.name] += 1
        found.city += mention.city
        found.common += mention.kind == "commune" and not mention.city
        found.links[mention.link] += 1
        if tier <= _COVER:
            found.lines.extend(lines)

    def add_place(self, place: Place, printed: str, weight: float, line: int | None = None) -> None:
        """Count a municipality named without the word for its institution."""
        found = self.candidate(place, place.name)
        found.weight += weight
        found.printed.append((_FILE, printed))
        if line is not None:
            found.lines.append(line)


def find_institution(
    cover: Cover,
    term: Term,
    adopted_on: date | None,
    report: Report,
    told: str | None = None,
    folder: str | None = None,
) -> tuple[Institution, tuple[int, ...]]:
    """Return the institution and the cover lines that name it.

    `told` is the name that a person gives: it holds, whatever is printed. `folder` is the name of
    the document's folder: it counts where the document and its file name no institution.
    """
    tally = _Tally()
    for rank, item in enumerate(cover.lines):
        tier = _TITLE if item.index in cover.title else _COVER
        _read_line(tally, item, cover.lines[rank + 1 : rank + 3], tier)
    for item in cover.running:
        _read_line(tally, item, (), _RUNNING)
    for rank, item in enumerate(cover.body):
        _read_line(tally, item, cover.body[rank + 1 : rank + 3], _TEXT)
    _read_file(tally, cover)
    day = _day_of(term, adopted_on)
    if told:
        if given := name_institution(told, day):
            printed, lines = _choose(tally, term, adopted_on, Report())
            return given.model_copy(update={"printed_name": printed.printed_name}), lines
        report.add("unknown-institution", f"no Walloon municipality is called `{told}`")
    named = any(c.total() >= _SURE for c in tally.candidates.values())
    if folder and not named and (given := name_by_folder(folder, day)):
        kind = given.kind if given.kind != "unknown" else _kind(None, tally)
        return name_as(given, kind), ()
    return _choose(tally, term, adopted_on, report)


def _read_line(tally: _Tally, item: CoverLine, after: Sequence[CoverLine], tier: int) -> None:
    """Count what a line says; `after` are the two lines below it."""
    for mention, lines in _mentions(item, after):
        tally.add(mention, tier, lines)
    for pattern, kind in _COUNCILS:
        if pattern.search(item.key):
            tally.hints[max(tier, _RUNNING)][kind] += 1
    for match in _DOMAIN.finditer(item.key):
        _read_domain(tally, match[1], tier)
    if tier != _TEXT:
        _read_bare(tally, item)


def _mentions(
    item: CoverLine, after: Sequence[CoverLine]
) -> Iterator[tuple[Mention, tuple[int, ...]]]:
    """Yield the mentions that begin in a line and their lines; a name may be on the next one."""
    ocr = item.line.quality < 1.0
    if after and _OPEN.search(item.key.rstrip()):
        joined = " ".join(line.text.strip() for line in (item, *after))
        for mention in find_mentions(joined, ocr=ocr):
            if mention.start < len(item.text.strip()):
                yield mention, (item.index, *(line.index for line in after))
        return
    for mention in find_mentions(item.text, ocr=ocr):
        at_end = mention.start + len(mention.printed) >= len(item.text.rstrip(" .:-–(’'")) - 6
        wrapped = None
        if after and at_end and mention.place is None:
            wrapped = _wrapped(mention, item, after[0], ocr)
        if wrapped:
            yield wrapped, (item.index, after[0].index)
        else:
            yield mention, (item.index,)


def _wrapped(mention: Mention, item: CoverLine, below: CoverLine, ocr: bool) -> Mention | None:
    """Return the mention with its place from the line below: known, or alone on that line."""
    joined = f"{item.text.rstrip()} {below.text.strip()}"
    for longer in find_mentions(joined, ocr=ocr):
        if longer.start == mention.start and longer.name:
            whole = longer.start + len(longer.printed) >= len(joined) - 1
            alone = mention.name is None and whole and len(words(below.text)) <= _MAX_ALONE
            return longer if longer.place or alone else None
    return None


def _read_domain(tally: _Tally, domain: str, tier: int) -> None:
    label = _DOMAIN_NOISE.sub("", domain.split("/")[0])
    place = find_glued(label) or find_glued(label.rsplit(".", 1)[-1])
    if place:
        weight = _ADDRESS_WEIGHT if tier != _TEXT else _ADDRESS_WEIGHT / 5
        tally.add_place(place, place.name, weight)


def _read_bare(tally: _Tally, item: CoverLine) -> None:
    """Count a municipality that fills or heads a line, or that follows a postal code."""
    tokens = words(item.text)
    hit = match_place(tokens, 0)
    if hit and (hit[1] == len(tokens) or _HEADS.match(item.key, len(hit[0].name))):
        printed = item.text.strip()[: len(hit[0].name)]
        tally.add_place(hit[0], printed, _WEIGHT[_COVER] / 2, item.index)
    for match in _POSTAL.finditer(item.key):
        hit = match_place(words(item.text[match.end() :]), 0)
        if hit:
            tally.add_place(hit[0], hit[0].name, _ADDRESS_WEIGHT)


def _read_file(tally: _Tally, cover: Cover) -> None:
    for text, tier in ((cover.document_title, _RUNNING), (cover.stem, _FILE)):
        tokens = words(text)
        kinds = {"cpas", "commune", "ville"} & set(tokens)
        named = False
        for mention in find_mentions(text):
            if mention.place or tier == _RUNNING:
                tally.add(mention, tier if mention.name is None else _FILE)
            named = named or mention.place is not None
        for at in range(len(tokens)) if not named else ():
            hit = match_place(tokens, at)
            if hit and (kinds or not is_ordinary_word(hit[0])):
                tally.add_place(hit[0], hit[0].name, _WEIGHT[_FILE])
        for word in sorted(kinds):
            tally.hints[_FILE]["cpas" if word == "cpas" else "commune"] += 1


def _choose(
    tally: _Tally, term: Term, adopted_on: date | None, report: Report
) -> tuple[Institution, tuple[int, ...]]:
    ranked = sorted(tally.candidates.values(), key=lambda c: -c.total())
    best = ranked[0] if ranked else None
    if best is None or (best.place is None and best.total() < _SURE):
        report.add("unknown-institution", "no institution is named")
        return Institution(kind=_kind(None, tally)), ()
    kind = _kind(best, tally)
    printed = min(best.printed, key=lambda p: p[0])[1]
    if best.place is None:
        name = _as_name(best.names)
        report.add("unknown-institution", f"no Walloon municipality is called `{name}`")
    else:
        name = best.place.name
    institution = Institution(
        name=_canonical(kind, name, best, tally.city),
        printed_name=printed,
        kind=kind,
        municipality=None if kind == "province" else name,
        nis_code=best.place.code_on(_day_of(term, adopted_on)) if best.place else None,
        province=best.place.province if best.place else None,
    )
    return institution, tuple(sorted(set(best.lines)))


def _kind(best: _Candidate | None, tally: _Tally) -> Kind:
    """Return the kind told by the best tier: what names the place, then what names none."""
    if best and best.place and best.place.is_province:
        return "province"
    for tier in range(5):
        found: Counter[Kind] = Counter(best.kinds[tier] if best else {})
        found.pop("province", None)
        found = found or tally.hints[tier]
        if tier in (_TITLE, _COVER) and {"cpas", "commune"} <= set(found):
            return "commune_cpas"
        if found:
            return max(sorted(found), key=lambda k: found[k])
    return "unknown"


def _canonical(kind: Kind, name: str, best: _Candidate, cities: int) -> str:
    link = max(sorted(best.links), key=lambda k: best.links[k], default="")
    if best.place is None and link in ("du", "des"):
        of = f"{link} {name}"
    else:
        of = with_preposition(name, elide_h=link == "d")
    said = best.city - best.common
    local = "Ville" if said > 0 or (not best.city and not best.common and cities) else "Commune"
    if kind == "province":
        return province_title(name)
    head = {"cpas": "CPAS", "commune": local, "commune_cpas": f"{local} et CPAS"}.get(kind)
    return f"{head} {of}" if head else name


def _as_name(names: Counter[str]) -> str:
    """Return the most frequent spelling that is not in capitals, else the capitals set down."""
    mixed = [name for name in names if not is_capitals(name)]
    if mixed:
        return max(sorted(mixed), key=lambda n: names[n])
    name = max(sorted(names), key=lambda n: names[n])
    pieces = re.split(r"([ ’'-])", name.lower())
    return "".join(
        p if i and fold(p) in _SMALL_WORDS else p[:1].upper() + p[1:] for i, p in enumerate(pieces)
    )


def _day_of(term: Term, adopted_on: date | None) -> date | None:
    """Return a day of the plan: its adoption, else the middle of its first full year."""
    if adopted_on:
        return adopted_on
    if term.start is None:
        return None
    return date(term.start + (term.start in (2012, 2018, 2024)), 7, 1)
