"""Web pages of plans, one habit each, and what they must give. All are invented."""

from __future__ import annotations

import pytest

from tests.structure.helpers import COVER, find, outline, plan_of

HEAD = f"<h1>{COVER}</h1><h2>OS 1 : Être un CPAS proche</h2>"

#: habit → the markup of one action with its state
BADGES = {
    "after the title": '<li>Éditer un bulletin <span class="badge bg-info">En cours</span></li>',
    "before the title": '<li><span class="badge">En cours</span> Éditer un bulletin</li>',
    "with a label": '<li>Éditer un bulletin <em class="tag">Statut : En cours</em></li>',
    "in a block": '<li><p>Éditer un bulletin</p><div class="etat">En cours</div></li>',
    "above a title": '<li><div class="chip">En cours</div><h4>Éditer un bulletin</h4></li>',
}


@pytest.mark.parametrize("habit", BADGES)
def test_badges_are_values_and_no_part_of_the_title(habit: str) -> None:
    plan = plan_of(
        f"{HEAD}<h3>OO 1.1 : Mieux informer</h3><ul><li>Ouvrir un guichet</li>{BADGES[habit]}"
        "<li>Former les agents</li></ul>",
        "plan.html",
    )
    titles = [n.title for n in plan.nodes() if n.level == "ACTION"]
    assert titles == ["Ouvrir un guichet", "Éditer un bulletin", "Former les agents"]
    states = {n.title: n.attributes.status and n.attributes.status.value for n in plan.nodes()}
    assert {t: states[t] for t in titles} == dict.fromkeys(titles) | {titles[1]: "en_cours"}


def test_a_badge_that_numbers_a_title_stays_with_it() -> None:
    plan = plan_of(
        f'{HEAD}<h3><span class="badge">OO 1.1</span> Mieux informer</h3>'
        '<ul><li>Éditer un bulletin <span class="pill">fin 2022</span></li></ul>',
        "plan.html",
    )
    assert find(plan, "Mieux").code == "1.1"
    deadline = find(plan, "Éditer").attributes.deadline
    assert deadline is not None and str(deadline.end) == "2022-12-31"


def test_definitions_are_actions_and_introductions_are_not() -> None:
    actions = ("Éditer un bulletin", "Former les agents", "Ouvrir un guichet", "Créer un site")
    plan = plan_of(
        f"{HEAD}<p>Notre centre reçoit chaque jour une centaine de personnes.</p><dl>"
        f"<dt>OO 1.1 : Mieux informer</dt>{''.join(f'<dd>{a}</dd>' for a in actions)}"
        "<dt>OO 1.2 : Mieux accueillir</dt><dd>Les actions seront précisées en 2022.</dd></dl>",
        "plan.html",
    )
    assert outline(plan).splitlines() == [
        "OS 1 Être un CPAS proche", "  OO 1.1 Mieux informer",
        *(f"    ACTION {a}" for a in actions), "  OO 1.2 Mieux accueillir",
    ]  # fmt: skip


FOLDED = '<h2><button data-bs-toggle="collapse">OS {n} : Être proche {n}</button></h2>{panel}'
PANEL = (
    '<div class="tab-pane" style="display:none"><h3>OO {n}.1 : Informer {n}</h3>'
    '<ul><li>Éditer un bulletin {n} <a class="btn" href="#">Lire la suite</a></li></ul></div>'
)


def test_folded_panels_and_their_buttons_are_read() -> None:
    page = "".join(FOLDED.format(n=n, panel=PANEL.format(n=n)) for n in (1, 2))
    plan = plan_of(f"<h1>{COVER}</h1><p>{'Texte. ' * 40}</p>{page}", "plan.html")
    assert outline(plan).splitlines() == [
        line
        for n in (1, 2)
        for line in (
            f"OS {n} Être proche {n}", f"  OO {n}.1 Informer {n}",
            f"    ACTION Éditer un bulletin {n}",
        )
    ]  # fmt: skip


