"""Where a text names an institution: `CPAS de Trooz`, `Commune et CPAS de …`, `Ville de …`.

A mention has a kind, and the place that follows it when there is one: a municipality of the
gazetteer, or a capitalised name that the gazetteer does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.gazetteer import Place, find_similar, match_place
from extractor.schema import Kind
from extractor.text import fold, is_capitals, words

_CPAS = r"\bc\. ?p\. ?a\. ?s\b\.?|\bcpas\b|\bcentres? publics? d'(?:action|aide) sociale\b"
_KIND = re.compile(
    rf"(?P<cpas>{_CPAS})"
    r"|(?P<ville>\badministration de la ville\b|\bvilles?\b)"
    r"|(?P<commune>\badministrations? communales?\b|\bcommunes?\b)"
    r"|(?P<province>\badministration provinciale\b|\bprovinces?\b)"
)
_JOINT = re.compile(r"[\s,&/+-]*(?:(?:et|de|du|la|le|l'|au|a|son|d'|\()[\s&/+-]*)*$")
_INDEFINITE = re.compile(
    r"\b(?:une?|notre|nos|cette|ce|chaque|quelle|toute|leur|votre|autre|meme)\s+$"
)
_TOKEN = re.compile(r"[0-9a-z]+")
_LINKS = frozenset("de d du des la le les l a au aux commune ville entite cpas".split())  # noqa: SIM905
_MAX_LINKS = 4  # `(CPAS) de la commune de X`
_CAP = r"[A-ZÀ-ÖØ-ÞŒ][^\W\d_]*"
_GLUE = r"(?:sur|sous|lez|lès|les|en|la|le|de|du|des|aux?|à|ès|d|l)"
_NAME = re.compile(
    rf"\s*(?:[:–—(-]\s*)?\)?\s*(?:(?P<link>de la (?=[A-ZÀ-Þ])|de|DE|du|DU|des|DES|d[’']|D[’'])\s*)?"
    rf"(?P<name>(?:(?:La|Le|Les|LA|LE|LES|L[’']) ?)?{_CAP}"
    rf"(?:(?:[-’' ]{_GLUE})?(?:[-’']| (?:{_GLUE} )?){_CAP}|-{_GLUE}(?:-{_GLUE})*-{_CAP})*)"
)
_NOT_NAMES = frozenset(
    """
    wallonie belgique region federation province commune ville cpas entite cours programme plan pst
    pour conseil et du de des legislature mandature periode transversal strategique action interne
    externe annee administration centre service services president bourgmestre college p volet
    proximite demain projet version objectif objectifs tel rue place
    """.split()  # noqa: SIM905
)
_MAX_NAME_WORDS = 4
_LONGER = re.compile(r"-([a-z]+)| lez ")  # Mons is not Mons-lez-Bois


@dataclass(frozen=True, slots=True)
class Mention:
    """A kind of institution, with the place named after it.

    `printed` is the phrase as printed, `name` the place as printed (None: no place follows),
    `place` the entry of the gazetteer (None: unknown there), `city` that the word was `ville`.
    """

    kind: Kind
    printed: str
    start: int
    name: str | None = None
    place: Place | None = None
    city: bool = False
    link: str = ""  # the folded word between both: `de`, `d`, `du`


def find_mentions(text: str, *, ocr: bool = False) -> Iterator[Mention]:
    """Yield the mentions of a repaired text, joint institutions as one, in order.

    With `ocr`, a name that no gazetteer entry equals may be a misread one.
    """
    key = fold(text)
    spans = [m for m in _KIND.finditer(key) if not _INDEFINITE.search(key[: m.start()])]
    done = 0
    for rank, match in enumerate(spans):
        if match.start() < done:
            continue
        kind, end = _kind_of(match), match.end()
        city = match.lastgroup == "ville"
        following = spans[rank + 1] if rank + 1 < len(spans) else None
        if following and _are_joint(match, following, key):
            kind, end = "commune_cpas", following.end()
            city = city or following.lastgroup == "ville"
        bare = Mention(kind, text[match.start() : end], match.start(), city=city)
        mention = _with_place(bare, text, key, end, ocr)
        done = max(end, mention.start + len(mention.printed))
        yield mention


def _kind_of(match: re.Match[str]) -> Kind:
    if match.lastgroup in ("cpas", "province"):
        return match.lastgroup  # type: ignore[return-value]
    return "commune"


def _are_joint(first: re.Match[str], second: re.Match[str], key: str) -> bool:
    """Tell whether `la Commune et le CPAS` stands there, not `le CPAS de la commune`."""
    if {_kind_of(first), _kind_of(second)} != {"commune", "cpas"}:
        return False
    between = key[first.end() : second.start()]
    if not _JOINT.fullmatch(between):
        return False
    return bool(re.search(r"\bet\b|[&/+,-]|\ba(?:u)?\b", between))


def _with_place(bare: Mention, text: str, key: str, end: int, ocr: bool) -> Mention:
    """Add the place that follows the kind's words, if any."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(key, end)]
    names = [token[0] for token in tokens]
    for skipped in range(min(_MAX_LINKS, len(tokens)) + 1):
        if tokens[skipped:] and re.search(r"[.;!?:]\s", key[end : tokens[skipped][1]]):
            break
        hit = match_place(names, skipped, provinces=bare.kind == "province")
        if hit is not None:
            stop = tokens[skipped + hit[1] - 1][2]
            name = text[tokens[skipped][1] : stop]
            contracted = name.split(" ")[0] in ("du", "des", "aux", "au")
            if not _goes_on(key, stop) and (contracted or not name[:1].islower()):
                link = names[skipped - 1] if skipped else ""
                phrase = text[bare.start : stop].strip()
                return replace(bare, printed=phrase, name=name, place=hit[0], link=link)
        if skipped == len(tokens) or names[skipped] not in _LINKS:
            break
    return bare if bare.kind == "province" else _with_unknown(bare, text, end, ocr)


def _goes_on(key: str, stop: int) -> bool:
    """Tell whether the name that ends at `stop` is the beginning of a longer one."""
    match = _LONGER.match(key, stop)
    return match is not None and match[1] not in _NOT_NAMES


def _with_unknown(bare: Mention, text: str, end: int, ocr: bool) -> Mention:
    match = _NAME.match(text, end)
    if match is None:
        return bare
    name = _trim(match["name"])
    slogan = bare.kind == "commune" and text[: bare.start].rstrip().endswith((",", "–", "-"))
    if name is None or slogan or not (match["link"] or is_capitals(text)):
        return bare
    stop = match.start("name") + len(name)
    place = find_similar(name) if ocr else None
    link = "".join(words(match["link"] or ""))
    phrase = text[bare.start : stop].strip()
    return replace(bare, printed=phrase, name=name, place=place, link=link)


def _trim(name: str) -> str | None:
    """Cut a name at the first word that names no place; None when nothing is left."""
    kept = ""
    for piece in re.split(r"(?<= )", name)[:_MAX_NAME_WORDS]:
        if fold(piece.strip()) in _NOT_NAMES:
            break
        kept += piece
    kept = kept.strip(" -’'")
    first = fold(re.split(r"[ ’'-]", kept)[0]) if kept else ""
    return kept if len(kept) >= 3 and first not in _NOT_NAMES else None
