"""HTML: what a browser prints, navigation left out."""

from __future__ import annotations

import pytest

from extractor.document import SourceDocument
from extractor.readers import detect, read_bytes


def read(body: str, head: str = "") -> SourceDocument:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_bytes(page.encode(), "plan.html")


def texts(body: str) -> list[str]:
    return [line.text for line in read(body).lines]


def marked(body: str) -> list[str]:
    return [f"{line.marker or '-'} {line.text}" for line in read(body).lines]


LONG = "<p>" + "Le conseil adopte son plan. " * 20 + "</p>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<!DOCTYPE html><p>a", "text/html"), ("\n<!-- x -->\n<HTML><body>a", "text/html"),
        ("<?xml version='1.0'?><html xmlns='x'><p>a</p></html>", "text/html"),
        ("<h2>a</h2>", "text/html"), ("a <p>b</p><p>c</p><p>d</p>", "text/html"),
        ("Budget <p> 3", "text/plain"), ("a < b et c > d", "text/plain"),
    ],
)  # fmt: skip
def test_detect(data: str, expected: str) -> None:
    assert detect(data.encode()) == expected


def test_blocks_breaks_headings_and_entities() -> None:
    result = read(
        "<h1>Plan</h1>texte nu<div>un\n  <b>deux</b>&nbsp;!<br>trois<p>quatre</div>"
        "<blockquote>cit&eacute;</blockquote><dl><dt>T<dd>D</dl><details><summary>S</summary>X"
        "</details><div role=heading aria-level=4>H</div>",
        "<title> PST  de Valbois</title>",
    )
    assert result.title == "PST de Valbois"
    assert [(line.text, line.heading, line.style, line.indent) for line in result.lines] == [
        ("Plan", 1, "h1", 0),
        ("texte nu", None, None, 0),
        ("un deux\u00a0!", None, "div", 0),
        ("trois", None, "div", 0),
        ("quatre", None, "p", 0),
        ("cité", None, "blockquote", 30),
        ("T", None, "dt", 0),
        ("D", None, "dd", 30),
        ("S", None, "summary", 0),
        ("X", None, "details", 0),
        ("H", 4, "div", 0),
    ]
    assert [line.bold for line in result.lines][:3] == [True, False, False]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>a\n  b\n\nc</pre>") == ["a", "  b", "c"]


@pytest.mark.parametrize(
    ("html", "bold"),
    [
        ("<p><b>a</b> <strong>b</strong></p>", True),
        ("<p><b>a</b> b</p>", False),
        ("<p><span style='font-weight: 700'>a</span></p>", True),
        ("<p style='font-weight:bold'>a</p>", True),
        ("<h2><span style='font-weight:normal'>a</span></h2>", False),
    ],
)
def test_bold(html: str, bold: bool) -> None:
    assert [line.bold for line in read(html).lines] == [bold]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["• a", "• b", "• c"]),
        ("<ol start=3><li>a<li value=9>b<li>c</ol>", ["3. a", "9. b", "10. c"]),
        ("<ol type=A><li>a</ol><ol type=i><li>b<li>c</ol>", ["A. a", "i. b", "ii. c"]),
        ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
        ("<ol style='list-style-type: lower-alpha'><li>a</ol>", ["a. a"]),
        ("<ul style='list-style: none'><li>a</ul>", ["- a"]),
        ("<ol><li><p>a</p><p>b</p></ol>", ["1. a", "- b"]),
        ("<ul><li><ul><li>a</ul></ul>", ["• a"]),
        ("<ol><li><ul><li>a</ul></ol>", ["1. ", "• a"]),
        ("<li>a", ["• a"]),
    ],
)
def test_lists(html: str, expected: list[str]) -> None:
    assert marked(html) == expected


def test_list_levels() -> None:
    result = read("<ul><li>a<ol><li>b</ol></ul><p>c")
    assert [(line.list_level, line.indent) for line in result.lines] == [
        (0, 30), (1, 60), (None, 0)
    ]  # fmt: skip


