"""Legal references in a title: articles, laws, decrees, circulars.

In: a title. Out: the references as printed, in order, blanks joined. `article 27` is also the
name of a culture ticket: it is a reference all the same, to article 27 of the declaration of 1948.
Never resolves a reference.
"""

from __future__ import annotations

import re

from extractor.text import collapse_spaces

_NUMBER = (
    r"(?:[LRD]\s?\.?\s?)?\d{1,5}(?:[-/.]\d{1,4})*"
    r"(?:\s?(?:bis|ter|quater|quinquies|sexies))?"
    r"(?:,?\s?(?:§|par(?:agraphe)?\.?)\s?\d+(?:er)?)*(?:,?\s?al(?:inéa|\.)\s?\d+)?(?:\s?\d?°)?"
)
_MONTH = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre"
    r"|d[ée]cembre)"
)
_DATE = rf"(?:\d{{1,2}}(?:er)?\s{_MONTH}\s\d{{4}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}})"
_KIND = (
    r"(?:loi(?:\sorganique)?|d[ée]cret|ordonnance|arr[êe]t[ée](?:\sroyal|\sminist[ée]riel"
    r"|\sdu\sgouvernement(?:\swallon)?)?|A\.?R\.?|A\.?G\.?W\.?|circulaire|directive"
    r"|r[èe]glement(?:\s\((?:UE|CE)\))?)"
)
_REFERENCE = re.compile(
    rf"""
    \b(?:
      (?:articles?|art\.?)\s?{_NUMBER}
         (?:\s?(?:et|ou|à|/)\s?{_NUMBER}(?!\s?(?:%|€|\d|euros?\b|ans\b|jours?\b|mois\b|h\b)))*
      (?:\s(?:de\sla|du)\s{_KIND}\sdu\s{_DATE})?
    | {_KIND}\s(?:{_NUMBER}\s)?(?:\w+\s){{0,3}}?du\s{_DATE}
    | {_KIND}\s(?:CPAS|C\.P\.A\.S\.|communale)
    | [LRD]\s?\d{{4}}-\d{{1,3}}(?:\s?§\s?\d+)?
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)


def find_legal_references(title: str) -> tuple[str, ...]:
    """Return the references of a title, each once.

    >>> find_legal_references("Engager sous article 60§7 (loi du 8 juillet 1976) ou art. 61")
    ('article 60§7', 'loi du 8 juillet 1976', 'art. 61')
    """
    found = (collapse_spaces(match.group()).rstrip(" ,.") for match in _REFERENCE.finditer(title))
    return tuple(dict.fromkeys(found))
