"""ODT: lists counted as printed, styles, tables, what is printed and what is not."""

from __future__ import annotations

import io
import zipfile

import pytest
from odfdo import Document, Header, List, Paragraph

from extractor.document import Role, SourceDocument
from extractor.readers import detect, read_bytes
from extractor.text import words

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
MIMETYPE = "application/vnd.oasis.opendocument.text"
BULLET = '<text:list-level-style-bullet text:level="{}" text:bullet-char="{}"/>'
NUMBER = (
    '<text:list-level-style-number text:level="{}" style:num-format="{}" style:num-suffix="."'
    ' text:display-levels="{}"><style:list-level-properties><style:list-level-label-alignment'
    ' fo:margin-left="{}in" fo:text-indent="-0.25in"/></style:list-level-properties>'
    "</text:list-level-style-number>"
)
LISTS = (
    f'<text:list-style style:name="N">{NUMBER.format(1, 1, 1, 0.5)}'
    f"{NUMBER.format(2, 1, 2, 1)}{NUMBER.format(3, 'a', 1, 1.5)}</text:list-style>"
    f'<text:list-style style:name="B">{BULLET.format(1, chr(0xF0B7))}{BULLET.format(2, "-")}'
    "</text:list-style>"
)


def package(content: bytes, styles: bytes, mimetype: str = MIMETYPE) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", styles)
    return out.getvalue()


def body(xml: str, automatic: str = "", named: str = "") -> SourceDocument:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{xml}</office:text></office:body>"
        "</office:document-content>"
    )
    styles = (
        f"<office:document-styles {NAMES}><office:styles>{LISTS}{named}</office:styles>"
        "</office:document-styles>"
    )
    return read_bytes(package(content.encode(), styles.encode()), "plan.odt")


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def items(*blocks: str) -> str:
    return "".join(f"<text:list-item>{block}</text:list-item>" for block in blocks)


def lst(content: str, style: str = "N", extra: str = "") -> str:
    return f'<text:list text:style-name="{style}" {extra}>{content}</text:list>'


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines if not line.blank]


def marked(document: SourceDocument) -> list[str]:
    return [f"{line.marker or '-'} {line.text}" for line in document.lines]


def test_document_of_odfdo() -> None:
    document = Document("text")
    document.body.clear()
    document.body.append(Header(1, "Être accueillant"))
    document.body.append(List(["Informer", "Orienter"]))
    document.body.append(Paragraph("Texte"))
    out = io.BytesIO()
    document.save(out)
    assert detect(out.getvalue()) == MIMETYPE
    result = read_bytes(out.getvalue(), "plan.odt")
    assert [(line.text, line.heading, line.list_level) for line in result.lines] == [
        ("Être accueillant", 1, None),
        ("Informer", None, 0),
        ("Orienter", None, 0),
        ("Texte", None, None),
    ]


def test_lists_count_nest_and_start_anew() -> None:
    inner = "<text:list>" + items(p("b"), p("c")) + "</text:list>"
    result = body(lst(items(p("a") + inner, p("d"), p("e") + p("suite"))) + lst(items(p("f"))))
    assert marked(result) == ["1. a", "1.1. b", "1.2. c", "2. d", "3. e", "- suite", "1. f"]
    assert [line.list_level for line in result.lines] == [0, 1, 1, 0, 0, 0, 0]
    assert [line.indent for line in result.lines[:2]] == [18, 54]


def test_lists_continue() -> None:
    deep = "<text:list><text:list-item>{}</text:list-item></text:list>"
    again = 'text:continue-numbering="true"'
    result = body(
        lst(items(p("a")), extra='xml:id="x"')
        + lst(items(deep.format(p("b"))), extra=again)
        + lst(items(deep.format(p("c"))), extra=again)
        + lst(items(p("d")), extra=again)
        + lst(items(p("e")))
        + lst(items(p("f")), extra='text:continue-list="x"')
        + lst('<text:list-item text:start-value="9">' + p("g") + "</text:list-item>")
        + lst(f"<text:list-header>{p('h')}</text:list-header>" + items(p("i")))
    )
    assert marked(result) == [
        "1. a", "1.1. b", "1.2. c", "2. d", "1. e", "3. f", "9. g", "- h", "1. i"
    ]  # fmt: skip


def test_a_skipped_level_counts_as_printed() -> None:
    deep = f"<text:list>{items(p('a'))}</text:list>"
    assert marked(body(lst(items(deep, p("b"))))) == ["1.1. a", "2. b"]


def test_bullets() -> None:
    inner = "<text:list>" + items(p("b")) + "</text:list>"
    assert marked(body(lst(items(p("a") + inner, p("")), "B"))) == ["• a", "- b", "- "]


