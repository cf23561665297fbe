"""What each word does in a title: verb, object, complement, subject, public, place, partner.

In: the words of a title. Out: one `Role` for each. A title is read as a verb (or a noun of action),
its object with its complements, then circumstances, each opened by a connector of
`models/roles.toml`. `Sensibiliser les écoles au tri`: verb, public, subject; `Isoler les écoles`:
verb, place. Rules and a lexicon, no parser: titles are short and begin alike, and this costs a
hundredth of one. Needs no spaCy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from extractor.lexicon import find_infinitive, key_of
from extractor.nlp.verbs import find_verb, is_verb, noun_verb
from extractor.nlp.words import Word, stem
from extractor.resources import models_path


class Role(Enum):
    """What a word does in its title."""

    VERB = "verb"
    OBJECT = "object"
    SUBJECT = "subject"  # what one is told of: `au tri`
    COMPLEMENT = "complement"
    PUBLIC = "public"
    PLACE = "place"
    PURPOSE = "purpose"
    PARTNER = "partner"
    EXAMPLE = "example"  # inside parentheses


@dataclass(frozen=True, slots=True)
class _Rules:
    connectors: tuple[tuple[tuple[str, ...], str], ...]  # words → role, longest first
    address: frozenset[str]
    treat: frozenset[str]
    works: frozenset[str]
    public: frozenset[str]
    place: frozenset[str]
    building: frozenset[str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = tomllib.loads(models_path("roles.toml").read_text("utf-8"))
    connectors = [
        (tuple(key_of(phrase).replace("'", " ").split()), role)
        for role, phrases in data["connectors"].items()
        for phrase in phrases
    ]
    verbs, nouns = data["verbs"], data["nouns"]
    return _Rules(
        tuple(sorted(connectors, key=lambda pair: (-len(pair[0]), pair))),
        *(frozenset(map(key_of, verbs[name])) for name in ("address", "treat", "works")),
        *(frozenset(map(stem, nouns[name])) for name in ("public", "place", "building")),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """The roles of the words of a title, its infinitive, and whether it is about works."""

    roles: tuple[Role, ...]
    verb: str | None
    works: bool


def read_roles(title: str, words: Sequence[Word]) -> Reading:
    """Return the role of each content word of a title.

    >>> from extractor.nlp.words import split
    >>> text = "Sensibiliser les écoles au tri"
    >>> [role.value for role in read_roles(text, split(text)).roles]
    ['verb', 'public', 'subject']
    """
    rules = _rules()
    verb = find_verb(title)
    main = key_of(verb.split()[0]) if verb else ""
    roles: list[Role] = []
    role, seen_object, depth, end = Role.OBJECT, False, 0, 0
    acting = main  # the verb that the words now read belong to
    tokens, places = _tokens(words)
    for place, word in enumerate(words):
        between = title[end : word.start]
        end = word.start + len(word.text)
        depth = max(0, depth + between.count("(") - between.count(")"))
        if depth:
            roles.append(Role.EXAMPLE)
            continue
        if _heads(word, place, between, roles):
            roles.append(Role.VERB)
            role, seen_object = Role.OBJECT, False
            acting = key_of(find_infinitive(word.text) or noun_verb(word.text) or main)
            continue
        opened = _connector(tokens, places[place], len(word.lead), rules)
        if opened is None and place:
            opened = _pending(tokens, places, place, rules)
        role = _next_role(opened, word, role, acting, seen_object, rules)
        seen_object = seen_object or role is Role.OBJECT
        roles.append(_as_noun(word, role, acting, roles, rules))
        if role is Role.OBJECT and place + 1 < len(words) and words[place + 1].lead:
            role = Role.COMPLEMENT
    works = main in rules.works and any(
        role in (Role.OBJECT, Role.SUBJECT) and word.stem in rules.building
        for word, role in zip(words, roles, strict=True)
    )
    return Reading(tuple(roles), verb, works)


def _tokens(words: Sequence[Word]) -> tuple[list[str], list[int]]:
    """Return all words as keys, small ones too, and where each content word stands."""
    tokens: list[str] = []
    places = []
    for word in words:
        tokens += word.lead
        places.append(len(tokens))
        tokens.append(key_of(word.text))
    return tokens, places


def _heads(word: Word, place: int, between: str, before: Sequence[Role]) -> bool:
    """Tell whether a word is the verb of the title or of a further part of it."""
    if place == 0:
        return is_verb(word.text) or noun_verb(word.text) is not None
    joined = not word.lead or word.lead[-1] in ("et", "ou")
    return joined and is_verb(word.text) and (
        before[-1] is Role.VERB or bool(set(between) & set(",;/:")) or bool(word.lead)
    )


def _connector(tokens: Sequence[str], place: int, size: int, rules: _Rules) -> str | None:
    """Return the role that the words just before a content word open, if any."""
    first = place - size
    for wanted, role in rules.connectors:
        for start in range(max(0, place - len(wanted) - 1), place - len(wanted) + 1):
            if start + len(wanted) > first and tuple(tokens[start : start + len(wanted)]) == wanted:
                return role
    return None


def _pending(
    tokens: Sequence[str], places: Sequence[int], place: int, rules: _Rules
) -> str | None:
    """Return the role of a connector that ends with a content word: `en lien`, `notamment`."""
    end = places[place - 1] + 1
    for wanted, role in rules.connectors:
        start = end - len(wanted)
        if start >= 0 and tuple(tokens[start:end]) == wanted:
            return role
    return None


def _next_role(
    opened: str | None, word: Word, role: Role, acting: str, seen: bool, rules: _Rules
) -> Role:
    """Return the role of the words from here on."""
    if word.lead[-1:] in (("de",), ("d",), ("a",)) and acting in rules.address and is_verb(word.text):
        return Role.SUBJECT
    if opened is None:
        if word.lead and word.lead[-1] in ("de", "d", "des", "du", "la", "l") and seen:
            return Role.COMPLEMENT if role is Role.OBJECT else role
        return role
    if opened == "either":
        if _is_place(word, rules):
            return Role.PLACE
        if acting not in rules.address:
            return Role.COMPLEMENT
        return Role.PUBLIC if word.stem in rules.public and not seen else Role.SUBJECT
    if opened == "public":
        infinitive = is_verb(word.text) and word.lead[-1:] == ("pour",)
        return Role.PURPOSE if infinitive else Role.PUBLIC
    if opened == "place":
        return Role.PLACE if _is_place(word, rules) else Role.COMPLEMENT
    return Role(opened)


def _is_place(word: Word, rules: _Rules) -> bool:
    return word.stem in rules.place or (word.text[:1].isupper() and word.start > 0)


def _as_noun(
    word: Word, role: Role, acting: str, before: Sequence[Role], rules: _Rules
) -> Role:
    """Return the role of one word: a public or a building may hide where an object stands."""
    direct = role is Role.OBJECT and Role.OBJECT not in before
    if direct and acting in rules.address and word.stem in rules.public:
        return Role.PUBLIC
    if role is Role.OBJECT and acting in rules.treat and word.stem in rules.building:
        return Role.PLACE
    if role is Role.COMPLEMENT and word.stem in rules.public:
        return Role.PUBLIC
    return role
