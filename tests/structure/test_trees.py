"""Small plans, one habit each, and the tree they must give. All are invented."""

from __future__ import annotations

import textwrap

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.pipeline import extract_bytes
from tests.readers.test_pdf import drawn, grid, put
from tests.structure.helpers import COVER, codes, find, outline, plan_of

#: habit → (text after the cover, outline)
TEXTS = {
    "labels, decimal codes, bullets": (
        """\
        O.S.1. Être un CPAS ouvert
        O.O.1.1. Améliorer l’accueil
        • Repeindre la salle d’attente
        • Former les agents du guichet
        O.O.1.2.      Informer le public
        O.S.2. Être un CPAS solidaire
        O.O.2.1. Soutenir les familles
        • Ouvrir une donnerie
        """,
        """\
        OS 1 Être un CPAS ouvert
          OO 1.1 Améliorer l’accueil
            ACTION Repeindre la salle d’attente
            ACTION Former les agents du guichet
          OO 1.2 Informer le public
        OS 2 Être un CPAS solidaire
          OO 2.1 Soutenir les familles
            ACTION Ouvrir une donnerie
        """,
    ),
    "two-digit codes follow": (
        "O.S.3. Être un CPAS proche\n"
        + "".join(f"O.O.3.{n}. Organiser la rencontre {n}\n" for n in range(8, 13)),
        """\
        OS 3 Être un CPAS proche
          OO 3.8 Organiser la rencontre 8
          OO 3.9 Organiser la rencontre 9
          OO 3.10 Organiser la rencontre 10
          OO 3.11 Organiser la rencontre 11
          OO 3.12 Organiser la rencontre 12
        """,
    ),
    "projects numbered through the document": (
        """\
        Objectif stratégique 1. ÊTRE UNE COMMUNE ACCUEILLANTE
        Objectif opérationnel 1.1. RÉNOVER LES ÉCOLES
        Projet 1. Isoler les toitures
        • Désigner un auteur de projet
        Projet 2. Agrandir le réfectoire
        Objectif stratégique 2. ÊTRE UNE COMMUNE SPORTIVE
        Objectif opérationnel 2.1. ÉQUIPER LES CLUBS
        Projet 3. Construire une piste
        """,
        """\
        OS 1 ÊTRE UNE COMMUNE ACCUEILLANTE
          OO 1.1 RÉNOVER LES ÉCOLES
            PROJET 1 Isoler les toitures
              ACTION Désigner un auteur de projet
            PROJET 2 Agrandir le réfectoire
        OS 2 ÊTRE UNE COMMUNE SPORTIVE
          OO 2.1 ÉQUIPER LES CLUBS
            PROJET 3 Construire une piste
        """,
    ),
    "titles glued to their codes": (
        """\
        OS.1Être un centre ouvert
        OO.1.1Améliorer l’accueil
        A.1.1.1Repeindre la salle d’attente
        A.1.1.2Former les agents du guichet
        OO.1.2L’isolement des aînés
        A.1.2.1Ouvrir un café des aidants
        """,
        """\
        OS 1 Être un centre ouvert
          OO 1.1 Améliorer l’accueil
            ACTION 1.1.1 Repeindre la salle d’attente
            ACTION 1.1.2 Former les agents du guichet
          OO 1.2 L’isolement des aînés
            ACTION 1.2.1 Ouvrir un café des aidants
        """,
    ),
    "ordinal axes, values in final parentheses": (
        """\
        Premier axe stratégique : un centre ouvert à chacun
          Objectif 1. Améliorer l’accueil
            Action 1 – Repeindre la salle d’attente (service technique, 2026)
            Action 2 – Former les agents du guichet (accueil, RH, fin 2027)
            Action 3 – Relire les courriers (méthode claire) (secrétariat, 2026)
          Objectif 2. Informer le public
          Objectif 3. Écouter les usagers
        Deuxième axe stratégique : un centre qui accompagne
          Objectif 1. Soutenir les familles
            Action 1 – Ouvrir une donnerie (service social, 2028)
          Objectif 2 Soutenir les aînés
        """,
        """\
        OS 1 un centre ouvert à chacun
          OO 1 Améliorer l’accueil
            ACTION 1 Repeindre la salle d’attente
            ACTION 2 Former les agents du guichet
            ACTION 3 Relire les courriers (méthode claire)
          OO 2 Informer le public
          OO 3 Écouter les usagers
        OS 2 un centre qui accompagne
          OO 1 Soutenir les familles
            ACTION 1 Ouvrir une donnerie
          OO 2 Soutenir les aînés
        """,
    ),
    "the plan is one chapter among others": (
        """\
        1. Introduction
        1.1. Le mot du Collège
        Nous avons voulu un document sobre.
        1.2. Cadre légal
        2. Nos objectifs
        2.1. Être une commune sûre
        2.1.1. Apaiser les rues des villages
        2.1.1.1. Poser des ralentisseurs
        2.1.1.2. Limiter la vitesse à 30 km/h
        2.1.2. Sécuriser les abords des écoles
        2.1.2.1. Créer une rue scolaire
        2.2. Être une commune verte
        2.2.1. Planter des haies
        2.2.1.1. Commander mille plants
        3. Pilotage
        3.1. Organes
        3.2. Calendrier
        """,
        """\
        OS 2.1 Être une commune sûre
          OO 2.1.1 Apaiser les rues des villages
            ACTION 2.1.1.1 Poser des ralentisseurs
            ACTION 2.1.1.2 Limiter la vitesse à 30 km/h
          OO 2.1.2 Sécuriser les abords des écoles
            ACTION 2.1.2.1 Créer une rue scolaire
        OS 2.2 Être une commune verte
          OO 2.2.1 Planter des haies
            ACTION 2.2.1.1 Commander mille plants
        """,
    ),
    "a volet in parentheses below its objective": (
        """\
        Objectif stratégique 1
        Être une commune sûre
        (volet externe)
        Objectif opérationnel 1.1 Apaiser les rues
        › Poser des ralentisseurs
        Objectif stratégique 2
        Être une administration moderne
        (volet interne)
        Objectif opérationnel 2.1 Numériser les dossiers
        › Acheter un logiciel
        """,
        """\
        OS 1 Être une commune sûre [externe]
          OO 1.1 Apaiser les rues
            ACTION Poser des ralentisseurs
        OS 2 Être une administration moderne [interne]
          OO 2.1 Numériser les dossiers
            ACTION Acheter un logiciel
        """,
    ),
    "a volet in parentheses between the number and the title": (
        """\
        Objectif stratégique 1 (volet externe)
        Être une commune sûre
        Objectif opérationnel 1.1 Apaiser les rues
        › Poser des ralentisseurs
        Objectif stratégique 2 (volet interne)
        Être une administration moderne
        Objectif opérationnel 2.1 Numériser les dossiers
        › Acheter un logiciel
        """,
        """\
        OS 1 Être une commune sûre [externe]
          OO 1.1 Apaiser les rues
            ACTION Poser des ralentisseurs
        OS 2 Être une administration moderne [interne]
          OO 2.1 Numériser les dossiers
            ACTION Acheter un logiciel
        """,
    ),
    "an objective and its volet are printed again above each form": (
        """\
        OS 1 : Être une commune sûre
        Volet externe
        Objectif opérationnel 1.1 : Apaiser les rues
        - Poser des ralentisseurs
        OS 1 : Être une commune sûre
        Volet externe
        Objectif opérationnel 1.2 : Éclairer les places
        - Remplacer les ampoules
        OS 2 : Être une administration moderne
        Volet interne
        Objectif opérationnel 2.1 : Numériser les dossiers
        - Acheter un logiciel
        """,
        """\
        OS 1 Être une commune sûre [externe]
          OO 1.1 Apaiser les rues
            ACTION Poser des ralentisseurs
          OO 1.2 Éclairer les places
            ACTION Remplacer les ampoules
        OS 2 Être une administration moderne [interne]
          OO 2.1 Numériser les dossiers
            ACTION Acheter un logiciel
        """,
    ),
    "axes with their volet in parentheses": (
        """\
        AXE 1 – CADRE DE VIE (volet externe)
        OS 1.1 : Être une commune sûre
        OO 1.1.1 : Apaiser les rues
        • Poser des ralentisseurs
        OS 1.2 : Être une commune verte
        OO 1.2.1 : Planter des haies
        • Commander mille plants
        AXE 2 – ADMINISTRATION (volet interne)
        OS 2.1 : Être une administration moderne
        OO 2.1.1 : Numériser les dossiers
        • Acheter un logiciel
        """,
        """\
        OS 1.1 Être une commune sûre [externe] <AXE 1 CADRE DE VIE>
          OO 1.1.1 Apaiser les rues
            ACTION Poser des ralentisseurs
        OS 1.2 Être une commune verte [externe] <AXE 1 CADRE DE VIE>
          OO 1.2.1 Planter des haies
            ACTION Commander mille plants
        OS 2.1 Être une administration moderne [interne] <AXE 2 ADMINISTRATION>
          OO 2.1.1 Numériser les dossiers
            ACTION Acheter un logiciel
        """,
    ),
    "slips in numbers and indents": (
        """\
        OBJECTIFS STRATÉGIQUES, OBJECTIFS OPÉRATIONNELS ET ACTIONS

        1. Être une commune sûre
          a) Apaiser les rues
             - Poser des ralentisseurs
             - Limiter la vitesse
          b. Sécuriser les abords des écoles
             - Créer une rue scolaire
             - Engager deux surveillants
          c) Éclairer les sentiers
             - Remplacer les lampes
            - Installer des capteurs

        2 Être une commune verte

          a) Planter des haies
             - Commander mille plants
             - Former les ouvriers
             - Entretenir les jeunes plants

        3. Être une commune solidaire
          a) Soutenir les aînés
             - Ouvrir un café des aidants
             - Organiser un taxi social
        """,
        """\
        OS 1 Être une commune sûre
          OO a Apaiser les rues
            ACTION Poser des ralentisseurs
            ACTION Limiter la vitesse
          OO b Sécuriser les abords des écoles
            ACTION Créer une rue scolaire
            ACTION Engager deux surveillants
          OO c Éclairer les sentiers
            ACTION Remplacer les lampes
            ACTION Installer des capteurs
        OS 2 Être une commune verte
          OO a Planter des haies
            ACTION Commander mille plants
            ACTION Former les ouvriers
            ACTION Entretenir les jeunes plants
        OS 3 Être une commune solidaire
          OO a Soutenir les aînés
            ACTION Ouvrir un café des aidants
            ACTION Organiser un taxi social
        """,
    ),
    "a list sign that slips": (
        "OS 1 : Être une commune sûre\nOO 1.1 : Apaiser les rues\n"
        + "".join(f"> Organiser la rencontre {n}\n" for n in range(1, 9))
        + "- Équiper la place\n> Organiser la dernière rencontre\n",
        "OS 1 Être une commune sûre\n  OO 1.1 Apaiser les rues\n"
        + "".join(f"    ACTION Organiser la rencontre {n}\n" for n in range(1, 9))
        + "    ACTION Équiper la place\n    ACTION Organiser la dernière rencontre\n",
    ),
    "a text with a paragraph per line": (
        "".join(
            f"Obj. stratégique {n} : Être un CPAS qui va à la rencontre des personnes isolées {n}\n"
            f"Une personne sur trois ne demande pas l’aide à laquelle elle a droit.\n"
            f"O.Op. {n}.1 : Développer le travail social de proximité dans les villages {n}\n"
            f"Les actions sont menées avec la commune et avec les associations du lieu.\n"
            for n in range(1, 17)
        ),
        "".join(
            f"OS {n} Être un CPAS qui va à la rencontre des personnes isolées {n}\n"
            f"  OO {n}.1 Développer le travail social de proximité dans les villages {n}\n"
            for n in range(1, 17)
        ),
    ),
    "an action directly under an objective": (
        """\
        OS 1 : Être une commune verte
        OO 1.1 : Planter des haies
        Action 1 : Commander des plants
        OS 2 : Être une commune calme
        Action 2 : Adopter une charte des fêtes
        """,
        """\
        OS 1 Être une commune verte
          OO 1.1 Planter des haies
            ACTION 1 Commander des plants
        OS 2 Être une commune calme
          ACTION 2 Adopter une charte des fêtes
        """,
    ),
    "a summary gives the volet, the detail the node": (
        """\
        Objectifs stratégiques
        Volet interne
        O.S.1. Être un CPAS où l’on travaille bien
        Volet externe
        O.S.2. Être un CPAS attentif aux aînés

        O.S.1. Être un CPAS où l’on travaille bien
        O.O.1.1. Moderniser les bureaux
        • Acheter des bureaux réglables
        O.S.2. Être un CPAS attentif aux aînés
        O.O.2.1. Rompre l’isolement
        • Organiser un repas mensuel
        """,
        """\
        OS 1 Être un CPAS où l’on travaille bien [interne]
          OO 1.1 Moderniser les bureaux
            ACTION Acheter des bureaux réglables
        OS 2 Être un CPAS attentif aux aînés [externe]
          OO 2.1 Rompre l’isolement
            ACTION Organiser un repas mensuel
        """,
    ),
    "roman numerals": (
        """\
        OS I : Être une commune ouverte
        OO I.1 : Simplifier les démarches
        • Créer un guichet unique
        OS II : Être une commune saine
        OO II.1 : Promouvoir le sport
        • Baliser un parcours
        """,
        """\
        OS 1 Être une commune ouverte
          OO 1.1 Simplifier les démarches
            ACTION Créer un guichet unique
        OS 2 Être une commune saine
          OO 2.1 Promouvoir le sport
            ACTION Baliser un parcours
        """,
    ),
    "ordinal words and guillemets": (
        """\
        Premier objectif stratégique : « Être une commune sûre »
        Objectif opérationnel 1.1 – « Éclairer les sentiers »
        • Remplacer les lampes
        Deuxième objectif stratégique : « Être une commune vivante »
        Objectif opérationnel 2.1 – « Soutenir les fêtes »
        • Prêter du matériel
        """,
        """\
        OS 1 Être une commune sûre
          OO 1.1 Éclairer les sentiers
            ACTION Remplacer les lampes
        OS 2 Être une commune vivante
          OO 2.1 Soutenir les fêtes
            ACTION Prêter du matériel
        """,
    ),
    "the title stands below its label": (
        """\
        Objectif stratégique 1

        Être une commune connectée

        Objectif opérationnel 1.1

        Raccorder les bâtiments publics
        • Poser la fibre à l’école

        Objectif stratégique 2

        Être une commune économe

        Objectif opérationnel 2.1

        Réduire les consommations
        • Placer des compteurs
        """,
        """\
        OS 1 Être une commune connectée
          OO 1.1 Raccorder les bâtiments publics
            ACTION Poser la fibre à l’école
        OS 2 Être une commune économe
          OO 2.1 Réduire les consommations
            ACTION Placer des compteurs
        """,
    ),
    "axes above the objectives": (
        """\
        Axe 1 : Solidarité
        OS 1 : Être une commune qui partage
        OO 1.1 : Ouvrir une épicerie sociale
        Action 1.1.1 : Trouver un local
        Axe 2 : Cadre de vie
        OS 2 : Être une commune propre
        OO 2.1 : Trier les déchets
        Action 2.1.1 : Installer des bulles
        """,
        """\
        OS 1 Être une commune qui partage <Axe 1 Solidarité>
          OO 1.1 Ouvrir une épicerie sociale
            ACTION 1.1.1 Trouver un local
        OS 2 Être une commune propre <Axe 2 Cadre de vie>
          OO 2.1 Trier les déchets
            ACTION 2.1.1 Installer des bulles
        """,
    ),
    "codes as suffixes, one counter for all": (
        """\
        1. Être une commune moderne (OS.1)
        1.1. Numériser les services (OO.2)
        1.1.1. Scanner les archives (A.3)
        1.1.2. Former les agents (A.4)
        2. Être une commune durable (OS.5)
        2.1. Isoler les bâtiments (OO.6)
        2.1.1. Changer les châssis (A.7)
        """,
        """\
        OS 1 Être une commune moderne
          OO 2 Numériser les services
            ACTION 3 Scanner les archives
            ACTION 4 Former les agents
        OS 5 Être une commune durable
          OO 6 Isoler les bâtiments
            ACTION 7 Changer les châssis
        """,
    ),
    "no label at all, one caption, indentation only": (
        """\
        OBJECTIFS STRATEGIQUES & OPERATIONNELS

        VOLET EXTERNE

        1. Être une commune où il fait bon vivre
           1. Aménager des espaces verts
              • Planter un verger
              • Installer des bancs
           2. Soutenir les associations
              • Prêter les salles
        2. Être une commune qui bouge
           1. Développer le vélo
              • Tracer des bandes cyclables
              • Poser des arceaux
        """,
        """\
        OS 1 Être une commune où il fait bon vivre [externe]
          OO 1 Aménager des espaces verts
            ACTION Planter un verger
            ACTION Installer des bancs
          OO 2 Soutenir les associations
            ACTION Prêter les salles
        OS 2 Être une commune qui bouge [externe]
          OO 1 Développer le vélo
            ACTION Tracer des bandes cyclables
            ACTION Poser des arceaux
        """,
    ),
    "a title that goes on below": (
        """\
        O.S.1. Être un CPAS qui accompagne chaque personne vers une vie
               autonome
        O.O.1.1. Développer des ateliers de cuisine, de couture et de
                 bricolage
        • Acheter du matériel en collaboration avec les associations du
          quartier
        • Recruter un animateur
        """,
        """\
        OS 1 Être un CPAS qui accompagne chaque personne vers une vie autonome
          OO 1.1 Développer des ateliers de cuisine, de couture et de bricolage
            ACTION Acheter du matériel en collaboration avec les associations du quartier
            ACTION Recruter un animateur
        """,
    ),
    "a heading printed again with « (suite) »": (
        """\
        OS 1 : Être une commune verte
        OO 1.1 : Planter des arbres
        • Planter le long des chemins
        OO 1.1 : Planter des arbres (suite)
        • Distribuer des fruitiers
        OO 1.2 : Creuser des mares
        • Choisir les endroits
        """,
        """\
        OS 1 Être une commune verte
          OO 1.1 Planter des arbres
            ACTION Planter le long des chemins
            ACTION Distribuer des fruitiers
          OO 1.2 Creuser des mares
            ACTION Choisir les endroits
        """,
    ),
}


