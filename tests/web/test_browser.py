"""A real browser: every action once by mouse and once by keys, and a whole review."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web import papers
from tests.web.conftest import TOKEN, Site

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.slow
OS1, OO1, A1, A2, A3, OO2, A4 = (
    "Être une commune où il fait bon vivre",
    "Améliorer la propreté des espaces publics",
    "Acheter une balayeuse compacte",
    "Former les agents au tri des déchets",
    "Installer des poubelles et réparer les bancs",
    "Soutenir les associations du village",
    "Rénover la salle communale des fêtes",
)


class Screen:
    """What a clerk sees and does."""

    def __init__(self, driver: Any, site: Site, plan: str = "plan") -> None:
        self.driver, self.site, self.plan = driver, site, plan
        driver.get(f"{site.address}/?token={TOKEN}")
        driver.execute_script("localStorage.setItem('pst-by', 'Anne')")
        driver.get(f"{site.address}/plan/{plan}")
        self.wait(lambda: driver.execute_script(
            "return document.body.dataset.ready && document.body.dataset.pages"))  # fmt: skip
        driver.get_log("browser")

    def wait(self, what: Callable[[], Any], seconds: float = 15) -> Any:
        end = time.monotonic() + seconds
        while True:
            try:
                if found := what():
                    return found
            except Exception as error:
                if time.monotonic() > end:
                    raise error
            if time.monotonic() > end:
                pytest.fail(f"waited {seconds} s in vain; page says {self.toast()!r}")
            time.sleep(0.05)

    def toast(self) -> str:
        return str(self.driver.find_element(By.ID, "toast").text)

    def tree(self) -> list[str]:
        """Return the rows as `level code title`, indented by depth."""
        return self.driver.execute_script(
            "return [...document.querySelectorAll('#tree .row')].map(r => "
            "'  '.repeat(r.ariaLevel - 1) + r.querySelector('.lv').textContent + ' ' "
            "+ r.querySelector('.tt').textContent)"
        )  # type: ignore[no-any-return]

    def row(self, title: str) -> Any:
        return self.driver.execute_script(
            "return [...document.querySelectorAll('#tree .row')].find("
            "r => r.querySelector('.tt')?.textContent === arguments[0])", title,
        )  # fmt: skip

    def click(self, title: str) -> None:
        self.row(title).find_element(By.CSS_SELECTOR, ".tt").click()

    def press(self, css: str) -> None:
        """Click an element of the page; it may be drawn again between the look and the click."""
        self.wait(lambda: self.driver.find_element(By.CSS_SELECTOR, css).click() or True)

    def keys(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def chord(self, *keys: str) -> None:
        chain = ActionChains(self.driver)
        for key in keys[:-1]:
            chain.key_down(key)
        chain.send_keys(keys[-1])
        for key in keys[:-1]:
            chain.key_up(key)
        chain.perform()

    def button(self, text: str) -> None:
        """Press a button of the sheet, once the sheet is that of the chosen row."""

        def press() -> bool:
            selected = self.driver.find_element(By.CSS_SELECTOR, "#tree [aria-selected=true] .tt")
            heading = self.driver.find_element(By.CSS_SELECTOR, "#sheet h2")
            if selected.text not in heading.text:
                return False
            self.driver.find_element(
                By.XPATH, f"//section[@id='sheet']//button[starts-with(., '{text}')]"
            ).click()
            return True

        self.wait(press)

    def until(self, *rows: str) -> None:
        """Wait until these rows are shown, and the file holds what is shown."""
        self.wait(lambda: all(row in self.tree() for row in rows))

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.site.entries(self.plan)]

    def wait_kinds(self, *kinds: str) -> None:
        self.wait(lambda: self.kinds() == list(kinds))

    def errors(self) -> list[str]:
        return [
            line["message"] for line in self.driver.get_log("browser")
            if line["level"] == "SEVERE" and "422" not in line["message"]
        ]  # fmt: skip


@pytest.fixture
def screen(driver: Any, site: Site) -> Screen:
    return Screen(driver, site)


def test_choosing_shows_the_other_side(screen: Screen) -> None:
    screen.click(A2)
    box = screen.wait(lambda: screen.driver.find_element(By.CSS_SELECTOR, ".box.on"))
    assert box.get_attribute("data-k") == screen.row(A2).get_attribute("data-k")
    k = screen.row(A1).get_attribute("data-k")
    screen.driver.find_element(By.CSS_SELECTOR, f".box[data-k='{k}']").click()
    assert screen.row(A1).get_attribute("aria-selected") == "true"
    screen.keys(Keys.END)
    screen.wait(lambda: screen.driver.find_element(
        By.CSS_SELECTOR, ".page[data-page='2'] .box.on"))  # fmt: skip
    missed = screen.driver.find_elements(By.CSS_SELECTOR, ".page[data-page='1'] .text.out")
    assert [line.get_attribute("title") for line in missed][-1].startswith("Nos valeurs")
    screen.wait(lambda: "actions" in screen.driver.find_element(By.ID, "page-sum").text)
    assert screen.errors() == []


def test_title_by_keys_and_by_mouse(screen: Screen) -> None:
    screen.click(A1)
    screen.keys(Keys.ENTER)
    screen.keys(" d’occasion", Keys.ENTER)
    screen.until(f"    A {A1} d’occasion")
    ActionChains(screen.driver).double_click(
        screen.row(A2).find_element(By.CSS_SELECTOR, ".tt")).perform()  # fmt: skip
    screen.keys(" ménagers")
    screen.click(A3)
    screen.until(f"    A {A2} ménagers")
    screen.keys(Keys.F2)
    screen.keys("jamais", Keys.ESCAPE)
    screen.until(f"    A {A3}")
    screen.wait_kinds("title", "title")
    assert screen.errors() == []


def test_levels_by_keys(screen: Screen) -> None:
    screen.click(A2)
    screen.keys(Keys.TAB)
    screen.until(f"      SA {A2}")
    screen.chord(Keys.SHIFT, Keys.TAB)
    screen.until(f"    A {A2}")
    screen.keys("2")
    screen.until(f"  OO {A2}", f"    A {A3}")
    assert screen.tree()[3:6] == [f"  OO {A2}", f"    A {A3}", f"  OO {OO2}"]
    screen.wait_kinds("place", "level", "level")
    assert screen.errors() == []


def test_levels_by_mouse(screen: Screen) -> None:
    screen.click(A2)
    screen.button("Niveau")
    screen.until(f"      SA {A2}")
    screen.button("⇤")
    screen.until(f"    A {A2}")
    screen.wait_kinds("place", "level")


def test_moving_by_keys_by_buttons_and_by_dragging(screen: Screen) -> None:
    screen.click(A2)
    screen.chord(Keys.ALT, Keys.ARROW_UP)
    screen.wait(lambda: screen.tree()[2:4] == [f"    A {A2}", f"    A {A1}"])
    screen.button("↓")
    screen.wait(lambda: screen.tree()[2:4] == [f"    A {A1}", f"    A {A2}"])
    screen.chord(Keys.ALT, Keys.ARROW_DOWN)
    screen.wait(lambda: screen.tree()[3:5] == [f"    A {A3}", f"    A {A2}"])
    ActionChains(screen.driver).drag_and_drop(
        screen.row(A1).find_element(By.CSS_SELECTOR, ".tt"),
        screen.row(OO2).find_element(By.CSS_SELECTOR, ".lv"),
    ).perform()  # fmt: skip
    screen.wait(lambda: screen.tree()[4:7] == [f"  OO {OO2}", f"    A {A4}", f"    A {A1}"])
    screen.wait_kinds("place", "place", "place", "place")
    assert screen.errors() == []


def test_split_at_the_caret_and_merge(screen: Screen) -> None:
    screen.click(A3)
    screen.keys(Keys.ENTER)
    screen.keys(*[Keys.ARROW_LEFT] * len(" réparer les bancs"))
    screen.chord(Keys.CONTROL, Keys.ENTER)
    screen.until("    A Installer des poubelles et", "    A réparer les bancs")
    screen.click("Installer des poubelles et")
    screen.keys("m")
    screen.until(f"    A {A3}")
    screen.click(A3)
    screen.button("Couper")
    area = screen.wait(lambda: screen.driver.find_element(By.CSS_SELECTOR, "textarea.edit"))
    screen.driver.execute_script("arguments[0].setSelectionRange(24, 24)", area)
    screen.chord(Keys.CONTROL, Keys.ENTER)
    screen.until("    A Installer des poubelles", "    A et réparer les bancs")
    screen.click("Installer des poubelles")
    screen.button("Fusionner")
    screen.until(f"    A {A3}")
    screen.wait_kinds("split", "merge", "split", "merge")
    assert screen.errors() == []


def test_no_node_by_keys_and_by_mouse_then_undo_and_redo(screen: Screen) -> None:
    before = screen.tree()
    screen.click(OO2)
    screen.keys("x")
    screen.until(f"  A {A4}")
    screen.click(A1)
    screen.button("Pas un élément")
    screen.wait(lambda: f"    A {A1}" not in screen.tree())
    screen.chord(Keys.CONTROL, "z")
    screen.until(f"    A {A1}")
    screen.driver.find_element(By.ID, "undo").click()
    screen.wait(lambda: screen.tree() == before)
    screen.driver.find_element(By.ID, "redo").click()
    screen.until(f"  A {A4}")
    screen.chord(Keys.CONTROL, "y")
    screen.wait_kinds("remove", "remove")


def test_marks_by_keys_and_by_mouse_and_the_list_to_review(driver: Any, site: Site) -> None:
    papers.write_output(site.folder, "main", papers.large("Hautbois", 4, 30))
    screen = Screen(driver, site, "main")
    badge = screen.driver.find_element(By.ID, "unsure")
    assert badge.text == "2"  # numbers 50 and 100 are unsure
    screen.keys("n")
    chosen = "return document.querySelector('#tree [aria-selected=true].unsure .tt')?.textContent"
    first = screen.wait(lambda: driver.execute_script(chosen))
    screen.keys("v")
    screen.wait(lambda: badge.text == "1")
    driver.find_element(By.ID, "next").click()
    second = driver.execute_script(chosen)
    assert {first[:37], second[:37]} == {"Réaliser l’aménagement numéro 50 du qu"[:37],
                                         "Réaliser l’aménagement numéro 100 du q"[:37]}  # fmt: skip
    screen.button("À revoir")
    screen.wait(lambda: driver.find_elements(By.CSS_SELECTOR, ".row.again"))
    screen.keys("r")
    screen.wait(lambda: not driver.find_elements(By.CSS_SELECTOR, ".row.again"))
    screen.button("Vérifié")
    screen.wait(lambda: badge.text == "0")
    assert screen.errors() == []


def test_lines_become_a_node_by_mouse_and_by_keys(screen: Screen) -> None:
    driver = screen.driver
    driver.find_element(By.ID, "mark").click()
    screen.press(".text[title^='Nos valeurs']")
    driver.find_element(By.ID, "make").click()
    form = driver.find_element(By.ID, "new-form")
    assert form.find_element(By.NAME, "title").get_attribute("value").startswith("Nos valeurs")
    form.find_element(By.CSS_SELECTOR, "button.main").click()
    screen.until("OS Nos valeurs : proximité, sobriété, écoute.")
    screen.keys(Keys.END)
    screen.wait(lambda: driver.find_elements(By.CSS_SELECTOR, ".text[title^='Merci']"))
    screen.keys("l")
    last = driver.find_element(By.CSS_SELECTOR, ".text[title^='Merci']")
    driver.execute_script("arguments[0].tabIndex = -1; arguments[0].focus()", last)
    screen.keys(Keys.SPACE, Keys.ENTER)
    screen.wait(lambda: driver.find_element(By.ID, "new-node").get_attribute("open"))
    screen.chord(Keys.CONTROL, "a")
    screen.keys("Remercier la population", Keys.TAB, Keys.TAB,
                Keys.TAB, Keys.TAB, Keys.ENTER)  # fmt: skip
    screen.until("    A Remercier la population")
    assert screen.tree()[-1] == "    A Remercier la population"
    screen.wait_kinds("add", "add")
    assert screen.errors() == []


def test_chosen_lines_outlive_a_change_of_the_tree(screen: Screen) -> None:
    """The page is drawn again after a change, while a person may be choosing lines."""
    driver = screen.driver
    screen.click(A4)
    screen.button("Vérifié")
    screen.wait_kinds("mark")
    screen.keys("l")
    shown = ".text[title^='Nos valeurs']"  # drawn again between the look and the click, maybe
    screen.wait(lambda: driver.find_element(By.CSS_SELECTOR, shown).click() or True)
    driver.execute_script(
        "window.line = document.querySelector(arguments[0]); line.tabIndex = -1; line.focus();"
        "document.getElementById('undo').click()", shown,
    )  # fmt: skip
    screen.wait(lambda: not driver.execute_script("return window.line.isConnected"))
    title, chosen = driver.execute_script(
        "return [document.activeElement.title, document.querySelectorAll('.chosen').length]"
    )
    assert title.startswith("Nos valeurs")
    assert chosen == 1


def field(screen: Screen, name: str) -> Any:
    return screen.wait(lambda: screen.driver.find_element(
        By.CSS_SELECTOR, f"#sheet [name='{name}']"))  # fmt: skip


def test_the_sheet_holds_typed_fields(screen: Screen) -> None:
    screen.click(A4)
    screen.button("Vérifié")
    screen.wait_kinds("mark")
    screen.keys("a")
    screen.chord(Keys.CONTROL, "a")
    screen.keys("4b", Keys.TAB)
    screen.wait(lambda: len(screen.kinds()) == 2)
    values = {"services": "Travaux\nFinances", "deadline": "fin 2023", "progress": "40",
              "budget-text": "12.500,50 €"}  # fmt: skip
    for count, (name, text) in enumerate(values.items(), 3):
        screen.wait(lambda name=name, text=text: field(screen, name).send_keys(text) or True)
        field(screen, "description").click()
        screen.wait(lambda count=count: len(screen.kinds()) == count)
        time.sleep(0.5)  # the sheet is drawn again
    field(screen, "sdg-11").click()
    screen.wait(lambda: len(screen.kinds()) == 7)
    from selenium.webdriver.support.ui import Select

    Select(field(screen, "status")).select_by_value("en_cours")
    screen.wait(lambda: len(screen.kinds()) == 8)
    k = screen.row(A4).get_attribute("data-k")
    sheet = screen.site.get(f"/api/plan/plan/node/{k}")
    found = sheet["attributes"]
    assert sheet["code"] == "4b" and found["services"] == ["Travaux", "Finances"]
    assert found["deadline"]["end"] == "2023-12-31" and found["progress"] == 40
    assert found["budget"][0]["amount"] == 12500.5 and found["budget"][0]["currency"] == "EUR"
    assert found["sdgs"] == [11] and found["status"]["value"] == "en_cours"
    assert sheet["marked"] == "right" and screen.errors() == []


def test_the_document_by_keys_and_by_mouse(screen: Screen) -> None:
    driver = screen.driver
    screen.keys("d")
    form = driver.find_element(By.ID, "document-form")
    start = form.find_element(By.NAME, "start")
    start.clear()
    start.send_keys("2018", Keys.ENTER)
    screen.wait_kinds("document")
    driver.find_element(By.ID, "open-document").click()
    name = form.find_element(By.NAME, "name")
    name.clear()
    name.send_keys("Commune de Bellefontaine")
    driver.execute_script("document.querySelector('[name=adopted_on]').value = '2019-05-27'")
    form.find_element(By.CSS_SELECTOR, "button.main").click()
    screen.wait_kinds("document", "document", "document")
    screen.wait(
        lambda: "Bellefontaine · 2018-2024" in driver.find_element(By.ID, "plan-title").text
    )
    assert screen.errors() == []


def test_nothing_that_is_written_runs(screen: Screen) -> None:
    bad = "<img src=x onerror=\"document.title='pris'\"><script>document.title='pris'</script>"
    screen.click(A1)
    screen.keys(Keys.ENTER)
    screen.keys(bad, Keys.ENTER)
    screen.until(f"    A {A1}{bad}")
    screen.wait_kinds("title")
    long = "mot " * 2500
    screen.site.act("plan", kind="title", on=screen.row(A2).get_attribute("data-k"), to=long)
    screen.wait(lambda: any(len(row) > 9000 for row in screen.tree()))
    assert "pris" not in screen.driver.title
    assert screen.driver.find_elements(By.CSS_SELECTOR, "#tree img, #tree script") == []


def test_a_colleagues_change_appears(screen: Screen) -> None:
    k = screen.row(A1).get_attribute("data-k")
    screen.site.act("plan", by="Bruno", kind="title", on=k, to="Celui de Bruno")
    screen.until("    A Celui de Bruno")


def test_a_whole_review_from_the_document_to_done(driver: Any, site: Site, tmp_path: Path) -> None:
    source = tmp_path / "nouveau plan.pdf"
    source.write_bytes(papers.pdf())
    driver.get(f"{site.address}/?token={TOKEN}")
    driver.execute_script("localStorage.clear()")
    driver.get(site.address)
    driver.find_element(By.ID, "file").send_keys(str(source))
    name = driver.find_element(By.ID, "who-name")
    screen = Screen.__new__(Screen)
    screen.driver, screen.site, screen.plan = driver, site, "nouveau plan"
    screen.wait(name.is_displayed)
    name.send_keys("Denise", Keys.ENTER)
    link = screen.wait(lambda: driver.find_element(By.LINK_TEXT, "Commune de Belleherbe")
                       if driver.find_elements(By.XPATH, "//td[.='nouveau plan.pdf']") else None,
                       60)  # fmt: skip
    assert link
    row = driver.find_element(By.XPATH, "//tr[td[.='nouveau plan.pdf']]")
    assert "À relire" in row.text
    row.find_element(By.TAG_NAME, "a").click()
    screen.wait(lambda: driver.execute_script("return document.body.dataset.ready"))
    screen.click(A1)
    screen.keys(Keys.ENTER)
    screen.keys(" et silencieuse", Keys.ENTER)
    screen.wait(lambda: "title" in screen.kinds())
    driver.find_element(By.ID, "done").click()
    screen.wait(lambda: "Relu par Denise" in driver.find_element(By.ID, "done").text)
    driver.find_element(By.CSS_SELECTOR, ".back").click()
    row = screen.wait(lambda: driver.find_element(By.XPATH, "//tr[td[.='nouveau plan.pdf']]"))
    assert "Relu" in row.text and "Denise" in row.text
    driver.find_element(By.CSS_SELECTOR, "[name=state][value=done]").click()
    assert not row.is_displayed()


def test_the_list_filters_and_sorts(driver: Any, site: Site) -> None:
    papers.write_output(site.folder, "main", papers.large("Hautbois", 2, 3))
    driver.get(f"{site.address}/?token={TOKEN}")
    names = lambda: [  # noqa: E731
        row.text.split("\n")[0] for row in driver.find_elements(By.CSS_SELECTOR, "#plans tbody tr")
        if row.is_displayed()
    ]  # fmt: skip
    assert len(names()) == 3
    driver.find_element(By.ID, "search").send_keys("hautbois")
    assert len(names()) == 1
    driver.find_element(By.ID, "search").clear()
    driver.find_element(By.ID, "search").send_keys(Keys.SPACE)
    driver.find_element(By.CSS_SELECTOR, "[data-sort=institution]").click()
    assert names()[-1].startswith("Commune") and names()[0].startswith("CPAS")
    driver.find_element(By.CSS_SELECTOR, "[data-sort=institution]").click()
    assert names()[0].startswith("CPAS") is False


@pytest.mark.parametrize("width", [1024, 640])  # 640: 1,280 at 200 %
def test_nothing_is_cut_off_on_a_narrow_screen(driver: Any, site: Site, width: int) -> None:
    try:
        driver.set_window_size(width, 800)
        screen = Screen(driver, site)
        assert driver.execute_script(
            "return document.documentElement.scrollWidth <= window.innerWidth")  # fmt: skip
        screen.click(A1)
        assert screen.row(A1).get_attribute("aria-selected") == "true"
    finally:
        driver.set_window_size(1280, 900)
