"""Properties: every word is read once and in order, and tables refer to their lines."""

from __future__ import annotations

from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import SourceDocument
from extractor.readers import read_bytes
from extractor.text import words
from tests.readers.test_docx import body as read_docx
from tests.readers.test_odt import body as read_odt

# a tree of blocks: `p` holds a word, the others hold blocks
Block = tuple[str, tuple["Block", ...]]
LEAF: st.SearchStrategy[Block] = st.just(("p", ()))
BLOCKS: st.SearchStrategy[tuple[Block, ...]] = st.lists(
    st.recursive(
        LEAF,
        lambda inner: st.tuples(
            st.sampled_from(("list", "table", "box")),
            st.lists(inner, min_size=1, max_size=3).map(tuple),
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=5,
).map(tuple)

HTML = {"p": "<p>{}</p>", "list": "<ul><li>{}</li></ul>", "box": "<div>{}</div>",
        "table": "<table><tr><td>{}</td><td></td></tr></table>"}  # fmt: skip
DOCX = {
    "p": "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
    "list": "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "table": "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "box": "<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict>"
    "</w:r></w:p>",
}
ODT = {
    "p": "<text:p>{}</text:p>",
    "list": '<text:list text:style-name="B"><text:list-item>{}</text:list-item></text:list>',
    "table": "<table:table><table:table-row><table:table-cell>{}</table:table-cell>"
    "<table:table-cell/></table:table-row></table:table>",
    "box": "<text:p><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></text:p>",
}


def write(blocks: tuple[Block, ...], forms: dict[str, str]) -> tuple[str, int]:
    """Return the markup and the number of words, which are `mot0`, `mot1`…"""
    numbers = count()

    def one(block: Block) -> str:
        kind, inner = block
        content = "".join(map(one, inner)) if inner else f"mot{next(numbers)}"
        return forms[kind].format(content)

    return "".join(map(one, blocks)), next(numbers)


def check(document: SourceDocument, expected: int) -> None:
    filled = [line for line in document.lines if not line.blank]
    found = [word for line in filled for word in words(line.text)]
    assert found == [f"mot{number}" for number in range(expected)]
    assert len(filled) == expected
    assert [line.index for line in document.lines] == list(range(1, len(document.lines) + 1))
    owners: dict[int, tuple[int, int, int]] = {}
    for table in document.tables:
        for cell in table.cells:
            assert cell.row + cell.row_span <= table.rows
            assert cell.column + cell.column_span <= table.columns
            for index in cell.lines:
                assert index not in owners
                owners[index] = (table.index, cell.row, cell.column)
            for nested in cell.nested:
                assert document.tables[nested].parent == (table.index, cell.row, cell.column)
    assert owners == {line.index: line.cell for line in document.lines if line.cell}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(BLOCKS)
def test_every_word_once_in_order(blocks: tuple[Block, ...]) -> None:
    markup, number = write(blocks, HTML)
    check(read_bytes(f"<!DOCTYPE html><body>{markup}".encode(), "a"), number)
    check(read_docx(*write(blocks, DOCX)[:1]), number)
    check(read_odt(*write(blocks, ODT)[:1]), number)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(alphabet="abé’ \t\n\r\f", min_size=1, max_size=60))
def test_text_keeps_every_character_but_line_ends(text: str) -> None:
    if not text.strip():
        return
    lines = read_bytes(text.encode(), "a").lines
    kept = "".join(line.text for line in lines)
    assert kept.split() == "".join(c for c in text if c not in "\n\r\f").split() or len(lines) > 1
    assert "".join(kept.split()) == "".join(text.split())
