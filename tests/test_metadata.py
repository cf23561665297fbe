"""Metadata: institution, title, term and adoption date from invented covers and texts."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from extractor.diagnostics import Report
from extractor.document import Line, Role
from extractor.gazetteer import places, with_preposition
from extractor.metadata import Metadata, find_metadata
from extractor.metadata.term import legislature_of

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "plans"


def read(
    text: str,
    *,
    filename: str = "plan.pdf",
    title: str | None = None,
    roles: dict[int, Role] | None = None,
    quality: float = 1.0,
) -> tuple[Metadata, list[str]]:
    """Find the metadata of a text; return it with the codes of the diagnostics."""
    report = Report()
    lines = [Line(i, t, quality=quality) for i, t in enumerate(text.split("\n"), start=1)]
    found = find_metadata(lines, roles or {}, filename, title, report)
    return found, [item.code for item in report.items]


INSTITUTIONS = [
    # printed, name, kind, municipality, code
    ("PST du CPAS de Baelen", "CPAS de Baelen", "cpas", "Baelen", "63004"),
    ("PLAN STRATÉGIQUE DU C.P.A.S. D’OUPEYE", "CPAS d’Oupeye", "cpas", "Oupeye", "62079"),
    ("PST\nC.P.A.S. D ’O UPEYE", "CPAS d’Oupeye", "cpas", "Oupeye", "62079"),
    ("PST du CPAS d'Estaimpuis", "CPAS d’Estaimpuis", "cpas", "Estaimpuis", "57027"),
    ("CPAS DE LA LOUVIÈRE\nPST 2019-2024", "CPAS de La Louvière", "cpas", "La Louvière", "58001"),
    ("CPAS DE LA LOUVIERE\nPST 2013-2018", "CPAS de La Louvière", "cpas", "La Louvière", "55022"),
    ("PST du CPAS du Roeulx", "CPAS du Roeulx", "cpas", "Le Roeulx", "55035"),
    ("PST – CPAS du Rœulx", "CPAS du Roeulx", "cpas", "Le Roeulx", "55035"),
    (
        "Commune des Bons Villers\nPST",
        "Commune des Bons Villers",
        "commune",
        "Les Bons Villers",
        "52075",
    ),
    (
        "Commune de Braine-l’Alleud\nPST",
        "Commune de Braine-l’Alleud",
        "commune",
        "Braine-l’Alleud",
        "25014",
    ),
    (
        "PST de la commune de Braine l'Alleud",
        "Commune de Braine-l’Alleud",
        "commune",
        "Braine-l’Alleud",
        "25014",
    ),
    ("Administration communale d’Amay\nPST", "Commune d’Amay", "commune", "Amay", "61003"),
    (
        "ADMINISTRATION COMMUNALE DE PLOMBIERES\nP.S.T.",
        "Commune de Plombières",
        "commune",
        "Plombières",
        "63088",
    ),
    ("Ville d’Andenne\nPST 2024-2030", "Ville d’Andenne", "commune", "Andenne", "92003"),
    ("VILLE DE LIEGE\nPST", "Ville de Liège", "commune", "Liège", "62063"),
    ("Commune d’Habay\nPST", "Commune d’Habay", "commune", "Habay", "85046"),
    ("Ville de Huy\nPST", "Ville de Huy", "commune", "Huy", "61031"),
    (
        "Centre public d’action sociale de Marche-en-Famenne\nPST",
        "CPAS de Marche-en-Famenne",
        "cpas",
        "Marche-en-Famenne",
        "83034",
    ),
    ("Centre Public d'Action Sociale\nde Wanze\nPST", "CPAS de Wanze", "cpas", "Wanze", "61072"),
    ("Centre public d’action sociale (CPAS) de Spa\nPST", "CPAS de Spa", "cpas", "Spa", "63072"),
    (
        "PST de la Commune et du CPAS de Marchin",
        "Commune et CPAS de Marchin",
        "commune_cpas",
        "Marchin",
        "61039",
    ),
    (
        "PST commun\nVille & CPAS de Tournai",
        "Ville et CPAS de Tournai",
        "commune_cpas",
        "Tournai",
        "57081",
    ),
    (
        "Commune d’Ohey\nCPAS d’Ohey\nPST 2018-2024",
        "Commune et CPAS d’Ohey",
        "commune_cpas",
        "Ohey",
        "92097",
    ),
    (
        "Administration\ncommunale\nde Rixensart\nPST",
        "Commune de Rixensart",
        "commune",
        "Rixensart",
        "25091",
    ),
    ("HERSTAL, VILLE DE CULTURE\nPST 2019", "Ville de Herstal", None, "Herstal", "62051"),
    ("PST du CPAS de Theux en province de Liège", "CPAS de Theux", "cpas", "Theux", "63076"),
    ("PST DU CPAS DE THEUX SUR LA PÉRIODE 2019-2024", "CPAS de Theux", "cpas", "Theux", "63076"),
    ("PST du CPAS de la commune de Wellin", "CPAS de Wellin", "cpas", "Wellin", "84075"),
    ("CPAS de St-Georges-s/Meuse\nPST", "CPAS de Saint-Georges-sur-Meuse", "cpas", None, "64065"),
    ("CPAS de Bertogne\nPST 2019-2024", "CPAS de Bertogne", "cpas", "Bertogne", "82005"),
    ("Ville de Bastogne\nPST 2019-2024", "Ville de Bastogne", "commune", "Bastogne", "82003"),
    ("Ville de Bastogne\nPST 2025-2030", "Ville de Bastogne", "commune", "Bastogne", "82039"),
    ("Commune de Saint-Vith\nPST", "Commune de Saint-Vith", "commune", "Saint-Vith", "63067"),
    ("Province de Liège\nPST 2019-2024", "Province de Liège", "province", None, "60000"),
    (
        "Province de Liège\nCommune de Theux\nPST",
        "Commune de Theux",
        "commune",
        "Theux",
        "63076",
    ),
    (
        "Commune de Theux\nPST du CPAS",
        "CPAS de Theux",
        "cpas",
        "Theux",
        "63076",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "name", "kind", "municipality", "code"), INSTITUTIONS)
def test_institution(
    printed: str, name: str, kind: str | None, municipality: str | None, code: str
) -> None:
    found, codes = read(printed)
    assert found.institution.name == name
    assert kind is None or found.institution.kind == kind
    assert municipality is None or found.institution.municipality == municipality
    assert found.institution.nis_code == code
    assert found.institution.province
    assert "unknown-institution" not in codes


FICTIONAL = [
    # printed, name, kind, municipality
    ("PST du CPAS de Valmeuse", "CPAS de Valmeuse", "cpas", "Valmeuse"),
    ("PST DU C.P.A.S. DE VALMEUSE POUR 2019-2024", "CPAS de Valmeuse", "cpas", "Valmeuse"),
    ("Commune d’Orvaulx-le-Bois\nPST", "Commune d’Orvaulx-le-Bois", "commune", "Orvaulx-le-Bois"),
    ("CPAS DE\nSAINT-REMACLE-SUR-ORNE\nPST", "CPAS de Saint-Remacle-sur-Orne", "cpas", None),
    ("Ville de La Roche-Noire\nPST", "Ville de La Roche-Noire", "commune", "La Roche-Noire"),
    ("Commune et CPAS du Val d’Hermeton\nPST", "Commune et CPAS du Val d’Hermeton", None, None),
    ("CPAS de Mons-lez-Bois\nPST", "CPAS de Mons-lez-Bois", "cpas", "Mons-lez-Bois"),
    ("COMMUNE DE VILLERS-LE-TEMPLIER\nPST", "Commune de Villers-le-Templier", "commune", None),
    ("PST\nCPAS de Valmeuse – Rue Haute 3", "CPAS de Valmeuse", "cpas", "Valmeuse"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "name", "kind", "municipality"), FICTIONAL)
def test_unknown_municipality_is_kept_as_printed(
    printed: str, name: str, kind: str | None, municipality: str | None
) -> None:
    found, codes = read(printed)
    assert found.institution.name == name
    assert kind is None or found.institution.kind == kind
    assert municipality is None or found.institution.municipality == municipality
    assert found.institution.nis_code is None and found.institution.province is None
    assert "unknown-institution" in codes


BODY = """
Le Centre est ouvert à tous les habitants de la commune.
La médiation se fait avec les CPAS de Welkenraedt et Plombières.
Les travailleurs collaborent avec le CPAS de Verviers et le CPAS de Dison.
Le CPAS de Verviers héberge le Relais Social de Verviers. Le CPAS de Verviers finance le reste.
"""


def test_every_walloon_municipality_is_found_on_a_cover() -> None:
    for place in places():
        of = with_preposition(place.name)
        plain = "".join(c for c in unicodedata.normalize("NFD", of) if not unicodedata.combining(c))
        for text in (
            f"PST du CPAS {of} 2019-2024",
            f"PLAN STRATEGIQUE TRANSVERSAL\nC.P.A.S. {plain.upper()}",
            f"Administration communale {of.replace('’', chr(39))}\nPST",
        ):
            if not place.is_province:
                assert read(text)[0].institution.municipality == place.name, text


def test_partner_in_the_text_does_not_win() -> None:
    found, _ = read("PST du CPAS de Lierneux\n" + BODY)
    assert found.institution.municipality == "Lierneux"
    found, codes = read("PST du CPAS de Valmeuse\n" + BODY)
    assert found.institution.municipality == "Valmeuse"
    assert codes.count("unknown-institution") == 1


def test_text_alone_names_the_most_frequent() -> None:
    found, _ = read("PST 2019-2024\n" + BODY)
    assert found.institution.name == "CPAS de Verviers"


def test_running_footer_names_the_institution() -> None:
    text = "PST\nObjectif stratégique 1 : Être proche\n" + BODY + "\nPST du CPAS d’Aywaille"
    found, _ = read(text, roles={len(text.split("\n")): Role.PAGE_FOOTER})
    assert found.institution.name == "CPAS d’Aywaille"
    assert found.institution.printed_name == "CPAS d’Aywaille"


@pytest.mark.parametrize(
    ("filename", "text", "expected"),
    [
        ("PST_CPAS_Dison_2019.pdf", "PST 2019-2024", "CPAS de Dison"),
        ("pst-la-louviere.pdf", "PST 2019-2024\nVers une ville durable", "La Louvière"),
        ("plan_2_ans.pdf", "PST 2019-2024", None),
        ("PST_CPAS_Dison_2019.pdf", "PST du CPAS de Theux", "CPAS de Theux"),
        ("plan.pdf", "PST du CPAS\nRue Haute 3\nwww.cpas-oupeye.be", "CPAS d’Oupeye"),
        ("plan.pdf", "PST du CPAS\nRue Haute 3 – 4837 Baelen", "CPAS de Baelen"),
        ("plan.pdf", "PST\nÊTRE UNE COMMUNE DE PROXIMITÉ", None),
        ("plan.pdf", "PST\nNotre Commune de Demain", None),
    ],
)  # fmt: skip
def test_weak_evidence(filename: str, text: str, expected: str | None) -> None:
    found, _ = read(text, filename=filename)
    assert found.institution.name == expected


def test_misread_name_is_mended_only_for_ocr() -> None:
    assert read("PST du CPAS de Frameriea", quality=0.8)[0].institution.nis_code == "53028"
    assert read("PST du CPAS de Frameriea")[0].institution.nis_code is None


TITLES = [
    # text, title, lines
    ("PST 2019-2024", "PST 2019-2024", (1,)),
    (
        "Programme Stratégique Transversal du CPAS\n   pour 2019-2024\n\nEtat des lieux",
        "Programme Stratégique Transversal du CPAS pour 2019-2024",
        (1, 2),
    ),
    (
        "PROGRAMME STRATÉGIQUE\nTRANSVERSAL\n2018 - 2024\nAdopté le 3 mai 2019",
        "PROGRAMME STRATÉGIQUE TRANSVERSAL 2018 - 2024",
        (1, 2, 3),
    ),
    (
        "Commune de Theux\n\nPlan stratégique transversal\nde la commune\n\nConseil du 3/5/2019",
        "Plan stratégique transversal de la commune",
        (3, 4),
    ),
    (
        "PLAN STRATÉGIQUE TRANSVERSAL\nC.P.A.S. D ’O UPEYE\n\nCONSEIL DU 27/11/2019",
        "PLAN STRATÉGIQUE TRANSVERSAL C.P.A.S. D’OUPEYE",
        (1, 2),
    ),
    (
        "Notre vision pour le\nprogramme stratégique transversal\nVolet interne",
        "Notre vision pour le programme stratégique transversal",
        (1, 2),
    ),
    (
        "Le programme stratégique transversal est un outil de gouvernance et\nde pilotage.",
        None,
        (),
    ),
    (
        "P R O G R A M M E   S T R A T É G I Q U E   T R A N S V E R S A L",
        "PROGRAMME STRATÉGIQUE TRANSVERSAL",
        (1,),
    ),
    (
        "Le Programme\nStratégique\nTransversal\n2019-2024",
        "Le Programme Stratégique Transversal 2019-2024",
        (1, 2, 3, 4),
    ),
    ("Ce document présente le PST\nde la commune.", None, ()),
    (
        "Centre public d’action sociale de Saint-Rémy-aux-Bois – Plan stratégique transversal de "
        "la législature 2024-2030\nIntroduction",
        "Centre public d’action sociale de Saint-Rémy-aux-Bois – Plan stratégique transversal de "
        "la législature 2024-2030",
        (1,),
    ),
    (
        "Le programme stratégique transversal 2019-2024 a reçu le soutien de tous les services au "
        "fil de nombreuses réunions",
        None,
        (),
    ),
    ("PlanStratégique 2019-2024", "PlanStratégique 2019-2024", (1,)),
    ("Rapport annuel\nLe plan stratégique vise à informer tous les agents.", None, ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "lines"), TITLES)
def test_title(text: str, title: str | None, lines: tuple[int, ...]) -> None:
    found, _ = read(text)
    assert found.title == title
    assert found.title_lines == lines
    assert set(lines) <= set(found.heading_lines)


def test_title_of_the_file_is_used_when_none_is_printed() -> None:
    found, _ = read("Objectif stratégique 1 : Être proche", title="PST du CPAS de Dison")
    assert found.title == "PST du CPAS de Dison" and found.title_lines == ()
    assert found.institution.municipality == "Dison"


TERMS = [
    # text, start, end, inferred
    ("PST 2019-2024", 2019, 2024, False),
    ("PST 2018/2024", 2018, 2024, False),
    ("PST 2025 – 2030", 2025, 2030, False),
    ("PST\nde 2019 à 2024", 2019, 2024, False),
    ("PST\nMandature 2018-24", 2018, 2024, False),
    ("PST 2019/2024 V1.6.1", 2019, 2024, False),
    ("PST\nLégislature 2012 - 2018", 2012, 2018, False),
    ("PST\nNos projets jusqu’en 2030", 2024, 2030, True),
    ("PST 2030", 2024, 2030, True),
    ("PST\nÉdition 2019", 2018, 2024, True),
    ("PST\nAdopté par le Conseil communal du 27/11/2019", 2018, 2024, True),
    ("PST\nAdopté par le Conseil communal du 3 décembre 2018", 2018, 2024, True),
    ("PST\nAdopté par le Conseil communal du 29 novembre 2018", 2012, 2018, True),
    ("PST\n\nIntroduction\nLe budget 2019-2022 est serré.", None, None, False),
    ("PST\n\nIntroduction\nLe PCS 2020-2025 complète le PST.", None, None, False),
    ("PST\n\nIntroduction\nPour cette législature 2018-2024, nous voulons", 2018, 2024, False),
    ("PST\n\nBilan du PST 2013-2018\nLe présent PST 2019-2024 s’ouvre.", 2019, 2024, False),
    ("PST 2019-2024\n\nIntroduction\nLa mandature 2018-2024 débute.", 2019, 2024, False),
    ("PST\nProjet 1. Rénover (budget 2019-2022 : 5.000 €)", None, None, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "inferred"), TERMS)
def test_term(text: str, start: int | None, end: int | None, inferred: bool) -> None:
    found, codes = read(text)
    assert (found.term.start, found.term.end, found.term.inferred) == (start, end, inferred)
    assert ("ambiguous-term" in codes) == (inferred or start is None)


def test_two_terms_on_the_cover_are_reported() -> None:
    found, codes = read("PST\n2019-2024\nLégislature 2018-2024")
    assert (found.term.start, found.term.end) == (2019, 2024)
    assert "ambiguous-term" not in codes  # the title's own years win
    found, codes = read("Législature 2018-2024\nCPAS\nPST\nRue Haute 3\nMise en œuvre 2019-2025")
    assert found.term.start == 2018 and "ambiguous-term" in codes


def test_of_two_terms_in_the_text_the_longer_is_chosen() -> None:
    found, codes = read(
        "Introduction\nLe PST de la législature 2025-2030 s’ouvre.\n"
        "D’ici la fin de la législature (2025 à 2027)"
    )
    assert (found.term.start, found.term.end) == (2025, 2030)
    assert "ambiguous-term" in codes


def test_legislatures() -> None:
    assert legislature_of(date(2012, 12, 2)) is None
    assert legislature_of(date(2024, 12, 1)) == (2018, 2024)
    assert legislature_of(date(2024, 12, 2)) == (2024, 2030)
    assert legislature_of(date(2031, 1, 1)) is None


ADOPTIONS = [
    ("PST\nCONSEIL DE L ’A CTION SOCIALE DU 27/11/2019", "2019-11-27"),
    ("PST\nAdopté par le Conseil communal en séance du 24 septembre 2019", "2019-09-24"),
    ("PST\nAdopté par le Conseil communal en séance du\n24 septembre 2019", "2019-09-24"),
    (
        "Mot du maire\nBonjour. Le programme a été adopté par le conseil communal en séance du "
        "24 septembre 2019.",
        "2019-09-24",
    ),
    ("PST\nApprouvé le 1er octobre 2019", "2019-10-01"),
    ("PST\nC.A.S. du 27-11-2019", "2019-11-27"),
    ("PST\nSéance du 03.09.19", "2019-09-03"),
    ("PST\nVu et approuvé par le Conseil de l’Action sociale le 3 septembre 2019", "2019-09-03"),
    (
        "PST\nConformément au décret du 19 juillet 2018, adopté par le Conseil le 3 mai 2019",
        "2019-05-03",
    ),
    ("PST\nAvis du Collège communal : approuvé le 4 mai 2019\nConseil du 1/5/2019", "2019-05-01"),
    ("PST\n\nIntroduction\nTexte.\nAinsi arrêté en séance publique du 3 mai 2019", "2019-05-03"),
    ("PST\nPrise d’acte par le Conseil communal le 4 mai 2019", "2019-05-04"),
    ("PST\nPrésenté au Conseil communal du 4 mai 2019", "2019-05-04"),
    (
        "PST\nAdopté par le Conseil de l’action sociale le 4 mai 2019 - tableau de suivi des"
        " actions mis à jour le 3 juin 2020",
        "2019-05-04",
    ),
    (
        "PST\n\nIntroduction\nLe PST est notre feuille de route. Le Conseil en a pris acte le"
        " 4 mai 2019.",
        "2019-05-04",
    ),
    ("PST\n\nIntroduction\nLe PST est public. Le Conseil a pris acte d’un don le 4/5/2019.", None),
    ("PST\nVersion du 4 mai 2019", None),
    ("PST\nDécret du 19 juillet 2018", None),
    ("PST\nDéclaration de politique sociale adoptée le 4 février 2019", None),
    ("PST\nConseil communal\nÉvaluation du 4 mai 2021", None),
    ("PST\n31/02/2019", None),
    (
        "PST\n\nIntroduction\nLe présent programme a été adopté par le Conseil le 12 juin 2019.",
        "2019-06-12",
    ),
    ("PST\n\nIntroduction\nLe règlement de travail a été adopté le 12 juin 2019.", None),
    ("PST\n\nIntroduction\nLe subside est approuvé depuis le 12 juin 2019.", None),
    ("PST\n\nIntroduction\nLa loi du 8 juillet 1976 et la circulaire du 3 mai 2019.", None),
    (
        "PST\nCAS du 27/11/2019\n\nIntroduction\nLe PST a été adopté une 2e fois le 3 mai 2021.",
        "2019-11-27",
    ),
    (
        "PST\n\nIntroduction\nLe PST a été adopté le 3 mai 2019. Amendé, il est approuvé, ce PST,"
        " le 4 juin 2019.",
        "2019-06-04",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ADOPTIONS)
def test_adoption(text: str, expected: str | None) -> None:
    found, _ = read(text)
    assert (found.adopted_on.isoformat() if found.adopted_on else None) == expected


def test_heading_lines_are_those_of_the_cover() -> None:
    found, _ = read(
        "Province de Namur\nCPAS de Valmeuse\n\nPST 2019-2024\n\nAdopté par le Conseil le 3/9/2019"
        "\n\nIntroduction\nLe CPAS de Valmeuse est ouvert à tous."
    )
    assert found.heading_lines == (2, 4, 6)


def test_empty_document() -> None:
    found, codes = read("")
    assert found.title is None and found.institution.kind == "unknown"
    assert found.term.start is None and found.adopted_on is None
    assert codes == ["ambiguous-term", "unknown-institution"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/plans is not here")
@pytest.mark.parametrize(
    ("name", "municipality", "code", "start", "adopted"),
    [
        ("baelen.txt", "Baelen", "63004", 2019, None),
        ("oupeye.txt", "Oupeye", "62079", 2018, date(2019, 11, 27)),
    ],
)
def test_real_plans(
    name: str, municipality: str, code: str, start: int, adopted: date | None
) -> None:
    found, codes = read((SHARED / name).read_text(encoding="utf-8"), filename="x.txt")
    assert (found.institution.kind, found.institution.municipality) == ("cpas", municipality)
    assert found.institution.nis_code == code
    assert (found.term.start, found.term.end) == (start, 2024)
    assert found.adopted_on == adopted
    assert "unknown-institution" not in codes