@pytest.mark.parametrize("habit", TEXTS)
def test_text_gives_the_tree(habit: str) -> None:
    source, expected = TEXTS[habit]
    plan = plan_of(COVER + textwrap.dedent(source))
    assert outline(plan) == textwrap.dedent(expected).rstrip()
    assert "no-plan-found" not in codes(plan)


TABLES = {
    "rows of objectives have their number in the column of codes": (
        "<tr><th>Code</th><th>Intitulé</th><th>Service</th><th>Échéance</th></tr>"
        "<tr><td>OS 1 –</td><td>Être une commune propre</td><td></td><td></td></tr>"
        "<tr><td>OO 1.1 –</td><td>Ramasser les déchets</td><td>Travaux</td><td></td></tr>"
        "<tr><td>1.1.1</td><td>Poser vingt poubelles</td><td>Travaux</td><td>2021</td></tr>"
        "<tr><td>1.1.2</td><td>Engager un ouvrier</td><td>Personnel</td><td>2022</td></tr>",
        """\
        OS 1 Être une commune propre
          OO 1.1 Ramasser les déchets
            ACTION 1.1.1 Poser vingt poubelles
            ACTION 1.1.2 Engager un ouvrier
        """,
    ),
    "a pictogram in a column that no header names": (
        "<tr><td>OS 1 – Être une commune propre</td></tr>"
        "<tr><td>OO 1.1 – Ramasser les déchets</td></tr>"
        "<tr><td>1.1.1 Poser vingt poubelles</td><td>2021</td><td>✔</td></tr>"
        "<tr><td>1.1.2 Engager un ouvrier</td><td>2022</td><td>▶</td></tr>",
        """\
        OS 1 Être une commune propre
          OO 1.1 Ramasser les déchets
            ACTION 1.1.1 Poser vingt poubelles
            ACTION 1.1.2 Engager un ouvrier
        """,
    ),
    "a column per level, repeated or merged cells": (
        """
        <tr><th>Objectif stratégique<th>Objectif opérationnel<th>Action<th>Pilote</tr>
        <tr><td rowspan=3>OS 1 Être une commune sûre<td rowspan=2>OO 1.1 Éclairer les rues
            <td>Changer les lampes<td>Service travaux</tr>
        <tr><td>Poser des détecteurs<td>Service travaux</tr>
        <tr><td>OO 1.2 Ralentir les voitures<td>Tracer une zone 30<td>Police</tr>
        """,
        """\
        OS 1 Être une commune sûre
          OO 1.1 Éclairer les rues
            ACTION Changer les lampes
            ACTION Poser des détecteurs
          OO 1.2 Ralentir les voitures
            ACTION Tracer une zone 30
        """,
    ),
    "full-width rows above the actions": (
        """
        <tr><td colspan=3>OS 1 : Être une commune saine</tr>
        <tr><td colspan=3>OO 1.1 : Bouger plus</tr>
        <tr><th>N°<th>Action<th>Échéance</tr>
        <tr><td>1<td>Ouvrir une salle<td>2021</tr>
        <tr><td>2<td>Baliser des sentiers<td>fin 2022</tr>
        <tr><td colspan=3>OO 1.2 : Manger mieux</tr>
        <tr><td>3<td>Créer un potager<td>2023</tr>
        """,
        """\
        OS 1 Être une commune saine
          OO 1.1 Bouger plus
            ACTION 1 Ouvrir une salle
            ACTION 2 Baliser des sentiers
          OO 1.2 Manger mieux
            ACTION 3 Créer un potager
        """,
    ),
}


