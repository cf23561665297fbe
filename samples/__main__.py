"""Write the samples to `raw/`, their annotations to `tests/golden/`: `python -m samples`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from samples import (
    no_plan,
    render_docx,
    render_html,
    render_odt,
    render_pdf,
    render_text,
    render_xlsx,
)
from samples.model import gold, read_plan

ROOT = Path(__file__).resolve().parent.parent
SAMPLES: tuple[tuple[str, str, ModuleType], ...] = (
    ("valmeuse", "pst-cpas-valmeuse-2019-2024.txt", render_text),
    ("orvaulx", "orvaulx-le-bois-pst.pdf", render_pdf),
    ("roche-noire", "PST_La-Roche-Noire_2018-2024.docx", render_docx),
    ("saint-remacle", "cpas-saint-remacle-fiches.odt", render_odt),
    ("grandmont", "grandmont-la-vallee.html", render_html),
    ("vert-ruisseau", "vert-ruisseau-pst-commun.xlsx", render_xlsx),
)


def build() -> Iterator[tuple[str, bytes]]:
    """Yield each file's path below the project's root, and its bytes."""
    for name, filename, renderer in SAMPLES:
        plan = read_plan(name)
        yield f"raw/{filename}", renderer.render(plan)
        annotation = gold(plan, filename, renderer.LAYOUT)
        yield f"tests/golden/{Path(filename).stem}.gold.json", annotation.encode()
    for filename, data in no_plan.build():
        yield f"tests/data/no-plan/{filename}", data


def main() -> None:
    """Write every file."""
    argparse.ArgumentParser(prog="python -m samples", description=__doc__).parse_args()
    for path, data in build():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{len(data):>8}  {path}")


if __name__ == "__main__":
    main()