def test_chapters_around_objectives_without_label_are_none() -> None:
    objectives = "".join(
        f"<h1>Être une commune {word}</h1>"
        + "".join(
            f"<h2>{n}.{k}. Améliorer l’offre {n}.{k}</h2>"
            f"<ol><li>Organiser la fête {n}.{k}</li><li>Créer le club {n}.{k}</li></ol>"
            for k in (1, 2)
        )
        for n, word in enumerate(("ouverte", "sportive", "propre"), 1)
    )
    plan = plan_of(
        f"<p>{COVER}</p><h1>Le mot du Bourgmestre</h1><p>Bonne lecture.</p>"
        "<h1>Le programme</h1><ol><li>Séminaire du Collège</li><li>Ateliers</li></ol>"
        f"{objectives}<h1>Et après ?</h1><p>Le comité se réunit chaque année.</p>",
        "plan.html",
    )
    assert [n.title for n in plan.tree] == [
        "Être une commune ouverte", "Être une commune sportive", "Être une commune propre",
    ]  # fmt: skip
    assert len(list(plan.nodes())) == 3 + 6 + 12


def test_indented_items_are_parts_and_a_table_by_date_repeats() -> None:
    actions = (
        ("Créer un club (2026)", 0), ("Rénover le hall", 0), ("de la toiture (2027)", 20),
        ("des vestiaires", 20), ("Former les moniteurs (2028)", 0),
    )  # fmt: skip
    items = "".join(f'<li style="margin-left:{x}pt">{title}</li>' for title, x in actions)
    again = "".join(
        f"<tr><td>{title[-5:-1]}</td><td>{title[:-7]}</td></tr>"
        for title, _ in actions
        if "(" in title
    )
    plan = plan_of(
        f"{HEAD}<h3>OO 1.1 : Soutenir le sport</h3><ul>{items}</ul><h2>Annexe – Par échéance</h2>"
        f"<table><tr><td>Échéance</td><td>Action</td></tr>{again}</table>",
        "plan.html",
    )
    assert outline(plan).splitlines() == [
        "OS 1 Être un CPAS proche", "  OO 1.1 Soutenir le sport",
        *(f"    {'  SOUS_ACTION' if x else 'ACTION'} {title.split(' (')[0]}"
          for title, x in actions),
    ]  # fmt: skip
    dates = [node.attributes.deadline for node in plan.nodes() if node.attributes.deadline]
    assert [date.text for date in dates] == ["2026", "2027", "2028"]


def test_values_below_their_labels_do_not_swallow_the_next_action() -> None:
    values = "<dl><dt>Pilote</dt><dd>Juriste</dd><dt>Échéance</dt><dd>2023</dd></dl>"
    items = "".join(f"<li><b>{title}</b>{values}</li>" for title in ("Éditer un bulletin", "Lire"))
    plan = plan_of(f"{HEAD}<h3>OO 1.1 : Mieux informer</h3><ul>{items}</ul>", "plan.html")
    for title in ("Éditer", "Lire"):
        assert find(plan, title).attributes.responsibles == ["Juriste"]


def test_indented_items_of_a_list_without_labels_are_parts() -> None:
    part = '<ul><li>Créer un club</li><li style="margin-left:30pt">Louer un local</li></ul>'
    body = "".join(
        f"<h1>Être une commune {word}</h1>"
        + "".join(f"<h2>{n}.{k}. Améliorer l’offre {n}.{k}</h2>{part}" for k in (1, 2))
        for n, word in enumerate(("ouverte", "sportive"), 1)
    )
    plan = plan_of(f"<p>{COVER}</p>{body}", "plan.html")
    assert [n.level for n in plan.nodes()].count("SOUS_ACTION") == 4


def test_numbers_tell_the_level_of_titles_set_otherwise() -> None:
    def part(number: str, *objectives: str) -> str:
        lists = (
            f"{o}<ul><li>Ouvrir un guichet</li><li>Créer un site</li></ul>" for o in objectives
        )
        return f"<h3>{number} Être un CPAS proche de chacun</h3>{''.join(lists)}"

    plan = plan_of(
        f"<h1>{COVER}</h1>"
        + part("1.", "<h4>1.1. Mieux informer</h4>", "<h4>1.2. Mieux accueillir</h4>")
        + part("2 -", "<h4>2.1. Aider les aînés</h4>", "<h4>2.2. Aider les jeunes</h4>")
        + part("3.", "<p><b>3.1. Mieux gérer</b></p>", "<h4>3.2. Mieux acheter</h4>"),
        "plan.html",
    )
    objectives = [f"{n.level} {n.code}" for n in plan.nodes() if n.level != "ACTION"]
    assert objectives == [
        "OS 1", "OO 1.1", "OO 1.2", "OS 2", "OO 2.1", "OO 2.2", "OS 3", "OO 3.1", "OO 3.2",
    ]  # fmt: skip
    assert len(list(plan.nodes())) == len(objectives) + 12