def test_numbered_headings() -> None:
    outline = (
        "<text:outline-style>"
        + "".join(
            f'<text:outline-level-style text:level="{n}" style:num-format="1" '
            f'style:num-prefix="O." text:display-levels="{n}"/>'
            for n in (1, 2)
        )
        + "</text:outline-style>"
    )
    h = '<text:h text:outline-level="{}" {}>{}</text:h>'
    result = body(
        h.format(1, "", "a") + h.format(2, "", "b") + h.format(2, 'text:is-list-header="true"', "c")
        + h.format(1, "", "d") + h.format(2, "", "e") + h.format(3, "", "f"),
        named=outline,
    )  # fmt: skip
    assert marked(result) == ["O.1 a", "O.1.1 b", "- c", "O.2 d", "O.2.1 e", "- f"]
    assert [line.heading for line in result.lines] == [1, 2, 2, 1, 2, 3]


def test_styles_are_inherited_and_named_by_the_author() -> None:
    named = (
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="10pt"/>'
        '</style:default-style><style:style style:family="paragraph" style:name="Titre_20_OS"'
        ' style:display-name="Titre OS" style:default-outline-level="1"><style:text-properties'
        ' fo:font-weight="bold" fo:font-size="120%" fo:color="#FF0000"/></style:style>'
    )
    automatic = (
        '<style:style style:family="paragraph" style:name="P1" style:parent-style-name='
        '"Titre_20_OS"><style:paragraph-properties fo:margin-left="1cm"/></style:style>'
        '<style:style style:family="text" style:name="T1"><style:text-properties'
        ' fo:font-weight="normal"/></style:style>'
    )
    result = body(
        p("a", "P1") + p('a<text:span text:style-name="T1">b</text:span>', "P1") + p("c"),
        automatic,
        named,
    )
    first, mixed, plain = result.lines
    assert (first.bold, first.size, first.color) == (True, 12, "#ff0000")
    assert (first.style, first.heading, first.indent) == ("titre os", 1, 28.35)
    assert (mixed.bold, mixed.text) == (False, "ab")
    assert (plain.bold, plain.size, plain.heading) == (False, 10, None)


def test_blanks_tabs_breaks_notes_boxes_and_revisions() -> None:
    result = body(
        "<text:tracked-changes><text:p>perdu</text:p></text:tracked-changes>"
        + p("\n  un\n  <text:span> deux</text:span><text:s text:c='2'/>trois<text:tab/>x"
            "<text:line-break/>quatre")
        + p('a<text:note><text:note-citation>1</text:note-citation><text:note-body>'
            "<text:p>la note</text:p></text:note-body></text:note>b<office:annotation>"
            "<text:p>remarque</text:p></office:annotation>")
        + p("ancre<draw:frame><draw:text-box><text:p>encadré</text:p></draw:text-box></draw:frame>")
        + p("fin")
    )  # fmt: skip
    assert texts(result) == [
        "un deux  trois\tx", "quatre", "ab", "ancre", "encadré", "fin", "la note", "remarque"
    ]  # fmt: skip


def test_table_of_contents() -> None:
    named = '<style:style style:family="paragraph" style:name="Contents_20_2"/>'
    result = body(
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Source"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        f"<text:index-title>{p('Table')}</text:index-title>{p('Un', 'Contents_20_2')}"
        "</text:index-body></text:table-of-content>" + p("Texte"),
        named=named,
    )
    assert [(line.text, line.style) for line in result.lines] == [
        ("Table", "toc"),
        ("Un", "toc 2"),
        ("Texte", None),
    ]


