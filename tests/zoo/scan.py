"""Turn a PDF into what a scanner makes of it: one image a page, a little askew, with noise."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageFilter

DPI = 200
MAX_SKEW = 0.7  # degrees
NOISE = 9.0  # standard deviation in grey levels
SPECKS = 0.00005  # share of the pixels turned into dust


def scan_pdf(source: Path, target: Path, *, seed: int = 0, dpi: int = DPI) -> None:
    """Write `target` as an image-only PDF of `source`; the seed decides skew and noise."""
    target.write_bytes(scanned(source.read_bytes(), seed, dpi))


def scanned(data: bytes, seed: int, dpi: int = DPI) -> bytes:
    """Return an image-only PDF of a PDF; the seed decides skew and noise."""
    rng = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [
            degrade(page.render(scale=dpi / 72).to_pil().convert("L"), rng) for page in document
        ]
    finally:
        document.close()
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return out.getvalue()


def degrade(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return the page askew, slightly blurred and grey, with dust on the glass."""
    angle = float(rng.uniform(-MAX_SKEW, MAX_SKEW))
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.2, 0.6))))
    pixels = np.asarray(image, dtype=np.float32)
    pixels = pixels * float(rng.uniform(0.9, 0.97)) + rng.normal(0.0, NOISE, pixels.shape).astype(
        np.float32
    )
    pixels[rng.random(pixels.shape) < SPECKS] = 60
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
