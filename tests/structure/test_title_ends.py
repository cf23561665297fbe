"""Where a title ends: footnote calls, brackets over lines, sentences and states behind it."""

from __future__ import annotations

import io
import sys

import docx
import pytest

from extractor.document import Line
from extractor.pipeline import extract_bytes, read_bytes
from extractor.readers.numerals import raised
from extractor.structure.blocks import clean_title
from extractor.structure.paragraphs import build_blocks
from extractor.structure.refine import refine
from extractor.structure.tails import split_tail, unlabelled
from extractor.values.states import status_at_end
from tests.structure.blocks_kit import item
from tests.structure.helpers import COVER, find, outline, plan_of


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Isoler la toiture¹", "Isoler la toiture"),
        ("Isoler la toiture (phase 1)¹² et les murs", "Isoler la toiture (phase 1) et les murs"),
        ("Rénover 300 m² de toiture", "Rénover 300 m² de toiture"),
        ("Réduire le CO² du parc", "Réduire le CO² du parc"),
    ],
)
def test_a_footnote_call_is_no_part_of_a_title(printed: str, title: str) -> None:
    assert clean_title(printed) == title


def test_only_numbers_are_raised() -> None:
    assert (raised("3"), raised("[12]"), raised("er"), raised("1234")) == ("³", "¹²", "er", "1234")


def extract_lines(text: str) -> list[Line]:
    return read_bytes(text.encode(), "plan.txt").lines


def document() -> bytes:
    word = docx.Document()
    word.add_heading("Programme stratégique transversal 2024-2030", 0)
    for number, title in ((1, "Être une vallée verte"), (2, "Être un bourg sûr")):
        word.add_heading(f"Objectif stratégique {number} : {title}", 1)
        word.add_heading(f"Objectif opérationnel {number}.1 : Soigner les lieux", 2)
        paragraph = word.add_paragraph("Planter des haies", style="List Bullet")
        paragraph.add_run(str(number)).font.superscript = True
        word.add_paragraph("Curer les mares", style="List Bullet").add_run("\tEn cours")
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_word_prints_calls_and_states_behind_titles() -> None:
    plan = extract_bytes(document(), "plan.docx", nlp=False)
    titles = [node.title for node in plan.nodes() if node.level.value == "ACTION"]
    assert titles == ["Planter des haies", "Curer les mares"] * 2
    states = [node.attributes.status for node in plan.nodes() if node.title == "Curer les mares"]
    assert [state.text for state in states if state] == ["En cours", "En cours"]


def test_web_pages_print_calls_as_well() -> None:
    plan = plan_of(
        """
        <h1>PST 2024-2030</h1><h2>Objectif stratégique 1 : Être une vallée verte</h2>
        <h3>Objectif opérationnel 1.1 : Soigner les lieux</h3>
        <ul><li>Planter des haies<sup>1</sup></li><li>Curer 300 m<sup>2</sup> de mares</li></ul>
        """,
        "plan.html",
    )
    assert outline(plan).splitlines()[-2:] == [
        "    ACTION Planter des haies",
        "    ACTION Curer 300 m² de mares",
    ]


PLAN = """
    Objectif stratégique 1 : Être une vallée verte
    Objectif opérationnel 1.1 : Soigner les lieux humides de la vallée et ceux qui les habitent{}
    - Planter des haies le long du canal et des chemins de halage (Responsable : le garde ;
      Échéance : 2027 ; Budget : 4.000 €)
    - Curer les mares
"""


def test_a_bracket_holds_its_lines_together() -> None:
    plan = plan_of(COVER + PLAN.format(""))
    node = find(plan, "Planter")
    assert node.title == "Planter des haies le long du canal et des chemins de halage"
    assert node.attributes.deadline is not None
    assert node.attributes.deadline.text == "2027"


def test_a_title_ends_where_a_sentence_begins_below_it() -> None:
    sentence = "\n    La vallée perd ses mares depuis vingt ans. Il est temps de les soigner."
    plan = plan_of(COVER + PLAN.format(sentence))
    title = "Soigner les lieux humides de la vallée et ceux qui les habitent"
    assert find(plan, "Soigner").title == title
    name = "\n    Le Grand Moulin"
    assert find(plan_of(COVER + PLAN.format(name)), "Soigner").title == f"{title} Le Grand Moulin"


def test_a_capital_sets_a_state_off() -> None:
    assert split_tail("Curer la mare À démarrer")[0] == "Curer la mare"
    assert split_tail("Curer la mare en cours")[0] == "Curer la mare en cours"
    assert split_tail("CURER LA MARE EN COURS")[0] == "CURER LA MARE EN COURS"
    assert split_tail("Étude à Petit-Pré à venir")[0] == "Étude à Petit-Pré à venir"