@pytest.mark.parametrize("habit", TABLES)
def test_table_gives_the_tree(habit: str) -> None:
    rows, expected = TABLES[habit]
    page = f"<!DOCTYPE html><body><h1>{COVER.strip()}</h1><table border=1>{rows}</table>"
    plan = plan_of(page, "plan.html")
    assert outline(plan) == textwrap.dedent(expected).rstrip()


def test_the_plan_begins_behind_a_cover_that_looks_like_it() -> None:
    page = """<!DOCTYPE html><body><h1>Belleherbe, un village vivant</h1>
    <p>Programme stratégique transversal 2024-2030</p>
    <ul><li>2.300 habitants</li><li>41 agents communaux</li><li>3 écoles</li><li>2 crèches</li>
    <li>4 salles de village</li><li>5 églises classées</li></ul>
    <h1>Une commune où l’on respire</h1>
    <h2>1.1 Planter des haies</h2>
    <ul><li>Commander mille plants</li><li>Former les ouvriers</li></ul>
    <h2>1.2 Creuser des mares</h2><ul><li>Désigner un auteur de projet</li></ul>
    <h1>Une commune solidaire</h1>
    <h2>2.1 Soutenir les aînés</h2><ul><li>Ouvrir un café des aidants</li></ul>"""
    expected = """\
        OS Une commune où l’on respire
          OO 1.1 Planter des haies
            ACTION Commander mille plants
            ACTION Former les ouvriers
          OO 1.2 Creuser des mares
            ACTION Désigner un auteur de projet
        OS Une commune solidaire
          OO 2.1 Soutenir les aînés
            ACTION Ouvrir un café des aidants
        """
    assert outline(plan_of(page, "plan.html")) == textwrap.dedent(expected).rstrip()


