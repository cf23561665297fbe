"""Take the pictures of the documentation again: `python -m benchmarks.pictures`.

Reads the samples of `raw/` and writes PNG files into `docs/pictures/`: the tree in the terminal,
the review page in a window of 1,280 by 800, a page with what was read drawn on it, the printed
workbook. Needs the extra [web], selenium, pillow, chromium with chromedriver, and LibreOffice with
pdftoppm for the workbook. Pictures have few colours, so that each stays below 200 kB.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "pictures"
SAMPLE = "orvaulx-le-bois-pst"
TOKEN = "image"
WIDTH, HEIGHT = 1280, 800  # pixels, of the window
COLOURS = 128  # of a picture
COLUMNS = 96  # of the terminal


def main() -> None:
    """Take all pictures, or those named."""
    takers = {"terminal": take_terminal, "review": take_review, "regions": take_regions,
              "workbook": take_workbook}  # fmt: skip
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(takers)}")
    names = parser.parse_args().names or list(takers)
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "output")
        pst("batch", str(ROOT / "raw"), "-o", str(output), "--quiet")
        for name in names:
            takers[name](output)
            print(f"{(TARGET / f'{name}.png').stat().st_size / 1000:6.0f} kB  {name}.png")


def pst(*words: str) -> None:
    """Run a command in French, out of the way of the user's settings."""
    settings = {"PYTHONPATH": str(ROOT), "LC_ALL": "fr_BE.UTF-8"}
    command = [sys.executable, "-m", "extractor", *words]
    subprocess.run(command, env={**os.environ, **settings}, check=True, capture_output=True)


def save(picture: Any, name: str) -> None:
    """Write a picture with few colours."""
    few = picture.convert("RGB").quantize(COLOURS)
    few.save(TARGET / f"{name}.png", optimize=True)


def open_browser() -> Any:
    """Return a headless Chromium with a window of the size of the pictures."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                     "--disable-dev-shm-usage", f"--window-size={WIDTH},{HEIGHT}"):  # fmt: skip
        options.add_argument(argument)
    driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
    inner = driver.execute_script("return [window.innerWidth, window.innerHeight]")
    driver.set_window_size(2 * WIDTH - inner[0], 2 * HEIGHT - inner[1])  # the page has that size
    return driver


def shot(driver: Any) -> Any:
    """Return what the browser shows."""
    from PIL import Image

    return Image.open(io.BytesIO(driver.get_screenshot_as_png()))


def take_terminal(output: Path) -> None:
    """Draw `pst show --level oo` as a terminal shows it."""
    from rich.console import Console

    from extractor.messages import choose_language
    from extractor.show import print_plan

    choose_language("fr")
    console = Console(file=io.StringIO(), record=True, width=COLUMNS, force_terminal=True)
    plan = json.loads((output / f"{SAMPLE}.json").read_text("utf-8"))
    print_plan(plan, console, "oo")
    choose_language(None)
    drawn = console.export_svg(title=f"pst show --level oo {SAMPLE}.json")
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.S)  # nothing from the network
    drawn = drawn.replace("Fira Code", "DejaVu Sans Mono")
    driver = open_browser()
    try:
        driver.get("about:blank")
        driver.execute_script(
            "document.body.innerHTML = arguments[0]; document.body.style.margin = 0;"
            "document.querySelector('svg').style.width = '1000px';",
            drawn,
        )
        height = driver.execute_script(
            "return document.querySelector('svg').getBoundingClientRect().height"
        )
        driver.set_window_size(WIDTH, int(height) + HEIGHT)
        save(shot(driver).crop((0, 0, 1000, int(height))), "terminal")
    finally:
        driver.quit()


def take_review(output: Path) -> None:
    """Photograph the review page: a page of the sample beside its tree, one node chosen."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    command = [sys.executable, "-m", "extractor", "serve", str(output), "--port", "0", "--no-open"]
    settings = {"PYTHONPATH": str(ROOT), "PST_TOKEN": TOKEN}
    server = subprocess.Popen(
        command, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    driver = open_browser()
    try:
        address = next(
            found[0] for line in server.stderr if (found := re.search(r"http://\S+?(?=/\?)", line))
        )
        driver.get(f"{address}/?token={TOKEN}")
        driver.execute_script("localStorage.setItem('pst-by', 'Anne')")
        driver.get(f"{address}/plan/{SAMPLE}")
        wait = WebDriverWait(driver, 60)
        wait.until(lambda d: d.execute_script("return document.body.dataset.ready"))
        rows = driver.find_elements(By.CSS_SELECTOR, "#tree [role=treeitem]")
        next(row for row in rows if "guichet unique" in row.text).click()
        wait.until(
            lambda d: d.execute_script(
                "return document.querySelector('.box') && "
                "[...document.querySelectorAll('.page img')].some(i => i.complete)"
            )
        )
        driver.execute_async_script("setTimeout(arguments[0], 1500)")  # pictures of pages come
        save(shot(driver), "review")
    finally:
        driver.quit()
        server.terminate()
        server.wait()


def take_regions(output: Path) -> None:
    """Draw what was read of a page of the sample over it."""
    from benchmarks.pages import draw_pages, places_of
    from extractor.readers import read_bytes
    from extractor.schema import Plan

    data = (ROOT / "raw" / f"{SAMPLE}.pdf").read_bytes()
    plan = Plan.model_validate_json((output / f"{SAMPLE}.json").read_bytes())
    places = list(places_of(plan.tree))
    most = max({place.page for place in places}, key=lambda p: [q.page for q in places].count(p))
    document = read_bytes(data, f"{SAMPLE}.pdf")
    save(
        next(drawn for page, drawn in draw_pages(data, document, places) if page == most), "regions"
    )


def take_workbook(output: Path) -> None:
    """Print the workbook with LibreOffice, and keep the first page of its actions."""
    from PIL import Image

    book = output.parent / "plans.xlsx"
    pst("export", str(output), "--to", "xlsx", "-o", str(book))
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(output.parent)]
    subprocess.run([*command, str(book)], check=True, capture_output=True)
    pages = ["pdftoppm", "-r", "110", "-f", "2", "-l", "2", "-singlefile", "-png"]
    subprocess.run([*pages, str(book.with_suffix(".pdf")), str(output.parent / "page")], check=True)
    save(Image.open(output.parent / "page.png"), "workbook")


if __name__ == "__main__":
    main()