def test_states_that_end_many_titles_are_values() -> None:
    titles = ["Curer la mare", "Planter des haies", "Semer un pré", "Poser des nichoirs"]
    ended = [item(f"• {t} {s}") for t, s in zip(titles, ("fait", "en cours", "fait"), strict=False)]
    blocks = refine([*ended, item(f"• {titles[3]}")])
    assert [b.title for b in blocks if b.title] == titles
    assert [b.value for b in blocks if b.key == "status"] == ["fait", "en cours", "fait"]
    assert refine(ended[:1])[0].title == "Curer la mare fait"  # once is chance
    short = refine([item(f"• Le {word} fait") for word in ("pré", "bois", "val")])
    assert [b.title for b in short] == ["Le pré fait", "Le bois fait", "Le val fait"]
    assert status_at_end("Suivre le chantier de la rue") is None


def test_dates_in_brackets_where_half_a_list_ends_in_one() -> None:
    dated = ["Curer la mare (2026)", "Planter des haies (fin 2027)", "Semer un pré (2028)"]
    plain = ["Poser des nichoirs", "Suivre l’eau", "Former deux gardes"]
    found = refine([item(f"• {t}") for t in (*dated, *plain)])
    assert [b.value for b in found if b.key == "deadline"] == ["2026", "fin 2027", "2028"]
    more = [*plain, "Ouvrir un sentier"]
    kept = refine([item(f"• {t}") for t in (*dated, *more)])
    assert [b for b in kept if b.key == "deadline"] == []  # less than half


def test_a_repeated_label_ends_a_title_and_names_what_stands_below() -> None:
    plan = plan_of(
        COVER
        + """
        Objectif stratégique 1 : Être une vallée verte
        Objectif opérationnel 1.1 : Soigner les lieux
        1. Planter des haies le long du canal et des chemins de halage du bief
        Partenaires
        le contrat de rivière
        2. Curer les mares
        Partenaires
        les écoles
        """
    )
    node = find(plan, "Planter")
    assert node.title == "Planter des haies le long du canal et des chemins de halage du bief"
    assert node.attributes.partners == ["le contrat de rivière"]


def test_first_names_in_brackets_are_people() -> None:
    assert unlabelled("Curer la mare [Nathalie, 2026]") == (
        "Curer la mare",
        [("responsibles", "", "Nathalie"), ("deadline", "", "2026")],
    )
    for who in ("Travaux", "RH", "Service social"):
        found = unlabelled(f"Curer la mare [{who}, 2026]")
        assert found is not None
        assert found[1][0] == ("services", "", who)


def test_a_title_that_goes_on_elsewhere_is_the_same_title() -> None:
    plan = plan_of(
        """
        <h1>PST 2025-2030</h1><h2>Un bourg qui vit</h2><h3>Ouvrir les rues</h3>
        <ul><li>Planter des arbres</li><li>Poser des bancs</li></ul>
        <h2>Un bourg qui vit (suite)</h2><h3>Rouvrir les commerces</h3>
        <ul><li>Louer les vitrines</li><li>Animer la place</li></ul>
        <h2>Un bourg qui soigne</h2><h3>Aider les aînés</h3>
        <ul><li>Livrer des repas</li><li>Visiter les isolés</li></ul>
        """,
        "plan.html",
    )
    tops = [line for line in outline(plan).splitlines() if line.startswith("OS")]
    assert tops == ["OS Un bourg qui vit", "OS Un bourg qui soigne"]


def test_years_that_end_many_titles_are_deadlines() -> None:
    titles = ["Curer la mare", "Planter des haies", "Semer un pré"]
    blocks = refine([item(f"• {title} {2026 + at}") for at, title in enumerate(titles)])
    assert [b.title for b in blocks if b.title] == titles
    assert [b.value for b in blocks if b.key == "deadline"] == ["2026", "2027", "2028"]
    wished = refine([item(f"• {title} en {2026 + at}") for at, title in enumerate(titles)])
    assert [b.title[-7:] for b in wished] == ["en 2026", "en 2027", "en 2028"]


def test_parts_done_that_end_many_titles_are_progress() -> None:
    titles = ["Curer la mare", "Planter des haies", "Semer un pré"]
    blocks = refine([item(f"• {title} {10 * at} %") for at, title in enumerate(titles)])
    assert [b.title for b in blocks if b.title] == titles
    assert [b.value for b in blocks if b.key == "progress"] == ["0 %", "10 %", "20 %"]
    wished = refine([item(f"• {title} à {10 * at} %") for at, title in enumerate(titles)])
    assert [b.key for b in wished] == [None, None, None]


@pytest.mark.parametrize(("lines", "joined"), [(4, True), (5, False)])
def test_a_bracket_is_closed_within_four_lines(lines: int, joined: bool) -> None:
    inside = "\n".join(["      Échéance : 2027 ; Pilote : le garde ;"] * (lines - 1))
    text = PLAN.replace(
        "le garde ;\n      Échéance : 2027", f"le garde ;\n{inside}\n      Coût : 5"
    )
    node = find(plan_of(COVER + text.format("")), "Planter")
    assert ("(" not in node.title) is joined


def test_a_paragraph_costs_the_same_per_line_however_long() -> None:
    def steps(count: int) -> int:
        lines = "\n".join(["les mares de la vallée sont soignées par les gardes du bief"] * count)
        calls = 0

        def count_call(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(count_call)
        try:
            build_blocks(extract_lines(lines))
        finally:
            sys.setprofile(None)
        return calls

    assert steps(800) < 2.5 * steps(400)
