"""Single steps between blocks and tree: values below labels, forms, summaries, closing values."""

from __future__ import annotations

from extractor.structure.blocks import Block, Place, Sort, Type
from extractor.structure.closing import closing_fields
from extractor.structure.forms import fill_titles
from extractor.structure.looks import find_looks
from extractor.structure.score import ACTION, OO, OS
from extractor.structure.summaries import adopt_words, find_mentions
from extractor.structure.tree import TreeBuilder
from extractor.structure.values import absorb
from tests.structure.blocks_kit import item, labelled, prose, value
from tests.structure.helpers import COVER, outline, plan_of

# ------------------------------------------------------------------ values


def test_a_label_alone_takes_the_text_or_the_list_below_it() -> None:
    (found,) = absorb([value("services"), prose("Le service des eaux")])
    assert (found.value, found.lines) == ("Le service des eaux", (1, 1))
    (found,) = absorb([value("partners"), item("- La ferme"), item("- Le moulin")])
    assert found.value == "La ferme\nLe moulin"


def test_a_label_alone_takes_no_title() -> None:
    below = [labelled("oo", "1", "Semer"), item("Semer", type=Type(outline=2, special=True)),
             item("- Semer", place=Place(0, 1, 0))]  # fmt: skip
    for block in below:
        assert absorb([value("services"), block]) == [value("services"), block]


def test_a_label_takes_one_text_and_names_may_follow_each_other() -> None:
    texts = [prose("Un long exposé de la situation. " * 4), prose("Et un second exposé. " * 5)]
    assert len(absorb([value("context"), *texts])) == 2
    assert len(absorb([value("services"), prose("Les eaux"), prose("Les bois")])) == 1


def test_a_list_below_a_label_that_has_values_elsewhere_is_of_actions() -> None:
    actions = [item("- Semer des prés"), item("- Planter des haies")]
    told = [value("services", "Les eaux"), prose("Un texte.")]
    assert len(absorb([*told, value("services"), *actions])) == 5
    assert len(absorb([value("services"), *actions])) == 1


# ------------------------------------------------------------------ forms


def test_a_sheet_takes_the_title_that_a_field_of_its_holds() -> None:
    blocks = fill_titles([labelled("fiche", "1", ""), value("title", "Semer des prés")])
    assert (blocks[0].title, blocks[1].sort) == ("Semer des prés", Sort.HEADER)
    far = [labelled("fiche", "1", ""), labelled("fiche", "2", "Planter"), value("title", "Semer")]
    assert fill_titles(far)[0].sort is Sort.HEADER


def test_a_list_item_that_a_word_of_the_document_s_own_fills_is_a_title() -> None:
    block = Block(Sort.ITEM, "• Veillée 3", (1,), word="veillee", number="3", label="Veillée 3")
    (found,) = fill_titles([block])
    assert (found.sort, found.title, found.word) == (Sort.ITEM, "Veillée 3", "")


# ------------------------------------------------------------------ summaries

TITLES = ("Être une vallée toujours verte", "Être une vallée accueillante", "Être une vallée sûre")


def mentions(*blocks: Block) -> set[int]:
    return find_mentions(blocks, find_looks(blocks))


def test_a_summary_before_the_plan_only_mentions() -> None:
    summary = [labelled("os", str(n), title) for n, title in enumerate(TITLES, 1)]
    plan = [b for head in summary for b in (head, item(f"- Semer le pré {head.number}"))]
    assert mentions(*summary, *plan) == {0, 1, 2}
    assert mentions(*plan) == set()


def test_numbers_at_the_end_of_titles_are_no_pages_unless_the_title_stands_elsewhere() -> None:
    rows = [item(f"- Organiser la veillée {n}") for n in range(1, 6)]
    assert mentions(labelled("os", "1", TITLES[0]), *rows) == set()
    paged = [item(f"{title} {n}") for n, title in enumerate(TITLES, 3)]
    plan = [b for t in TITLES for b in (labelled("os", None, t), item(f"- Semer pour {t}"))]
    assert mentions(*paged, *plan) == {0, 1, 2}


def test_one_printing_of_each_title_stays() -> None:
    twice = [labelled("os", str(n), title) for n, title in enumerate(TITLES, 1)] * 2
    assert len(mentions(*twice)) <= 3


def test_the_word_of_a_summary_is_that_of_the_title() -> None:
    blocks = [labelled("os", "1", TITLES[0]), item(TITLES[0]), item("- Semer des prés")]
    assert adopt_words(blocks, {0}) and blocks[1].word == "os"
    assert not adopt_words(blocks, set())


# ------------------------------------------------------------------ closing values and the tree


