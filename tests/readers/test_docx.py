"""DOCX: order, styles, numbering, tables, what is printed and what is not."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractor.document import Role, SourceDocument
from extractor.readers import detect, read_bytes
from extractor.readers.numerals import format_number, symbol
from extractor.text import words

W = nsdecls("w")


def save(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(document: Any) -> SourceDocument:
    return read_bytes(save(document), "plan.docx")


def body(xml: str, numbering: str = "", parts: dict[str, str] | None = None) -> SourceDocument:
    """Read a document whose body is `xml`; `numbering` replaces the list definitions."""
    document = Document()
    root = document.element.body
    for element in reversed(list(parse_xml(f"<w:body {W} {XMLNS}>{xml}</w:body>"))):
        root.insert(0, element)
    data = save(document)
    if not numbering and not parts:
        return read_bytes(data, "plan.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/numbering.xml" and numbering:
                content = f"<w:numbering {W}>{numbering}</w:numbering>".encode()
            if name == "word/_rels/document.xml.rels" and parts:
                for kind in parts:
                    content = content.replace(
                        b"</Relationships>",
                        f'<Relationship Id="x{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>'
                        "</Relationships>".encode(),
                    )
            new.writestr(name, content)
        for kind, part in (parts or {}).items():
            new.writestr(f"word/{kind}.xml", part)
    return read_bytes(out.getvalue(), "plan.docx")


XMLNS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def p(text: str, properties: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def num(num_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines if not line.blank]


def marked(document: SourceDocument) -> list[str]:
    return [f"{line.marker or '-'} {line.text}" for line in document.lines if line.text]


def test_body_order_headings_and_tables() -> None:
    document = Document()
    document.core_properties.title = "PST de Valbois"
    document.add_heading("Plan", 0)
    document.add_heading("Être accueillant", 1)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Action"
    table.cell(0, 1).text = "Pilote"
    table.cell(1, 0).text = "Créer\nun guichet"
    document.add_heading("Informer", 2)
    document.add_paragraph("")
    document.add_paragraph("Texte")
    result = read(document)
    assert detect(save(document)) == result.media_type
    assert result.title == "PST de Valbois"
    assert [(line.text, line.heading, line.cell and line.cell[1:]) for line in result.lines] == [
        ("Plan", None, None),
        ("Être accueillant", 1, None),
        ("Action", None, (0, 0)),
        ("Pilote", None, (0, 1)),
        ("Créer", None, (1, 0)),
        ("un guichet", None, (1, 0)),
        ("", None, (1, 1)),
        ("Informer", 2, None),
        ("", None, None),
        ("Texte", None, None),
    ]
    assert result.lines[0].style == "title"
    assert result.lines[1].style == "heading 1"
    assert result.lines[-1].gap == 1
    assert [line.index for line in result.lines] == list(range(1, 11))
    assert (result.tables[0].rows, result.tables[0].columns) == (2, 2)
    assert result.tables[0].cells[2].lines == (5, 6)


def test_outline_level_of_a_localised_style_follows_its_base() -> None:
    document = Document()
    style = document.styles.add_style("Titre de l’objectif", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Informer", style=style)
    line = read(document).lines[0]
    assert (line.heading, line.style, line.bold) == (2, "titre de l’objectif", True)


def test_bold_size_color_come_from_runs_and_styles() -> None:
    result = body(
        "<w:p><w:r><w:rPr><w:b/><w:color w:val='FF0000'/><w:sz w:val='28'/></w:rPr><w:t>A</w:t>"
        "</w:r><w:r><w:t xml:space='preserve'>  </w:t></w:r></w:p>"
        + p("B", '<w:pStyle w:val="Heading1"/>')
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>A</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>"
    )
    first, heading, mixed = result.lines[:3]
    assert (first.bold, first.size, first.color) == (True, 14, "#ff0000")
    assert heading.bold and heading.size == 14
    assert not mixed.bold and mixed.text == "Ab"


def level(rank: int, numeral: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/><w:numFmt w:val="{numeral}"/>{extra}'
        f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{720 * (rank + 1)}" w:hanging="360"/>'
        "</w:pPr></w:lvl>"
    )


def abstract(identifier: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def instance(num_id: int, identifier: int, override: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{identifier}"/>{override}</w:num>'


OUTLINE = abstract(
    0,
    level(0, "upperRoman", "OS %1"),
    level(1, "decimal", "%1.%2.", "<w:isLgl/>"),
    level(2, "lowerLetter", "%3)"),
)


def test_numbering_counts_restarts_and_nests() -> None:
    result = body(
        p("a", num(1)) + p("b", num(1, 1)) + p("c", num(1, 1)) + p("d", num(1, 2))
        + p("e", num(1)) + p("f", num(1, 1)) + p("g", num(1, 2)) + p("h", num(0)),
        OUTLINE + instance(1, 0),
    )  # fmt: skip
    assert marked(result) == [
        "OS I a", "1.1. b", "1.2. c", "a) d", "OS II e", "2.1. f", "a) g", "- h"
    ]  # fmt: skip
    assert [line.list_level for line in result.lines[:8]] == [0, 1, 1, 2, 0, 1, 2, None]
    assert [line.indent for line in result.lines[:4]] == [18, 54, 54, 90]


def test_numbering_overrides_and_shared_counters() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    never = level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')
    numbering = abstract(0, level(0, "decimal", "Projet %1."), never)
    result = body(
        p("a", num(1)) + p("b", num(1, 1)) + p("c", num(2)) + p("d", num(2, 1))
        + p("e", num(3)) + p("f", num(3)),
        numbering + instance(1, 0) + instance(2, 0) + instance(3, 0, override),
    )  # fmt: skip
    assert marked(result) == [
        "Projet 1. a", "1 b", "Projet 2. c", "2 d", "Projet 5. e", "Projet 6. f"
    ]  # fmt: skip


def test_a_skipped_level_counts_as_printed() -> None:
    result = body(
        p("a", num(1, 1)) + p("b", num(1)) + p("c", num(1, 2)) + p("d", num(1, 1)),
        OUTLINE + instance(1, 0),
    )
    assert marked(result) == ["1.1. a", "OS II b", "a) c", "2.2. d"]


def test_bullets_and_empty_numbered_paragraphs() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
    bullets = abstract(0, level(0, "bullet", "\uf0b7").replace("</w:lvl>", font + "</w:lvl>"))
    numbers = abstract(1, level(0, "decimal", "%1."), level(1, "bullet", "-"))
    result = body(
        p("a", num(1)) + p("", num(1)) + p("", num(2)) + p("b", num(2, 1)),
        bullets + numbers + instance(1, 0) + instance(2, 1),
    )
    assert [(line.marker, line.text, line.blank) for line in result.lines[:4]] == [
        ("•", "a", False),
        (None, "", True),
        ("1.", "", False),
        ("-", "b", False),
    ]


def test_numbering_through_a_style() -> None:
    document = Document()
    document.add_paragraph("un", style="List Number")
    document.add_paragraph("deux", style="List Number")
    assert marked(read(document)) == ["1. un", "2. deux"]


def test_line_and_page_breaks_split_a_paragraph() -> None:
    result = body(
        "<w:p><w:r><w:br w:type='page'/><w:t>Objectif 1"
        "</w:t><w:br/><w:t>Informer</w:t><w:tab/><w:t>tous</w:t><w:br/></w:r></w:p>"
    )
    assert texts(result) == ["Objectif 1", "Informer\ttous"]


def test_a_heading_is_one_line_while_its_type_stays_the_same() -> None:
    outline = "<w:pPr><w:outlineLvl w:val='0'/></w:pPr>"
    small = "<w:rPr><w:sz w:val='16'/></w:rPr>"
    line, page = "<w:r><w:br/></w:r>", "<w:r><w:br w:type='page'/></w:r>"
    result = body(
        f"<w:p>{outline}{run('Informer')}{line}{run('tous les habitants')}{line}"
        f"{run('(adopté le 3 mai)', small)}{page}{run('Éclairer')}</w:p>"
    )
    assert [(line.text, line.heading) for line in result.lines if not line.blank] == [
        ("Informer tous les habitants", 1),
        ("(adopté le 3 mai)", 1),
        ("Éclairer", 1),
    ]


def test_revisions_hyperlinks_controls_fields() -> None:
    result = body(
        "<w:p><w:r><w:t xml:space='preserve'>un </w:t></w:r><w:ins w:id='1'><w:r><w:t>ajout</w:t>"
        "</w:r></w:ins><w:del w:id='2'><w:r><w:delText>perdu</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t xml:space='preserve'> lien</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('bloc')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText> DATE </w:instrText>"
        "<w:fldChar w:fldCharType='separate'/><w:t>2024</w:t><w:fldChar w:fldCharType='end'/>"
        "<w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>"
    )
    assert texts(result) == ["un ajout lien", "bloc", "2024☑", "secret"]
    assert result.lines[-1].role is Role.HIDDEN


def test_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('encadré')}</w:txbxContent>"
    result = body(
        "<w:p><w:r><w:t>ancre</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>" + p("suite")
    )
    assert texts(result) == ["ancre", "encadré", "suite"]


def test_table_of_contents() -> None:
    field = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    code = "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
    result = body(
        f"<w:p>{field.format('begin')}{code}{field.format('separate')}<w:r><w:t>Un</w:t></w:r></w:p>"
        + p("Deux")
        + f"<w:p>{field.format('end')}</w:p>"
        + p("Texte")
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('Trois')}</w:sdtContent></w:sdt>"
    )
    assert [line.style for line in result.lines if line.text] == [
        "toc 1",
        "toc 1",
        "normal",
        "toc 1",
    ]


def test_merged_shaded_and_nested_cells() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "OS"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "OO"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 1).text = "dedans"
    shade = parse_xml(f'<w:shd {W} w:val="clear" w:fill="AECF00"/>')
    table.cell(2, 2)._tc.get_or_add_tcPr().append(shade)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
    result = read(document)
    outer, nested = result.tables
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in outer.cells}
    assert spans == {
        (0, 0): (1, 3), (1, 0): (2, 1), (1, 1): (1, 1), (1, 2): (1, 1), (2, 1): (1, 1),
        (2, 2): (1, 1),
    }  # fmt: skip
    assert [c.header for c in outer.cells] == [True] + [False] * 5
    assert outer.cells[-1].shade == "#aecf00"
    assert nested.parent == (0, 1, 1)
    assert next(c for c in outer.cells if c.nested).nested == (1,)
    assert [line.cell for line in result.lines if line.text == "dedans"] == [(1, 0, 1)]


def test_a_coloured_paragraph_colours_its_cell() -> None:
    shade = '<w:shd w:val="clear" w:fill="33CC66"/>'
    cell = f"<w:tc>{p('', shade)}</w:tc><w:tc>{p('a')}</w:tc>"
    result = body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    assert [c.shade for c in result.tables[0].cells] == ["#33cc66", None]


def test_footnotes_stand_at_the_end() -> None:
    reference = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'>{p('—')}</w:footnote>"
        f"<w:footnote w:id='2'>{p('la note')}</w:footnote></w:footnotes>"
    )
    result = body(
        f"<w:p><w:r><w:t>texte</w:t></w:r>{reference}</w:p>" + p("fin"),
        parts={"footnotes": notes},
    )
    assert texts(result) == ["texte", "fin", "la note"]
    assert result.lines[-1].role is Role.NOTE


def test_headers_and_footers_are_no_part_of_the_body() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "En-tête"
    document.sections[0].footer.paragraphs[0].text = "Pied"
    document.add_paragraph("Corps")
    lines = [(line.text, line.role) for line in read(document).lines]
    assert lines == [
        ("Corps", None),
        ("En-tête", Role.PAGE_HEADER),
        ("Pied", Role.PAGE_FOOTER),
    ]


def sections(headers: list[str], bodies: list[str]) -> SourceDocument:
    """Return a document with a section for each body, with a header of its own."""
    document = Document()
    for number, (header, text) in enumerate(zip(headers, bodies, strict=True)):
        section = document.add_section() if number else document.sections[0]
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = header
        document.add_paragraph(text)
    return read(document)


def test_a_header_that_only_its_section_has_stands_before_it() -> None:
    result = sections(
        ["OS 1 : Accueillir", "OS 2 : Éclairer"], ["OO 1.1 : Ouvrir", "OO 2.1 : Lire"]
    )
    assert texts(result) == [
        "OS 1 : Accueillir",
        "OO 1.1 : Ouvrir",
        "OS 2 : Éclairer",
        "OO 2.1 : Lire",
    ]


@pytest.mark.parametrize(
    ("headers", "bodies"),
    [
        (["Plan", "Plan"], ["OO 1.1 : Ouvrir", "OO 2.1 : Lire"]),
        (["Accueillir", "Éclairer"], ["Accueillir", "Éclairer"]),
    ],
)
def test_a_header_that_all_share_or_that_the_body_prints_is_furniture(
    headers: list[str], bodies: list[str]
) -> None:
    result = sections(headers, bodies)
    assert [line.text for line in result.lines if line.role is None and not line.blank] == bodies
    assert {line.text for line in result.lines if line.role} == set(headers)


def test_every_word_of_the_body_is_read_once() -> None:
    document = Document()
    for number in range(40):
        document.add_paragraph(f"mot{number} tel{number}", style="List Bullet")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 1).text = f"case{number}\nligne{number}"
    data = save(document)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    expected = words(re.sub(r"<[^>]+>", " ", xml))
    assert words(" ".join(texts(read_bytes(data, "a")))) == expected


@pytest.mark.parametrize(
    ("value", "numeral", "expected"),
    [
        (4, "upperRoman", "IV"), (1999, "lowerRoman", "mcmxcix"), (27, "lowerLetter", "aa"),
        (1, "ordinal", "1er"), (2, "ordinal", "2e"), (7, "decimalZero", "07"), (12, "x", "12"),
        (21, "cardinalText", "Vingt et un"), (45, "cardinalText", "Quarante-cinq"),
        (1, "ordinalText", "Premier"), (5, "ordinalText", "Cinquième"),
        (22, "ordinalText", "Vingt-deuxième"), (9, "ordinalText", "Neuvième"),
        (4, "ordinalText", "Quatrième"), (70, "cardinalText", "70"), (0, "upperRoman", "0"),
    ],
)  # fmt: skip
def test_numerals(value: int, numeral: str, expected: str) -> None:
    assert format_number(value, numeral) == expected


@pytest.mark.parametrize(
    ("char", "font", "expected"),
    [("\uf0b7", "Symbol", "•"), ("\uf0a8", "Wingdings", "☐"), ("o", "Courier New", "o"),
     ("\uf0fc", "", "✓"), ("§", "Wingdings", "•")],
)  # fmt: skip
def test_symbols(char: str, font: str, expected: str) -> None:
    assert symbol(char, font) == expected


STRUCK = "<w:rPr><w:strike/></w:rPr>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_struck_lines_are_marked_and_struck_words_set_aside() -> None:
    result = body(
        f"<w:p>{run('1.1 Construire un parking', STRUCK)}</w:p>"
        f"<w:p>{run('1.2 Créer un ')}{run('parking ', STRUCK)}{run('parc')}</w:p>"
    )
    assert [(line.text, line.printed, line.role) for line in result.lines] == [
        ("1.1 Construire un parking", "struck", None),
        ("1.2 Créer un parc", "normal", None),
        ("parking", "normal", Role.STRUCK),
    ]


WHITE = "<w:rPr><w:color w:val='FFFFFF'/></w:rPr>"


@pytest.mark.parametrize(
    ("content", "hidden"),
    [
        (f"<w:p>{run('blanc', WHITE)}</w:p>", True),
        (f"<w:p><w:pPr><w:shd w:fill='003366'/></w:pPr>{run('blanc', WHITE)}</w:p>", False),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('blanc', WHITE)}</w:p></w:tc></w:tr></w:tbl>", False),
        (
            "<w:p><w:r><w:rPr><w:color w:val='FFFFFF'/><w:highlight w:val='darkBlue'/></w:rPr>"
            "<w:t>blanc</w:t></w:r></w:p>",
            False,
        ),
    ],
)
def test_white_letters_on_white_paper_are_hidden(content: str, hidden: bool) -> None:
    line = next(line for line in body(content).lines if line.text == "blanc")
    assert (line.role is Role.HIDDEN) is hidden


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    result = body(
        f"<w:p>{mark}{run('Action 1 : Créer, avec l’')}</w:p><w:p>{run('OO 2, un parc')}</w:p>"
    )
    assert texts(result) == ["Action 1 : Créer, avec l’OO 2, un parc"]


def test_what_a_form_shows_is_text_and_its_prompt_is_not() -> None:
    def legacy(data: str) -> str:
        return (
            f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r>"
            "<w:r><w:instrText> FORM </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )

    entries = "<w:listEntry w:val='Secrétariat'/><w:listEntry w:val='Travaux'/>"
    chosen = legacy(f"<w:ddList><w:result w:val='1'/>{entries}</w:ddList>")
    ticked = legacy("<w:checkBox><w:checked/></w:checkBox>")
    empty = legacy("<w:checkBox><w:default w:val='0'/></w:checkBox>")
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    result = body(
        f"<w:p>{run('Pilote : ')}{chosen}</w:p>"
        f"<w:p>{ticked}{run(' réalisé ')}{empty}{run(' en cours')}</w:p>"
        f"<w:p>{run('Échéance :')}{prompt.format(run('Choisissez une date.'))}</w:p>"
        f"{prompt.format(p('Cliquez ici.'))}"
    )
    assert texts(result) == ["Pilote : Travaux", "☒ réalisé ☐ en cours", "Échéance :"]


def test_the_code_of_a_field_is_no_text_even_when_it_holds_a_field() -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    result = body(
        f"<w:p>{mark('begin')}{run('IF ')}{mark('begin')}{run('MERGEFIELD')}{mark('separate')}"
        f"{run('caché')}{mark('end')}{mark('separate')}{run('visible')}{mark('end')}</w:p>"
    )
    assert texts(result) == ["visible"]


def test_a_field_that_is_never_closed_hides_nothing_but_its_code() -> None:
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>X</w:instrText></w:r>"
    assert texts(body(f"<w:p>{begin}</w:p><w:p>{run('suite')}</w:p>")) == ["suite"]


def test_hidden_and_deleted_rows_and_cells() -> None:
    def row(text: str, properties: str = "", cell: str = "") -> str:
        tc = f"<w:tc><w:tcPr>{cell}</w:tcPr>{p(text)}</w:tc>"
        return f"<w:tr><w:trPr>{properties}</w:trPr>{tc}</w:tr>"

    result = body(
        "<w:tbl>" + row("un") + row("caché", "<w:hidden/>")
        + row("supprimé", cell="<w:cellDel w:id='1'/>") + "</w:tbl>"
    )  # fmt: skip
    assert [(line.text, line.role) for line in result.lines] == [
        ("un", None),
        ("caché", Role.HIDDEN),
    ]
    assert [note[0] for note in result.notes] == ["hidden-text"]


D = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def point(identifier: str, text: str = "") -> str:
    paragraph = f"<dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>" if text else ""
    return f'<dgm:pt modelId="{identifier}">{paragraph}</dgm:pt>'


def link(source: str, target: str, rank: int) -> str:
    return (
        f'<dgm:cxn modelId="c{source}{target}" srcId="{source}" destId="{target}" srcOrd="{rank}"/>'
    )


def test_a_diagram_is_read_from_the_top_down() -> None:
    data = (
        f"<dgm:dataModel {D} {A}><dgm:ptLst>"
        + point("0") + point("b", "OO 1.1 : Informer") + point("a", "OS 1 : Accueillir")
        + point("c", "OS 2 : Éclairer")
        + "</dgm:ptLst><dgm:cxnLst>" + link("0", "c", 1) + link("0", "a", 0) + link("a", "b", 0)
        + "</dgm:cxnLst></dgm:dataModel>"
    )  # fmt: skip
    drawing = (
        f"<w:p><w:r><w:drawing><dgm:relIds {D} {R} r:dm='xdiagramData'/></w:drawing></w:r></w:p>"
    )
    result = body(drawing, parts={"diagramData": data})
    found = [(line.text, line.list_level) for line in result.lines if not line.blank]
    assert found == [("OS 1 : Accueillir", 0), ("OO 1.1 : Informer", 1), ("OS 2 : Éclairer", 0)]


def test_what_is_not_read_is_named() -> None:
    chart = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ole = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    result = body(
        p("Tableau de bord")
        + f"<w:p><w:r><w:drawing><c:chart {chart} {R} r:id='rX'/></w:drawing></w:r></w:p>"
        + f"<w:p><w:r><w:object><o:OLEObject {ole} {R} r:id='rX' ProgID='Excel.Sheet.12'/>"
        "</w:object></w:r></w:p>"
    )
    assert [code for code, _, _ in result.notes] == ["part-not-read", "part-not-read"]
    assert "chart" in result.notes[0][1] and "Tableau de bord" in result.notes[0][1]
    assert "Excel.Sheet.12" in result.notes[1][1]


def test_signs_of_symbol_fonts() -> None:
    symbol_font = "<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr>"
    result = body(
        f"<w:p>{run(chr(0xF0B3), symbol_font)}{run(' 80 % ')}"
        "<w:r><w:sym w:font='Symbol' w:char='F0B1'/>"
        "<w:sym w:font='Symbol' w:char='F06D'/></w:r></w:p>"
    )
    assert texts(result) == ["≥ 80 % ±µ"]


def test_comments_are_no_text_of_the_plan() -> None:
    comments = f"<w:comments {W}><w:comment w:id='1'>{p('À revoir')}</w:comment></w:comments>"
    result = body(p("corps"), parts={"comments": comments})
    assert [(line.text, line.role) for line in result.lines if not line.blank] == [
        ("corps", None),
        ("À revoir", Role.NOTE),
    ]
