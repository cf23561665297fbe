"""Tables and columns that a text sets by blanks alone."""

from __future__ import annotations

import pytest

from extractor.document import SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import read_bytes

TIGHT = """\
OS 1 : Être une commune proche de ses
habitants
   Objectif opérationnel            Actions                         Service      Délai
OO 1.1 Moderniser les      Remplacer le serveur et ses          Informatique   2026
outils de travail de       vingt postes
la maison communale        Former les agents à l’accueil des    Personnel      permanent
                           visiteurs
                           Ouvrir un guichet                    Planification  fin 2027
                                                                d’urgence
OO 1.2 Informer            Publier un bulletin                  Collège        2026
                           Réunir les habitants de chaque       Collège        2028
                           village
"""
ROWS = [
    ["Objectif opérationnel", "Actions", "Service", "Délai"],
    [
        "OO 1.1 Moderniser les outils de travail de la maison communale",
        "Remplacer le serveur et ses vingt postes",
        "Informatique",
        "2026",
    ],
    ["", "Former les agents à l’accueil des visiteurs", "Personnel", "permanent"],
    ["", "Ouvrir un guichet", "Planification d’urgence", "fin 2027"],
    ["OO 1.2 Informer", "Publier un bulletin", "Collège", "2026"],
    ["", "Réunir les habitants de chaque village", "Collège", "2028"],
]
LEFT = """\
Notre commune a voulu associer
les habitants et les agents à ce
plan. Trois soirées ont réuni une
centaine de personnes dans les
villages, et chacun a pu y dire
ce qui compte à ses yeux.
""".splitlines()
RIGHT = """\
Les idées ont été lues une à
une, puis chiffrées avec l’aide
des services. Le conseil en a
retenu quarante, qui forment le
plan que vous lisez. Il sera revu
à mi-parcours.
""".splitlines()


def read(text: str) -> SourceDocument:
    return read_bytes(text.encode(), "plan.txt")


def rows(document: SourceDocument, table: int = 0) -> list[list[str]]:
    lines = {line.index: line.text for line in document.lines}
    grid = document.tables[table]
    return [
        [" ".join(lines[i] for i in c.lines) for c in grid.cells if c.row == row]
        for row in range(grid.rows)
    ]


def test_rows_without_blank_line_between_them() -> None:
    document = read(TIGHT)
    assert rows(document) == ROWS
    assert [line.text for line in document.lines[:2]] == TIGHT.splitlines()[:2]


def test_the_table_is_read_as_in_other_formats() -> None:
    (objective,) = extract_bytes(TIGHT.encode(), "plan.txt", nlp=False).tree
    assert [(oo.code, len(oo.children)) for oo in objective.children] == [("1.1", 3), ("1.2", 2)]
    action = objective.children[0].children[2]
    assert action.title == "Ouvrir un guichet"
    assert action.attributes.deadline and action.attributes.deadline.text == "fin 2027"
    assert action.source.lines == (8, 8)
    assert objective.children[0].source.lines == (4, 6)


def test_titles_part_tables_with_the_same_columns() -> None:
    document = read(TIGHT + "\n\n" + TIGHT.replace("1", "2"))
    assert len(document.tables) == 2
    assert rows(document, 1) == [[text.replace("1", "2") for text in row] for row in ROWS]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    page = [f"{left:<40}{right}" for left, right in zip(LEFT, RIGHT, strict=True)]
    last = "Ce plan est suivi par le comité de direction, qui en rend compte au conseil."
    document = read("\n".join([*page, "", last]))
    assert [line.text for line in document.lines] == [*LEFT, *RIGHT, "", last]
    assert [line.place for line in document.lines[6:]] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {line.indent for line in document.lines} == {0}
    assert not document.tables


FORM = """\
Fiche 1                   Accueillir les nouveaux habitants de la
                          commune

Partenaires               Syndicat d’initiative

Pilote                    Service Population
Délai                     2026

Budget                    1.200 €

Objectifs visés           ☐ 1          ☐ 2          ☒ 3          ☐ 4
                          ☐ 5          ☐ 6          ☐ 7          ☐ 8
                          ☐ 9          ☐ 10         ☒ 11         ☐ 12
"""


