"""The model is heavy: loaded late, once, and its absence costs the statistical names only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from extractor import nlp
from extractor.nlp import entities, model


def _modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_normalising_loads_no_spacy() -> None:
    loaded = _modules_after("from extractor.nlp import *; normalize_title('ETRE'); model_name()")
    assert "extractor.nlp.casing" in loaded
    assert not {"spacy", "numpy", "thinc"} & loaded


@pytest.mark.model
def test_enriching_never_imports_the_slow_language() -> None:
    code = "from extractor.nlp import *; enrich([NlpItem('Ouvrir une crèche')])"
    loaded = _modules_after(code)
    assert "spacy" in loaded
    assert "spacy.lang.fr" not in loaded


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(model, "MODELS", ("no_such_model",))
    model._model_folder.cache_clear()
    model.load_language.cache_clear()
    yield
    monkeypatch.undo()
    model._model_folder.cache_clear()
    model.load_language.cache_clear()


@pytest.mark.model
@pytest.mark.usefixtures("without_model")
def test_without_a_model_listed_names_remain() -> None:
    assert not nlp.model_available()
    assert nlp.model_name() is None
    (result,) = nlp.enrich([nlp.NlpItem("Ouvrir une crèche avec l’ONE")])
    assert [e.text for e in result.entities] == ["crèche", "ONE"]
    assert result.verb == "ouvrir"
    assert result.themes


@pytest.mark.model
def test_the_model_has_a_name() -> None:
    assert nlp.model_available()
    assert (nlp.model_name() or "").startswith("fr_core_news_")


@pytest.mark.model
def test_a_plan_does_not_depend_on_how_it_is_cut() -> None:
    titles = ["Inviter le Forem", "Ouvrir une crèche à Dinant", "Réunir le CPAS"]
    together = entities.find_entities(titles)
    assert together == [entities.find_entities([title])[0] for title in titles]


def test_nothing_in_nothing_out() -> None:
    assert nlp.enrich([]) == []
