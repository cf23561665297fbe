"""Names in titles: what `models/entities.toml` lists, then what the statistical NER adds.

In: titles. Out: entities with offsets into them. Precedence: the EntityRuler (longest match), then
unknown acronyms in parentheses after a name, then the NER, whose findings are kept only when they
hold a capital inside the sentence and a word that the lexicon does not have: titles begin with
infinitives and capitals that mean nothing, on which the NER is often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from extractor import lexicon
from extractor.nlp import casing, heads, spelling
from extractor.nlp.items import Entity
from extractor.nlp.model import TRAINED, load_language
from extractor.nlp.titles import listed_acronyms, name_index

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_STATISTICAL = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}
_NAMED = ("ORG", "SERVICE")  # may be followed by a name of their own: `AIS Sambre-Logis`
_ACRONYM = re.compile(r"[A-ZÀ-Þ]{2,8}|(?:[A-ZÀ-Þ]\.){2,}[A-ZÀ-Þ]?")
_TITLES = frozenset({"m.", "mme", "madame", "monsieur", "mr", "dr", "docteur", "mlle"})
_BEFORE_ACRONYM = frozenset({"le", "la", "les", "l'", "du", "au", "avec", "par", "chez", "via"})
_WITH = frozenset({"avec", "entre", "auprès", "inviter", "rencontrer", "associer", "contacter"})
_ARTICLES = ("le", "la", "les", "l'")
_ROMAN = re.compile(r"[IVX]+")
Found = tuple[int, int, str, int]  # start, end (tokens or characters), label, origin

# where a span comes from, the surer of two alike first, and the share of each that is right
LISTED, DESIGNATED, PLACED, GUESSED = 4, 3, 2, 1
SCORES = {LISTED: 0.96, DESIGNATED: 0.73, PLACED: 0.94, GUESSED: 0.67}  # see the model card
MAX_TOKENS = 6  # of a statistical entity


def find_entities(titles: Sequence[str], names: tuple[str, ...] = ()) -> list[tuple[Entity, ...]]:
    """Return the entities of each title, in order, without overlap."""
    index = name_index(names)
    restored = [
        casing.restore_case(title, index, listed_acronyms()).replace("’", "'") for title in titles
    ]
    docs = _annotate(restored)
    found = [_select(doc, names) for doc in docs]
    spelled = _spelled_out(restored, found)
    return [
        tuple(
            Entity(
                title[start:end], spelled.get(title[start:end], label), start, end, SCORES[origin]
            )
            for start, end, label, origin in spans
        )
        for title, spans in zip(titles, found, strict=True)
    ]


def _spelled_out(texts: Sequence[str], found: Sequence[Sequence[Found]]) -> dict[str, str]:
    """Return the labels of acronyms that the document spells out: `Agence … (ADL)`."""
    spelled: dict[str, str] = {}
    for text, spans in zip(texts, found, strict=True):
        for before, after in pairwise(spans):
            gap = text[before[1] : after[0]]
            if gap.strip() == "(" and _ACRONYM.fullmatch(text[after[0] : after[1]]):
                spelled.setdefault(text[after[0] : after[1]], before[2])
    return spelled


def _annotate(texts: Sequence[str]) -> list[Doc]:
    """Apply the EntityRuler to all, the costly NER where it could find what we keep."""
    nlp: Any = load_language()
    ruler = nlp.get_pipe("entity_ruler")
    docs = [ruler(nlp.make_doc(text)) for text in texts]
    doubtful = [doc for doc in docs if any(map(_may_be_name, doc))]
    for component in TRAINED:
        if component in nlp.pipe_names and doubtful:
            doubtful = list(nlp.get_pipe(component).pipe(doubtful, batch_size=64))
    return docs


def _may_be_name(token: Token) -> bool:
    return token.i > 0 and not token.ent_type_ and _is_capitalised(token) and _is_unknown(token)


def _select(doc: Doc, names: Iterable[str]) -> list[Found]:
    """Return (start, end, label, score), in characters."""
    spans: list[Found] = []  # in tokens
    tokens = [token.text for token in doc]
    for span in doc.ents:
        if span.ent_id_ and not _is_adjective(span):  # only the EntityRuler gives an id
            end = _extended_end(doc, span)
            if span.label_ != "PLACE" and span[-1].is_lower:
                end = heads.with_adjectives(tokens, end)
            spans.append((span.start, end, span.label_, LISTED))
        elif span.label_ in _STATISTICAL and not span.ent_id_ and _is_credible(span):
            start = span.start + (span[0].lower_ in _TITLES or span[0].lower_ in _ARTICLES)
            if start and start < span.end and doc[start - 1].lower_ == "les":
                continue  # `les Rebecquois`: people
            spans.append((start, span.end, _statistical_label(span), GUESSED))
    spans = [span for span in spans if not _is_scene(doc, span)]
    taken = {
        k
        for a, b, label, score in spans
        if label in _NAMED and score == LISTED
        for k in range(a, b)
    }
    spans += [(s.start, s.end, s.label, DESIGNATED) for s in heads.find_heads(tokens, taken)]
    spans += [(s.start, s.end, s.label, PLACED) for s in heads.find_places(tokens)]
    spans += _persons(doc)
    spans = _add_acronyms(doc, _add_names(doc, _drop_overlaps(spans), names))
    return [
        (doc[first].idx, doc[end - 1].idx + len(doc[end - 1]), label, score)
        for first, end, label, score in spans
    ]


def _persons(doc: Doc) -> list[Found]:
    """Return the names that follow `M.` or `Mme`, the courtesy left out."""
    found = []
    for token in doc[:-1]:
        start = end = token.i + 1
        while token.lower_ in _TITLES and end < len(doc) and _is_capitalised(doc[end]):
            end += 1
        if end > start:
            found.append((start, end, "PERSON", GUESSED))
    return found


def _is_adjective(span: Span) -> bool:
    """Tell whether a listed noun is an adjective here: `une meilleure connaissance mutuelle`."""
    if len(span) > 1 or span.start == 0 or _is_capitalised(span[0]):
        return False
    forms = lexicon.lookup(lexicon.key_of(span.text))
    if not any(lexicon.ADJECTIVE in form.analyses for form in forms):
        return False
    before = lexicon.lookup(lexicon.key_of(span.doc[span.start - 1].text))
    if not before:
        return False
    analyses = before[0].analyses
    return max(analyses, key=lambda letter: analyses[letter]) in lexicon.NOUNS


def _statistical_label(span: Span) -> str:
    """Return the label of a finding; acronyms and names after `le` are no places.

    `le Confort Lessinois`; `Maison Verte (MV)`.
    """
    before = span.doc[span.start - 1].lower_ if span.start else ""
    masculine = before in ("le", "du", "au")
    acronym = len(span) == 1 and bool(_ACRONYM.fullmatch(span.text))
    after = [t.text for t in span.doc[span.end : span.end + 2]]
    abbreviated = len(after) == 2 and after[0] == "(" and bool(_ACRONYM.fullmatch(after[1]))
    if span.label_ == "LOC" and (masculine or acronym or abbreviated):
        return "ORG"
    return _STATISTICAL[span.label_]


def _drop_overlaps(spans: list[Found]) -> list[Found]:
    """Keep the longest of spans that overlap; of two alike, the surer, which is listed."""
    kept: list[Found] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (s[0] - s[1], -s[3], s[0])):
        if taken.isdisjoint(range(span[0], span[1])):
            taken.update(range(span[0], span[1]))
            kept.append(span)
    return sorted(kept)


def _is_scene(doc: Doc, span: Found) -> bool:
    """Tell whether an institution is only where something happens: `dans les écoles`."""
    start, end, label, _ = span
    bare = end - start == 1 and label == "ORG" and not _is_capitalised(doc[start])
    if not bare:
        return False
    if start < 2:
        return doc[start].lower_.startswith("école")
    before = doc[start - 2].lower_
    if doc[start].lower_.startswith("école"):
        return before not in _WITH
    return before in ("dans", "devant")


def _is_capitalised(token: Token) -> bool:
    return bool(token.text[:1].isupper())


def _is_unknown(token: Token) -> bool:
    return not lexicon.lookup(lexicon.key_of(token.text))


def _is_credible(span: Span) -> bool:
    """Tell whether a finding of the NER is a name."""
    if len(span) > MAX_TOKENS or any(t.is_punct and t.text not in "-." for t in span):
        return False
    alone = len(span) == 1 and bool(_ACRONYM.fullmatch(span.text))
    if alone and (span.start == 0 or span.doc[span.start - 1].lower_ not in _BEFORE_ACRONYM):
        return False
    inside = [t for t in span if _is_capitalised(t) and not t.is_sent_start and t.i > 0]
    if not inside or all(t.text in spelling.rules().acronyms for t in inside):
        return False
    if span.start == 0 and not _is_unknown(span[0]):
        return False
    if span.label_ == "PER" and len(inside) < 2:
        return False
    return any(_is_unknown(t) for t in inside)


def _extended_end(doc: Doc, span: Span) -> int:
    """Return the end of a listed entity with the name that follows it, if any.

    `agence immobilière sociale Sambre-Logis`, `CPAS de Hotton`; not in `les CPAS de Hotton et
    Marche`, where the name belongs to a list.
    """
    if span.label_ not in _NAMED or span.end >= len(doc):
        return int(span.end)
    end = int(span.end)
    while end < len(doc) and _is_capitalised(doc[end]):  # `maison de repos Les Coudriers`
        end += 1
    if end + 1 >= len(doc) or doc[end].lower_ not in ("de", "d'"):
        return end
    start = last = end + 1
    while last < len(doc) and _is_name_part(doc[last]):
        last += 1
    if last == start:
        return end
    listed = last + 1 < len(doc) and doc[last].lower_ in (",", "et")
    if listed and _is_capitalised(doc[last + 1]):
        return end
    return last


def _is_name_part(token: Token) -> bool:
    return _is_capitalised(token) and (
        _is_unknown(token) or token.ent_type_ == "PLACE" or bool(_ACRONYM.fullmatch(token.text))
    )


def _add_names(doc: Doc, spans: list[Found], names: Iterable[str]) -> list[Found]:
    """Add the municipality of the document where it stands alone."""
    single = {name for name in names if " " not in name}
    taken = {i for a, b, *_ in spans for i in range(a, b)}
    extra = [(t.i, t.i + 1, "PLACE", LISTED) for t in doc if t.text in single and t.i not in taken]
    return _drop_overlaps(spans + extra)


def _add_acronyms(doc: Doc, spans: list[Found]) -> list[Found]:
    """Add unknown acronyms: an institution, or what stands before the parenthesis."""
    taken = {i for a, b, *_ in spans for i in range(a, b)}
    ends = {b: label for _, b, label, _ in spans}
    extra = []
    for token in doc:
        if token.i in taken or not _ACRONYM.fullmatch(token.text) or _ROMAN.fullmatch(token.text):
            continue
        plain = token.text.replace(".", "")
        if plain in spelling.rules().acronyms or not _is_unknown(token):
            continue
        opened = token.i > 1 and doc[token.i - 1].text == "("
        before = doc[token.i - 1].lower_ if token.i else ""
        if not (opened and token.i - 1 in ends) and before not in _BEFORE_ACRONYM:
            continue
        extra.append(
            (token.i, token.i + 1, ends.get(token.i - 1, "ORG") if opened else "ORG", GUESSED)
        )
    return _drop_overlaps(spans + extra)