def test_a_number_apart_is_the_title_s() -> None:
    def objective(number: int, title: str, table: bool) -> str:
        head = f"<p>{number}</p><h1>{title}</h1>"
        if table:
            head = f"<table><tr><td>{number}</td><td><h1>{title}</h1></td></tr></table>"
        return head + "".join(
            f"<h2>{number}.{k}. Améliorer l’offre {k} ▼</h2><ul><li>Créer un club {k}</li></ul>"
            for k in (1, 2)
        )

    page = f"<!DOCTYPE html><body><p>{COVER}</p>" + "".join(
        objective(n, f"Une commune {word}", n == 2)
        for n, word in enumerate(("ouverte", "sportive", "propre"), 1)
    )
    tree = plan_of(page, "plan.html").tree
    assert [(node.code, node.title) for node in tree] == [
        ("1", "Une commune ouverte"), ("2", "Une commune sportive"), ("3", "Une commune propre"),
    ]  # fmt: skip
    assert {child.title for node in tree for child in node.children} == {
        "Améliorer l’offre 1", "Améliorer l’offre 2",
    }  # fmt: skip


def test_columns_become_attributes_of_their_row() -> None:
    rows = TABLES["a column per level, repeated or merged cells"][0]
    plan = plan_of(f"<!DOCTYPE html><body><h1>{COVER}</h1><table>{rows}</table>", "plan.html")
    assert find(plan, "Changer").attributes.responsibles == ["Service travaux"]
    assert find(plan, "Tracer").attributes.responsibles == ["Police"]
    assert not find(plan, "Éclairer").attributes.responsibles


