"""eComptes and StratML files, validated against their schemas and read back."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from lxml import etree

from extractor.diagnostics import CATALOGUE
from extractor.exports import ecomptes, export, stratml
from extractor.exports.xmlfiles import identifier, shorten
from extractor.schema import Attributes, Plan, Status

A = "cpas-99001-2025"
NS = {"s": stratml.NAMESPACE}


def validator(schemas: Path, name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(schemas / name))


def written(plans: list[Plan], fmt: str, dest: Path) -> dict[str, etree._Element]:
    export(plans, fmt, dest)
    return {path.stem: etree.parse(path).getroot() for path in dest.glob("*.xml")}


def texts(root: etree._Element, path: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(path, NS)]


# -- eComptes ------------------------------------------------------------------------------------

IMPORT, EXPORT = "pst_ecomptes_import_201805V1.xsd", "pst_ecomptes_export_201805V1.xsd"


def test_ecomptes_is_valid(plans: list[Plan], schemas: Path, tmp_path: Path) -> None:
    schema = validator(schemas, IMPORT)
    for root in written(plans, "ecomptes", tmp_path).values():
        schema.assertValid(root)


def test_ecomptes_of_annotated_plans(gold_plans: list[Plan], schemas: Path, tmp_path: Path) -> None:
    schema = validator(schemas, IMPORT)
    documents = written(gold_plans, "ecomptes", tmp_path)
    assert len(documents) == len(gold_plans)
    for plan in gold_plans:
        root = documents[plan.plan_id]
        schema.assertValid(root)
        ids = {element.get("ElementId") for element in root.iterfind(".//*[@ElementId]")}
        assert {identifier(node.id) for node in plan.nodes()} <= ids


def test_ecomptes_differs_from_the_export_schema_by_two_elements(
    plans: list[Plan], schemas: Path, tmp_path: Path
) -> None:
    """As docs/standards.md says: adding them makes the file what eComptes writes."""
    root = written(plans, "ecomptes", tmp_path)[A]
    schema = validator(schemas, EXPORT)
    assert not schema.validate(root)
    for partners in list(root.iter("Partenaires")):
        partners.addnext(etree.Element("Projections"))
        partners.addnext(etree.Element("Articles"))
    schema.assertValid(root)


def test_ecomptes_header(plans: list[Plan], tmp_path: Path) -> None:
    roots = written(plans, "ecomptes", tmp_path)
    known = {child.tag: child.text for child in roots[A].find("Identifiants")}
    assert known == {
        "Id": A,
        "TypeAdmin": "CPAS",
        "INS": "99001",
        "Type": "PST",
        "Exercice": "2025",
        "Version": "201805V1",
        "Generateur": "pst-extractor 0.1.0",
    }
    assert texts(roots[A], ".//ExerciceFin") == ["2030"]
    unknown = roots["plan-0123456789ab"]
    assert texts(unknown, ".//INS") == ["99999"]
    assert texts(unknown, ".//TypeAdmin") == ["AC"]
    assert texts(unknown, ".//DescriptionPST/Libelle") == ["PST"]


def test_ecomptes_volets_and_levels(plans: list[Plan], tmp_path: Path) -> None:
    root = written(plans, "ecomptes", tmp_path)[A]
    assert texts(root, ".//Volet/Libelle") == ["Volet interne", "Volet externe"]
    assert texts(root, ".//ObjectifStrategique/Libelle") == [
        "OS 1 - Être un CPAS à l’écoute",
        "OS 2 - Être un CPAS solidaire",
    ]
    assert texts(root, ".//ObjectifOperationnel/Libelle") == [
        "OO 1.1 - Améliorer l’accueil",
        "(sans objectif opérationnel imprimé)",
        "OO 2.1 - Soutenir les ménages",
    ]
    assert [label[:61] for label in texts(root, ".//Action/Libelle")] == [
        "Action 1 - Étendre l’accueil des aînés à chaque hameau de la ",
        "Action 1 / Sous-action a - Former l’équipe",
        "=HYPERLINK(1;2) dans l’intitulé",
        "Ouvrir un guichet directement sous l’OS",
        "Projet 12 - Créer une épicerie sociale",
        "Projet 12 / Action - -Ouvrir un guichet directement sous l’OS",
        "Projet 13 - Écouter les jeunes",
    ]


def test_ecomptes_action(plans: list[Plan], tmp_path: Path) -> None:
    root = written(plans, "ecomptes", tmp_path)[A]
    title = plans[0].tree[0].children[0].children[0].title
    action = root.find(".//Action")
    label = action.findtext("Libelle")
    assert len(label) <= 255 and label.endswith("…")
    assert action.findtext("Description/Valeur").split("\n") == [
        title,
        "Première ligne",
        "Seconde ligne ",
        "Responsables : Mme Aline Dubuisson ; Chef de bureau",
        "Mandataires : Échevin des Aînés",
        "Échéance : 2026 à fin 2027",
        "Budget : 2025 : 12.500,50 € ; dont 50 % Europe ; 1 €/an pendant 2 ans ; à définir",
        "Financement : Wallonie ; Europe",
        "Indicateurs : visites = 30 / 40 par an",
        "Indice de santé : Bon",
        "Priorité : Haute",
        "ODD : 3 ; 10",
        "Catégories : Volet externe : Action sociale",
        "Publics cibles : Personnes âgées",
        "Remarques : Remarque : à suivre",
        "Constats : Constat positif",
        "Synergie : Oui",
        "=Formule : =2+3",
    ]
    assert (action.findtext("DateDebut"), action.findtext("DateFin")) == (
        "2026-01-01",
        "2027-12-31",
    )
    assert (action.findtext("Statut"), action.findtext("RemarqueStatut/Valeur")) == (
        "TERMINE",
        "Clôturé en 2026",
    )
    assert action.findtext("TauxAvancement") == "62.5"
    assert (action.findtext("Responsable/Civilite"), action.findtext("Responsable/Nom")) == (
        "MADAME",
        "Aline Dubuisson",
    )
    assert action.find("Mandataire") is None
    assert action.findtext("Departement") == "Service social général ; Service technique"
    assert texts(action, "Partenaires/Partenaire") == ["Maison du Chêne, asbl", "+Ensemble"]
    assert texts(action, "Plans/Plan") == ["Plan de cohésion"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("non_commence", "NON_COMMENCE"),
        ("en_cours", "EN_COURS"),
        ("en_attente", "EN_ATTENTE"),
        ("probleme", "PROBLEME"),
        ("termine", "TERMINE"),
        ("abandonne", "ANNULE_ABANDONNE"),
        (None, "NON_COMMENCE"),
    ],
)
def test_ecomptes_statuses(
    value: str | None, expected: str, plans: list[Plan], tmp_path: Path
) -> None:
    status = Status.model_validate({"text": "état", "value": value})
    plans[0].tree[0].attributes = Attributes(status=status)
    root = written(plans[:1], "ecomptes", tmp_path)[A]
    assert root.findtext(".//ObjectifStrategique/Statut") == expected
    assert root.findtext(".//ObjectifStrategique/RemarqueStatut/Valeur") == "état"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("M. Jean Dupré", ("MONSIEUR", "Jean Dupré")),
        ("Monsieur le Directeur", ("MONSIEUR", "le Directeur")),
        ("Mlle Roy", ("MADAME", "Roy")),
        ("Mobilité", None),
        ("Mme", None),
        ("M. " + "x" * 101, None),
    ],
)
def test_ecomptes_people(
    printed: str, expected: tuple[str, str] | None, plans: list[Plan], tmp_path: Path
) -> None:
    plans[0].tree[0].attributes = Attributes(responsibles=[printed])
    objective = written(plans[:1], "ecomptes", tmp_path)[A].find(".//ObjectifStrategique")
    person = objective.find("Responsable")
    found = (person.findtext("Civilite"), person.findtext("Nom")) if person is not None else None
    assert found == expected
    kept = f"Responsables : {printed}" in (objective.findtext("Description/Valeur") or "")
    assert kept == (expected is None)


def test_ecomptes_orphans_stand_under_carriers(
    plans: list[Plan], schemas: Path, tmp_path: Path
) -> None:
    second = copy.deepcopy(plans[1].tree[0])
    second.id = "plan-0123456789ab/action-2"
    plans[1].tree.insert(1, second)
    root = written(plans, "ecomptes", tmp_path)["plan-0123456789ab"]
    validator(schemas, IMPORT).assertValid(root)
    assert texts(root, ".//Volet/Libelle") == ["NEANT"]
    assert texts(root, ".//ObjectifStrategique/Libelle") == [
        "(sans objectif stratégique imprimé)",
        "Une commune où l’on respire",
    ]
    assert len(root.findall(".//ObjectifStrategique[1]//Action")) == 2
    ids = [element.get("ElementId") for element in root.iterfind(".//*[@ElementId]")]
    assert len(ids) == len(set(ids))


def test_ecomptes_volets_that_alternate_are_grouped(plans: list[Plan], tmp_path: Path) -> None:
    third = copy.deepcopy(plans[0].tree[0])
    third.id, third.children = f"{A}/os-3", []
    plans[0].tree.append(third)
    notices = export(plans[:1], "ecomptes", tmp_path)
    root = etree.parse(tmp_path / f"{A}.xml").getroot()
    assert len(root.findall(".//Volet")) == 2
    assert any("grouped by volet" in item.message for item in notices)


def test_ecomptes_objectives_without_volet_stand_apart(plans: list[Plan], tmp_path: Path) -> None:
    plans[0].tree[1].volet = None
    root = written(plans[:1], "ecomptes", tmp_path)[A]
    assert texts(root, ".//Volet/Libelle") == ["Volet interne", "NEANT"]


def test_ecomptes_limits(plans: list[Plan], empty_plan: Plan, tmp_path: Path) -> None:
    notices = export([*plans, empty_plan], "ecomptes", tmp_path)
    assert {item.code for item in notices} == {"format-limit"}
    assert {item.severity for item in notices} == {CATALOGUE["format-limit"].severity}
    said = {
        message for message in ecomptes.LIMITS.values() for n in notices if message in n.message
    }
    assert set(ecomptes.LIMITS.values()) - said == {ecomptes.LIMITS["volet-order"]}
    long_title = next(item for item in notices if "255" in item.message)
    assert long_title.node_id == f"{A}/os-1/oo-1.1/action-1"
    assert not (tmp_path / f"{empty_plan.plan_id}.xml").exists()


# -- StratML -------------------------------------------------------------------------------------


def test_stratml_is_valid(plans: list[Plan], schemas: Path, tmp_path: Path) -> None:
    schema = validator(schemas, "StrategicPlanISOVersion20140401.xsd")
    for root in written(plans, "stratml", tmp_path).values():
        schema.assertValid(root)


def test_stratml_of_annotated_plans(gold_plans: list[Plan], schemas: Path, tmp_path: Path) -> None:
    schema = validator(schemas, "StrategicPlanISOVersion20140401.xsd")
    documents = written(gold_plans, "stratml", tmp_path)
    for plan in gold_plans:
        root = documents[plan.plan_id]
        schema.assertValid(root)
        names = [
            element.findtext("s:Name", None, NS)
            for element in root.iter(f"{{{NS['s']}}}Goal", f"{{{NS['s']}}}Objective")
        ]
        assert names == [node.title for node in plan.nodes()]


def test_stratml_goals_and_objectives(plans: list[Plan], tmp_path: Path) -> None:
    root = written(plans, "stratml", tmp_path)[A]
    assert texts(root, ".//s:Goal/s:Name") == ["Être un CPAS à l’écoute", "Être un CPAS solidaire"]
    assert texts(root, ".//s:Objective/s:SequenceIndicator") == [
        "1.1",
        "1.1.1",
        "1.1.1.1",
        "1.1.2",
        "1.2",
        "2.1",
        "2.1.1",
        "2.1.1.1",
        "2.1.2",
    ]
    first = root.findall(".//s:Objective", NS)[1]
    stakeholders = [
        (
            box.findtext("s:Name", None, NS),
            box.findtext("s:Description", None, NS),
            box.get("StakeholderTypeType"),
        )
        for box in first.findall("s:Stakeholder", NS)
    ]
    assert ("Maison du Chêne, asbl", "Partenaire", None) in stakeholders
    assert ("Service technique", "Service", "Organization") in stakeholders
    assert ("Personnes âgées", "Public cible", "Generic_Group") in stakeholders
    lines = (first.findtext("s:OtherInformation", None, NS) or "").split("\n")
    parent = root.find(".//s:Objective/s:Identifier", NS)
    assert lines[:3] == ["Niveau : Action", "Repère : Action 1.", f"Sous : {parent.text}"]
    assert "Avancement (%) : 62,5" in lines and "Statut : Clôturé en 2026" in lines
    assert "Thèmes déduits : Aînés" in lines


def test_stratml_plan_facts(plans: list[Plan], tmp_path: Path) -> None:
    root = written(plans, "stratml", tmp_path)[A]
    assert root.findtext("s:Name", None, NS) == "Programme stratégique transversal 2025-2030"
    assert "@mot du président" in (root.findtext("s:OtherInformation", None, NS) or "")
    assert texts(root, ".//s:Value/s:Description") == ["Nos valeurs : l’écoute"]
    assert texts(root, ".//s:Organization/s:Name") == ["CPAS de Val-Fictif"]
    dates = root.find("s:AdministrativeInformation", NS)
    assert [child.text for child in dates] == ["2025-01-01", "2030-12-31", "2025-09-15"]


def test_stratml_limits(plans: list[Plan], empty_plan: Plan, tmp_path: Path) -> None:
    notices = export([*plans, empty_plan], "stratml", tmp_path)
    said = {message for message in stratml.LIMITS.values() for n in notices if message in n.message}
    assert said == set(stratml.LIMITS.values())
    assert sorted(path.stem for path in tmp_path.iterdir()) == [A, "plan-0123456789ab"]


# -- both ----------------------------------------------------------------------------------------


def test_identifiers_are_shared_and_stable(plans: list[Plan], tmp_path: Path) -> None:
    first = written(plans, "ecomptes", tmp_path / "e")[A].find(".//ObjectifStrategique")
    goal = written(plans, "stratml", tmp_path / "s")[A].find(".//s:Goal/s:Identifier", NS)
    assert goal.text == "_" + first.get("ElementId") == "_" + identifier(f"{A}/os-1")
    assert identifier("x") == "9cba1d38-14a8-53a1-bacc-3235293e84fd"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("court", 5, "court"),
        ("Ouvrir un guichet", 12, "Ouvrir un…"),
        ("Ouvrir un guichet", 10, "Ouvrir un…"),
        ("Ouvrirunguichet", 7, "Ouvrir…"),
    ],
)
def test_shorten(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected
    assert len(shorten(text, limit)) <= limit


@pytest.mark.parametrize("limits", [ecomptes.LIMITS, stratml.LIMITS])
def test_every_limit_is_documented(limits: dict[str, str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "standards.md").read_text("utf-8")
    assert [message for message in limits.values() if f"| {message} |" not in page] == []