def test_what_holds_a_list_of_actions_is_a_project() -> None:
    def sheet(number: int, service: str, badge: str = "") -> str:
        return (
            f"<details><summary>Fiche {number} – Un jardin pour tous</summary>{badge}<dl>"
            f"<dt>Service pilote</dt><dd>{service}</dd><dt>Échéance</dt><dd>2027</dd></dl>"
            "<h4>Actions</h4><ul><li>Choisir le terrain</li><li>Planter les arbres</li></ul>"
            "</details>"
        )

    plan = plan_of(
        f"{HEAD}<h3>OO 1.1 : Mieux vivre</h3>"
        + sheet(1, "Communication", '<span class="badge">Mesure phare</span>')
        + sheet(2, "Parcs")
        + "<h3>OO 1.2 : Mieux manger</h3>"
        + sheet(3, "Ressources humaines"),
        "plan.html",
    )
    projects = [node for node in plan.nodes() if node.level == "PROJET"]
    assert [(n.code, len(n.children)) for n in projects] == [("1", 2), ("2", 2), ("3", 2)]
    services = [n.attributes.services for n in projects]
    assert services == [["Communication"], ["Parcs"], ["Ressources humaines"]]


def test_goals_below_their_label_are_no_projects() -> None:
    def sheet(number: int, goals: str) -> str:
        return (
            f"<h3>OO 1.{number} : Mieux vivre {number}</h3><dl><dt>ODD</dt></dl>"
            f"<p>{goals}</p><h4>Actions</h4>"
            f"<ul><li>Choisir le terrain {number}</li><li>Planter {number} arbres</li></ul>"
        )

    goals = ["1. Pas de pauvreté", "4. Éducation de qualité", "11. Villes et communautés durables"]
    plan = plan_of(HEAD + "".join(sheet(n, goal) for n, goal in enumerate(goals, 1)), "plan.html")
    objectives = [node for node in plan.nodes() if node.level == "OO"]
    assert [node.attributes.sdgs for node in objectives] == [[1], [4], [11]]
    assert {n.level.value for o in objectives for n in o.children} == {"ACTION"}


#: what a card of an action holds, piece by piece
CARDS = {
    "code above the title": "<div>1.1.{n}</div><div>{t}</div><div>{s}</div><div>Pilote : X</div>",
    "badge before the title": "<div><span>1.1.{n}</span><span>{s}</span></div><div>{t}</div>",
    "code, heading, badge": "<span>1.1.{n}</span><h4>{t}</h4><span>{s}</span><p>Pilote : X</p>",
    "code with the title": "<div>1.1.{n} {t}</div><div>{s}</div><div>Pilote : X</div>",
}


@pytest.mark.parametrize("habit", CARDS)
def test_cards_whose_parts_are_siblings(habit: str) -> None:
    actions = [("Ouvrir un guichet", "En cours"), ("Former les agents", "Terminé")]
    cards = "".join(
        f"<div>{CARDS[habit].format(n=n, t=title, s=state)}</div>"
        for n, (title, state) in enumerate(actions, start=1)
    )
    plan = plan_of(f"{HEAD}<h3>OO 1.1 : Mieux informer</h3>{cards}", "plan.html")
    found = [
        (n.code, n.title, n.attributes.status and n.attributes.status.text)
        for n in plan.nodes()
        if n.level == "ACTION"
    ]
    assert found == [("1.1.1", *actions[0]), ("1.1.2", *actions[1])]


def test_a_bullet_before_a_number_says_nothing() -> None:
    plan = plan_of(
        f"{HEAD}<h3>OO 1.1 : Mieux informer</h3><ul><li>1.1.1 Ouvrir un guichet</li>"
        "<li>1.1.2 Former les agents</li></ul>",
        "plan.html",
    )
    assert [n.code for n in plan.nodes() if n.level == "ACTION"] == ["1.1.1", "1.1.2"]
