"""How fast documents become plans, as ratios to plain pdfplumber in the same run.

`python -m benchmarks.speed [--rounds 3] [--pages 40] [--large 500] [--copies 40]` prints the
tables of the README in Markdown. Plain is `extract_words()` + `find_tables()` + `close()` on every
page. Rivals take turns within a round; a ratio is the median of the rounds' ratios. The documents
are made on the spot by reportlab and python-docx, from the wordings of the layout zoo.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.zoo.plans import ZooNode

LINES = 46  # body lines that fill a page


def nodes() -> Iterator[ZooNode]:
    """Yield objectives and actions without end, each plan's in order."""
    from tests.zoo.plans import random_plan

    seed = 0
    while True:
        seed += 1
        yield from (node for node, _ in random_plan(seed).walk())


def code(counts: list[int], depth: int) -> str:
    """Return the next code at a depth: 1, 1.1, 1.1.1."""
    counts[depth] += 1
    counts[depth + 1 :] = [0] * (len(counts) - depth - 1)
    return ".".join(str(max(1, number)) for number in counts[: depth + 1])


DEPTHS = {"OS": 0, "OO": 1, "PROJET": 2, "ACTION": 2, "SOUS_ACTION": 2}
LABELS = ("OS", "OO", "Action")


def rows(number: int) -> Iterator[tuple[int, str, str]]:
    """Yield depth, label and title of that many nodes, numbered through."""
    counts = [0, 0, 0]
    for node in islice(nodes(), number):
        depth = DEPTHS[node.level]
        yield depth, f"{LABELS[depth]} {code(counts, depth)}", node.title


def text_pdf(path: Path, pages: int) -> None:
    """Print headings and bullets, with a running header and page numbers."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    lines = iter(text_lines(pages * LINES))
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 812, "Programme stratégique transversal de Belleherbe 2025-2030")
        canvas.drawString(290, 28, str(page))
        for n, (depth, text) in enumerate(islice(lines, LINES)):
            canvas.setFont("Helvetica-Bold" if 0 <= depth < 2 else "Helvetica", 10)
            canvas.drawString(60 + 12 * abs(depth), 785 - 16 * n, text)
        canvas.showPage()
    canvas.save()


def text_lines(number: int) -> Iterator[tuple[int, str]]:
    """Yield depth and text of lines of at most 88 characters; -2 for the rest of a title."""
    from textwrap import wrap

    counts = 0
    for depth, label, title in rows(number):
        for n, part in enumerate(wrap(f"{label} : {title}", 88)):
            counts += 1
            yield depth if n == 0 else -2, part


def table_pdf(path: Path, pages: int) -> None:
    """Print one ruled table of seven columns over landscape pages."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

    style = getSampleStyleSheet()["BodyText"]
    style.fontSize, style.leading = 7, 8
    head = ["OS", "OO", "Action", "Pilote", "Partenaires", "Échéance", "Budget"]
    source, rng = rows(10**9), random.Random(1)
    flow: list[Any] = []
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    for _ in range(pages):
        body, above = [head], ["", ""]
        while len(body) < 16:
            depth, label, title = next(source)
            if depth < 2:
                above[depth] = f"{label} : {title[:60]}"
                continue
            values = ["Service social", "Asbl Le Tremplin", f"fin {rng.randint(2025, 2030)}",
                      f"{rng.randint(1, 90)}.000 €"]  # fmt: skip
            texts = [*above, title[:90], *values]
            body.append([Paragraph(text, style) for text in texts])
        widths = (110, 110, 200, 90, 90, 60, 70)
        flow += [LongTable(body, colWidths=widths, repeatRows=1, style=grid), PageBreak()]
    SimpleDocTemplate(str(path), pagesize=landscape(A4), invariant=1, topMargin=30,
                      bottomMargin=30).build(flow)  # fmt: skip


def word_file(path: Path, pages: int) -> None:
    """Write the lines of as many text pages with Word's heading styles."""
    import docx

    document = docx.Document()
    lines = 0
    for depth, label, title in rows(10**9):
        style = ("Heading 1", "Heading 2", "List Bullet")[depth]
        document.add_paragraph(f"{label} : {title}", style=style)
        lines += 1 + len(title) // 88
        if lines >= pages * LINES:
            break
    document.save(str(path))


# ------------------------------------------------------------------------------ what is measured


