"""The command line `pst`: options, files, exit statuses; no rule about plans.

Each command is a module of this package, imported when it is called: `pst --help` loads click and
nothing else. Exit statuses: 0 all done; 1 at least one source could not be extracted, or a check
found a problem; 2 misuse or a missing path. Standard output carries data only.
"""

from __future__ import annotations

from importlib import import_module

import click

from extractor import __version__

#: command → what it does; the texts stand here so that `--help` imports no command
COMMANDS = {
    "extract": "Extract one plan to JSON.",
    "batch": "Extract every document of a folder; unchanged ones are skipped.",
    "show": "Show a plan as a tree in the terminal.",
    "check": "Validate JSON against the schema and the rules.",
    "schema": "Print the JSON Schema of a plan.",
    "export": "Write plans as tables or in administrations' XML.",
    "evaluate": "Measure outputs against annotations.",
    "harmonise": "Find what several plans have in common.",
    "compare": "Compare two plans, or two versions of one.",
    "correct": "Take what was edited by hand, or in the workbook, as corrections.",
    "serve": "Review plans beside their pages in the browser, on this machine.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


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