def sheets(*parts: Block) -> tuple[list[Block], dict[int, int]]:
    ranks = {"os": OS, "oo": OO, "": ACTION}
    blocks = list(parts)
    items = [at for at, b in enumerate(blocks) if b.sort is Sort.ITEM]
    return blocks, {at: ranks[blocks[at].word] for at in items}


TOP = labelled("os", "1", "Être sobre")
FIRST = (labelled("oo", "1.1", "Isoler"), item("- Poser"), item("- Souffler"))
SECOND = (labelled("oo", "1.2", "Verdir"), item("- Semer"), item("- Planter"))
PILOT = value("services", "Les eaux")


def test_values_that_close_every_list_are_the_objective_s() -> None:
    blocks, ranks = sheets(TOP, *FIRST, PILOT, *SECOND, PILOT)
    assert closing_fields(blocks, ranks) == {4, 8}
    (root,) = TreeBuilder(blocks, find_looks(blocks), ranks, set()).build().roots
    assert [len(oo.fields) for oo in root.children] == [1, 1]
    assert not any(action.fields for oo in root.children for action in oo.children)


def test_values_between_entries_are_the_entry_s() -> None:
    blocks, ranks = sheets(TOP, *FIRST, PILOT, SECOND[0], SECOND[1], PILOT, SECOND[2], PILOT)
    assert closing_fields(blocks, ranks) == set()
    blocks, ranks = sheets(TOP, *FIRST, PILOT)
    assert closing_fields(blocks, ranks) == set()  # one list proves nothing


def test_a_heading_printed_again_opens_its_node_again() -> None:
    blocks, ranks = sheets(TOP, *FIRST, TOP, *SECOND)
    built = TreeBuilder(blocks, find_looks(blocks), ranks, set()).build()
    assert [[c.title for c in root.children] for root in built.roots] == [["Isoler", "Verdir"]]
    assert [n.code for n in built.roots[0].walk()] == ["1", "1.1", None, None, "1.2", None, None]


def test_what_closes_the_plan_leaves_nothing_open() -> None:
    end = Block(Sort.CLOSING, "Annexes", (1,), title="Annexes")
    blocks, ranks = sheets(TOP, *FIRST, end, prose("Le glossaire."))
    built = TreeBuilder(blocks, find_looks(blocks), ranks, set()).build()
    assert [str(use) for use in built.uses[4:]] == ["end", "front"]
    assert not any(node.description for node in built.roots[0].walk())


def test_values_of_a_row_belong_to_its_titles() -> None:
    def cell(title: str, row: int, column: int, **more: object) -> Block:
        return item(title, place=Place(0, row, column), **more)

    blocks = [
        labelled("oo", "1", "Isoler", place=Place(0, 1, 0)), cell("Poser", 1, 1),
        value("services", "Les eaux", place=Place(0, 1, 2)),
        value("budget", "5 €", place=Place(0, 1, 3), owner=1),
        cell("Souffler", 2, 1), value("services", "Les bois", place=Place(0, 2, 2)),
    ]  # fmt: skip
    ranks = {0: OO, 1: ACTION, 4: ACTION}
    (root,) = TreeBuilder(blocks, find_looks(blocks), ranks, set()).build().roots
    assert [f.value for f in root.fields] == ["5 €"]
    assert [[f.value for f in a.fields] for a in root.children] == [["Les eaux"], ["Les bois"]]


def test_a_volet_right_below_a_title_is_its_own() -> None:
    volet = Block(Sort.VOLET, "(volet interne)", (1,), volet="interne")
    blocks, ranks = sheets(TOP, *FIRST[:2])
    blocks.insert(1, volet)
    ranks = {0: OS, 2: OO, 3: ACTION}
    (root,) = TreeBuilder(blocks, find_looks(blocks), ranks, set()).build().roots
    assert root.volet == "interne"


def test_of_options_below_a_label_the_ticked_ones_count() -> None:
    plan = plan_of(
        COVER
        + """
        OS 1 : Être une commune verte
        OO 1.1 : Agir pour le climat
        Action 1.1.1 : Planter des arbres
        Statut :
        ☐ En cours
        ☒ Terminé
        Action 1.1.2 : Isoler les écoles
        Responsable :
        ☒ Service travaux
        ☐ Service finances
        Action 1.1.3 : Réparer les vélos
        Responsable :
        ☒ Volet interne
        """
    )
    first, second, third = plan.tree[0].children[0].children
    assert first.attributes.status is not None and first.attributes.status.value == "termine"
    assert second.attributes.responsibles == ["Service travaux"]
    assert third.attributes.responsibles == []


def test_the_box_of_a_task_is_no_part_of_its_title() -> None:
    plan = plan_of("# OS 1 : Être\n\n## OO 1.1 : Agir\n\n- [ ] Planter\n- [x] Isoler\n", "plan.md")
    assert outline(plan).splitlines()[2:] == ["    ACTION Planter", "    ACTION Isoler"]
