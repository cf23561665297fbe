"""Small plans of invented institutions, as plain text."""

from __future__ import annotations

from pathlib import Path


def plan_text(name: str = "Valmeuse", first: int = 2019, actions: int = 2) -> str:
    lines = [
        "Programme stratégique transversal",
        f"CPAS de {name}",
        f"{first}-{first + 5}",
        "",
        "OS 1 : Être un CPAS proche de ses habitants",
        "OO 1.1 : Accueillir chaque demandeur dans la dignité",
    ]
    lines += [f"Action 1.1.{n} : Ouvrir une permanence le jour {n}" for n in range(1, actions + 1)]
    return "\n".join(lines) + "\n"


PROSE = "Le programme stratégique est un document.\n\nIl est adopté par le conseil.\n"


def write_plans(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = plan_text(f"Valmeuse-{number}", actions=2 + number % 3)
        (folder / f"plan-{number:02}.txt").write_text(text, "utf-8")


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the outputs by name, without the record of the run."""
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    found.pop("run.json", None)
    return found
