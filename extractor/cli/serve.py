"""`pst serve`: the review page in the browser, on this machine."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket

import click

from extractor.cli.files import MISUSE, display_name, fail, require
from extractor.cli.language import Localised
from extractor.messages import tell

DEFAULT_PORT = 8765


@click.command(cls=Localised)
@click.argument("output")
@click.option("--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True,
              help="0 takes a free one.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Listen here too; every one who has the token can then write.")  # fmt: skip
@click.option("--open/--no-open", "browser", default=True, help="Open the browser (default: yes).")
@click.option("--nlp/--no-nlp", default=True, help="For documents dropped on the page.")
def command(output: str, port: int, host: str, browser: bool, nlp: bool) -> None:
    """Review the plans of OUTPUT beside their pages: correct, mark as done, add documents.

    The address printed holds a token; nobody without it can read or write. Nothing leaves this
    machine. Corrections are saved at once, in NAME.corrections.json beside NAME.json; stop with
    Ctrl-C. Needs the extra [web].

    \b
    pst serve output
    pst serve output --port 9000 --no-open
    """
    folder = require(output)
    if not folder.is_dir():
        fail(f"{display_name(folder)}: give the folder that `pst batch` wrote", MISUSE)
    try:
        import uvicorn

        from extractor.web.app import create_app
    except ImportError as error:
        name = (error.name or str(error)).partition(".")[0]
        fail(f"{name} is not installed; pip install 'pst-extractor[web]'", MISUSE)
    token = os.environ.get("PST_TOKEN") or secrets.token_urlsafe(24)
    listener = _listen(host, port)
    shown = "127.0.0.1" if _is_local(host) else host
    bare = f"[{shown}]" if ":" in shown else shown
    address = f"http://{bare}:{listener.getsockname()[1]}/?token={token}"
    app = create_app(
        folder.absolute(), token=token, hosts={"127.0.0.1", "localhost", bare}, nlp=nlp
    )
    if not _is_local(host):
        click.echo(
            tell("pst: other machines can reach this page; give the token to no one"), err=True
        )
    click.echo(tell("Review: {0}", address), err=True)
    click.echo(tell("Ctrl-C stops it."), err=True)
    if browser:
        click.launch(address)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False,
                            timeout_graceful_shutdown=3)  # fmt: skip
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; end with one line when the port is taken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)  # who comes before the server is ready waits, and is not refused
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        fail(f"{host}:{port}: {reason}; choose another --port", MISUSE)
    return found


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
