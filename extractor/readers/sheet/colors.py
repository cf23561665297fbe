"""Colours of Excel: of the theme with their tint, of the old palette, or as written."""

from __future__ import annotations

import colorsys
from typing import Any

from lxml import etree

from extractor.readers.odt.styles import hex_color
from extractor.readers.package import parse_xml

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: order in which cells count the colours of a theme; that of the theme itself swaps the pairs
_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")


class Palette:
    """The colours of one workbook."""

    def __init__(self, theme: bytes | None) -> None:
        self._theme: list[str | None] = []
        root = parse_xml(theme, "theme") if theme else None
        scheme = root.find(f".//{_A}clrScheme") if root is not None else None
        if scheme is not None:
            self._theme = [_of_scheme(scheme.find(_A + name)) for name in _ORDER]

    def hex(self, color: Any) -> str | None:
        """Return `#rrggbb` of an openpyxl colour, `None` when it is automatic."""
        kind = getattr(color, "type", None)
        if kind == "rgb" and isinstance(color.rgb, str):
            return hex_color(f"#{color.rgb[-6:]}")
        if kind == "theme" and 0 <= color.theme < len(self._theme):
            base = self._theme[color.theme]
            return _tinted(base, float(color.tint or 0)) if base else None
        if kind == "indexed":
            from openpyxl.styles.colors import COLOR_INDEX  # type: ignore[import-untyped,unused-ignore]

            if 0 <= color.indexed < len(COLOR_INDEX):
                return hex_color(f"#{COLOR_INDEX[color.indexed][-6:]}")
        return None


def _of_scheme(entry: etree._Element | None) -> str | None:
    if entry is None or not len(entry):
        return None
    value = entry[0].get("lastClr") or entry[0].get("val") or ""
    return hex_color(f"#{value}")


def _tinted(color: str, tint: float) -> str:
    """Apply a tint from -1 (black) to 1 (white), as ECMA-376 18.8.19 does to the lightness."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    tint = min(max(tint, -1.0), 1.0)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, light, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
