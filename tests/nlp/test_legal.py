"""Legal references as plans write them."""

from __future__ import annotations

import pytest

from extractor.nlp.legal import find_legal_references


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Engager sous article 60§7", ["article 60§7"]),
        ("Contrats article 60, § 7", ["article 60, § 7"]),
        ("Stages art. 61 en entreprise", ["art. 61"]),
        ("Contrats art. 60 ou 61 en entreprise", ["art. 60 ou 61"]),
        ("Contrats (art. 60, art. 61, stages)", ["art. 60", "art. 61"]),
        ("Tickets « article 27 »", ["article 27"]),
        ("Appliquer l’article L1123-27 du Code", ["article L1123-27"]),
        ("Plan prévu par L1123-27", ["L1123-27"]),
        ("Revoir l’article 27bis", ["article 27bis"]),
        ("Appliquer la loi du 8 juillet 1976", ["loi du 8 juillet 1976"]),
        ("Appliquer la loi organique du 8 juillet 1976", ["loi organique du 8 juillet 1976"]),
        ("Décret du 19 juillet 2018", ["Décret du 19 juillet 2018"]),
        (
            "Article 60 de la loi du 8 juillet 1976",
            ["Article 60 de la loi du 8 juillet 1976"],
        ),
        ("Circulaire du 12/02/2020", ["Circulaire du 12/02/2020"]),
        ("Articles 60 et 61, puis articles 60 et 61", ["Articles 60 et 61", "articles 60 et 61"]),
        ("Article 60 et 5 ans de suivi", ["Article 60"]),
        ("Écrire un article sur les 10 ans du service", []),
        ("Revoir le règlement de travail", []),
        ("Faire respecter la loi", []),
        ("Acheter 60 articles de bureau", []),
        ("", []),
    ],
)
def test_references(title: str, expected: list[str]) -> None:
    assert list(find_legal_references(title)) == expected
