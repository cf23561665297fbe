"""Numbers, texts and JSON from outside: bounds at one place, one line when they are passed."""

from __future__ import annotations

import json

import pytest

from extractor.bounds import MAX_WHOLE, is_whole, real, valid, whole
from extractor.foreign import parse_json
from extractor.terminal import escape_json, safe, safe_lines


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("-3", -3), (" 7 ", 7), ("²", 5), ("①", 5), ("", 5), (None, 5), ("1e3", 5),
     ("٣", 3), ("9" * 5000, MAX_WHOLE), ("0" * 5000 + "4", 4)],
)  # fmt: skip
def test_whole_numbers(text: str | None, value: int) -> None:
    assert whole(text, 5, low=-MAX_WHOLE) == value


def test_whole_numbers_keep_their_bounds() -> None:
    assert (whole("0", 1, 1, 10), whole("11", 1, 1, 10), whole("-5", 1)) == (1, 10, 0)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "x", "", None, "1.2.3"])
def test_what_is_no_finite_number_is_the_default(text: str | None) -> None:
    assert real(text) is None and real(text, 0.0) == 0.0


def test_only_decimal_digits_are_whole() -> None:
    assert is_whole("12") and not any(map(is_whole, ("²", "①", "1.5", "", "9" * 20)))


def test_valid_text_can_be_written() -> None:
    assert valid("a\0b\ud800c").encode() == "ab�c".encode()


def test_nothing_commands_a_terminal() -> None:
    hostile = "a\x1b[2J\x9b1m\u202eb\nc\u2028d\x7f\ud800\u2066\U000e0041"
    assert safe(hostile) == "a�[2J�1m�b c d����"
    assert safe_lines("a\tb\nc\x07") == "a b\nc�"


def test_escaped_json_says_the_same() -> None:
    value = {"titre": "Être\x9b \u202e\x7f \U000e0041", "b": [1, "é"]}
    text = json.dumps(value, ensure_ascii=False, indent=1)
    escaped = escape_json(text)
    assert json.loads(escaped) == value and "Être" in escaped and "\n" in escaped
    assert not any(char in escaped for char in "\x9b\u202e\x7f\U000e0041")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * 150 + b"]" * 150, "nested too deeply"),
        (b'{"a": NaN}', "NaN"),
        (b"[1e999]", "too large"),
        (b"9" * 5000, "too many digits"),
        (b'["\\ud800"]', "surrogate"),
        (b'{"\\udfff": 1}', "surrogate"),
        (b'{"a": "\xe9"}', "not UTF-8"),
        (b"", "not JSON"),
    ],
)
def test_foreign_json_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        parse_json(data)
    assert "\n" not in str(caught.value)


def test_sound_json_is_read() -> None:
    assert parse_json('{"a": ["é", 1.5, null, "\\ud83d\\ude00"]}'.encode()) == {
        "a": ["é", 1.5, None, "😀"]
    }
