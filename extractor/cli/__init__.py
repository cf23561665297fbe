"""The command line `pst`: options, files, exit statuses; no rule about plans.

Each command is a module of this package, imported when it is called: `pst --help` loads click and
nothing else. Exit statuses: 0 all done; 1 at least one source could not be extracted, or a check
found a problem; 2 misuse or a missing path. Standard output carries data only.
"""

from __future__ import annotations

import os
import sys
from gettext import gettext
from importlib import import_module
from typing import Any

import click

from extractor import __version__
from extractor.cli.language import (
    Localised,
    language_option,
    short_help,
    spoken,
    use_language,
)
from extractor.messages import choose_language

#: command → what it does; the texts stand here so that `--help` imports no command
COMMANDS = {
    "extract": "Extract one plan to JSON.",
    "batch": "Extract every document of a folder; unchanged ones are skipped.",
    "show": "Show a plan as a tree in the terminal.",
    "explain": "Say why a plan was read as it was.",
    "check": "Validate JSON against the schema and the rules.",
    "schema": "Print the JSON Schema of a plan.",
    "export": "Write plans as tables, as texts or in administrations' XML.",
    "stats": "Count levels, attributes, amounts, remarks.",
    "evaluate": "Measure outputs against annotations.",
    "harmonise": "Find what several plans have in common.",
    "compare": "Compare two plans, or two versions of one.",
    "search": "Find objectives and actions by what they mean.",
    "correct": "Take what was edited by hand, or in the workbook, as corrections.",
    "learn": "Learn from plans marked done how they are printed.",
    "serve": "Review plans beside their pages in the browser, on this machine.",
}


class LazyGroup(Localised, click.Group):
    """A group whose commands are imported when they are called, each with `--lang`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        command.name = cmd_name
        if not any(param.name == "lang" for param in command.params):
            command.params.append(language_option())
        return command

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command, in the system's language until `--lang` says another; what goes wrong on
        the way is one line that commands no terminal."""
        from extractor.cli.files import fail, say

        choose_language(None)
        use_language()
        run: Any = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **extra)
        try:
            sys.exit(run(*args, standalone_mode=False, **extra) or 0)
        except click.UsageError as error:
            if error.ctx:
                click.echo(error.ctx.get_usage(), err=True)
            with spoken(error.ctx):
                reason = error.format_message()
            say(gettext("Error: {message}").format(message=reason))
            sys.exit(error.exit_code)
        except click.ClickException as error:
            say(gettext("Error: {message}").format(message=error.format_message()))
            sys.exit(error.exit_code)
        except click.Abort:
            say(gettext("Aborted!"))
            sys.exit(1)
        except BrokenPipeError:  # `| head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.exit(1)
        except MemoryError:
            fail("it needs more memory than there is; give fewer or smaller plans")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, short_help(name, text)) for name, text in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Completion: eval "$(_PST_COMPLETE=bash_source pst)" in ~/.bashrc (zsh_source, '
    "fish_source for the other shells).",
)
@click.version_option(__version__, prog_name="pst")
def main() -> None:
    """Strategic plans (PST) of Walloon municipalities, from paper to data.

    \b
    pst extract plan.pdf -o plan.json   one plan
    pst batch raw -o output             a folder of plans
    pst show plan.json                  look at it
    """


main.params.append(language_option())
