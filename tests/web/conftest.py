"""A server on a folder of fictional plans, and a browser where one is installed."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from extractor.corpus.agenda import Options
from extractor.corpus.batch import run_batch
from extractor.corpus.corrections import read_corrections
from extractor.corrections.model import Entry
from tests.web import papers

TOKEN = "jeton-de-test"


@dataclass
class Site:
    """A running server and a client that holds its token."""

    folder: Path
    port: int
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(
        self, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        sent = {"cookie": f"pst_token={TOKEN}", "x-pst-token": TOKEN, "x-pst-by": "Anne"}
        sent |= {k.replace("_", "-"): v for k, v in headers.items()}
        sent = {k: v for k, v in sent.items() if v}
        asked = urllib.request.Request(self.address + path, data=body, headers=sent)
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(asked, timeout=30) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read(), dict(error.headers)

    def get(self, path: str) -> Any:
        status, body, _ = self.request(path)
        assert status == 200, (status, body[:300])
        return json.loads(body)

    def act(self, plan: str, by: str = "Anne", status: int = 200, **data: Any) -> Any:
        found, body, _ = self.request(
            f"/api/plan/{plan}/actions", json.dumps(data).encode(), x_pst_by=by
        )
        assert found == status, (found, body[:300])
        return json.loads(body)

    def rows(self, plan: str) -> dict[str, dict[str, Any]]:
        """Return the rows of a plan by their title, in document order."""
        answer = self.get(f"/api/plan/{plan}/changes?since=-1")
        rows = {row["k"]: row for row in answer["rows"]}
        return {rows[k]["t"]: rows[k] for k in answer["order"]}

    def handle(self, plan: str, title: str) -> str:
        return str(self.rows(plan)[title]["k"])

    def entries(self, plan: str) -> list[Entry]:
        return read_corrections(self.folder / f"{plan}.json").entries


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def serve(folder: Path) -> Iterator[Site]:
    """Run a server in a thread until the test has ended."""
    uvicorn = pytest.importorskip("uvicorn", reason="the extra [web] is not installed")
    pytest.importorskip("starlette", reason="the extra [web] is not installed")
    from extractor.web.app import create_app

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    app = create_app(folder, token=TOKEN, nlp=False)
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(folder, listener.getsockname()[1])
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a batch of two plans, made once."""
    folder = tmp_path_factory.mktemp("desk")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "plan.pdf").write_bytes(papers.pdf())
    (raw / "texte.txt").write_text(papers.text(), "utf-8")
    run_batch([str(raw)], folder / "out", Options(nlp=False))
    return folder


@pytest.fixture
def site(desk: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copytree(desk, tmp_path / "desk")
    yield from serve(tmp_path / "desk" / "out")


@pytest.fixture(scope="session")
def driver() -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    helper = shutil.which("chromedriver")
    if not browser or not helper:
        pytest.skip("no Chromium with chromedriver on this machine")
    from selenium.webdriver.chrome.options import Options as ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu",
                     "--disable-dev-shm-usage", "--window-size=1280,900"):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(service=Service(helper), options=options)
    yield found
    found.quit()
