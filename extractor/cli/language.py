"""The option `--lang`, which every command takes, and the help in French.

The texts of help are English in the code; `help_fr.toml` beside this module holds the French ones.
Those of click itself reach it by gettext, from `locale/fr/LC_MESSAGES/click.mo`, which
`python -m extractor.cli.language` writes from the same file.
"""

from __future__ import annotations

import gettext
import os
import re
import struct
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from extractor.messages import LANGUAGES, choose_language, language

DOMAIN = "click"
HELP = "Show this message and exit."
LOCALE = Path(__file__).parent / "locale"
_MO_MAGIC = 0x950412DE  # of the format of GNU gettext
_HEADER = (
    "Content-Type: text/plain; charset=UTF-8\nLanguage: fr\n"
    "Plural-Forms: nplurals=2; plural=(n > 1);\n"
)


def _choose(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        choose_language(value)
        use_language()


def use_language() -> None:
    """Make click speak the language in force."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


def language_option() -> click.Option:
    """Return the option; it acts before the others, so that their errors are in the language."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_choose,
        help="Language of what is shown (default: the system's).",
    )


@cache
def help_texts() -> dict[str, Any]:
    """Return the French texts: `short` and `commands` by name, `options` by their English."""
    return tomllib.loads(files(__package__).joinpath("help_fr.toml").read_text("utf-8"))


def short_help(name: str, english: str) -> str:
    """Return the line of a command in the list of commands."""
    return str(help_texts()["short"].get(name, english)) if language() == "fr" else english


class Localised(click.Command):
    """A command that shows its help in the language in force when it is asked for."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help, in French where that is the language."""
        if own := self.get_help_option(ctx):
            own.help = gettext.gettext(HELP)  # made once, perhaps in the other language
        with spoken(ctx):
            return super().get_help(ctx)

    def get_usage(self, ctx: click.Context) -> str:
        """Return the line of use, with the names of values in the language in force."""
        with spoken(ctx):
            return super().get_usage(ctx)


@contextmanager
def spoken(ctx: click.Context | None) -> Iterator[None]:
    """Give a command its French texts and names of values while the block runs, where French is
    the language: what is shown, an error among it, is made inside."""
    if ctx is None or language() != "fr":
        yield
        return
    command, texts = ctx.command, help_texts()
    known = texts["options"] | texts[DOMAIN]
    changes: list[tuple[Any, str, Any]] = [
        (command, "help", texts["commands"].get(command.name, command.help)),
        (command, "epilog", known.get(command.epilog, command.epilog)),
    ]
    if isinstance(command, click.Group):
        values = texts["values"]["COMMAND [ARGS]..."]
        changes.append((command, "subcommand_metavar", values))
    for param in command.get_params(ctx):
        if isinstance(param, click.Option):
            changes.append((param, "help", known.get(param.help, param.help)))
        if not (isinstance(param, click.Option) and (param.is_flag or param.count)):
            changes.append((param, "metavar", french_metavar(param.make_metavar(ctx))))
    english = [(thing, name, getattr(thing, name)) for thing, name, _ in changes]
    _set(changes)
    try:
        yield
    finally:
        _set(english)


def _set(changes: list[tuple[Any, str, Any]]) -> None:
    for thing, name, value in changes:
        setattr(thing, name, value)


def french_metavar(metavar: str) -> str:
    """Return the name of a value in French, its brackets and dots kept: `[NODE]` → `[ÉLÉMENT]`."""
    values = help_texts()["values"]
    return re.sub(r"[A-Z]+(?: [A-Z]+)*", lambda match: values.get(match[0], match[0]), metavar)


def compiled() -> bytes:
    """Return the texts of click in the binary format of gettext."""
    texts, plurals = help_texts()[DOMAIN], help_texts()["click_plural"]
    pairs = {"": _HEADER}
    for english, french in texts.items():
        if english in plurals:
            many = plurals[english]
            pairs[f"{english}\0{many}"] = f"{french}\0{texts[many]}"
        elif english not in plurals.values():
            pairs[english] = french
    keys = sorted(pairs, key=lambda key: key.encode())
    start = 28 + 16 * len(keys)
    table, blob = {"key": b"", "value": b""}, b""
    for kind in table:
        for key in keys:
            text = (key if kind == "key" else pairs[key]).encode()
            table[kind] += struct.pack("<II", len(text), start + len(blob))
            blob += text + b"\0"
    head = struct.pack("<7I", _MO_MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    return head + table["key"] + table["value"] + blob


if __name__ == "__main__":
    target = LOCALE / "fr" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(compiled())
