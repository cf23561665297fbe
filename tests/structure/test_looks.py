"""What type says of a title: bold beginnings of a paragraph, titles without any marker."""

from __future__ import annotations

import io

from docx import Document
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from extractor.pipeline import extract_bytes
from extractor.schema import Plan
from tests.structure.helpers import COVER, find, outline, plan_of

#: (bold beginning, what goes on behind it), and the expected description
RUN_IN = [
    ("OS A. Vivre avec le fleuve", "", None),
    ("OO A.1. Rendre les berges aux promeneurs, aux pêcheurs et à toutes les familles.",
     " Huit cent mille promeneurs passent chaque année sur le halage, et bien peu s’y arrêtent.",
     "Huit cent mille promeneurs passent chaque année sur le halage, et bien peu s’y arrêtent."),
    ("OO A.2.", " Fêter ensemble", None),
]  # fmt: skip


def check(plan: Plan) -> None:
    assert [node.title for node in plan.nodes()] == [
        "Vivre avec le fleuve",
        "Rendre les berges aux promeneurs, aux pêcheurs et à toutes les familles.",
        "Fêter ensemble",
    ]
    assert [node.description for node in plan.nodes()] == [said for *_, said in RUN_IN]


def test_a_bold_title_ends_where_its_paragraph_goes_on() -> None:
    word = Document()
    word.add_paragraph(COVER.strip())
    for bold, rest, _ in RUN_IN:
        paragraph = word.add_paragraph()
        paragraph.add_run(bold).bold = True
        paragraph.add_run(rest)
    data = io.BytesIO()
    word.save(data)
    check(extract_bytes(data.getvalue(), "plan.docx", nlp=False))

    data = io.BytesIO()
    style = ParagraphStyle("body", fontSize=10, leading=13, spaceAfter=8)
    parts = [Paragraph(COVER.strip(), style)]
    parts += [Paragraph(f"<b>{bold}</b>{rest}", style) for bold, rest, _ in RUN_IN]
    SimpleDocTemplate(data).build(parts)
    check(extract_bytes(data.getvalue(), "plan.pdf", nlp=False))


def test_questions_as_titles_hold_the_lists_below_them() -> None:
    questions = ("Comment accueillir mieux ?", "Comment garder nos talents ?", "Et le bien-être ?")
    style = ParagraphStyle("body", fontSize=10, leading=13, spaceAfter=8)
    large = ParagraphStyle("large", fontSize=13, leading=16, spaceAfter=8)
    texts = ["<b>OS 1 : Une commune où l’on aime travailler</b>"]
    for number, question in enumerate(questions):
        texts += [f"<b>{question}</b>", f"• Un livret {number}", f"• Une rencontre {number}"]
    parts = [Paragraph(COVER.strip(), style)]
    parts += [Paragraph(text, large if "<b>" in text else style) for text in texts]
    parts += [Paragraph(f"<b>{t}</b>", style) for t in ("Le mot du Collège", "Chiffres", "Contact")]
    data = io.BytesIO()
    SimpleDocTemplate(data).build(parts)
    plan = extract_bytes(data.getvalue(), "plan.pdf", nlp=False)
    assert [child.title for child in find(plan, "Une commune").children] == list(questions)
    assert outline(plan).count("ACTION Un") == 2 * len(questions)
    assert "Collège" not in outline(plan)


def test_a_list_of_bullets_alone_tells_levels_by_its_depths() -> None:
    def items(*texts: str) -> str:
        return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"

    actions = items("Rédiger une brochure", "Former trois agents")
    objectives = items(f"Soigner l’accueil{actions}", f"Prévenir les accidents{actions}")
    plan = plan_of(
        f"<!DOCTYPE html><body><p>{COVER}</p><p>Notre programme</p>"
        + items(f"Être un CPAS ouvert{objectives}", f"Être un CPAS sûr{objectives}"),
        "plan.html",
    )
    levels = [node.level.value for node in plan.nodes()]
    assert levels == ["OS", *["OO", "ACTION", "ACTION"] * 2] * 2


def test_small_texts_beside_lists_of_bullets_are_no_actions() -> None:
    """They are set apart by their colour and say what a figure counts."""
    style = ParagraphStyle("body", fontSize=10, leading=13, spaceAfter=8)
    large = ParagraphStyle("large", fontSize=30, leading=36)
    parts = [Paragraph(COVER.strip(), style)]
    for number, counted in enumerate(("arbres plantés", "agents formés", "repas servis"), start=1):
        parts += [
            Paragraph(f"Objectif stratégique {number} : Être une commune verte", style),
            Paragraph(f"{number}84", large),
            Paragraph(f"<font color='green'>{counted} au long de la législature</font>", style),
            Paragraph(f"Objectif opérationnel {number}.1 : Planter des haies", style),
            *(Paragraph(f"• Planter la haie {number}.{n}", style) for n in range(2)),
        ]
    data = io.BytesIO()
    SimpleDocTemplate(data).build(parts)
    plan = extract_bytes(data.getvalue(), "plan.pdf", nlp=False)
    assert "législature" not in outline(plan)
    assert outline(plan).count("ACTION Planter") == 6


def test_number_and_volet_stand_between_a_label_and_its_title() -> None:
    lines = (
        COVER, "OBJECTIF STRATÉGIQUE", "1", "Être une commune sûre",
        "Objectif opérationnel 1.1 Apaiser les rues", "OBJECTIF STRATÉGIQUE", "VOLET INTERNE", "2",
        "Être une administration moderne", "Objectif opérationnel 2.1 Numériser les dossiers",
    )  # fmt: skip
    plan = plan_of("".join(f"<p>{line}</p>" for line in lines), "plan.html")
    assert outline(plan).splitlines() == [
        "OS 1 Être une commune sûre",
        "  OO 1.1 Apaiser les rues",
        "OS 2 Être une administration moderne [interne]",
        "  OO 2.1 Numériser les dossiers",
    ]