def test_tables() -> None:
    result = read(
        "<table><caption>Plan</caption><thead><tr><td>A<th>B<th>C</thead>"
        "<tr><td rowspan=2>a<td colspan=2 bgcolor='#AECF00'>b<br>c"
        "<tr style='background:#fc0'><td>d<td><table><tr><td>e<td>f</table></table>"
    )
    outer, inner = result.tables
    assert outer.caption == "Plan"
    assert [(c.row, c.column, c.row_span, c.column_span) for c in outer.cells] == [
        (0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 2, 1), (1, 1, 1, 2), (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]  # fmt: skip
    assert [c.header for c in outer.cells] == [True] * 3 + [False] * 4
    assert [c.shade for c in outer.cells[3:]] == [None, "#aecf00", "#ffcc00", "#ffcc00"]
    assert inner.parent == (0, 2, 2)
    assert outer.cells[-1].nested == (1,)
    assert [line.text for line in result.lines] == [*"", "Plan", *"ABCabcdef"]


def test_layout_tables_are_flattened() -> None:
    result = read("<table><tr><td><p>a</p></table><table role=presentation><tr><td>b<td>c</table>")
    assert result.tables == ()
    assert [line.text for line in result.lines] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "noise",
    [
        "<nav>X</nav>", "<header>X</header>", "<footer>X</footer>", "<script>X</script>",
        "<div class='breadcrumb'>X</div>", "<div id=cookieBanner>X</div>", "<p hidden>X</p>",
        "<a class='skip-link' href='#c'>X</a>", "<div role=navigation>X</div>",
        "<div style='display: none'>X</div>", "<form><select><option>X</select></form>",
        "<ul class='main-menu'><li>X</ul>", "<!-- X -->", "<template>X</template>",
        "<p><a href='#top'>X</a></p>", "<p><a href='#'>↑ X</a></p>",
        "<div class='rgpd-bar'>X</div>",
    ],
)  # fmt: skip
def test_noise_is_left_out(noise: str) -> None:
    assert len(texts(noise + LONG)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<main><header><h1>Titre</h1></header>{}</main>",
        "<form>{}<p>Titre</p></form>",
        "<div class='has-menu'>{}<p>Titre</p></div>",
        "<div class='action-sociale'>Titre</div>{}",
        "<header>{}</header><p>Titre</p>",
    ],
)
def test_content_is_kept(html: str) -> None:
    found = texts(html.format(LONG))
    assert len(found) == 2 and "Titre" in found


def test_navigation_goes_from_a_page_wrapped_in_a_form() -> None:
    assert len(texts(f"<nav>X</nav><form>{LONG}</form>")) == 1


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset=iso-8859-1><p>été’</p>".encode("cp1252"), "été’"),
        ("<meta charset=iso-8859-1><p>été’</p>".encode(), "été’"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><html><p>été".encode("latin-1"), "été"),
        ("<p>été l'œuvre".encode("cp1252"), "été l'œuvre"),
        ("<p>été".encode("utf-16"), "été"),
        ("<meta charset=macintosh><p>été</p>".encode("mac_roman"), "été"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert [line.text for line in read_bytes(data, "a").lines] == [text]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<span>1.1.1</span><span>En cours</span>", ["1.1.1", "En cours"]),
        ("<span>1.1.1</span><span>Planter</span>", ["1.1.1 Planter"]),
        ("<span>Pilote : X</span> <span>Fin : 2027</span>", ["Pilote : X", "Fin : 2027"]),
        ("<span>OO 1.1</span> <span>Planter</span>", ["OO 1.1 Planter"]),
        ("<span>Ê</span><span>TRE</span>", ["ÊTRE"]),
        ("<span>com</span><span>mune</span>", ["commune"]),
        ("<span>1.1.1</span><span>Non commencé</span>", ["1.1.1", "Non commencé"]),
        (
            "<span>1.1.1</span><span>Réduire de 30 % la consommation</span>",
            ["1.1.1 Réduire de 30 % la consommation"],
        ),
        ("Planter <span class=count>2</span>", ["Planter (2)"]),
        ("Planter <span class=count>128</span>", ["Planter (128)"]),
        ("Planter <span class=count>2027</span>", ["Planter 2027"]),
    ],
)
def test_boxes_side_by_side(html: str, expected: list[str]) -> None:
    assert texts(f"<div>{html}</div>") == expected