def test_fields_and_prose_belong_to_the_node_above() -> None:
    plan = plan_of(
        COVER
        + textwrap.dedent("""\
        OS 1 : Être une commune lectrice
        Motivation : la bibliothèque a perdu un tiers de ses lecteurs.
        OO 1.1 : Ouvrir la bibliothèque plus souvent
        Action 1.1.1 : Engager un bibliothécaire
        Pilote : le service culture
        Échéance : fin 2021
        Budget : 12.500 €
        Action 1.1.2 : Acheter des livres
        """)
    )
    action = find(plan, "Engager").attributes
    assert action.responsibles == ["le service culture"]
    assert action.deadline and str(action.deadline.end) == "2021-12-31"
    assert [money.amount for money in action.budget] == [12500]
    assert "un tiers de ses lecteurs" in (find(plan, "Être").description or "")
    assert not find(plan, "Acheter").attributes.model_dump()


def sheet(number: int, fields: str, *actions: str) -> str:
    """Return an objective with its actions and, below them, fields."""
    listed = "".join(f"• {action}\n" for action in actions)
    return f"OO 1.{number} : Organiser la fête {number}\nActions\n{listed}{fields}\n"


def test_fields_that_close_each_list_of_actions_belong_to_the_objective() -> None:
    fields = "Pilote : service des fêtes\nIndicateurs\n- nombre de visiteurs\n"
    plan = plan_of(
        COVER
        + "OS 1 : Être une commune festive\n"
        + sheet(1, fields, "Louer un chapiteau", "Engager une fanfare")
        + sheet(2, fields, "Tirer un feu d’artifice")
        + sheet(3, fields, "Dresser un podium", "Nettoyer la place", "Poser des barrières")
        + sheet(4, fields, "Commander des lampions", "Inviter les voisins")
    )
    for node in plan.nodes():
        assert node.attributes.responsibles == ["service des fêtes"] * (node.level.value == "OO")
        assert len(node.attributes.indicators) == (node.level.value == "OO")


