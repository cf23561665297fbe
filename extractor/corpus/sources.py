"""Which documents a batch reads, and the name of each one's output.

In: paths of files and folders, or URLs that fsspec knows. Out: `Found`: the `Source`s in the order
of their keys, and what could not be looked into, each with its reason. A key names a document in
the record of the run: its path relative to the folder that holds the output (`raw/plan.pdf`), or
its URL. Any file is a document, whatever its extension, except hidden, temporary and lock files;
the output folder is never read. Links that lead out of the folder given are followed only on
request, and no folder is read twice.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from extractor.corpus.members import join_location, list_members, load_member, split_location

SEPARATOR = " › "  # between a container and a document inside
#: what editors, synchronisers and browsers leave beside documents
_TEMPORARY_STARTS = (".", "~$", "~")
_TEMPORARY_ENDS = ("~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "institutions.csv"})  # the last is ours
MAX_STEM = 200  # bytes; file systems allow 255 for a name, a digest and `.json` are added
_RESERVED = "run.json"


@dataclass(frozen=True, slots=True)
class Source:
    """A document: `key` in the record, `location` to open, `relative` to the root given.

    Key and relative path of a document inside a container are `container › member`.
    """

    key: str
    location: str
    relative: str

    @property
    def filename(self) -> str:
        """The base name, as valid text; of a document in a container, behind that of it."""
        container, mark, member = self.relative.partition(SEPARATOR)
        inside = PurePosixPath(member).name if mark else ""
        return f"{PurePosixPath(container).name}{mark}{inside}"

    @property
    def stem(self) -> str:
        """The name without extensions: that of the output."""
        container, mark, member = self.relative.partition(SEPARATOR)
        inside = PurePosixPath(member).stem if mark else ""
        return f"{PurePosixPath(container).stem}{mark}{inside}"

    @property
    def folder(self) -> str | None:
        """The name of its folder, None when it is the root's."""
        return PurePosixPath(self.relative).parent.name or None


@dataclass(slots=True)
class Found:
    """What stands below the paths given.

    `problems` are one line each, the path first; `complete` is false when documents may stand where
    nobody could look, so that none may be taken for vanished.
    """

    sources: list[Source] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    complete: bool = True

    def fail(self, path: str | Path, reason: str) -> None:
        """Note a path that could not be looked into."""
        self.problems.append(f"{printable_path(path)}: {reason}")
        self.complete = False


def is_url(location: str) -> bool:
    """Tell whether fsspec must open it."""
    return "://" in location


def printable_path(path: str | Path) -> str:
    """Return a path with `/`, as valid text; two paths never become one.

    Bytes that are not UTF-8 become `�`, and a digest of them is added at the end.
    """
    encoded = os.fsencode(path)
    try:
        return encoded.decode("utf-8").replace(os.sep, "/")
    except UnicodeDecodeError:
        shown = encoded.decode("utf-8", "replace").replace(os.sep, "/")
        stem, dot, suffix = shown.rpartition(".")
        digest = hashlib.sha256(encoded).hexdigest()[:8]
        return f"{stem}~{digest}.{suffix}" if dot and "/" not in suffix else f"{shown}~{digest}"


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


def find_sources(
    roots: Iterable[str], output: Path, *, follow: bool = False, password: str | None = None
) -> Found:
    """Return the documents below `roots`, each once, in the order of their keys.

    Those inside e-mails and archives count each for itself; `password` opens locked archives.
    `follow` reads linked folders, and linked files outside of the root, too.
    """
    found = Found()
    sources: dict[str, Source] = {}
    for root in roots:
        walk = _walk_url(root) if is_url(root) else _Walk(Path(root), output, follow, found).files()
        for location, relative in walk:
            key = make_key(location, output)
            names = [] if is_url(location) else list_members(Path(location), password)
            for name in names:
                inner = f"{key}{SEPARATOR}{name}"
                place = join_location(location, name)
                sources.setdefault(inner, Source(inner, place, f"{relative}{SEPARATOR}{name}"))
            if not names:
                sources.setdefault(key, Source(key, location, relative))
    found.sources = [sources[key] for key in sorted(sources)]
    for source in found.sources:
        if not is_url(source.location) and not _is_utf8(source.location):
            found.problems.append(
                f"{source.key}: its name is not UTF-8; it is read under this name, rename it"
            )
    return found


