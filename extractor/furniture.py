"""Give running headers, footers, page numbers and tables of contents a role.

In: the lines of a document. Out: a `Role` per line index; lines without one belong to the body.
No line is ever deleted. A line that names a level of the plan is a running header only where its
title stands elsewhere in larger type: forms repeat their objective on every page, and the tree
merges those. Documents without pages (plain
text) are searched for page numbers that stand alone and for what stands next to them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor import vocabulary
from extractor.document import Cell, Line, Role, SourceDocument
from extractor.markers import find_marker
from extractor.text import fold, letters

_EDGE_LINES = 3  # lines at the top and at the bottom of a page that may be furniture
_NEIGHBOURS = 5  # pages between the first and the third of a chapter's header
_SAME_HEIGHT = 12.0  # points between the places of a running line on two pages
_TITLE_KEY = 12  # letters by which a running header and the title of a chapter are compared
_LARGEST_NUMBER = 1.6  # times the usual size of the text; larger numbers belong to titles
_LARGER = 1.25  # times the size of the running header
_MIN_PAGES = 3  # pages; two may be a coincidence
_PAGE_NUMBER = re.compile(
    r"[\s\-–—|•~]*(?:page|p\.|pg\.?)?\s*\d{1,3}\s*(?:(?:/|sur|de|of|\|)\s*\d{1,3})?\s*(?:\|?\s*page)?"
    r"[\s\-–—|•~]*$",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|(?<=[^\W_])\s?_{4,}|(?:·\s?){4,}|(?:\. ){3,}")
_SHORT_LEADERS = re.compile(r"\s(?:\.\s){1,3}\s*\d{1,3}\s*$")
_MAX_ENTRY = 6  # lines of one entry of a table of contents, unless white space shows its extent
# no room is left between title and page number, or they are cells of one row
_PAGE_ONLY_BY_PLACE = re.compile(r"(?:[^\W\d_]\W?|^)\d{1,3}$")
_LAST_NUMBER = re.compile(r"\d{1,3}(?=\s*$)")
_STATEMENT_END = re.compile(r"(?:[^\W\d_]{2}\W?\.|[;:])$")  # `C.P.A.S.` ends none
_DASHES = frozenset("-–—*·")
_MIN_ENTRIES = 3  # lines; fewer may be a coincidence
_TOC_ENTRY = re.compile(r"(?:\s{2,}|\t|\.\s?|…|\s[pP]\.?\s?|\s)\d{1,3}\s*$")
_TOC_TITLES = {"tabledesmatieres", "sommaire", "tabledesmatiere", "index", "contenu", "plan"}
_PLAN_NAME = re.compile(r"(plan|programme) strategique|\bpst\b|\bp\.s\.t\b")
_GENERATED = re.compile(r"(document|imprime|genere|edite)\b.{0,40}\d{2}/\d{2}/\d{4}")


def find_roles(document: SourceDocument) -> dict[int, Role]:
    """Return the role of every line that is furniture, by line index."""
    roles = {ln.index: ln.role for ln in document.lines if ln.role}
    lines = [ln for ln in document.lines if not ln.blank and ln.index not in roles]
    loose = {t.index for t in document.tables if t.kind == "unruled"}
    heads = {i for t in document.tables for c in t.cells if c.header for i in c.lines}
    body = [ln for ln in lines if ln.cell is None or ln.cell.table in loose]
    body = [ln for ln in body if ln.index not in heads]
    roles.update(_table_of_contents(body))
    if any(ln.page for ln in body):
        rest = [ln for ln in body if ln.index not in roles]
        roles.update(_running_lines(rest, _labelled(document)))
    elif "html" not in document.media_type:
        roles.update(_stray_footers(body))
    return roles


def _key(line: Line) -> str:
    """Return what makes two running lines the same: letters without digits."""
    return re.sub(r"\d+", "", letters(line.text)) or letters(line.text)[:0]


def _names_structure(text: str) -> bool:
    heading = vocabulary.match_heading(text)
    if heading and heading.level:
        return True
    field = vocabulary.match_field(text)
    return bool(
        field
        or vocabulary.field_key(text)
        or vocabulary.announced_levels(text)
        or vocabulary.match_volet(text)
        or vocabulary.match_section(text)
    )


def _labelled(document: SourceDocument) -> set[int]:
    """Return the lines in rows that begin with the label of a value, equal as they may be."""
    texts = {line.index: line.text for line in document.lines}
    rows: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for table in document.tables:
        for cell in table.cells:
            rows[table.index, cell.row].append(cell)
    found: set[int] = set()
    for cells in rows.values():
        first = min(cells, key=lambda cell: cell.column)
        if vocabulary.field_key(" ".join(texts[i] for i in first.lines).rstrip(" :")):
            found.update(i for cell in cells for i in cell.lines)
    return found


def _edges(lines: Sequence[Line]) -> dict[int, tuple[list[Line], list[Line]]]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.page:
            pages[line.page].append(line)
    out = {}
    for page, members in pages.items():
        placed = [ln for ln in members if ln.bbox]
        if placed:
            members = sorted(members, key=lambda ln: ln.bbox.top if ln.bbox else 0)
        out[page] = (members[:_EDGE_LINES], members[-_EDGE_LINES:][::-1])
    return out


def _running_titles(lines: Sequence[Line]) -> set[int]:
    """Return the outermost lines that name an objective in smaller type than its title has."""
    titles: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for line in lines:
        heading = vocabulary.match_heading(line.text)
        title = letters(line.text[heading.title_start if heading else 0 :])
        titles[title[:_TITLE_KEY]].append((title, line.size or 0.0))
    found: set[int] = set()
    for edges in _edges(lines).values():
        for line in (edge[0] for edge in edges if edge):
            heading = vocabulary.match_heading(line.text)
            if heading is None or heading.level is None or not line.size:
                continue
            title = letters(line.text[heading.title_start : heading.title_end])
            if len(title) >= _TITLE_KEY and any(
                size > _LARGER * line.size and (title.startswith(t) or t.startswith(title))
                for t, size in titles[title[:_TITLE_KEY]]
            ):
                found.add(line.index)
    return found


def _running_lines(lines: Sequence[Line], labelled: set[int]) -> dict[int, Role]:
    edges = _edges(lines)
    titles = _running_titles(lines)
    largest = _LARGEST_NUMBER * median([ln.size or 0.0 for ln in lines] or [0.0])
    roles: dict[int, Role] = {}
    for at_top in (True, False):
        role = Role.PAGE_HEADER if at_top else Role.PAGE_FOOTER
        places: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for page_edges in edges.values():
            for line in {_key(ln): ln for ln in page_edges[not at_top]}.values():
                places[_key(line)].append((line.bbox.top if line.bbox else 0.0, line.page or 0))
        numbers = [ln for edge in edges.values() for ln in edge[not at_top] if _is_number(ln)]
        for page_edges in edges.values():
            for line in page_edges[not at_top]:
                key = _key(line)
                top = line.bbox.top if line.bbox else 0.0
                same = [p for y, p in _places(places, key) if abs(y - top) < _SAME_HEIGHT]
                repeated = _returns(sorted(set(same)), len(edges))
                if _is_number(line) and (line.size or 0.0) <= largest:
                    if _is_outermost(line, page_edges[not at_top], roles) and (
                        len(edges) < _MIN_PAGES or _counts_pages(line, numbers)
                    ):
                        roles[line.index] = Role.PAGE_NUMBER
                elif line.index in labelled:
                    break
                elif (
                    (key and repeated and not _is_item(line) and not _names_structure(line.text))
                    or _GENERATED.search(fold(line.text))
                    or line.index in titles
                ):
                    roles[line.index] = role
                elif line.index not in roles:
                    break
    return roles


def _is_item(line: Line) -> bool:
    """Tell whether a line begins with a list sign; dashes enclose running titles too."""
    marker = find_marker(line.text)
    return marker is not None and marker.kind == "bullet" and marker.text.strip() not in _DASHES


def _is_number(line: Line) -> bool:
    return _PAGE_NUMBER.match(line.text) is not None


def _counts_pages(line: Line, numbers: Sequence[Line]) -> bool:
    """Tell whether a number is that of its page, stands where that of another page does, or counts
    with it."""
    if not _offset(line):
        return True
    for other in numbers:
        if other.page == line.page or not line.bbox or not other.bbox:
            continue
        if abs(other.bbox.top - line.bbox.top) < _SAME_HEIGHT or _offset(other) == _offset(line):
            return True
    return not line.bbox


def _offset(line: Line) -> int:
    """Return how far a page's number is from its place in the document."""
    number = re.search(r"\d+", line.text)
    return int(number[0]) - (line.page or 0) if number else 0


