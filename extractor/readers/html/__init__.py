"""Web pages: what a browser prints, from top to bottom → lines and tables.

`noise` leaves out what is no text of the page (scripts, menus, banners, links to its top), `badges`
tells states and counters from the titles beside them, `boxes` where boxes set side by side part a
line, `reader` walks what remains.
"""

from extractor.readers.html.reader import read_html

__all__ = ["read_html"]
