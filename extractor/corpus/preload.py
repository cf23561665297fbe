"""What the fork server imports once, so that each worker starts with it.

Imported by the fork server alone: it loads the readers and the French model, which every worker
then shares. A failure here is silent on purpose: the worker meets it again, with a document.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

with suppress(Exception):
    for name in ("pipeline", "readers.pdf", "readers.docx", "nlp.model"):
        module = import_module(f"extractor.{name}")
    module.load_language()
