"""Each bound at its edge: the last value that is read, and the first that is not.

The numbers stand here again on purpose: a bound that moves must be noticed.
"""

from __future__ import annotations

import io
import zipfile

import pytest

from extractor.bounds import digits_of, is_whole, real, whole
from extractor.diagnostics import UnreadableDocument
from extractor.foreign import parse_json
from extractor.limits import GRACE, Limits
from extractor.readers import detect, read_bytes
from extractor.readers.builder import Copies
from extractor.readers.containers import find_documents
from extractor.readers.package import check_part, parse_xml
from tests.bounds.test_documents import opendocument


def test_numbers_from_outside() -> None:
    assert (whole("1000000000"), whole("1000000001"), whole("-7", low=-3)) == (10**9, 10**9, -3)
    assert whole("999999999") == 999_999_999
    assert (real("1e15"), real("1.1e15"), real("-1.1e15")) == (1e15, 1e15, -1e15)
    assert is_whole("9" * 9) and not is_whole("9" * 10)


def test_raised_and_circled_numbers() -> None:
    assert digits_of("¹²³⁰⁴₉①⑳⓪❶❿➀➓⑴⒈㊀m") == "123049120011011011㊀m"


def test_limits_of_a_document() -> None:
    limits = Limits()
    assert (limits.seconds, limits.memory, GRACE) == (300.0, 4096, 10.0)


@pytest.mark.parametrize(
    ("last", "first", "reason"),
    [
        (b"9" * 18, b"9" * 19, "too many digits"),
        (b"9e17", b"1e18", "too large"),
        (b"-9e17", b"-1e18", "too large"),
        (b"[" * 101 + b"]" * 101, b"[" * 102 + b"]" * 102, "nested too deeply"),
    ],
)
def test_foreign_json(last: bytes, first: bytes, reason: str) -> None:
    parse_json(last)
    with pytest.raises(ValueError, match=reason):
        parse_json(first)


class Sized(bytes):
    """Bytes that say they are more than they are."""

    size = 0
    signs = 0

    def __len__(self) -> int:
        return self.size

    def count(self, *_: object) -> int:
        return self.signs


def test_the_size_of_foreign_json() -> None:
    data = Sized(b"{}")
    data.size = 500_000_000
    assert parse_json(data) == {}
    data.size += 1
    with pytest.raises(ValueError, match="500 MB"):
        parse_json(data)


def test_parts_of_packages() -> None:
    part = zipfile.ZipInfo("content.xml")
    part.file_size = 200_000_000
    check_part(part)
    part.file_size += 1
    with pytest.raises(UnreadableDocument, match="more than any plan holds"):
        check_part(part)
    data = Sized(b"<a/>")
    data.size, data.signs = 4, 6_000_000
    parse_xml(bytes(data), "content.xml")
    data.signs += 1
    with pytest.raises(UnreadableDocument, match="more than any plan holds"):
        parse_xml(data, "content.xml")


def archive(parts: dict[str, bytes], said: int | None = None) -> bytes:
    """Return a zip; the directory says that its last part unpacks to `said` bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    data = bytearray(out.getvalue())
    if said is not None:
        at = data.rindex(b"PK\x01\x02") + 24
        data[at : at + 4] = said.to_bytes(4, "little")
    return bytes(data)


def test_containers_inside_containers() -> None:
    def nested(times: int) -> list[str]:
        data, name = archive({"plan.txt": b"OS 1"}), "a.zip"
        for _ in range(times):
            data = archive({name: data})
        return [member.filename for member in find_documents(data, name)]

    assert (nested(3), nested(4)) == (["plan.txt"], ["a.zip"])


def test_members_of_a_container() -> None:
    parts = {f"{number}.txt": b"OS 1" for number in range(1001)}
    assert len(find_documents(archive(parts), "plans.zip")) == 1000


def test_what_a_container_unpacks_to() -> None:
    parts = {"plan.txt": b"OS 1"}
    assert find_documents(archive(parts, 500_000_000), "plans.zip")
    with pytest.raises(UnreadableDocument, match="500 MB"):
        find_documents(archive(parts, 500_000_001), "plans.zip")


def test_what_a_package_unpacks_to() -> None:
    parts = {"word/document.xml": b"<w/>"}
    detect(archive(parts, 2_000_000_000))
    with pytest.raises(UnreadableDocument, match="2 GB"):
        detect(archive(parts, 2_000_000_001))


def test_copies_of_a_document() -> None:
    copies = Copies()
    assert len(list(copies.of(2001))) == 2001 and not copies.short
    assert len(list(Copies().of(2002))) == 2001


def test_blanks_in_a_row() -> None:
    for said, shown in ((1000, 1000), (1001, 1000)):
        body = f'<text:p>OS<text:s text:c="{said}"/>1</text:p>'
        (line,) = read_bytes(opendocument("text", body), "plan.odt").lines
        assert line.text.count(" ") == shown
