"""How fast the review page is, in a real browser.

`python -m benchmarks.web` makes an output folder of 500 fictional plans, one of them of 500 pages
with 5,000 nodes, starts the server and a headless Chromium, and prints medians and maxima: the list
of plans, the large plan, and keys in its tree, each from the key press to the next frame after the
row has changed. Needs the extra [web], selenium, and chromium with chromedriver.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from extractor.schema import Plan
from tests.plans_kit import node, plan

TOKEN = "mesure"
#: what the issue asks for, in milliseconds
BOUNDS = {"list": 1000, "plan": 1500, "key": 100}
PER_PAGE = 10
_KEY = """
const [key, code, alt, shift, done] = arguments;
const look = () => {
  const row = document.querySelector('#tree [aria-selected=true]');
  return row && row.outerHTML + row.previousElementSibling?.dataset.k;
};
const before = look();
const start = performance.now();
const watch = new MutationObserver(() => {
  if (look() === before) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
});
watch.observe(document.getElementById('tree'),
  { subtree: true, childList: true, attributes: true, characterData: true });
const event = { key, code, altKey: alt, shiftKey: shift, bubbles: true, cancelable: true };
document.activeElement.dispatchEvent(new KeyboardEvent('keydown', event));
"""


def large_plan(nodes: int) -> tuple[Plan, bytes]:
    """Return a plan of `nodes` nodes and its PDF, `PER_PAGE` headings a page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 10)
    roots: list[dict[str, Any]] = []
    for count in range(nodes):
        page, place = count // PER_PAGE + 1, count % PER_PAGE
        if place == 0 and count:
            canvas.showPage()
            canvas.setFont("Helvetica", 10)
        level = "OS" if count % 500 == 0 else "OO" if count % 50 == 0 else "ACTION"
        text = f"{level} {count} Réaliser l’aménagement numéro {count} de la commune de Hautbois"
        top = 60 + 70 * place
        canvas.drawString(60, A4[1] - top - 10, text)
        source = {
            "lines": (count + 1, count + 1), "text": text, "page": page,
            "bbox": (58, top - 2, 460, top + 14),
        }  # fmt: skip
        made = node(level, str(count), text.partition(" ")[2], source=source,
                    confidence=0.3 if count % 40 == 7 else 0.95)  # fmt: skip
        if level == "OS":
            roots.append(made)
        elif level == "OO":
            roots[-1]["children"].append(made)
        else:
            oos = roots[-1]["children"]
            (oos[-1]["children"] if oos and oos[-1]["level"] == "OO" else oos).append(made)
    canvas.showPage()
    canvas.save()
    content = buffer.getvalue()
    found = plan("Hautbois", *roots, nis="99999")
    found.source.media_type = "application/pdf"
    found.source.filename = "hautbois.pdf"
    found.source.sha256 = hashlib.sha256(content).hexdigest()
    found.source.pages = nodes // PER_PAGE
    return found, content


def make_output(folder: Path, plans: int, nodes: int) -> None:
    """Write an output folder as batches leave it: plans, and the record of the run."""
    from extractor.corpus.job import describe
    from extractor.corpus.record import SourceRecord, write_run

    records = []
    small, _ = large_plan(60)
    for number in range(plans - 1):
        name = f"plan-{number:03d}"
        (folder / f"{name}.json").write_text(small.to_json(), "utf-8")
        record = SourceRecord(f"raw/{name}.pdf", f"{name}.json", "extracted")
        records.append(describe(record, small))
    large, content = large_plan(nodes)
    (folder / "documents").mkdir()
    (folder / "documents" / "hautbois.pdf").write_bytes(content)
    (folder / "hautbois.json").write_text(large.to_json(), "utf-8")
    record = SourceRecord("output/documents/hautbois.pdf", "hautbois.json", "extracted")
    records.append(describe(record, large))
    write_run(folder, records, {"program": "benchmark"})


def measure(address: str, turns: int) -> dict[str, list[float]]:
    """Return milliseconds by what was measured."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu",
                     "--disable-dev-shm-usage", "--window-size=1920,1080"):  # fmt: skip
        options.add_argument(argument)
    driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
    driver.set_script_timeout(30)
    times: dict[str, list[float]] = {}
    try:
        driver.get(f"{address}/?token={TOKEN}")
        driver.execute_script("localStorage.setItem('pst-by', 'Mesure')")
        for _ in range(turns):
            driver.get(address)
            times.setdefault("list", []).append(
                _loaded(driver, "document.getElementById('count').textContent")
            )
        for _ in range(turns):
            driver.get(f"{address}/plan/hautbois")
            times.setdefault("plan", []).append(_loaded(driver, "document.body.dataset.ready"))
            times.setdefault("plan with page", []).append(
                _loaded(
                    driver,
                    "document.querySelector('.page img')?.complete "
                    "&& document.querySelector('.box')",
                )
            )
        keys = {
            "key ↓": ("ArrowDown", "", False, False), "key N": ("n", "KeyN", False, False),
            "key V": ("v", "KeyV", False, False), "key Tab": ("Tab", "Tab", False, False),
            "key Maj+Tab": ("Tab", "Tab", False, True),
            "key Alt+↓": ("ArrowDown", "", True, False),
        }  # fmt: skip
        for turn in range(3 * turns):
            for name, arguments in keys.items():
                taken = driver.execute_async_script(_KEY, *arguments)
                if turn:  # the first warms up
                    times.setdefault(name, []).append(float(taken))
    finally:
        driver.quit()
    return times


def _loaded(driver: Any, condition: str) -> float:
    """Return the time from the beginning of the navigation until a condition holds."""
    script = f"""
    const done = arguments[0];
    const look = () => {{
      if ({condition}) requestAnimationFrame(() => done(performance.now()));
      else setTimeout(look, 5);
    }};
    look();
    """
    return float(driver.execute_async_script(script))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=500)
    parser.add_argument("--nodes", type=int, default=5000)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "output"
        folder.mkdir()
        make_output(folder, options.plans, options.nodes)
        command = [sys.executable, "-m", "extractor", "serve", str(folder), "--port", "0",
                   "--no-open"]  # fmt: skip
        server = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PST_TOKEN": TOKEN}
        )
        try:
            assert server.stderr is not None
            found = re.search(r"(http://[\d.:]+)/", server.stderr.readline())
            assert found is not None, "the server did not start"
            times = measure(found[1], options.turns)
        finally:
            server.terminate()
            server.wait(20)
    print(f"{'':16}{'median':>9}{'max':>9}{'bound':>9}   (ms)")
    for name, values in times.items():
        bound = BOUNDS[name.split()[0]]
        print(f"{name:16}{statistics.median(values):9.0f}{max(values):9.0f}{bound:9}")


if __name__ == "__main__":
    main()
