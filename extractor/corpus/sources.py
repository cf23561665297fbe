"""Which documents a batch reads, and the name of each one's output.

In: paths of files and folders, or URLs that fsspec knows. Out: `Source`s in the order of their
keys. A key names a document in the record of the run: its path relative to the folder that holds
the output (`raw/plan.pdf`), or its URL. Any file is a document, whatever its extension, except
hidden, temporary and lock files; the output folder is never read.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: what editors, synchronisers and browsers leave beside documents
_TEMPORARY_STARTS = (".", "~$", "~")
_TEMPORARY_ENDS = ("~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "institutions.csv"})  # the last is ours
MAX_STEM = 200  # bytes; file systems allow 255 for a name, a digest and `.json` are added
_RESERVED = "run.json"


@dataclass(frozen=True, slots=True)
class Source:
    """A document: `key` in the record, `location` to open, `relative` to the root given."""

    key: str
    location: str
    relative: str

    @property
    def filename(self) -> str:
        """The base name, as valid text."""
        return PurePosixPath(self.relative).name

    @property
    def folder(self) -> str | None:
        """The name of its folder, None when it is the root's."""
        return PurePosixPath(self.relative).parent.name or None


def is_url(location: str) -> bool:
    """Tell whether fsspec must open it."""
    return "://" in location


def printable_path(path: str | Path) -> str:
    """Return a path with `/`, as valid text: bytes that are not UTF-8 become `�`."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


def make_key(location: str, output: Path) -> str:
    """Return the key of a file or folder; nothing in it names the machine's own folders.

    Only a document on another drive keeps its whole path.
    """
    if is_url(location):
        return location
    try:
        return printable_path(os.path.relpath(location, output.absolute().parent))
    except ValueError:
        return printable_path(os.path.abspath(location))


def find_sources(roots: Iterable[str], output: Path) -> list[Source]:
    """Return the documents below `roots`, each once, in the order of their keys."""
    found: dict[str, Source] = {}
    for root in roots:
        for location, relative in _walk_url(root) if is_url(root) else _walk(Path(root), output):
            source = Source(make_key(location, output), location, relative)
            found.setdefault(source.key, source)
    return [found[key] for key in sorted(found)]


def _walk(root: Path, output: Path) -> Iterator[tuple[str, str]]:
    if not root.is_dir():
        yield str(root.absolute()), printable_path(root.name)
        return
    ours = output.resolve()
    for folder, folders, files in os.walk(root.absolute()):
        here = Path(folder)
        folders[:] = [f for f in folders if not f.startswith(".") and (here / f).resolve() != ours]
        for name in files:
            if not is_temporary(name):
                path = here / name
                yield str(path), printable_path(path.relative_to(root.absolute()))


def _walk_url(root: str) -> Iterator[tuple[str, str]]:
    """Yield the documents below a URL; one that cannot be listed is tried as a document."""
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(root)
        files = fs.find(path) if fs.isdir(path) else None
    except Exception:  # each file system raises its own; `load_source` says what is wrong
        files = None
    if files is None:
        yield root, PurePosixPath(root).name
        return
    for found in files:
        relative = PurePosixPath(found).relative_to(path)
        if not any(is_temporary(part) for part in relative.parts):
            yield fs.unstrip_protocol(found), str(relative)


def is_temporary(name: str) -> bool:
    """Tell whether a file is hidden, temporary or a lock.

    >>> is_temporary("~$plan.docx"), is_temporary(".~lock.plan.odt#"), is_temporary("plan.docx")
    (True, True, False)
    """
    folded = name.lower()
    return (
        folded.startswith(_TEMPORARY_STARTS)
        or folded.endswith(_TEMPORARY_ENDS)
        or folded in _SYSTEM_FILES
    )


def assign_names(sources: Iterable[Source], taken: Collection[str]) -> dict[str, str]:
    """Return the output name of each key: the stem, with a digest of the path where stems clash.

    Clashes are judged without case, as some file systems do. The name depends on the documents
    and on the names already `taken`, never on the order of reading.
    """
    sources = list(sources)
    stems = Counter(_fold(_stem(source)) for source in sources)
    reserved = {_fold(name) for name in taken} | {_RESERVED}
    names: dict[str, str] = {}
    for source in sources:
        stem = _stem(source)
        alone = stems[_fold(stem)] == 1 and _fold(f"{stem}.json") not in reserved
        names[source.key] = f"{stem}.json" if alone else f"{stem}-{_digest(source.relative)}.json"
    again = Counter(_fold(name) for name in names.values())
    for source in sources:
        name = names[source.key]
        if again[_fold(name)] > 1 or _fold(name) in reserved:
            names[source.key] = f"{name.removesuffix('.json')}-{_digest(source.key)}.json"
    return names


def _stem(source: Source) -> str:
    stem = PurePosixPath(source.relative).stem
    encoded = stem.encode()
    if len(encoded) <= MAX_STEM:
        return stem
    return f"{encoded[:MAX_STEM].decode('utf-8', 'ignore')}-{_digest(stem)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def digest_file(location: str) -> str | None:
    """Return the SHA-256 of a regular file; None when it cannot be read, or is not here."""
    if is_url(location):
        return None
    try:
        if not stat.S_ISREG(os.stat(location).st_mode):
            return None
        with open(location, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def size_of(location: str) -> int:
    """Return the size in bytes, 0 when unknown: only the order of work depends on it."""
    try:
        return 0 if is_url(location) else os.stat(location).st_size
    except OSError:
        return 0


def load_source(location: str) -> bytes:
    """Return the bytes of a document; raise `UnreadableDocument` on bad input."""
    from extractor.diagnostics import UnreadableDocument
    from extractor.readers import load_bytes

    if not is_url(location):
        try:
            return load_bytes(Path(location))
        except FileNotFoundError:
            raise UnreadableDocument("it has vanished; run again when it is back") from None
    try:
        import fsspec

        with fsspec.open(location, "rb") as stream:
            data: bytes = stream.read()
    except ImportError as error:
        raise UnreadableDocument(f"a package is missing ({error}); install it with pip") from error
    except Exception as error:  # each file system of fsspec raises its own
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableDocument(f"it cannot be fetched ({reason}); check the address") from error
    return data
