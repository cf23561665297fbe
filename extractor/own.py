"""What was learned from an institution's own plans: words, habits, weights, calibration.

Two files in the folder of the output hold it. `pst-mots.toml` is a person's: words of levels that
she accepted. `pst-modele.toml` is written by `pst learn`, and only where it reads plans that were
left out better than before. `using` makes a model the one that reads; without any, reading is as
shipped. This module holds the data and decides nothing.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.diagnostics import LayoutError

MODEL_FILE = "pst-modele.toml"
WORDS_FILE = "pst-mots.toml"
#: the ranks of a title, and `NONE` for what is no node
RANKS = ("NONE", "SECTION", "OS", "OO", "PROJET", "ACTION", "SOUS_ACTION")

Counts = Mapping[str, float]  # rank → titles of a look that have it


@dataclass(frozen=True, slots=True)
class Habit:
    """How one plan prints its levels: signature of a look → the ranks of its titles."""

    looks: Mapping[str, Counts]


@dataclass(frozen=True, slots=True, eq=False)
class OwnModel:
    """What reading takes from an institution's own plans; empty: nothing."""

    words: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # log-odds by rank
    habits: tuple[Habit, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)  # weights of the structure layer
    calibration: tuple[float, float] = (0.0, 1.0)  # shift and slope of the logit of confidence

    @property
    def digest(self) -> str:
        """Return what identifies the model; the empty one has none."""
        if not (self.words or self.habits or self.parts) and self.calibration == (0.0, 1.0):
            return ""
        data = [self.words, [h.looks for h in self.habits], self.parts, self.calibration]
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]


NOTHING = OwnModel()
_CURRENT: ContextVar[OwnModel] = ContextVar("own_model", default=NOTHING)


def current() -> OwnModel:
    """Return the model that reads."""
    return _CURRENT.get()


@contextmanager
def using(model: OwnModel) -> Iterator[None]:
    """Let a model read, until the block ends."""
    token = _CURRENT.set(model)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def load_own(path: Path) -> OwnModel:
    """Return what a folder holds, or a model file with the words beside it; nothing: the empty one.

    Raise `LayoutError` when a file is not what it should be.
    """
    model_file = path / MODEL_FILE if path.is_dir() else path
    words = _read(model_file.with_name(WORDS_FILE)).get("mot", {})
    data = _read(model_file)
    try:
        return OwnModel(
            {str(word): word_odds(level) for word, level in words.items()},
            tuple(
                Habit({str(k): _counts(v) for k, v in entry["looks"].items()})
                for entry in data.get("habit", ())
            ),
            {str(name): float(value) for name, value in data.get("parts", {}).items()},
            (
                float(data.get("calibration", {}).get("shift", 0.0)),
                float(data.get("calibration", {}).get("slope", 1.0)),
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LayoutError(f"{model_file.name} or {WORDS_FILE}: {error!r}") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise LayoutError(f"{path.name}: it cannot be read ({reason})") from None
    except ValueError as error:
        raise LayoutError(f"{path.name}: {error}") from None


_SURE = 6.0  # log-odds of a word that a person accepted, as of a word without doubt


def word_odds(level: str) -> dict[str, float]:
    """Return what a word says that a person accepted for a level."""
    if level not in RANKS[1:]:
        raise ValueError(f"no level is called {level!r}")
    return {rank: _SURE if rank == level else -_SURE for rank in RANKS[1:]}


def _counts(data: Mapping[str, Any]) -> dict[str, float]:
    unknown = set(data) - set(RANKS)
    if unknown:
        raise ValueError(f"no rank is called {min(unknown)!r}")
    return {rank: float(value) for rank, value in data.items()}


def model_text(model: OwnModel, about: str) -> str:
    """Return the text of a model file; its words stand in the file of words."""
    lines = [f"# {line}" for line in about.splitlines()]
    if model.calibration != (0.0, 1.0):
        shift, slope = model.calibration
        lines += ["", "[calibration]", f"shift = {shift:.4f}", f"slope = {slope:.4f}"]
    if model.parts:
        lines += ["", "[parts]", *(f"{k} = {v:.3f}" for k, v in model.parts.items())]
    for habit in model.habits:
        lines += ["", "[[habit]]", "[habit.looks]"]
        lines += [f"{quoted(k)} = {_inline(v)}" for k, v in habit.looks.items()]
    return "\n".join(lines) + "\n"


def _inline(counts: Counts) -> str:
    return "{ " + ", ".join(f"{rank} = {n:g}" for rank, n in counts.items()) + " }"


def quoted(text: str) -> str:
    """Return a text as a key of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
