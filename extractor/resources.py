"""Where the data of `models/` is found: the checkout, or the copy inside the installed wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def models_path(name: str) -> Path:
    """Return the path of a file of `models/`; raise `FileNotFoundError` when it is missing."""
    for folder in (_HERE.parent / "models", _HERE / "_models"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"models/{name} is missing from this installation")