def _returns(pages: Sequence[int], count: int) -> bool:
    """Tell whether a line stands on enough pages of a document of `count` pages, or on enough
    neighbouring ones (the header of a chapter)."""
    if count < 2 or len(pages) < min(_MIN_PAGES, max(2, count - 1)):
        return False
    near = any(b - a <= _NEIGHBOURS for a, b in zip(pages, pages[_MIN_PAGES - 1 :], strict=False))
    return near or len(pages) < _MIN_PAGES or len(pages) >= 0.1 * count


def _places(places: dict[str, list[tuple[float, int]]], key: str) -> list[tuple[float, int]]:
    """Return where a running line stands, page numbers glued to it or not."""
    alike = [k for k in places if k == key or _extends(k, key) or _extends(key, k)]
    return [place for k in alike for place in places[k]]


def _extends(longer: str, shorter: str) -> bool:
    return len(shorter) >= 10 and longer.startswith(shorter) and len(longer) - len(shorter) <= 6


def _is_outermost(line: Line, edge: Sequence[Line], roles: dict[int, Role]) -> bool:
    """Tell whether only furniture stands between a number and the end of the page."""
    for other in edge:
        if other.index == line.index:
            return True
        if other.index not in roles:
            return False
    return False


def _stray_footers(lines: Sequence[Line]) -> dict[int, Role]:
    """Find page numbers in text without pages: a bare number next to a line that names the plan
    or that returns, with white space around both."""
    keys = Counter(_key(ln) for ln in lines if _key(ln))
    roles: dict[int, Role] = {}
    for at, line in enumerate(lines):
        if not _PAGE_NUMBER.match(line.text) or _names_structure(line.text):
            continue
        for other in lines[max(0, at - 1) : at + 2]:
            close = other is not line and abs(other.index - line.index) <= 2
            named = _PLAN_NAME.search(fold(other.text)) or keys[_key(other)] >= _MIN_PAGES
            if close and named and at > 0 and not _names_structure(other.text):
                role = Role.PAGE_HEADER if other.index < line.index else Role.PAGE_FOOTER
                roles[other.index] = role
                roles[line.index] = Role.PAGE_NUMBER
        if line.gap >= 1 and at + 1 < len(lines) and lines[at + 1].gap >= 1:
            roles.setdefault(line.index, Role.PAGE_NUMBER)
    for line in lines:
        repeated = keys[_key(line)] >= _MIN_PAGES and _PLAN_NAME.search(fold(line.text))
        if repeated and line.index > 5 and not _names_structure(line.text):
            roles.setdefault(line.index, Role.PAGE_FOOTER)
    return roles