def test_fields_between_actions_belong_to_the_action() -> None:
    plan = plan_of(
        COVER
        + "OS 1 : Être une commune festive\n"
        + sheet(1, "Pilote : Ann Rox", "Louer un chapiteau", "Engager une fanfare")
        + sheet(2, "Pilote : Ann Rox", "Dresser un podium", "Inviter les voisins")
        + sheet(3, "Pilote : Ann Rox\n• Poser des barrières\nPilote : Luc Nys", "Nettoyer la place")
    )
    piloted = [node.title for node in plan.nodes() if node.attributes.responsibles]
    assert piloted == [
        "Engager une fanfare", "Inviter les voisins", "Nettoyer la place", "Poser des barrières",
    ]  # fmt: skip


def series(numbers: str) -> str:
    """Return a plan of one objective with an operational objective for each number."""
    return "OS 1 : Être A\n" + "".join(f"OO {n} : Tenir\n• Pas {n}\n" for n in numbers.split())


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (series("1.1 1.2 1.3 1.4 1.6 1.7 1.8"), "numbering-gap"),
        ("OS 1 : Être A\nOO 1.1 : Aider\n• Un\nOO 1.1 : Garder\n• Deux\n", "numbering-duplicate"),
        (series("1.1 1.2 1.3 3.4 1.5"), "numbering-parent-mismatch"),
        ("OS 1 : Être A\nOO 1.1 : Aider\n• Un\nOO 1.2 : Garder\n", "empty-objective"),
        ("OS 1 : Être A\nAction 1 : Aider\nAction 2 : Garder\nOO 1.1 : Trier\nAction 3 : Offrir\n",
         "level-skipped"),
    ],
)  # fmt: skip
def test_contradiction_is_reported_and_nothing_is_changed(source: str, code: str) -> None:
    plan = plan_of(COVER + source)
    assert code in codes(plan)
    printed = [line for line in source.splitlines() if line]
    assert len(list(plan.nodes())) == len(printed)