def test_a_line_that_ends_early_ends_its_row_and_choices_are_no_columns() -> None:
    assert [row[0] for row in rows(read(FORM))] == [
        *("Fiche 1", "Partenaires", "Pilote", "Délai", "Budget", "Objectifs visés"),
    ]
    assert {len(row) for row in rows(read(FORM))} == {2}


BANDS = """\
   Baliser les sentiers                                                    Projet 1
   Le conseil en a débattu et l’a retenu parmi
   ses priorités pour cette législature
  Pilote              Garde forestier
  Partenaires         Syndicat d’initiative
  Échéance            2027
  Priorité            1
   Rouvrir la piscine                                                      Projet 2
   Le conseil en a débattu et l’a retenu parmi
   ses priorités pour cette législature
  Pilote              Service des sports
  Partenaires         Province
  Échéance            2028
  Priorité            2
   Planter des haies                                                       Projet 3
   Le conseil en a débattu et l’a retenu parmi
   ses priorités pour cette législature
  Pilote              Service environnement
  Partenaires         Contrat de rivière
  Échéance            2029
  Priorité            3
   Ouvrir une crèche                                                       Projet 4
   Le conseil en a débattu et l’a retenu parmi
   ses priorités pour cette législature
  Pilote              CPAS
  Partenaires         ONE
  Échéance            2030
  Priorité            4
"""


def test_bands_across_the_gutter_of_a_table_are_no_columns_of_it() -> None:
    cells = [row for table in range(len(read(BANDS).tables)) for row in rows(read(BANDS), table)]
    assert ["Pilote", "Garde forestier"] in cells
    assert not any("Pilote  " in text for row in cells for text in row)


SMALL = "État         Part\nLancé        12 %\nAchevé       40 %\nReporté      48 %\n"
WIDE = """\
Action          Service       Délai          État
Ouvrir          Travaux       juin           Lancé
Fermer          Jeunesse      mars           Achevé
Planter         Jeunesse      mai            Lancé
"""


def test_a_page_with_more_gutters_does_not_take_up_the_table_before() -> None:
    document = read(f"{SMALL}\f{WIDE}")
    assert [table.columns for table in document.tables] == [2, 4]


@pytest.mark.parametrize(
    "text",
    [
        "  •  Créer un guichet\n  •  Ouvrir une crèche\n  •  Planter des haies\n" * 3,
        "O.O.1.1.   Créer un guichet\nO.O.1.2.   Ouvrir une crèche\nO.O.1.3.   Planter\n" * 3,
        "Introduction            3\nMéthode                 5\nNos objectifs           8\n" * 3,
        "  ".join(LEFT).replace(" ", "  ").replace("  les", "\nles") + "\n",
    ],
)
def test_hanging_marks_and_wide_blanks_are_no_columns(text: str) -> None:
    assert [line.text for line in read(text).lines] == text.splitlines()


LISTS = """\
OO 1.1 : Moderniser le parc de      • Planter un verger dans chaque
logements de transit du centre      village, avec les écoles et
• Isoler les toitures des dix       • Ouvrir un potager collectif
logements de la rue Haute           OO 1.3 : Protéger les haies et
• Remplacer les chaudières          les chemins creux des villages
• Réunir les locataires deux        • Former les ouvriers à la
fois par an dans le quartier        taille douce et au fauchage
OO 1.2 : Repenser les services      • Recenser les arbres et les
• Étendre les repas à domicile      mares avec les habitants
aux villages de la commune          • Publier la carte des sentiers
"""


def test_lists_in_two_columns_are_no_table() -> None:
    document = read(LISTS)
    page = LISTS.splitlines()
    left = [line[:36].rstrip() for line in page]
    assert [line.text for line in document.lines] == [*left, *(line[36:] for line in page)]
    assert not document.tables


ONE_ROW = """\
OS 1 : Être une commune solidaire

Objectif opérationnel     Actions                           Service        Échéance
                                                            pilote
OO 1.1 : Ouvrir un lieu   Aménager la maison de quartier    -              2027
de rencontre aux jeunes
12 à 18 ans compris
"""


def test_a_header_makes_a_table_of_a_single_row() -> None:
    assert rows(read(ONE_ROW)) == [
        ["Objectif opérationnel", "Actions", "Service pilote", "Échéance"],
        [
            "OO 1.1 : Ouvrir un lieu de rencontre aux jeunes 12 à 18 ans compris",
            "Aménager la maison de quartier",
            "-",
            "2027",
        ],
    ]


