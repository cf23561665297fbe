"""Every entry of the vocabulary keeps what it promises. A new entry needs no change here."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from extractor import vocabulary
from extractor.diagnostics import LayoutError
from extractor.schema import Attributes, Level
from extractor.vocabulary import (
    announced_levels,
    check_keys,
    column_kind,
    field_key,
    is_closing,
    label_key,
    match_field,
    match_heading,
    match_section,
    match_volet,
    split_fields,
)

HEADINGS: dict[str, Any] = vocabulary.load("headings.toml")
FIELDS: dict[str, Any] = vocabulary.load("fields.toml")
ENTRIES = [*HEADINGS["heading"], *HEADINGS["section"]]

#: one case per line of an entry: the entry's level (None for a section) and the line
EXAMPLES = [(e.get("level"), line) for e in ENTRIES for line in e.get("examples", ())]
COUNTER = [line for e in ENTRIES for line in e.get("counter", ())]
#: keys of `fields.toml` that are no attribute of the contract: they go to the node itself
NODE_KEYS = {"description", "title"}


@pytest.mark.parametrize(("level", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_example_is_claimed_by_its_own_level_and_no_other(level: str | None, line: str) -> None:
    heading, section = match_heading(line), match_section(line)
    if level is None:
        assert section is not None and heading is None
        return
    assert heading is not None and section is None
    assert heading.level == Level(level)
    assert heading.label.strip() in line


@pytest.mark.parametrize("line", COUNTER)
def test_counter_example_is_claimed_by_no_entry(line: str) -> None:
    assert match_heading(line) is None
    assert match_section(line) is None


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["forms"][0])
def test_entry_has_examples_and_says_where_it_was_seen(entry: dict[str, Any]) -> None:
    assert entry["source"].strip()
    assert entry["examples"]
    if entry.get("place", "start") == "start" and "dotted" not in entry:
        assert entry.get("counter") or "bare" not in entry


def test_no_form_stands_at_two_levels() -> None:
    seen: dict[str, object] = {}
    for entry in ENTRIES:
        for form in entry["forms"]:
            level = seen.setdefault(" ".join(form.casefold().split()), entry.get("level"))
            assert level == entry.get("level"), form


@pytest.mark.parametrize("kind", ["caption", "volet"])
def test_no_caption_and_no_volet_stands_twice(kind: str) -> None:
    said = {"caption": "level", "volet": "value"}[kind]
    for one, other in combinations(HEADINGS[kind], 2):
        if one[said] != other[said]:
            assert not {*map(label_key, one["forms"])} & {*map(label_key, other["forms"])}


@pytest.mark.parametrize(
    ("key", "near"), [("exemples", "examples"), ("form", "forms"), ("levels", "level")]
)
def test_unknown_key_is_refused_with_the_nearest_known_one(key: str, near: str) -> None:
    with pytest.raises(LayoutError, match=f"'{key}'; did you mean '{near}'"):
        check_keys({key: 1}, set(ENTRIES[0]) | {"counter"}, "headings.toml")
    check_keys(ENTRIES[0], set(ENTRIES[0]), "headings.toml")


def test_forms_that_match_everything_are_refused() -> None:
    with pytest.raises(LayoutError, match="no number"):
        vocabulary.headings._compile({"forms": ["Objectif"]}, Level.OO)


def test_broken_data_is_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "headings.toml").write_text("[[heading]\n", encoding="utf-8")
    monkeypatch.setattr(vocabulary.data, "_HERE", tmp_path)
    with pytest.raises(LayoutError, match=r"headings\.toml"):
        vocabulary.load("headings.toml")


@pytest.mark.parametrize("key", FIELDS["field"])
def test_field_is_a_key_of_the_contract(key: str) -> None:
    assert key in {*Attributes.model_fields, *NODE_KEYS}


LABELS = [(key, label) for key, labels in FIELDS["field"].items() for label in labels]


@pytest.mark.parametrize(("key", "label"), LABELS, ids=[label for _, label in LABELS])
def test_label_gives_its_key_however_it_is_printed(key: str, label: str) -> None:
    for printed in (label, label.upper(), f"{label} :", label.replace("é", "e")):
        assert field_key(printed) == key
    if label_key(label) and ":" not in label:
        match = match_field(f"{label} : la valeur")
        assert match is not None and match.key == key


@pytest.mark.parametrize("text", ["", "-", "–", "…"])
def test_no_words_are_no_label(text: str) -> None:
    assert column_kind(text) is None
    assert field_key(text) is None


COLUMNS = [(kind, label) for kind, labels in FIELDS["column"].items() for label in labels]


@pytest.mark.parametrize(("kind", "header"), COLUMNS, ids=[header for _, header in COLUMNS])
def test_header_gives_its_kind(kind: str, header: str) -> None:
    assert column_kind(header) == kind
    assert column_kind(header.upper(), exact=True) == kind


def test_no_header_stands_under_two_kinds() -> None:
    seen: dict[str, str] = {}
    for kind, header in COLUMNS:
        assert seen.setdefault(label_key(header), kind) == kind, header


HEADING_PARTS = [
    ("O.S.1. Être un centre ouvert", "O.S.1", "1", "Être un centre ouvert"),
    ("OBJECTIF STRATÉGIQUE N° 2 – Être proche", "OBJECTIF STRATÉGIQUE N° 2", "2", "Être proche"),
    ("O.O.3.10.   Rester vigilant", "O.O.3.10", "3.10", "Rester vigilant"),
    ("Deuxième objectif stratégique : Être", "Deuxième objectif stratégique", "2", "Être"),
    ("OO I.2 Informer", "OO I.2", "I.2", "Informer"),
    ("OO11 Informer", "OO11", "11", "Informer"),
    ("OO-5 Informer", "OO-5", "5", "Informer"),
    ("OO - 5 guichets", "OO", None, "5 guichets"),
    ("Objectif opérationnel 1.1 – « Aider »", "Objectif opérationnel 1.1", "1.1", "« Aider »"),
    ("1.1.2. Ouvrir un guichet (A.4)", "(A.4)", "4", "1.1.2. Ouvrir un guichet"),
    (" Projet 11. Rénover la halle", "Projet 11", "11", "Rénover la halle"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "label", "number", "title"), HEADING_PARTS)
def test_heading_is_cut_into_label_number_and_title(
    line: str, label: str, number: str, title: str
) -> None:
    found = match_heading(line)
    assert found is not None
    assert (found.label, found.number) == (label, number)
    assert line[found.title_start : found.title_end].strip() == title


SENTENCES = [
    "Les objectifs stratégiques 1 et 2 sont menés de front.",
    "L’action 3 est reportée",
    "Action 3 est reportée",
    "Projet 4 des associations",
    "OS 1 et OS 2 sont menés de front",
    "2 agents sont engagés",
    "70 personnes accueillies",
    "Le projet 4 est terminé",
    "Actionner le réseau",
    "Projeter un film",
    "Osons la rencontre",
    "Volets roulants à remplacer",
    "A deux pas de chez vous",
    "• 25 objectifs opérationnels qui déclinent les premiers",
    "– 35 Objectifs Opérationnels",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_sentence_is_no_heading(line: str) -> None:
    assert match_heading(line) is None
    assert match_volet(line) is None


@pytest.mark.parametrize(
    ("line", "volet"),
    [
        ("Volet interne", ("interne", True)),
        ("VOLET EXTERNE :", ("externe", True)),
        ("A) Volet interne", ("interne", True)),
        ("Volet commun", ("commun", True)),
        ("Volet externe : Développement des politiques", ("externe", False)),
        ("externe", None),
        ("Volet roulant", None),
    ],
)
def test_volet(line: str, volet: object) -> None:
    assert match_volet(line) == volet


@pytest.mark.parametrize(
    ("line", "levels"),
    [
        ("B. Objectifs opérationnels (que voulons-nous faire ?)", (Level.OO,)),
        ("Actions :", (Level.ACTION,)),
        ("OBJECTIFS STRATEGIQUES & OPERATIONNELS", (Level.OS, Level.OO)),
        ("Nos 4 objectifs stratégiques", ()),
        ("actions", ()),
        ("Actions de quartier", ()),
    ],
)
def test_caption_announces_levels(line: str, levels: tuple[Level, ...]) -> None:
    assert announced_levels(line) == levels


@pytest.mark.parametrize(
    ("line", "closes"),
    [
        ("Annexe 2 : budget", True),
        ("VI. Conclusion", True),
        ("Fait en séance du 12 mars 2020", True),
        ("Annexer le village voisin", False),
        ("Conclure un partenariat", False),
        ("Suivi et évaluation", True),
    ],
)
def test_closing_title(line: str, closes: bool) -> None:
    assert is_closing(line) is closes


def test_fields_on_one_line_are_split_at_known_labels_only() -> None:
    line = "Pilote : le juriste – Échéance : 2021 – Note bene : rien"
    assert split_fields(line) == [
        ("responsibles", "Pilote", "le juriste"),
        ("deadline", "Échéance", "2021 – Note bene : rien"),
    ]
    assert split_fields("Voir https://exemple.be et le site : Pilotage") == []
