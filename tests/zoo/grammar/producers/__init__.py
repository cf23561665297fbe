"""Producers: each turns a `Print` into the bytes of one format, the same bytes each time."""

from __future__ import annotations

from random import Random

from tests.zoo.grammar.model import Print


def produce(document: Print, producer: str, rng: Random) -> bytes:
    """Return the document as that producer writes it."""
    if producer == "txt":
        from tests.zoo.grammar.producers.text import write
    elif producer == "pdf":
        from tests.zoo.grammar.producers.pdf import write
    elif producer == "docx":
        from tests.zoo.grammar.producers.word import write
    elif producer == "xlsx":
        from tests.zoo.grammar.producers.sheet import write
    elif producer == "odt":
        from tests.zoo.grammar.producers.odt import write
    elif producer == "ods":
        from tests.zoo.grammar.producers.ods import write
    elif producer == "html":
        from tests.zoo.grammar.producers.web import write
    else:
        raise ValueError(f"no producer {producer!r}")
    return write(document, rng)