CENTRED = """\
 CODE        INTITULÉ                                     SERVICE       %           ÉTAT

 OS 1 – Être une ville qui gère ses moyens avec rigueur                         Volet interne

 OO 1.1 – Suivre les dépenses
 1.1.1       Construire un tableau de bord, lu par chaque Finances          100       ✔
             membre du collège                                              %
 1.1.2       Comparer les contrats
 1.1.3       Tenir le registre de toutes les conventions Secrétariat        65 %      ○


 Ville de Bourg – PST                                                           Page 1
"""


def test_titles_over_the_columns_of_a_table_and_cells_beside_their_names() -> None:
    document = read(CENTRED)
    found = rows(document)
    assert found[3:] == [
        [
            "1.1.1",
            "Construire un tableau de bord, lu par chaque membre du collège",
            "Finances",
            "100 %",
            "✔",
        ],
        ["1.1.2", "Comparer les contrats", "", "", ""],
        ["1.1.3", "Tenir le registre de toutes les conventions", "Secrétariat", "65 %", "○"],
    ]
    assert [" ".join(row[0].split()) for row in found[1:3]] == [
        "OS 1 – Être une ville qui gère ses moyens avec rigueur Volet interne",
        "OO 1.1 – Suivre les dépenses",
    ]
    spans = [cell.column_span for cell in document.tables[0].cells if cell.row in (1, 2)]
    assert spans == [5, 5]


def test_the_label_of_a_form_names_no_column() -> None:
    form = """\
Catégorie       Volet interne
Budget          Échéance           Service
propre
                2026               Travaux
"""
    assert all(not cell.header for table in read(form).tables for cell in table.cells)


SIDEWAYS = """\
           OS             Objectif opérationnel    Actions                    Service

OS 1. Être une commune
                          OO 1.1 Entretenir les    Curer les fossés           Travaux
                          villages                 Repeindre les bancs        Travaux
solidaire
                          OO 1.2 Écouter           Ouvrir une permanence      Accueil
                                                   Publier un bulletin        Accueil
"""


def test_a_text_beside_several_rows_does_not_hide_them() -> None:
    found = rows(read(SIDEWAYS))
    assert [row[2:] for row in found[1:] if len(row) == 4] == [
        ["Curer les fossés", "Travaux"],
        ["Repeindre les bancs", "Travaux"],
        ["Ouvrir une permanence", "Accueil"],
        ["Publier un bulletin", "Accueil"],
    ]


CAPITALS = """\
Objectif opérationnel    Actions                     Service              Échéance
OO 3.1 : RENDRE LES      30 bornes dans nos rues     Service Finances,    2025
HAIES DU VILLAGE         et leur entretien           Service Accueil
AUX JEUNES DE            Informer les agents par     Cellule Verte        2026
18 À 25 ANS              lettre, puis réunir le
                         Forem et les écoles
OO 3.2 : AMÉNAGER LE     Soutenir la crèche          -                    2027
CIMETIÈRE                Développement du site       Service Travaux,     2028
                                                     Service Accueil
"""


def test_codes_start_the_cells_that_capitals_go_on_in() -> None:
    assert [row[:2] for row in rows(read(CAPITALS))[1:]] == [
        [
            "OO 3.1 : RENDRE LES HAIES DU VILLAGE AUX JEUNES DE 18 À 25 ANS",
            "30 bornes dans nos rues et leur entretien",
        ],
        ["", "Informer les agents par lettre, puis réunir le Forem et les écoles"],
        ["OO 3.2 : AMÉNAGER LE CIMETIÈRE", "Soutenir la crèche"],
        ["", "Développement du site"],
    ]


def test_the_last_lines_of_columns_keep_their_margins() -> None:
    pages = [[*zip(LEFT, RIGHT, strict=True)], [("   et aux associations", "Un dernier mot")]]
    text = "\n\f".join("\n".join(f"{a:<40}{b}" for a, b in page) for page in pages)
    assert [(line.text, line.indent) for line in read(text).lines[-2:]] == [
        ("et aux associations", 3),
        ("Un dernier mot", 0),
    ]
