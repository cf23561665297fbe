"""Every topic has examples and counter-examples; no wording shrinks to a bare common word."""

from __future__ import annotations

import pytest

from benchmarks.blind import SAME, theme_name
from extractor.nlp import NlpItem
from extractor.nlp.roles import read_roles
from extractor.nlp.taxonomy import Topic, load_taxonomy
from extractor.nlp.themes import classify_themes, find_senses, standing_topics
from extractor.nlp.words import split, stem, wording_keys

TOPICS = load_taxonomy().topics
CONTEXT = {"cpas": ("CPAS de Valmont",), "commune": ("Commune de Valmont",)}


def kind_of(topic: Topic) -> str:
    return next(iter(topic.kinds), "commune")


def found_in(title: str, kind: str) -> set[str]:
    """Return the topics that a title holds by listed wordings that no longer one covers."""
    words = split(title)
    roles = read_roles(title, words).roles
    matches = find_senses(words, load_taxonomy(), kind, roles)
    return set().union(*standing_topics(words, matches))


@pytest.mark.parametrize("name", TOPICS)
def test_examples_and_counter_examples(name: str) -> None:
    topic = TOPICS[name]
    kind = kind_of(topic)
    assert topic.examples and topic.counter
    for title in topic.examples:
        assert name in found_in(title, kind), title
        (themes,) = classify_themes([NlpItem(title, context=CONTEXT[kind])])
        found = {theme_name(theme.code) for theme in themes}
        assert found & {SAME.get(theme, theme) for theme in topic.themes}, title
    for title in topic.counter:
        assert name not in found_in(title, kind), title


@pytest.mark.parametrize("name", TOPICS)
def test_each_wording_alone_has_its_topic(name: str) -> None:
    topic = TOPICS[name]
    for word in topic.words:
        words = split(word.replace("_", " ").replace("*", "ation"))
        matches = find_senses(words, load_taxonomy(), kind_of(topic))
        assert name in {match.sense.topic for match in matches}, word
    assert len(set(topic.words)) == len(topic.words)
    assert set(topic.goals) <= set(range(1, 18)) and topic.goals


@pytest.mark.parametrize("wording", ["avec la commune", "en ligne", "sur", "de la"])
def test_what_shrinks_to_a_common_word_is_refused(wording: str) -> None:
    with pytest.raises(ValueError, match="wording"):
        wording_keys(wording)


def test_a_tie_keeps_the_small_word() -> None:
    assert wording_keys("en_ligne") == ["en_lign"]
    assert "services en ligne" in found_in("Répondre en ligne", "commune")
    assert "services en ligne" not in found_in("Dessiner une ligne", "commune")


def test_accents_part_nouns_from_participles() -> None:
    assert stem("équipe") != stem("équipé") == stem("équipées")
    assert stem("EQUIPE") == stem("équipe")
