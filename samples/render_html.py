"""A page of a municipal web site: label, title, motivation, numbered objectives, bullets."""

from __future__ import annotations

from html import escape

from samples.model import Node, Plan

LAYOUT = "HTML page: label above title, motivation, ordered list of OO, bulleted actions"

_STYLE = """
body{font-family:"Segoe UI",Arial,sans-serif;margin:0;color:#24323a;line-height:1.5}
header{background:#22577a;color:#fff;padding:1rem 2rem}
nav ul{display:flex;gap:1.5rem;list-style:none;margin:.5rem 0 0;padding:0}
nav a{color:#cfe8f3;text-decoration:none}
main{max-width:50rem;margin:2rem auto;padding:0 1rem}
h2{color:#22577a;margin:2.5rem 0 0;border-top:2px solid #d7e3ea;padding-top:1rem}
.titre{font-size:1.25rem;font-weight:600;margin:.2rem 0 1rem}
h3{font-size:1rem;text-transform:uppercase;color:#57768a}
ol>li{margin-bottom:1rem}
footer{background:#eef3f6;padding:1rem 2rem;font-size:.85rem}
"""


def render(plan: Plan) -> bytes:
    """Return the page as UTF-8."""
    name, title = escape(plan.meta["printed"]), escape(plan.meta["title"])
    menu = ("Accueil", "Ma commune", "Vivre ici", "Démarches", "Contact")
    links = "".join(f'<li><a href="#">{item}</a></li>' for item in menu)
    intro = "".join(
        f"<h2>{escape(chapter.heading)}</h2>\n"
        + "\n".join(f"<p>{escape(p)}</p>" for p in chapter.paragraphs)
        for chapter in plan.front
    )
    body = "\n".join(_objective(node) for node in plan.tree)
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>{title} — {name}</title>
<style>{_STYLE}</style>
<script>window.dataLayer = window.dataLayer || []; dataLayer.push({{page: "pst"}});</script>
</head>
<body>
<header><strong>{name}</strong><nav aria-label="Menu principal"><ul>{links}</ul></nav></header>
<main>
<p class="fil">Vous êtes ici : Accueil / Ma commune / Vie politique</p>
<h1>{title}</h1>
{intro}
{body}
</main>
<footer><p>Administration communale – Place de l’Église 1 – Tél. 000/00 00 00</p>
<p>Mentions légales – Déclaration d’accessibilité</p></footer>
</body>
</html>
""".encode()


def _objective(node: Node) -> str:
    items = "\n".join(_item(child) for child in node.children)
    return f"""<section>
<h2>Objectif stratégique {node.code}</h2>
<p class="titre">{escape(node.title)}</p>
<h3>Motivation</h3>
<p>{escape(node.description or "")}</p>
<h3>Objectifs opérationnels</h3>
<ol>
{items}
</ol>
</section>"""


def _item(node: Node) -> str:
    actions = "".join(f"\n<li>{escape(child.title)}</li>" for child in node.children)
    bullets = f"\n<ul>{actions}\n</ul>" if actions else ""
    return f"<li><strong>{escape(node.title)}</strong>{bullets}</li>"