def test_codes_are_kept_as_printed_when_they_contradict_the_order() -> None:
    plan = plan_of(COVER + "OS 1 : Être A\nOO 2.7 : Aider\n• Un\nOO 1.1 : Garder\n• Deux\n")
    assert outline(plan).splitlines() == [
        "OS 1 Être A", "  OO 2.7 Aider", "    ACTION Un", "  OO 1.1 Garder", "    ACTION Deux",
    ]  # fmt: skip


def test_prose_that_ends_in_an_abbreviation_is_no_objective() -> None:
    plan = plan_of(
        COVER
        + "Ce carnet décrit douze projets. Chacun d’eux sert un objectif stratégique (OS).\n"
        + series("1.1 1.2 1.3")
    )
    assert [node.code for node in plan.tree] == ["1"]


def test_what_follows_the_plan_is_annex() -> None:
    plan = plan_of(
        COVER + TEXTS["labels, decimal codes, bullets"][0].replace("        ", "")
        + "\nGlossaire\n\n• CPAS : centre public d’action sociale\n• PST : programme\n"
    )  # fmt: skip
    assert [n.title for n in plan.nodes()][-1] == "Ouvrir une donnerie"
    annex = [block.text for block in plan.front_matter if block.kind == "annex"]
    assert any("Glossaire" in text for text in annex)
    assert any("centre public" in text for text in annex)


def test_bullets_before_the_plan_are_no_actions() -> None:
    plan = plan_of(
        COVER + "Nos services\n\n• Le service social\n• La crèche\n• Le service d’insertion\n\n"
        + TEXTS["labels, decimal codes, bullets"][0].replace("        ", "")
    )  # fmt: skip
    assert not any("crèche" in n.title for n in plan.nodes())
    assert any("crèche" in block.text for block in plan.front_matter)
    assert outline(plan) == textwrap.dedent(TEXTS["labels, decimal codes, bullets"][1]).rstrip()


def test_the_second_line_of_a_label_in_a_row_of_its_own() -> None:
    rows = [("Pilote", "service des parcs"), ("Indicateurs de", "- arbres plantés"),
            ("résultat", ""), ("Échéance", "2027")]  # fmt: skip
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    plan = plan_of(
        f"<!DOCTYPE html><body><h1>{COVER}</h1><p>OS 1 : Être verte</p><p>OO 1.1 : Planter</p>"
        f"<p>Action 1.1.1 : Planter une haie</p><table>{cells}</table>",
        "plan.html",
    )
    action = find(plan, "Planter une haie")
    assert not action.children and action.attributes.deadline
    assert [found.label for found in action.attributes.indicators] == ["arbres plantés"]