def test_tables_merged_nested_shaded_with_headings() -> None:
    automatic = (
        '<style:style style:family="table-cell" style:name="C"><style:table-cell-properties'
        ' fo:background-color="#AECF00"/></style:style><style:style style:family="paragraph"'
        ' style:name="Bon"><style:paragraph-properties fo:background-color="#33CC66"/>'
        "</style:style>"
    )
    cell = "<table:table-cell {}>{}</table:table-cell>"
    covered = "<table:covered-table-cell/>"
    row = "<table:table-row>{}</table:table-row>"
    nested = f"<table:table>{row.format(cell.format('', p('dedans')))}</table:table>"
    heading = '<text:h text:outline-level="1">OS</text:h>'
    span = 'table:number-columns-spanned="2" table:style-name="C"'
    result = body(
        "<table:table><table:table-column/><table:table-header-rows>"
        + row.format(cell.format(span, heading) + covered)
        + "</table:table-header-rows>"
        + row.format(cell.format('table:number-rows-spanned="2"', p("a")) + cell.format("", nested))
        + row.format(covered + cell.format("", p("", "Bon")))
        + "</table:table>",
        automatic,
    )
    outer, inner = result.tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in outer.cells] == [
        (0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1)
    ]  # fmt: skip
    assert [c.header for c in outer.cells] == [True, False, False, False]
    assert [c.shade for c in outer.cells] == ["#aecf00", None, None, "#33cc66"]
    assert (outer.rows, outer.columns, inner.parent) == (3, 2, (0, 1, 1))
    assert [(line.text, line.heading, line.cell) for line in result.lines if line.text] == [
        ("OS", 1, (0, 0, 0)),
        ("a", None, (0, 1, 0)),
        ("dedans", None, (1, 0, 0)),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_every_word_is_read_once(count: int) -> None:
    xml = "".join(
        p(f"mot{n}") + lst(items(p(f"point{n}"))) + f'<text:h text:outline-level="2">h{n}</text:h>'
        for n in range(count)
    )
    expected = [w for n in range(count) for w in (f"mot{n}", f"point{n}", f"h{n}")]
    assert words(" ".join(texts(body(xml)))) == expected


def roles(document: SourceDocument) -> list[tuple[str, str | None]]:
    return [(line.text, line.role) for line in document.lines if not line.blank]


STRIKE = (
    '<style:style style:family="text" style:name="S"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
)
BOLD = (
    '<style:style style:family="text" style:name="G"><style:text-properties'
    ' fo:font-weight="bold"/></style:style>'
)


def test_struck_lines_are_marked_and_struck_words_set_aside() -> None:
    result = body(
        '<text:p><text:span text:style-name="S">1.1 Parking</text:span></text:p>'
        '<text:p>1.2 Créer <text:span text:style-name="S">un parking </text:span>un parc</text:p>',
        automatic=STRIKE,
    )
    assert [(line.text, line.printed) for line in result.lines[:2]] == [
        ("1.1 Parking", "struck"),
        ("1.2 Créer un parc", "normal"),
    ]
    assert roles(result)[2:] == [("un parking", Role.STRUCK)]


def test_a_bold_beginning_is_measured() -> None:
    xml = '<text:p><text:span text:style-name="G">Pilote :</text:span> le CPAS</text:p>'
    assert body(xml, automatic=BOLD).lines[0].lead == len("Pilote :")


def test_a_heading_is_one_line() -> None:
    result = body(
        '<text:h text:outline-level="1">Informer<text:line-break/>tous les habitants</text:h>'
        "<text:p>un<text:line-break/>deux</text:p>"
    )
    assert [line.text for line in result.lines] == ["Informer tous les habitants", "un", "deux"]


def test_notes_hidden_text_and_running_lines_are_no_part_of_the_body() -> None:
    content = (
        f"<office:document-content {NAMES}><office:body><office:text>"
        "<text:p>corps<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>la note</text:p></text:note-body></text:note></text:p>"
        '<text:section text:display="none"><text:p>caché</text:p></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {NAMES}><office:master-styles><style:master-page>"
        "<style:header><text:p>En-tête</text:p></style:header>"
        "<style:footer><text:p>Pied</text:p></style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    result = read_bytes(package(content.encode(), styles.encode()), "plan.odt")
    assert roles(result) == [
        ("corps", None),
        ("caché", Role.HIDDEN),
        ("la note", Role.NOTE),
        ("En-tête", Role.PAGE_HEADER),
        ("Pied", Role.PAGE_FOOTER),
    ]
    assert [code for code, _, _ in result.notes] == ["hidden-text"]


def test_embedded_objects_are_named() -> None:
    result = body("<text:p>Budget<draw:frame><draw:object/></draw:frame></text:p>")
    assert [(code, "Budget" in text) for code, text, _ in result.notes] == [("part-not-read", True)]


@pytest.mark.parametrize(("kind", "room"), [("text", "text"), ("presentation", "presentation")])
def test_flat_documents_are_read_like_zipped_ones(kind: str, room: str) -> None:
    lines = '<text:p>OS 1</text:p><text:p text:style-name="x">Accueillir</text:p>'
    if kind == "presentation":
        box = f"<draw:text-box>{lines}</draw:text-box>"
        lines = f"<draw:page><draw:frame>{box}</draw:frame></draw:page>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    data = (
        f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="{mimetype}">'
        f"<office:body><office:{room}>{lines}</office:{room}></office:body></office:document>"
    ).encode()
    assert detect(data) == mimetype
    assert [line.text for line in read_bytes(data, "plan.fodt").lines] == ["OS 1", "Accueillir"]
