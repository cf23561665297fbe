"""One taxonomy for reading across: the themes of communes and of CPAS that stand for each other.

The plan of a commune is classed by the official categories, that of a CPAS by domains below
« Action sociale »; `models/taxonomy.toml` says which stand for each other (`commune`, `cpas`). Two
plans can be read side by side only under one of the two codes, which `common_theme` gives.
"""

from __future__ import annotations

from extractor.nlp.taxonomy import load_taxonomy


def common_theme(code: str) -> str:
    """Return the code under which a theme is read across institutions.

    A domain that stands for one category gives that category; categories that share one domain give
    the domain; all else itself.

    >>> common_theme("volet-externe-dvp-politiques-action-sociale/logement")
    'volet-externe-dvp-politiques-logement'
    """
    taxonomy = load_taxonomy()
    if code in taxonomy.commune:
        return taxonomy.commune[code]
    domain = taxonomy.cpas.get(code, code)
    if domain in taxonomy.commune:
        return taxonomy.commune[domain]
    standing = [category for category, other in taxonomy.cpas.items() if other == domain]
    if not standing:
        return code
    return standing[0] if len(standing) == 1 else domain


def is_expected(code: str, kind: str) -> bool:
    """Tell whether an institution of that kind may be expected to plan something on a theme.

    A domain of social action without a counterpart is a CPAS's; a category without one a commune's
    or a province's. Whatever has a counterpart, and common plans, are everybody's.
    """
    taxonomy = load_taxonomy()
    shared = {
        *taxonomy.commune,
        *taxonomy.commune.values(),
        *taxonomy.cpas,
        *taxonomy.cpas.values(),
    }
    if code in shared or kind in ("commune_cpas", "unknown"):
        return True
    return ("/" in code) == (kind == "cpas")
