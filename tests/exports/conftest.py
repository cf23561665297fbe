"""Two fictional plans that hold what exports find difficult, and the folder of the XSDs."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from extractor.schema import (
    Attributes,
    BodyText,
    Coverage,
    Deadline,
    Diagnostic,
    Discarded,
    Enrichment,
    Entity,
    ExtractorInfo,
    FrontBlock,
    Health,
    Indicator,
    InferredSdg,
    Institution,
    Level,
    Money,
    Node,
    Plan,
    Priority,
    SourceFile,
    SourceSpan,
    Status,
    Term,
    Theme,
)

SHARED = Path(__file__).parents[3] / "shared"
SCHEMAS = SHARED / "schemas"
PLANS = SHARED / "plans"
LONG_TITLE = "Étendre l’accueil des aînés " + "à chaque hameau de la commune " * 12 + "sans délai"


def node(node_id: str, level: str, title: str, *children: Node, **more: object) -> Node:
    """Build a node whose source lines are made up from its place."""
    span = SourceSpan(page=2, bbox=(56.5, 70.0, 500.25, 84.0), lines=(10, 11), text=title.upper())
    return Node.model_validate(
        {
            "id": node_id,
            "level": Level(level),
            "title": title,
            "title_normalized": title,
            "source": span,
            "confidence": 0.87,
            "children": list(children),
            **more,
        }
    )


def full_attributes() -> Attributes:
    """Every key of `attributes`, each with a value that no other key has."""
    return Attributes(
        responsibles=["Mme Aline Dubuisson", "Chef de bureau"],
        services=["Service social général", "Service technique"],
        mandataries=["Échevin des Aînés"],
        partners=["Maison du Chêne, asbl", "+Ensemble"],
        plans=["Plan de cohésion"],
        categories=["Volet externe : Action sociale"],
        target_groups=["Personnes âgées"],
        deadline=Deadline(
            text="2026 à fin 2027",
            start=date(2026, 1, 1),
            end=date(2027, 12, 31),
            precision="year",
            recurrence="annuelle",
        ),
        budget=[
            Money(
                text="12.500,50 €", amount=12500.5, currency="EUR", year=2025, funding="wallonie"
            ),
            Money(
                text="dont 50 % Europe",
                amount=6250.25,
                currency="EUR",
                funding="europe",
                role="part",
                share=50,
            ),
            Money(text="1 €/an pendant 2 ans", amount=1, currency="EUR", rate="an", times=2),
            Money(text="à définir"),
        ],
        indicators=[
            Indicator(
                text="visites = 30 / 40 par an",
                label="visites",
                target=40,
                unit="visites par an",
                year=2026,
                reached=30,
            )
        ],
        sdgs=[3, 10],
        priority=Priority(text="Haute", value=1),
        status=Status(text="Clôturé en 2026", value="termine"),
        health=Health(text="vert", value="bon"),
        progress=62.5,
        remarks="Remarque : à suivre",
        observations="Constat positif",
        other={"Synergie": "Oui", "=Formule": "=2+3"},
    )


def enrichment() -> Enrichment:
    return Enrichment(
        themes=[Theme(code="AS.AIN", label="Aînés", score=0.91)],
        entities=[Entity(text="CPAS", label="ORG", start=3, end=7, score=0.8)],
        verb="étendre",
        legal_references=["article 60§7"],
        sdgs=[InferredSdg(sdg=11, score=0.55)],
    )


def plan_a() -> Plan:
    """A CPAS plan with two volets, projects, sub-actions and a shared action."""
    p = "cpas-99001-2025"
    os1 = node(
        f"{p}/os-1",
        "OS",
        "Être un CPAS à l’écoute",
        node(
            f"{p}/os-1/oo-1.1",
            "OO",
            "Améliorer l’accueil",
            node(
                f"{p}/os-1/oo-1.1/action-1",
                "ACTION",
                LONG_TITLE,
                node(f"{p}/os-1/oo-1.1/action-1/sa-a", "SOUS_ACTION", "Former l’équipe", code="a"),
                code="1",
                label="Action 1.",
                description="Première ligne\nSeconde ligne\x0c",
                body=[
                    BodyText(text="Description : Première ligne", page=2, lines=(12, 12)),
                    BodyText(text="Seconde ligne", page=3, lines=(13, 14)),
                ],
                attributes=full_attributes(),
                enrichment=enrichment(),
            ),
            node(f"{p}/os-1/oo-1.1/action-2", "ACTION", "=HYPERLINK(1;2) dans l’intitulé"),
            code="1.1",
            label="O.O.1.1.",
        ),
        node(f"{p}/os-1/action-3", "ACTION", "Ouvrir un guichet directement sous l’OS"),
        code="1",
        label="O.S.1.",
        volet="interne",
        sections=["Axe 1 : Accueil", "Défi b"],
    )
    os2 = node(
        f"{p}/os-2",
        "OS",
        "Être un CPAS solidaire",
        node(
            f"{p}/os-2/oo-2.1",
            "OO",
            "Soutenir les ménages",
            node(
                f"{p}/os-2/oo-2.1/projet-12",
                "PROJET",
                "Créer une épicerie sociale",
                node(
                    f"{p}/os-2/oo-2.1/projet-12/action-1",
                    "ACTION",
                    "-Ouvrir un guichet directement sous l’OS",
                    same_as=f"{p}/os-1/action-3",
                ),
                code="12",
                label="Projet 12.",
            ),
            node(f"{p}/os-2/oo-2.1/projet-13", "PROJET", "Écouter les jeunes", code="13"),
            code="2.1",
        ),
        code="2",
        volet="externe",
    )
    return Plan(
        plan_id=p,
        institution=Institution(
            name="CPAS de Val-Fictif",
            printed_name="C.P.A.S. de VAL-FICTIF",
            kind="cpas",
            municipality="Val-Fictif",
            nis_code="99001",
            province="Liège",
        ),
        title="Programme stratégique transversal 2025-2030",
        term=Term(start=2025, end=2030),
        adopted_on=date(2025, 9, 15),
        source=SourceFile(
            filename="val-fictif.pdf",
            media_type="application/pdf",
            sha256="ab" * 32,
            size_bytes=1234,
            pages=14,
            text_layer="native",
        ),
        extractor=ExtractorInfo(
            name="pst-extractor", version="0.1.0", model="fr_core_news_sm 3.8.0", layout="labelled"
        ),
        front_matter=[
            FrontBlock(text="Nos valeurs : l’écoute", page=1, lines=(3, 4), kind="values"),
            FrontBlock(text="@mot du président", page=1, lines=(5, 9), kind="introduction"),
        ],
        tree=[os1, os2],
        coverage=Coverage(
            lines=60,
            in_nodes=40,
            in_front_matter=7,
            discarded=[Discarded(reason="page_footer", count=13, texts=["Page 1", "Page 2"])],
            unread=["a chart is not read"],
        ),
        diagnostics=[
            Diagnostic(
                code="empty-objective",
                severity="info",
                message="project 13 is empty",
                message_fr="le projet 13 est vide",
                node_id=f"{p}/os-2/oo-2.1/projet-13",
                page=7,
                line=44,
            ),
            Diagnostic(code="ambiguous-term", severity="info", message="two terms are printed"),
        ],
    )


def plan_b() -> Plan:
    """A plan of which little is known, with an orphan action before its only objective."""
    p = "plan-0123456789ab"
    return Plan(
        plan_id=p,
        institution=Institution(),
        term=Term(inferred=True),
        source=SourceFile(
            filename="inconnu.txt", media_type="text/plain", sha256="cd" * 32, size_bytes=99
        ),
        extractor=ExtractorInfo(name="pst-extractor", version="0.1.0"),
        tree=[
            node(f"{p}/action-1", "ACTION", "Réparer le préau"),
            node(
                f"{p}/os-1",
                "OS",
                "Une commune où l’on respire",
                node(f"{p}/os-1/oo-1", "OO", "Planter des arbres"),
            ),
        ],
        coverage=Coverage(lines=3, in_nodes=3, in_front_matter=0),
    )


@pytest.fixture
def plans() -> list[Plan]:
    return [plan_a(), plan_b()]


@pytest.fixture
def empty_plan() -> Plan:
    """A document that holds no plan."""
    plan = plan_b()
    return plan.model_copy(
        update={
            "plan_id": "plan-ffffffffffff",
            "tree": [],
            "diagnostics": [
                Diagnostic(code="no-plan-found", severity="error", message="no plan found")
            ],
        }
    )


@pytest.fixture(scope="session")
def schemas() -> Path:
    if not SCHEMAS.is_dir():
        pytest.skip("the folder of the XSDs, ../shared/schemas, is absent")
    return SCHEMAS


def plan_of_gold(path: Path) -> Plan:
    """Build a plan from the nodes of an annotation file: levels, titles, codes and parents."""
    data = json.loads(path.read_text("utf-8"))
    plan_id = f"plan-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}"
    made: dict[int, Node] = {}
    roots: list[Node] = []
    for index, item in enumerate(data["nodes"]):
        number = item.get("id", index)
        made[number] = node(
            f"{plan_id}/n-{number}",
            item["level"],
            item["title"],
            code=item.get("code"),
            volet=item.get("volet"),
        )
        parent = item.get("parent")
        (roots if parent is None else made[parent].children).append(made[number])
    institution = {k: v for k, v in data.get("institution", {}).items() if v is not None}
    return plan_b().model_copy(
        update={
            "plan_id": plan_id,
            "institution": Institution.model_validate(institution),
            "tree": roots,
        }
    )


@pytest.fixture(scope="session")
def gold_plans() -> list[Plan]:
    paths = sorted(PLANS.rglob("*.gold.json"))
    if not paths:
        pytest.skip("the annotated plans, ../shared/plans, are absent")
    return [plan_of_gold(path) for path in paths]