def test_values_below_a_header_of_another_grid() -> None:
    """A dashboard: pictograms and values under a ruled header, each group a table of its own."""

    def page(canvas: Canvas) -> None:
        for number, head in enumerate(("CODE", "INTITULÉ", "SERVICE", "ÉCHÉANCE", "ÉTAT")):
            put(canvas, EDGES[number] + 4, 50, head, 8, "Helvetica-Bold")
        grid(canvas, [*EDGES, 550], [40, 56])
        grid(canvas, [50, 550], [56, 76])
        put(canvas, 54, 70, "OS 1 – Être une commune propre")
        put(canvas, 480, 70, "Volet externe")
        for group in (1, 2):
            top = 20 + 80 * group
            put(canvas, 54, top, f"OO 1.{group} – Ramasser les déchets {group}", 12)
            for row in (1, 2, 3):
                cells = (f"1.{group}.{row}", f"Poser {row}{group} poubelles au centre", "Travaux",
                         f"31/12/202{row}", "En cours")  # fmt: skip
                for x, cell in zip(EDGES, cells, strict=True):
                    put(canvas, x + 4, top + 16 * row, cell, 9)

    plan = extract_bytes(drawn(page), "plan.pdf", nlp=False)
    assert plan.tree[0].title == "Être une commune propre" and plan.tree[0].volet == "externe"
    actions = [node for node in plan.nodes() if node.level.value == "ACTION"]
    assert [node.code for node in actions] == ["1.1.1", "1.1.2", "1.1.3", "1.2.1", "1.2.2", "1.2.3"]
    assert all(node.attributes.services == ["Travaux"] for node in actions)
    assert all(node.attributes.status and node.attributes.deadline for node in actions)


EDGES = (50, 90, 300, 380, 460)


def test_labels_of_figures_in_a_table_hold_no_objectives() -> None:
    figures = ("Superficie", "64 km²"), ("Habitants", "7 312"), ("Écoles", "4"), ("Agents", "62")
    rows = "".join(f"<tr><td><b>{name}</b></td><td>{value}</td></tr>" for name, value in figures)
    before = (
        "<h1>Le mot du Bourgmestre</h1><p>Bonne lecture !</p><h1>Le plan en bref</h1>"
        "<h2>Un outil prévu par le Code</h2><p>Le Conseil en prend acte.</p>"
        "<h2>Comment il a été construit</h2><ol><li>Ateliers des services.</li>"
        "<li>Soirées dans les villages.</li></ol><h1>La commune en chiffres</h1>"
    )
    chapters = "".join(
        f"<h1>Être une commune {word}</h1><p>Une introduction sans détail.</p>"
        + "".join(
            f"<h2>{n}.{m} Donner {word} au village {m}</h2>"
            f"<ol><li>Créer un lieu {word} dans le village {m}</li>"
            f"<li>Équiper la salle {word} du village {m}</li></ol>"
            for m in (1, 2, 3)
        )
        for n, word in enumerate(("rurale", "solidaire", "accueillante"), 1)
    )
    page = f"<p>{COVER}</p>{before}<table>{rows}</table>{chapters}<h1>Et après ?</h1>"
    plan = plan_of(page, "plan.html")
    assert [node.title for node in plan.tree] == [
        "Être une commune rurale", "Être une commune solidaire", "Être une commune accueillante",
    ]  # fmt: skip


def test_codes_of_its_own_close_titles_and_arrows_open_items() -> None:
    text = """
    PST 2025-2030 – Commune de Valombre

    Être une commune ouverte (GO.1)
    ➢ Valoriser les équipes (JL.2)
      => Aménager un relevé des bâtiments (A.3)
      => Moderniser les permanences (A.4)
    Être une commune propre (GO.5)
    ➢ Assurer la propreté (JL.6)
      => Rénover les avaloirs (A.7)
    """
    nodes = outline(plan_of(textwrap.dedent(text))).splitlines()
    assert [line.split()[0] for line in nodes] == [
        "OS", "OO", "ACTION", "ACTION", "OS", "OO", "ACTION",
    ]  # fmt: skip
    assert "=>" not in " ".join(nodes)


def test_a_number_before_a_verb_counts_without_a_sign() -> None:
    text = """
    PST 2025-2030 – Commune de Valombre

    1 Développer la vie des quartiers

    1.1 Ressort
    Soutenir les comités
    - Publier un guide des associations
    - Prêter du matériel

    1.2 Ressort
    Animer les places
    - Installer des bancs
    """
    nodes = outline(plan_of(textwrap.dedent(text))).splitlines()
    assert [line.split()[0] for line in nodes] == [
        "OS", "OO", "ACTION", "ACTION", "OO", "ACTION",
    ]  # fmt: skip


def test_values_in_small_type_below_a_title_are_no_part_of_it() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 72, 60, "PST 2025-2030 - Commune de Valombre", 14)
        for n, top in ((1, 100), (2, 160)):
            put(canvas, 72, top, f"OS {n} : Faire vivre la place {n}", 12)
            put(canvas, 72, top + 13, "id 1042 · resp. J. Delvaux · service Informatique", 9)
            put(canvas, 90, top + 30, f"- Planter {n} arbres", 10)

    plan = extract_bytes(drawn(page), "plan.pdf", nlp=False)
    titles = [node.title for node in plan.tree]
    assert titles == ["Faire vivre la place 1", "Faire vivre la place 2"]
