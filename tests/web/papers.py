"""Fictional plans for the review: a PDF, a text, a sheet, and a large output made by hand."""

from __future__ import annotations

import io
from pathlib import Path

from extractor.schema import Plan
from tests.plans_kit import node, plan

LINES = [
    ("h", "Commune de Belleherbe"),
    ("h", "Programme stratégique transversal 2019-2024"),
    ("t", "Nos valeurs : proximité, sobriété, écoute."),
    ("os", "OS 1 Être une commune où il fait bon vivre"),
    ("oo", "OO 1.1 Améliorer la propreté des espaces publics"),
    ("a", "Action 1 Acheter une balayeuse compacte"),
    ("a", "Action 2 Former les agents au tri des déchets"),
    ("a", "Action 3 Installer des poubelles et réparer les bancs"),
    ("oo", "OO 1.2 Soutenir les associations du village"),
    ("a", "Action 4 Rénover la salle communale des fêtes"),
    ("page", ""),
    ("os", "OS 2 Être une administration proche des citoyens"),
    ("oo", "OO 2.1 Simplifier les démarches administratives"),
    ("a", "Action 5 Ouvrir un guichet unique"),
    ("a", "Action 6 Traduire les formulaires en langage clair"),
    ("t", "Merci à toutes et à tous."),
]


def pdf() -> bytes:
    """Return the plan as a PDF of two pages."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    looks = {
        "h": (60, "Helvetica-Bold", 18), "os": (60, "Helvetica-Bold", 14),
        "oo": (75, "Helvetica-Bold", 12), "a": (95, "Helvetica", 11), "t": (60, "Helvetica", 11),
    }  # fmt: skip
    top = 780
    for look, text in LINES:
        if look == "page":
            canvas.showPage()
            top = 780
            continue
        left, font, size = looks[look]
        canvas.setFont(font, size)
        canvas.drawString(left, top, text)
        top -= 34
    canvas.save()
    return buffer.getvalue()


def text() -> str:
    """Return the plan as plain text."""
    return "\n".join(line for look, line in LINES if look != "page") + "\n"


def large(name: str, objectives: int, actions: int) -> Plan:
    """Return a plan of `objectives` × (1 + `actions`) nodes with 10 nodes a page."""
    rows = []
    count = 0
    for one in range(1, objectives + 1):
        children = []
        for two in range(1, actions + 1):
            count += 1
            title = f"Réaliser l’aménagement numéro {count} du quartier {one}"
            top = 60 + 70 * (count % 10)
            source = {
                "lines": (count * 2, count * 2),
                "text": f"Action {two} {title}",
                "page": 1 + count // 10,
                "bbox": (60, top, 400, top + 20),
            }
            confidence = 0.3 if count % 50 == 0 else 0.95
            children.append(node("ACTION", str(two), title, source=source, confidence=confidence))
        source = {
            "lines": (count * 2 + 1, count * 2 + 1),
            "text": f"OO {one} Objectif du quartier {one}",
        }
        rows.append(node("OO", str(one), f"Objectif du quartier {one}", *children, source=source))
    root = node("OS", "1", f"Être une commune équipée de {name}", *rows)
    return plan(name, root, nis="99999")


def write_output(folder: Path, name: str, made: Plan) -> Path:
    """Write a plan as an output of a batch would."""
    path = folder / f"{name}.json"
    path.write_text(made.to_json(), "utf-8")
    return path
