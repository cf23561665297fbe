"""Readers: bytes of one kind of source → `SourceDocument`."""