def _is_utf8(path: str) -> bool:
    return not any("\udc80" <= char <= "\udcff" for char in path)


class _Walk:
    """Walks one folder given by the user; what cannot be looked into is noted in `found`."""

    def __init__(self, root: Path, output: Path, follow: bool, found: Found) -> None:
        self.root = root.absolute()
        self.real = root.resolve()
        self.ours = output.resolve()
        self.follow = follow
        self.found = found
        self.seen = {self.real}

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the location of each document, and its path below the root."""
        if not self.root.is_dir():
            yield str(self.root), printable_path(self.root.name)
            return
        for folder, folders, files in os.walk(
            self.root, onerror=self._refused, followlinks=self.follow
        ):
            here = Path(folder)
            folders[:] = sorted(name for name in folders if self._enters(here / name))
            for name in sorted(files):
                if not is_temporary(name) and self._reads(here / name):
                    yield str(here / name), printable_path((here / name).relative_to(self.root))

    def _refused(self, error: OSError) -> None:
        reason = (error.strerror or type(error).__name__).lower()
        self.found.fail(str(error.filename), f"the folder cannot be read ({reason}); allow reading")

    def _enters(self, folder: Path) -> bool:
        if folder.name.startswith(".") or folder.resolve() == self.ours:
            return False
        if not self.follow and folder.is_symlink():
            real = folder.resolve()
            if real != self.real and self.real not in real.parents:
                self.found.fail(folder, "a link to another folder; --follow-links reads it")
            elif not real.exists():
                self.found.fail(folder, "a link that leads nowhere; remove it")
            return False  # what it leads to, inside the root, is read where it stands
        if self.follow:
            real = folder.resolve()
            if real in self.seen:
                return False
            self.seen.add(real)
        return True

    def _reads(self, path: Path) -> bool:
        if self.follow or not path.is_symlink() or self.real in path.resolve().parents:
            return True
        self.found.fail(path, "a link to a file elsewhere; --follow-links reads it")
        return False


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
    stem = source.stem
    encoded = stem.encode()
    if len(encoded) <= MAX_STEM:
        return stem
    return f"{encoded[:MAX_STEM].decode('utf-8', 'ignore')}-{_digest(stem)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def digest_file(location: str, password: str | None = None) -> str | None:
    """Return the SHA-256 of a regular file, or of a document in one.

    None when it cannot be read, or is not here.
    """
    from extractor.diagnostics import UnreadableDocument

    if is_url(location):
        return None
    try:
        path, member = split_location(location)
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        if member:
            return hashlib.sha256(load_source(location, password)).hexdigest()
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, UnreadableDocument):
        return None


def size_of(location: str) -> int:
    """Return the size in bytes, 0 when unknown: only the order of work depends on it."""
    try:
        return 0 if is_url(location) else os.stat(split_location(location)[0]).st_size
    except OSError:
        return 0


def load_source(location: str, password: str | None = None) -> bytes:
    """Return the bytes of a document; raise `UnreadableDocument` on bad input."""
    from extractor.diagnostics import UnreadableDocument
    from extractor.readers import load_bytes

    if not is_url(location):
        path, member = split_location(location)
        try:
            data = load_bytes(Path(path))
        except FileNotFoundError:
            raise UnreadableDocument("it has vanished; run again when it is back") from None
        return load_member(data, member, password) if member else data
    try:
        import fsspec

        with fsspec.open(location, "rb") as stream:
            data = bytes(stream.read())
    except ImportError as error:
        raise UnreadableDocument(f"a package is missing ({error}); install it with pip") from error
    except Exception as error:  # each file system of fsspec raises its own
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableDocument(f"it cannot be fetched ({reason}); check the address") from error
    return data
