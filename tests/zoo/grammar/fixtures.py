"""`python -m tests.zoo.grammar.fixtures`: print the fixtures of `tests/data/layouts` again.

They stand for LibreOffice and Chromium on machines without them: fictional plans of the grammar,
printed by these programs, each with its gold. A new version of a program prints other bytes, so
they are kept as they are and made again only on purpose.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.zoo.grammar import draw

FOLDER = Path(__file__).parents[2] / "data/layouts"
#: producer → seeds, chosen for containers that programs print in their own way
SEEDS = {
    "docx_pdf": (102, 107, 114, 121, 133, 140),
    "odt_pdf": (201, 208),
    "docx_odt": (301, 306, 311),
    "html_pdf": (501, 504, 509, 512, 520),
}


def main() -> None:
    """Write the documents and their golds."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for producer, seeds in SEEDS.items():
        for seed in seeds:
            drawn = draw(seed, producer=producer, blind=seed % 2 == 0)
            suffix = drawn.filename.rpartition(".")[2]
            path = FOLDER / f"{producer}-{seed}.{suffix}"
            path.write_bytes(drawn.data)
            gold = json.dumps(drawn.gold, ensure_ascii=False, indent=1)
            path.with_name(f"{path.stem}.gold.json").write_text(gold + "\n", encoding="utf-8")
            print(path.name, len(drawn.data))


if __name__ == "__main__":
    main()
