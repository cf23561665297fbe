"""What all tests share: repeatable runs, and plans that are extracted once per process."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from extractor.pipeline import extract
from extractor.schema import Plan

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@cache
def extracted(path: Path, *, nlp: bool = False) -> Plan:
    """Return the plan of a file, extracted once."""
    return extract(path, nlp=nlp)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real plans, which stays out of the repository."""
    folder = ROOT.parent / "shared"
    if not (folder / "plans").is_dir():
        pytest.skip("the real plans (../shared/plans) are not on this machine")
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of `known_limits.toml`: each says what is right and is expected to fail, and
    the run fails when one of them passes again, so that the list stays true."""
    limits = tomllib.loads((ROOT / "tests/known_limits.toml").read_text(encoding="utf-8"))
    reasons = {test: limit["reason"] for limit in limits["limit"] for test in limit["tests"]}
    for item in items:
        if reason := reasons.get(item.nodeid):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
