"""Which program made an output: its version, the model, and a digest of its code and data.

An output is up to date when its source and the program that made it are the same. The digest
covers what is on the disk, so that an edited vocabulary or model counts as another program.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from extractor import __version__

_PACKAGE = Path(__file__).resolve().parent.parent
#: parts of the package that no extraction runs through
_NOT_EXTRACTION = frozenset(
    {"cli", "corpus", "evaluate", "exports", "harmonise"}
    | {"validate.py", "compare.py", "show.py", "__main__.py"}
)


@dataclass(frozen=True, slots=True)
class Program:
    """The program as far as it decides an output; `model` is null without NLP.

    `engines` are the programs of others that read documents for it.
    """

    version: str
    model: str | None
    digest: str
    engines: str = ""

    @property
    def identity(self) -> str:
        """One string that changes with any of them."""
        return f"{self.version} {self.model or 'no-nlp'} {self.digest} {self.engines}"

    def as_dict(self) -> dict[str, str | None]:
        """Return the fields, as `run.json` prints them."""
        return {"name": "pst-extractor", **asdict(self)}


def find_program(*, nlp: bool) -> Program:
    """Return the program as it is now."""
    model = None
    if nlp:
        from extractor.nlp import model_name

        model = model_name() or "rules-only"
    return Program(__version__, model, _digest(), find_engines())


def find_engines() -> str:
    """Name the engines of this machine: a document that none could read is tried with a new one."""
    from extractor.readers.ocr import engine_name

    office = "LibreOffice" if shutil.which("soffice") or shutil.which("libreoffice") else ""
    return ", ".join(name for name in (engine_name(), office) if name) or "none"


def _digest() -> str:
    """Digest the code and the data, file names included, in the order of their names."""
    total = hashlib.sha256()
    for folder in (_PACKAGE, _PACKAGE.parent / "models"):
        for path in sorted(folder.rglob("*") if folder.is_dir() else []):
            relative = path.relative_to(folder)
            if relative.parts[0] in _NOT_EXTRACTION or "__pycache__" in relative.parts:
                continue
            if path.is_file() and not path.name.startswith("."):
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                total.update(f"{relative.as_posix()} {content}\n".encode())
    return total.hexdigest()[:16]