def _is_entry(line: Line) -> bool:
    dotted = _LEADERS.search(line.text) or _SHORT_LEADERS.search(line.text)
    return bool(dotted or (line.style or "").startswith(("toc", "contents")))


def _ends_with_page(text: str) -> bool:
    """Tell whether a line ends in a page number, and not in the number of a label alone."""
    heading = vocabulary.match_heading(text)
    alone = heading is not None and not text[heading.title_start : heading.title_end].strip()
    return not alone and bool(_TOC_ENTRY.search(text))


def _ends_entries(lines: Sequence[Line]) -> set[int]:
    """Return the lines that end in a page number, or in a digit where other entries end."""
    ending = {at for at, ln in enumerate(lines) if _is_entry(ln) or _ends_with_page(ln.text)}
    placed = {
        at for at, ln in enumerate(lines) if ln.bbox and _PAGE_ONLY_BY_PLACE.search(ln.text.strip())
    }
    places = Counter(_right_edge(lines[at]) for at in ending | placed)
    for at in placed:
        page, edge = _right_edge(lines[at])
        if sum(places[page, edge + step] for step in (-1, 0, 1)) > _MIN_ENTRIES:
            ending.add(at)
    return ending


def _right_edge(line: Line) -> tuple[int, int]:
    return line.page or 0, round(line.bbox.x1) if line.bbox else 0


def _is_one_entry(lines: Sequence[Line]) -> bool:
    """Tell whether lines may be one entry: few, or with most white space above the first."""
    return len(lines) <= _MAX_ENTRY or max(ln.gap for ln in lines[1:]) < lines[0].gap


def _table_of_contents(lines: Sequence[Line]) -> dict[int, Role]:
    """Mark dotted entries, native entries, and after a title `Table des matières` all lines that
    end in a page number, with the wrapped lines between them."""
    marked: set[int] = {at for at, ln in enumerate(lines) if _is_entry(ln)}
    titles = [at for at, ln in enumerate(lines) if letters(ln.text) in _TOC_TITLES]
    ending = _ends_entries(lines) if titles else marked
    for at in titles:
        last = _last_entry(lines, at, ending)
        if last - at >= _MIN_ENTRIES:
            marked.update(range(at, last + 1))
        elif at + 1 in marked:
            marked.add(at)
    ordered = sorted(marked)
    for first, second in pairwise(ordered):
        if not (_is_entry(lines[second]) and _is_entry(lines[first])):
            continue
        between = lines[first + 1 : second]
        if _is_one_entry(lines[first + 1 : second + 1]) and not any(
            _STATEMENT_END.search(ln.text.rstrip()) for ln in between
        ):
            marked.update(range(first + 1, second))
    marked |= {at - 1 for at in marked if at and _begins_entry(lines[at - 1], lines[at])}
    return {lines[at].index: Role.TOC for at in marked}


def _begins_entry(before: Line, entry: Line) -> bool:
    """Tell whether an entry that names no level is the end of one that began a line above."""
    return (
        _names_structure(before.text)
        and not _names_structure(entry.text)
        and entry.gap < 1
        and before.page == entry.page
    )


def _last_entry(lines: Sequence[Line], title: int, ending: set[int]) -> int:
    """Return the last line that ends an entry below a title of contents; page numbers rise.

    A number above the next one is misread where that one follows those before.
    """
    numbers = {at: _LAST_NUMBER.search(lines[at].text) for at in sorted(ending) if at > title}
    pages = {at: int(number[0]) for at, number in numbers.items() if number}
    after = dict(pairwise(pages))
    last, page = title, 0
    for at in range(title + 1, len(lines)):
        far = lines[at].index - lines[last].index > 3 * _MAX_ENTRY
        if far or not _is_one_entry(lines[last + 1 : at + 1]):
            break
        if at in ending and pages.get(at, page) >= page:
            last = at
            misread = at in after and page <= pages[after[at]] < pages[at]
            page = page if misread else pages.get(at, page)
    return last
