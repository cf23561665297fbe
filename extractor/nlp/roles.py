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
    LINK = "link"  # only joins others: `en collaboration avec`


_VERB = Role.VERB
_ASIDE = (Role.PARTNER, Role.PURPOSE, Role.PUBLIC, Role.PLACE)
_VALUES = frozenset(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class _Rules:
    connectors: tuple[tuple[tuple[str, ...], str], ...]  # words → role, longest first
    address: frozenset[str]
    treat: frozenset[str]
    replace: frozenset[str]
    works: frozenset[str]
    public: frozenset[str]
    addressed: frozenset[str]
    place: frozenset[str]
    building: frozenset[str]
    relation: frozenset[str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = tomllib.loads(models_path("roles.toml").read_text("utf-8"))
    connectors = [
        (tuple(key_of(phrase).replace("'", " ").split()), role)
        for role, phrases in data["connectors"].items()
        for phrase in phrases
    ]
    verbs, nouns = data["verbs"], data["nouns"]
    groups = ("public", "addressed", "place", "building", "relation")
    return _Rules(
        tuple(sorted(connectors, key=lambda pair: (-len(pair[0]), pair))),
        *(frozenset(map(key_of, verbs[name])) for name in ("address", "treat", "replace", "works")),
        *(frozenset(map(stem, nouns[name])) for name in groups),
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
    tokens, places = _tokens(words)
    opened, links = _connectors(tokens, places, rules)
    links |= _locution(verb, words)
    roles: list[Role] = []
    role, acting, depth, end = Role.OBJECT, main, 0, 0
    seen = linked = False  # an object was read; it is a relation
    for place, word in enumerate(words):
        between = title[end : word.start]
        end = word.start + len(word.text)
        depth = max(0, depth + between.count("(") - between.count(")"))
        if depth:
            roles.append(Role.EXAMPLE)
        elif place in links:
            roles.append(Role.LINK)
            role = Role(opened[place]) if opened.get(place) in _VALUES else role
        elif _heads(word, place, between, roles):
            roles.append(Role.VERB)
            role = Role.OBJECT
            acting = key_of(find_infinitive(word.text) or noun_verb(word.text) or main)
        else:
            if "," in between and role in _ASIDE and not seen:
                role = Role.OBJECT  # the circumstance is over
            state = _State(role, acting, seen, linked)
            if word.text.isdigit() and place in opened and place + 1 < len(words):
                opened.setdefault(place + 1, opened[place])  # `dans 20 bâtiments`
            role = _next_role(opened.get(place), word, state, rules)
            found = _as_noun(word, role, state, rules)
            if found is Role.COMPLEMENT and _names_a_place(words, place, rules):
                found = Role.PLACE  # `la rue de l’Église`
            roles.append(found)
            seen = seen or found is Role.OBJECT
            linked = linked or (found is Role.OBJECT and word.stem in rules.relation)
            if role is Role.OBJECT and place + 1 < len(words) and words[place + 1].lead:
                role = Role.COMPLEMENT
    works = main in rules.works and any(
        role in (Role.OBJECT, Role.SUBJECT) and word.stem in rules.building
        for word, role in zip(words, roles, strict=True)
    )
    return Reading(tuple(roles), verb, works)


@dataclass(frozen=True, slots=True)
class _State:
    """Where the reading of a title stands."""

    role: Role
    acting: str  # the verb that the words now read belong to
    seen: bool  # whether an object was read
    linked: bool  # whether it is a relation: `collaboration`


def _tokens(words: Sequence[Word]) -> tuple[list[str], list[int]]:
    """Return all words as keys, small ones too, and where each content word stands."""
    tokens: list[str] = []
    places = []
    for word in words:
        tokens += word.lead
        places.append(len(tokens))
        tokens.append(key_of(word.text))
    return tokens, places


def _connectors(
    tokens: Sequence[str], places: Sequence[int], rules: _Rules
) -> tuple[dict[int, str], set[int]]:
    """Return the role that is opened before a content word, and the words inside connectors."""
    rank = {token: place for place, token in enumerate(places)}
    opened: dict[int, str] = {}
    links: set[int] = set()
    start = 0
    while start < len(tokens):
        found = next((c for c in rules.connectors if _begins(tokens, start, c[0])), None)
        if found is None:
            start += 1
            continue
        inside = [rank[t] for t in range(start, start + len(found[0])) if t in rank]
        links |= set(inside)
        start += len(found[0])
        after = next((rank[t] for t in range(start, len(tokens)) if t in rank), None)
        if after is not None:
            opened[after] = found[1]
    return opened, links


def _begins(tokens: Sequence[str], start: int, wanted: tuple[str, ...]) -> bool:
    return tuple(tokens[start : start + len(wanted)]) == wanted


def _locution(verb: str | None, words: Sequence[Word]) -> set[int]:
    """Return the places of the words that only complete the verb: `(mettre en) place`."""
    rest = [stem(part) for part in (verb or "").replace("’", " ").split()[1:]]
    return {
        place
        for place, word in enumerate(words[1:4], start=1)
        if word.stem in rest and place <= len(rest) + 1
    }


def _heads(word: Word, place: int, between: str, before: Sequence[Role]) -> bool:
    """Tell whether a word is the verb of the title or of a further part of it."""
    if place == 0:
        return is_verb(word.text) or noun_verb(word.text) is not None
    if not is_verb(word.text):
        return False
    joined = word.lead[-1:] in (("et",), ("ou",))
    return joined or (not word.lead and (bool(set(between) & set(",;/:")) or before[-1] is _VERB))


def _next_role(opened: str | None, word: Word, state: _State, rules: _Rules) -> Role:
    """Return the role of the words from here on."""
    addressing = state.acting in rules.address
    to_do = word.lead[-1:] in (("de",), ("d",), ("a",)) and is_verb(word.text)
    if addressing and to_do and opened in (None, "either"):
        return Role.SUBJECT
    if opened is None:
        tied = word.lead[-1:] and word.lead[-1] in ("de", "d", "des", "du", "la", "l")
        return Role.COMPLEMENT if tied and state.seen and state.role is Role.OBJECT else state.role
    if opened == "either":
        if _is_place(word, rules):
            return Role.PLACE
        if not addressing:
            return Role.COMPLEMENT
        return Role.PUBLIC if word.stem in rules.public and not state.seen else Role.SUBJECT
    if opened == "public":
        if is_verb(word.text) and word.lead[-1:] == ("pour",):
            return Role.PURPOSE
        return Role.PUBLIC if word.stem in rules.public else Role.COMPLEMENT
    if opened == "place":
        return Role.PLACE if _is_place(word, rules) else Role.COMPLEMENT
    return Role(opened)


def _is_place(word: Word, rules: _Rules) -> bool:
    named = word.text[:1].isupper() and not word.text.isupper() and word.start > 0
    return word.stem in rules.place or (named and "." not in word.text)


def _names_a_place(words: Sequence[Word], place: int, rules: _Rules) -> bool:
    """Tell whether a capitalised word follows a noun of place."""
    return (
        words[place].text[:1].isupper()
        and not words[place].text.isupper()
        and words[place - 1].stem in rules.place
    )


def _as_noun(word: Word, role: Role, state: _State, rules: _Rules) -> Role:
    """Return the role of one word: a public or a building may hide where an object stands."""
    direct = role is Role.OBJECT and not state.seen
    public = word.stem in rules.public
    if direct and state.acting in rules.address and (public or word.stem in rules.addressed):
        return Role.PUBLIC
    if role is Role.OBJECT and state.acting in rules.treat and word.stem in rules.building:
        return Role.PLACE
    if role is Role.PARTNER and (state.linked or state.acting in rules.replace):
        return Role.COMPLEMENT  # `renforcer la collaboration avec la police`
    if role is Role.COMPLEMENT and public:
        return Role.PUBLIC
    return role