def plain(path: Path) -> None:
    """Do what a first script would: words and tables of every page."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.find_tables()
            page.close()


def reading(path: Path) -> None:
    """Read lines and tables only."""
    from extractor.readers import read_bytes

    read_bytes(path.read_bytes(), path.name)


def structure(path: Path) -> None:
    """Extract the whole plan but for the enrichment."""
    from extractor.pipeline import extract

    extract(path, nlp=False)


def whole(path: Path) -> None:
    """Extract the whole plan, themes and names included."""
    from extractor.pipeline import extract

    extract(path)


PLAIN = "plain pdfplumber"
STEPS = {PLAIN: plain, "reading": reading, "whole, no NLP": structure, "whole": whole}


def seconds(run: Callable[[Path], None], path: Path) -> float:
    started = time.perf_counter()
    run(path)
    return time.perf_counter() - started


def speed(folder: Path, pages: int, rounds: int) -> None:
    """Print pages per second and ratios to plain pdfplumber."""
    makers = {"text PDF": text_pdf, "table PDF": table_pdf, "DOCX": word_file}
    print("| document | step | pages/s | ratio to plain |\n|---|---|---|---|")
    for name, make in makers.items():
        path = folder / f"{name.replace(' ', '-')}.{name.split()[-1].lower()}"
        make(path, pages)
        base = folder / "text-PDF.pdf" if name == "DOCX" else path
        for run in STEPS.values():  # load what is loaded once
            run(base if run is plain else path)
        times: dict[str, list[float]] = {step: [] for step in STEPS}
        for _ in range(rounds):
            for step, run in STEPS.items():
                times[step].append(seconds(run, base if run is plain else path))
        for step, found in times.items():
            pairs = zip(times[PLAIN], found, strict=True)
            ratio = statistics.median(first / own for first, own in pairs)
            document = f"{name}, {pages} pages"
            if name == "DOCX" and step == PLAIN:
                document = "the same length as text PDF"
            print(f"| {document} | {step} | {pages / statistics.median(found):.1f} | {ratio:.2f} |")


MEASURED = """
import sys
from pathlib import Path
from benchmarks import speed
speed.{step}(Path(sys.argv[1]))
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


def peak(run: Callable[[Path], None], path: Path) -> tuple[float, float]:
    """Return the seconds and the peak memory in MB of a step in a process of its own (Linux).

    `ru_maxrss` would count what the parent holds.
    """
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(step=run.__name__), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - started, int(done.stdout) / 1024


def memory(folder: Path, pages: int) -> None:
    """Print the peak memory on a small and on a large PDF."""
    small, large = folder / "small.pdf", folder / "large.pdf"
    text_pdf(small, max(1, pages // 10))
    text_pdf(large, pages)
    print("\n| step | pages | seconds | peak memory |\n|---|---|---|---|")
    for name, run in STEPS.items():
        for path, number in ((small, max(1, pages // 10)), (large, pages)):
            took, peaked = peak(run, path)
            print(f"| {name} | {number} | {took:.1f} | {peaked:.0f} MB |")


def scaling(folder: Path, count: int) -> None:
    """Print what a second worker gains on copies of the samples."""
    from benchmarks.batch import batch
    from benchmarks.corpus import copies

    copies(folder / "copies", count)
    one, _ = batch(folder / "copies", folder / "one", 1)
    two, _ = batch(folder / "copies", folder / "two", 2)
    print("\n| batch | 1 worker | 2 workers | ratio |\n|---|---|---|---|")
    print(f"| {count} copies of the samples | {one:.1f} s | {two:.1f} s | {one / two:.2f} |")


def start_up(rounds: int) -> None:
    """Print the start-up time of the command line against `python -c pass`."""
    commands = {"`python -c pass`": ["-c", "pass"], "`pst --help`": ["-m", "extractor", "--help"],
                "`pst batch --help`": ["-m", "extractor", "batch", "--help"]}  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(3 * rounds):
        for name, words in commands.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
            times[name].append(time.perf_counter() - started)
    base = min(times["`python -c pass`"])
    print("\n| start-up | ms | ratio |\n|---|---|---|")
    for name, found in times.items():
        print(f"| {name} | {1000 * min(found):.0f} | {min(found) / base:.1f} |")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of the speed test; 0: none")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--large", type=int, default=500, help="pages of the memory test; 0: none")
    parser.add_argument("--copies", type=int, default=40, help="of the batch test; 0: none")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        if options.rounds:
            speed(Path(name), options.pages, options.rounds)
        if options.large:
            memory(Path(name), options.large)
        if options.copies:
            scaling(Path(name), options.copies)
        start_up(max(1, options.rounds))


if __name__ == "__main__":
    main()
