"""HTML: headings, lists, tables, cards, with classes and styles as editors of sites leave them."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from random import Random

from tests.zoo.grammar.model import Block, Box, Break, Cell, Margin, Para, Print, Table

CSS = """body{font-family:Arial,sans-serif;font-size:11pt;margin:2em}
table{border-collapse:collapse;margin:.6em 0;width:100%}
table.g td,table.g th{border:1px solid #555;padding:3px 5px;vertical-align:top;text-align:left}
td{vertical-align:top}.card{border:1px solid #999;border-radius:4px;padding:6px 10px;margin:8px 0}
.badge{float:right;background:#eee;padding:1px 6px;border-radius:8px}
.f{background:#e6eef7}.m{display:flex;gap:16px}.m>div:first-child{width:28%}
.m>div:last-child{width:72%}ul,ol{margin:.2em 0}.small{font-size:8pt}"""


def write(document: Print, rng: Random) -> bytes:
    """Return the page."""
    web = _Web(rng)
    body = web.blocks(document.blocks)
    if rng.random() < 0.35:
        body = (
            '<nav><a href="/">Accueil</a> <a href="/vie">Vie politique</a></nav>'
            f"<main>{body}</main><footer>© Administration – Mentions légales</footer>"
        )
    title = escape(document.title)
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{CSS}</style></head><body>{body}</body></html>"
    ).encode()


def _ordered(marker: str) -> tuple[str, int] | None:
    """Return type and value of a number that `<ol>` can print, None of any other marker."""
    match = re.fullmatch(r"(?:(\d{1,2})|([a-z]))[.)]", marker)
    if not match:
        return None
    if match[1]:
        return "1", int(match[1])
    return "a", ord(match[2]) - ord("a") + 1


class _Web:
    def __init__(self, rng: Random) -> None:
        self.top = rng.choice((1, 2))
        self.lists = rng.random() < 0.7  # bullets as <li>, else as paragraphs with the sign
        self.ordered = rng.random() < 0.5  # `1.` as <ol>, else typed
        self.nested = rng.random() < 0.5  # what belongs to an item stands in its <li>
        self.divs = rng.random() < 0.3
        self.breaks = rng.random() < 0.4

    def blocks(self, blocks: list[Block]) -> str:
        """Return the blocks; items that follow each other are one list, nested by indent."""
        out: list[str] = []
        open_tags: list[str] = []
        for block in blocks:
            if isinstance(block, Para) and self._listed(block):
                order = _ordered(block.marker)
                tag = "ol" if order else "ul"
                wanted = min(block.indent, len(open_tags)) + 1
                while len(open_tags) > wanted or (
                    len(open_tags) == wanted and open_tags[-1] != tag
                ):
                    out.append(f"</li></{open_tags.pop()}>")
                if len(open_tags) == wanted:
                    out.append("</li>")
                else:
                    out.append(f'<{tag} type="{order[0]}">' if order else f"<{tag}>")
                    open_tags.append(tag)
                value = f' value="{order[1]}"' if order else ""
                out.append(f"<li{value}>{self._inner(block)}")
                continue
            inside = isinstance(block, Para) and block.indent and not block.outline
            if not inside or not self.nested:
                while open_tags:
                    out.append(f"</li></{open_tags.pop()}>")
                out.append(self._block(block))
            else:
                assert isinstance(block, Para)
                out.append(self._paragraph(replace(block, indent=0) if open_tags else block))
        while open_tags:
            out.append(f"</li></{open_tags.pop()}>")
        return "\n".join(out)

    def _listed(self, para: Para) -> bool:
        """Tell whether the page prints this item as `<li>`; the sign is then the browser's."""
        if not para.marker or para.outline:
            return False
        return self.lists if para.bullet else self.ordered and bool(_ordered(para.marker))

    def _block(self, block: Block) -> str:
        if isinstance(block, Para):
            return self._paragraph(block)
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Box):
            return f'<div class="card">{self.blocks(list(block.blocks))}</div>'
        if isinstance(block, Margin):
            left, right = self.blocks(list(block.left)), self.blocks(list(block.right))
            return f'<div class="m"><div>{left}</div><div>{right}</div></div>'
        return "<hr>" if isinstance(block, Break) else ""

    def _inner(self, para: Para) -> str:
        text = escape(para.text)
        if para.style.bold and not para.outline:
            text = f"<strong>{text}</strong>"
        if para.style.underline:
            text = f"<u>{text}</u>"
        if para.note:
            text += f"<sup>{escape(para.note)}</sup>"
        badge = f'<span class="badge">{escape(para.badge)}</span>' if para.badge else ""
        return text + (f" {badge}" if badge else "")

    def _paragraph(self, para: Para) -> str:
        if not para.line:
            return ""
        marker = escape(para.marker) + " " if para.marker else ""
        inner = marker + self._inner(para)
        style = []
        if para.indent:
            style.append(f"margin-left:{para.indent * 1.6:.1f}em")
        if para.style.size and not para.outline:
            style.append(f"font-size:{1 + para.style.size * 0.18:.2f}em")
        if para.style.colour:
            style.append("color:#1f4e79")
        if para.style.center:
            style.append("text-align:center")
        attribute = f' style="{";".join(style)}"' if style else ""
        if para.small:
            attribute += ' class="small"'
        if para.outline:
            tag = f"h{min(6, para.outline + self.top)}"
        else:
            tag = "div" if self.divs else "p"
        return f"<{tag}{attribute}>{inner}</{tag}>"

    def _table(self, table: Table) -> str:
        rows = []
        for rank, row in enumerate(table.rows):
            tag = "th" if rank < table.header else "td"
            rows.append(f"<tr>{''.join(self._cell(cell, tag) for cell in row if cell)}</tr>")
        kind = ' class="g"' if table.ruled else ""
        return f"<table{kind}>{''.join(rows)}</table>"

    def _cell(self, cell: Cell, tag: str) -> str:
        spans = f' colspan="{cell.cols}"' if cell.cols > 1 else ""
        spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += ' class="f"' if cell.fill and tag == "td" else ""
        paras = cell.paras
        if len(paras) == 1:
            marker = escape(paras[0].marker) + " " if paras[0].marker else ""
            inner = marker + self._inner(paras[0])
        elif self.breaks and not any(para.bullet for para in paras):
            inner = "<br>".join(f"{escape(p.marker)} {self._inner(p)}".strip() for p in paras)
        else:
            inner = self.blocks(list(paras))
        return f"<{tag}{spans}>{inner}</{tag}>"
