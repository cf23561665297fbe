"""Slides: titles by placeholder, shapes in reading order, bullets as the master sets them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from odfdo import Document, DrawPage, Frame
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from extractor.document import Role, SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import detect, read_bytes
from extractor.readers.slides.order import Box, reading_order


def save(presentation: Any) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def read(presentation: Any) -> SourceDocument:
    return read_bytes(save(presentation), "plan.pptx")


def add(presentation: Any, title: str, items: list[tuple[int, str]] | None = None) -> Any:
    slide = presentation.slides.add_slide(presentation.slide_layouts[1 if items else 5])
    slide.shapes.title.text = title
    for number, (level, text) in enumerate(items or []):
        frame = slide.placeholders[1].text_frame
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    return slide


def body(document: SourceDocument) -> list[tuple[int | None, int | None, str]]:
    return [
        (line.page, line.heading, f"{line.marker or ''}{line.text}")
        for line in document.lines
        if line.role is None and not line.blank
    ]


def test_titles_and_bullets_that_the_master_sets() -> None:
    presentation = Presentation()
    add(presentation, "OS 1 :\nAccueillir", [(0, "OO 1.1 : Ouvrir"), (1, "Créer un guichet")])
    add(presentation, "OS 2 : Éclairer", [(0, "OO 2.1 : Lire")])
    result = read(presentation)
    assert body(result) == [
        (1, 1, "OS 1 : Accueillir"),
        (1, None, "•OO 1.1 : Ouvrir"),
        (1, None, "•Créer un guichet"),
        (2, 1, "OS 2 : Éclairer"),
        (2, None, "•OO 2.1 : Lire"),
    ]
    assert result.pages == 2
    levels = [line.list_level for line in result.lines]
    assert levels == [None, 0, 1, None, 0]
    assert [line.size for line in result.lines] == [44, 32, 28, 44, 32]  # of the master


def test_a_presentation_gives_the_plan_that_it_shows() -> None:
    presentation = Presentation()
    for number, (title, lever) in enumerate((("accueillante", "Ouvrir"), ("sûre", "Éclairer")), 1):
        items = [
            (0, f"OO {number}.1 : {lever} les lieux communs"),
            (1, f"{lever} la place {title}"),
        ]
        add(presentation, f"OS {number} : Être une commune {title}", items)
    plan = extract_bytes(save(presentation), "plan.pptx", nlp=False)
    assert [(str(node.level), node.code, node.source.page) for node in plan.nodes()] == [
        ("OS", "1", 1), ("OO", "1.1", 1), ("ACTION", None, 1),
        ("OS", "2", 2), ("OO", "2.1", 2), ("ACTION", None, 2),
    ]  # fmt: skip


def test_own_bullets_and_numbers() -> None:
    presentation = Presentation()
    slide = add(presentation, "Plan", [(0, "un"), (0, "deux"), (1, "a"), (0, "trois"), (0, "sans")])
    kinds = ["romanUcPeriod", "romanUcPeriod", "alphaLcParenR", "romanUcPeriod", None]
    for paragraph, kind in zip(slide.placeholders[1].text_frame.paragraphs, kinds, strict=True):
        properties = paragraph._p.get_or_add_pPr()
        tag = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
        element = properties.makeelement(tag + ("buAutoNum" if kind else "buNone"), {})
        if kind:
            element.set("type", kind)
        properties.append(element)
    assert [line.marker for line in read(presentation).lines[1:]] == [
        "I.",
        "II.",
        "a)",
        "III.",
        None,
    ]


def test_tables_columns_and_groups() -> None:
    presentation = Presentation()
    slide = add(presentation, "OS 1 : Accueillir")
    for left, text in ((13, "droite"), (1, "gauche")):
        frame = slide.shapes.add_textbox(Cm(left), Cm(5), Cm(9), Cm(4)).text_frame
        frame.text = text
        frame.add_paragraph().text = f"{text}, suite"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Cm(1), Cm(10), Cm(20), Cm(1)).text_frame.text = "groupe"
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(12), Cm(20), Cm(3)).table
    for (row, column), text in {(0, 0): "Action", (0, 1): "Pilote", (1, 0): "Lire"}.items():
        table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    result = read(presentation)
    assert [text for _, _, text in body(result)] == [
        "OS 1 : Accueillir", "gauche", "gauche, suite", "droite", "droite, suite", "groupe",
        "Action", "Pilote", "Lire",
    ]  # fmt: skip
    cells = [(c.row, c.column, c.column_span, c.header) for c in result.tables[0].cells]
    assert cells == [(0, 0, 1, True), (0, 1, 1, True), (1, 0, 2, False)]


def test_what_is_hidden_or_not_read_is_said() -> None:
    presentation = Presentation()
    add(presentation, "OS 9 : Ancien").element.set("show", "0")
    slide = add(presentation, "OS 1 : Accueillir")
    data = CategoryChartData()
    data.categories = ["2025"]
    data.add_series("Budget", (1,))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, Cm(1), Cm(5), Cm(5), Cm(5), data)
    slide.notes_slide.notes_text_frame.text = "Saluer la salle"
    result = read(presentation)
    assert body(result) == [(2, 1, "OS 1 : Accueillir")]
    assert [line.text for line in result.lines if line.role is Role.NOTE] == ["Saluer la salle"]
    assert [line.text for line in result.lines if line.role is Role.HIDDEN] == ["OS 9 : Ancien"]
    assert {code for code, _, _ in result.notes} == {"hidden-text", "part-not-read"}
    plan = extract_bytes(save(presentation), "plan.pptx", nlp=False)
    assert plan.coverage.unread == ["a chart of slide 2 is not read"]
    assert plan.coverage.unassigned == 1
    assert [part.reason for part in plan.coverage.discarded] == ["hidden", "note"]


def test_slide_shows_are_read_like_presentations() -> None:
    presentation = Presentation()
    add(presentation, "OS 1 : Accueillir")
    data = save(presentation)
    show = b"presentationml.slideshow.main+xml"
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"presentationml.presentation.main+xml", show)
            )
    assert body(read_bytes(out.getvalue(), "plan.ppsx")) == [(1, 1, "OS 1 : Accueillir")]


def test_a_damaged_slide_keeps_its_texts_and_the_others() -> None:
    presentation = Presentation()
    damaged = add(presentation, "OS 1 : Accueillir")
    damaged.shapes.add_table(1, 1, Cm(1), Cm(5), Cm(5), Cm(1)).table.cell(0, 0).text = "Ouvrir"
    add(presentation, "OS 2 : Lire")
    for relation in list(damaged.part.rels.values()):
        damaged.part.rels.pop(relation.rId)  # its layout is gone
    result = read(presentation)
    assert [(page, text) for page, _, text in body(result)] == [
        (1, "OS 1 : Accueillir"), (1, "Ouvrir"), (2, "OS 2 : Lire"),
    ]  # fmt: skip
    assert [(code, page) for code, _, page in result.notes] == [("unreadable-page", 1)]
    assert result.tables == ()


def test_odp() -> None:
    document = Document("presentation")
    document.body.clear()
    page = DrawPage("page1", name="Un")
    text = Frame.text_frame(["OO 1.1 : Ouvrir"], size=("20cm", "2cm"), position=("1cm", "6cm"))
    title = Frame.text_frame(
        ["OS 1 :", "Accueillir"], size=("20cm", "2cm"), position=("1cm", "9cm")
    )
    title.set_attribute("presentation:class", "title")
    page.append(text)
    page.append(title)
    document.body.append(page)
    out = io.BytesIO()
    document.save(out)
    assert detect(out.getvalue()) == "application/vnd.oasis.opendocument.presentation"
    result = read_bytes(out.getvalue(), "plan.odp")
    assert body(result) == [(1, 1, "OS 1 : Accueillir"), (1, None, "OO 1.1 : Ouvrir")]
    assert result.pages == 1


@pytest.mark.parametrize(
    ("shapes", "order"),
    [
        ({"b": (0, 5, 9, 9), "a": (0, 0, 9, 4)}, "ab"),
        ({"r": (10, 1, 19, 9), "l": (0, 0, 9, 10)}, "lr"),
        # two columns of two under a line across
        ({"t": (0, 0, 20, 2), "d": (11, 6, 20, 9), "a": (0, 3, 9, 5), "c": (11, 3, 20, 5),
          "b": (0, 6, 9, 9)}, "tabcd"),
        ({"b": (2, 1, 8, 8), "a": (0, 0, 9, 9)}, "ab"),
    ],
)  # fmt: skip
def test_reading_order(shapes: dict[str, tuple[int, int, int, int]], order: str) -> None:
    placed = [(Box(*map(float, box)), name) for name, box in shapes.items()]
    assert "".join(reading_order(placed)) == order
