"""The page is read with Python's own HTML parser, and used in headless Chromium."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pubinnov.export import text
from pubinnov.export.document import GRADE, GROUNDS, Column, Document, EdgeRow, Ground, NodeRow
from pubinnov.export.formats import html
from pubinnov.export.loss import Loss

_HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"


@pytest.fixture(scope="module")
def small() -> Document:
    nodes = [
        NodeRow("tech:id", "Electronic identity", "Technology", ("https://example.org/id", ["claim:one", "claim:two"], "Identité électronique", ["eID", "Bürgerkarte"]), 2001, 2010),
        NodeRow("tech:data", "Données ouvertes", "Technology", (None, None, "Données ouvertes", None), 2015),
        NodeRow("benefit:time", "Time saved", "Benefit", (None, None, None, None)),
        NodeRow("benefit:bad", _HOSTILE, "Benefit", (None, [], _HOSTILE, None)),
    ]  # fmt: skip
    edges = [
        EdgeRow("e0", 0, 2, "brings", 3, (["src:one"], "B", ["claim:1", "claim:2", "claim:3", "claim:4"]), 2001),
        EdgeRow("e1", 0, 2, "is said not to bring", 1, (None, None, None)),
        EdgeRow("e2", 1, 2, "brings", 1, (None, "D", ["claim:unknown"]), 2016),
        EdgeRow("e3", 1, 3, "brings", 1, (["src:bad"], "A", ["claim:bad"]), 2016),
    ]
    grounds = {
        "claim:1": Ground("Forms are filled in twice as fast.", "B", "National e-ID", (("An audit", "https://example.org/audit"), ("A book", ""))),
        **{f"claim:{number}": Ground(f"Claim {number}.", "D", "", ()) for number in (2, 3, 4)},
        "claim:bad": Ground(_HOSTILE, "A", _HOSTILE, ((_HOSTILE, "javascript:window.hacked=3"), ("x", 'https://x/"onclick="y'))),
    }  # fmt: skip
    node_columns = (
        Column("page", "string"),
        Column("claims", "string", many=True),
        Column("label@fr", "string"),
        Column("alias@de", "string", many=True),
    )
    edge_columns = (Column("sources", "string", many=True), GRADE, GROUNDS)
    return Document("A <small> network", True, node_columns, edge_columns, nodes, edges, lambda: grounds)


def written(document: Document) -> bytes:
    output, loss = io.BytesIO(), Loss()
    html.write(document, output, loss)
    assert loss.lines() == []
    return output.getvalue()


class Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.graph = self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == ("script", {"type": "application/json", "id": "graph"}):
            self.graph += data
        elif self.tags and self.tags[-1][0] == "title":
            self.title += data


def read(document: Document) -> tuple[Scripts, dict[str, Any]]:
    parser = Scripts()
    parser.feed(written(document).decode("utf-8"))
    return parser, json.loads(parser.graph[: parser.graph.rindex("}") + 1])


def texts(columns: tuple[Column, ...], values: Any) -> list[Any]:
    """Return values as FATES says: as texts, lists as lists."""
    return [
        None if value is None else [text.one(each) for each in value] if column.many else text.joined(value, column)
        for column, value in zip(columns, values, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["curated", "nasty", "undirected", "small"])
def test_everything_is_in_the_page(name: str, request: pytest.FixtureRequest) -> None:
    document: Document = request.getfixturevalue(name)
    _, graph = read(document)
    assert (graph["title"], graph["directed"]) == (document.title, document.directed)
    assert [tuple(column.values()) for column in graph["nodeColumns"]] == list(document.node_columns)
    assert [tuple(column.values()) for column in graph["edgeColumns"]] == list(document.edge_columns)
    assert [(*row[:3], *row[5:]) for row in graph["nodes"]] == [
        (node.id, node.label, node.kind, node.start, node.end, texts(document.node_columns, node.values))
        for node in document.nodes
    ]
    assert graph["edges"] == [
        [edge.id, edge.source, edge.target, edge.kind, text.one(edge.weight),
         edge.start, edge.end, texts(document.edge_columns, edge.values)]
        for edge in document.edges()
    ]  # fmt: skip
    assert graph["grounds"] == json.loads(json.dumps(document.grounds()))
    assert all(0 <= place <= 1 for row in graph["nodes"] for place in row[3:5])


def test_nothing_refers_to_elsewhere(nasty: Document) -> None:
    parser, _ = read(nasty)
    assert {tag for tag, _ in parser.tags} == {"html", "head", "meta", "title", "style", "body", "noscript", "script"}
    assert not [attributes for _, attributes in parser.tags if {"src", "href"} & set(attributes)]
    assert parser.title.strip() == 'A nasty <graph> & "more" �'
    policy = next(attributes["content"] for tag, attributes in parser.tags if "http-equiv" in attributes)
    assert policy and policy.startswith("default-src 'none';")
    assert "'unsafe-inline'" not in policy.partition("script-src")[2]
    assert "unsafe-eval" not in policy


def test_surrogates_are_kept() -> None:
    node = NodeRow("a", "broken \ud800 text", "\udfff", ("\ud83d",))
    _, graph = read(Document("t \ud800", False, (Column("c", "string"),), (), [node], []))
    assert graph["nodes"][0][1:3] == ["broken \ud800 text", "\udfff"]


def test_a_network_without_nodes() -> None:
    _, graph = read(Document("", False, (), (), [], []))
    assert (graph["nodes"], graph["edges"]) == ([], [])


# --- In the browser ---


class Page:
    """A page in headless Chromium."""

    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver = driver
        self.folder = folder
        self.document: Document | None = None

    def open(self, document: Document, fragment: str = "") -> None:
        path = self.folder / "page.html"
        # A page that is there already would only go to the fragment.
        self.driver.get("about:blank")
        if document is not self.document:
            path.write_bytes(written(document))
            self.document = document
        self.driver.get_log("performance")
        self.driver.get(path.as_uri() + fragment)
        self.wait("document.body.dataset.ready === 'true'")

    def js(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(f"return {script}", *arguments)

    def wait(self, condition: str) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 10, poll_frequency=0.05).until(lambda _: self.js(condition))

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        return [
            element.text.replace("\n", " ").strip() for element in self.driver.find_elements("css selector", selector)
        ]

    def press(self, *keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver, duration=0).send_keys(key).perform()

    def place(self, number: int) -> Any:
        """Where a node lies in the layout."""
        return self.js(f"JSON.parse(document.getElementById('graph').textContent).nodes[{number}].slice(3, 5)")

    def to_picture(self, x: float, y: float) -> Any:
        """Move the pointer to a place of the layout."""
        from selenium.webdriver.common.action_chains import ActionChains

        across, up = self.ranges()
        plot = self.find("#plot")
        size = plot.size
        dx = ((x - across[0]) / (across[1] - across[0]) - 0.5) * size["width"]
        dy = (0.5 - (y - up[0]) / (up[1] - up[0])) * size["height"]
        return ActionChains(self.driver, duration=0).move_to_element_with_offset(plot, round(dx), round(dy))

    def ranges(self) -> Any:
        return self.js(
            "(f => [[f.x_range.start, f.x_range.end], [f.y_range.start, f.y_range.end]])(Bokeh.documents[0].roots()[0])"
        )

    def nodes(self) -> Any:
        """The name and opacity of each node that the picture shows."""
        return self.js(
            "(data => data.name.map((name, at) => [name, data.fill_alpha[at]]))"
            "(Bokeh.documents[0].roots()[0].renderers.map(r => r.data_source.data).find(data => data.name))"
        )

    def drawn(self) -> list[str]:
        """The names of the nodes that the picture shows."""
        return sorted(name for name, _ in self.nodes())

    def bright(self) -> list[str]:
        """The names of those that are not dimmed."""
        return sorted(name for name, alpha in self.nodes() if alpha == 1)


@pytest.fixture(scope="module")
def browser(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(chromium, tmp_path_factory.mktemp("browser"))


@pytest.fixture
def page(browser: Page, small: Document) -> Page:
    browser.open(small)
    return browser


def test_no_request_and_no_error(browser: Page, nasty: Document) -> None:
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.open(nasty)
    messages = [json.loads(entry["message"])["message"] for entry in browser.driver.get_log("performance")]
    requests = [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
    assert requests, "the log holds at least the page itself"
    assert {url.partition(":")[0] for url in requests} <= {"file", "data", "blob"}
    assert [url for url in requests if url.startswith("file")] == [browser.driver.current_url]
    assert not [entry for entry in browser.driver.get_log("browser") if entry["level"] in {"WARNING", "SEVERE"}]
    browser.driver.execute_script(
        "document.addEventListener('securitypolicyviolation', event => { window.blocked = event.blockedURI; });"
        "fetch('http://127.0.0.1:9/').catch(() => {});"
    )
    browser.wait("window.blocked === 'http://127.0.0.1:9/'")


def test_labels_do_no_harm(page: Page) -> None:
    assert "</script><script>window.hacked = 1" in page.find("#found").text
    page.find("#query").send_keys("</script>")
    page.press("\ue007")
    assert page.find("#card h2").text.startswith("</script><script>")
    page.to_picture(*page.place(3)).click().perform()
    card = page.find("#card .neighbour")
    assert card.text.count("<script>window.hacked = 1</script>") == 3  # claim, initiative and source
    assert not card.find_elements("css selector", "a")
    assert page.js("window.hacked === undefined && document.querySelector('img, :not(body) > script') === null")
    assert page.find("h1").text == "A <small> network"


def test_search_finds(page: Page) -> None:
    page.find("#query").send_keys("DONNEES")
    assert [text.split(" ", 1)[1] for text in page.texts("#found li")] == ["Données ouvertes"]
    assert page.find("#found-count").text == "1 node found"
    page.press("\ue007")
    assert page.find("#card h2").text == "Données ouvertes"
    assert page.js("document.activeElement.tagName") == "H2"


def test_search_finds_names_in_other_languages(page: Page) -> None:
    assert page.find("label[for=query]").text == "Search in any language"
    for searched, shown in (("identite", "— Identité électronique"), ("BÜRGER", "— Bürgerkarte"), ("electronic", "")):
        page.find("#query").clear()
        page.find("#query").send_keys(searched)
        assert [text.split(" ", 1)[1] for text in page.texts("#found li")] == [f"Electronic identity {shown}".strip()]
    page.press("\ue007")
    assert "fr Identité électronique" in page.find("#card .names").text
    assert "de eID, Bürgerkarte" in page.find("#card .names").text
    assert not {"label@fr", "alias@de"} & set(page.texts("#card dt"))


def test_click_shows_attributes_and_neighbours(page: Page) -> None:
    page.to_picture(*page.place(0)).click().perform()
    page.wait("document.querySelector('#card h2').textContent === 'Electronic identity'")
    facts = page.find("#card > dl").text
    assert all(text in facts for text in ("tech:id", "2001", "2010", "claim:one", "claim:two"))
    assert page.find("#card > dl a").get_attribute("href") == "https://example.org/id"
    assert [text.split(" ", 1)[1] for text in page.texts("#card .go")] == ["Time saved"]
    assert page.find("#neighbours").text == "1 neighbour, 2 links"
    page.find("#card .go").click()
    assert page.find("#card h2").text == "Time saved"
    assert [text.split(" ", 1)[1] for text in page.texts("#card .go")] == ["Electronic identity", "Données ouvertes"]


def test_claims_with_grades_and_sources(page: Page) -> None:
    page.find("#query").send_keys("eid\ue007")
    first, second = page.driver.find_elements("css selector", ".bond")
    assert "brings" in first.text and "is said not to bring" in second.text
    claims = page.texts(".bond:first-of-type .grounds li")
    assert claims[0].startswith("Forms are filled in twice as fast.")
    assert "B\n" in first.text and "National e-ID" in claims[0] and "A book" in claims[0]
    (link,) = first.find_elements("css selector", "a")
    assert (link.text, link.get_attribute("href")) == ("An audit", "https://example.org/audit")
    assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener noreferrer", "_blank")
    assert claims[3] == "Show all 4"
    first.find_element("css selector", ".grounds button").click()
    assert page.texts(".bond:first-of-type .grounds li")[3].startswith("Claim 4.")
    assert page.js("document.documentElement.scrollHeight <= innerHeight")
    # What was told in words is not told again; what nothing is known of is told by its name.
    assert not {"grounds", "grade", "sources"} & set(
        page.js("[...document.querySelectorAll('dt')].map(dt => dt.textContent)")
    )
    page.find("#query").send_keys("\ue009a\ue000données\ue007")
    assert "claim:unknown" in page.find("#card").text


def test_kinds_of_links_have_strokes_of_their_own(page: Page) -> None:
    lines = "[...document.querySelectorAll('#edge-kinds line')].map(line => line.getAttribute('stroke-dasharray'))"
    assert page.texts("#edge-kinds label span:not(.count)") == ["brings", "is said not to bring"]
    assert page.js(lines) == ["none", "9 5"]


def test_pointing_lights_the_neighbourhood(page: Page) -> None:
    page.to_picture(*page.place(0)).perform()
    assert page.bright() == ["Electronic identity", "Time saved"]
    page.to_picture(*page.place(0)).click().perform()
    page.to_picture(*page.place(1)).perform()
    assert len(page.bright()) == 4, "what is linked to the chosen node stays bright"
    page.press("\ue00c")
    page.to_picture(0.5, 0.4).perform()
    page.driver.execute_async_script("setTimeout(arguments[0], 200)")
    assert len(page.bright()) == 4


def test_filter_by_kind(page: Page) -> None:
    assert len(page.drawn()) == 4
    page.find("#node-kinds label").click()
    assert page.drawn() == ["Données ouvertes", "Electronic identity"]
    assert page.find("#counts").text == "2 of 4 nodes, 0 of 4 links"
    page.find("#node-kinds label").click()
    page.driver.find_elements("css selector", "#edge-kinds label")[0].click()
    assert page.find("#counts").text == "2 of 4 nodes, 1 of 4 links"
    page.find("#unfilter").click()
    assert page.find("#counts").text == "4 nodes, 4 links"


def test_filter_by_year(page: Page) -> None:
    page.find("#year-from").send_keys("2010")
    # What is asked for are links of these years: a node of 2001 stays as long as it has one.
    assert page.find("#counts").text == "4 nodes, 3 of 4 links"
    page.find("#year-unknown").click()
    assert page.find("#counts").text == "3 of 4 nodes, 2 of 4 links"
    assert "Electronic identity" not in page.drawn()


def test_filter_by_grade(page: Page) -> None:
    from selenium.webdriver.support.ui import Select

    grade = Select(page.find("#grade"))
    assert [option.text for option in grade.options] == ["any", "A", "B or better", "D or better"]
    grade.select_by_visible_text("B or better")
    assert page.find("#counts").text == "4 nodes, 2 of 4 links"
    assert page.find("#said").get_attribute("textContent") == "4 nodes, 2 of 4 links"
    grade.select_by_visible_text("A")
    assert page.find("#counts").text == "2 of 4 nodes, 1 of 4 links"
    assert "Electronic identity" not in page.drawn()
    page.find("#year-to").send_keys("2015")
    assert page.find("#counts").text == "0 of 4 nodes, 0 of 4 links"
    page.find("#unfilter").click()
    assert (page.find("#counts").text, grade.first_selected_option.text) == ("4 nodes, 4 links", "any")


def test_an_address_opens_on_a_node(browser: Page, small: Document) -> None:
    browser.open(small, "#node=tech:data")
    assert browser.find("#card h2").text == "Données ouvertes"
    browser.find("#card .go").click()
    assert browser.js("location.hash") == "#node=benefit:time"
    browser.driver.back()
    browser.wait("document.querySelector('#card h2').textContent === 'Données ouvertes'")
    # Filters give way to what an address asks for.
    browser.find("#edge-kinds label").click()
    browser.find("#node-kinds label").click()
    browser.js("location.hash = '#node=benefit:time'")
    browser.wait("document.querySelector('#card h2').textContent === 'Time saved'")
    browser.press("\ue00c")
    assert browser.js("location.href").endswith("page.html")
    for fragment in ("#node=", "#node=%FF", "#node=nobody", "#other"):
        browser.js(f"location.hash = '{fragment}'")
        assert browser.find("#card h2").text == "No node chosen"


def test_keyboard(page: Page) -> None:
    page.find("#plot").click()
    before = page.ranges()
    page.press("\ue014")
    moved = page.ranges()
    assert moved[0][0] > before[0][0]
    page.press("+")
    assert page.ranges()[0][1] - page.ranges()[0][0] < moved[0][1] - moved[0][0]
    page.press("0")
    for now, then in zip(page.ranges(), before, strict=True):
        assert now == pytest.approx(then)
    page.press("/")
    assert page.js("document.activeElement.id") == "query"
    page.press("\ue015", "\ue015", "\ue013", "\ue007")
    assert page.find("#card h2").text == "Time saved"
    page.press("\ue004", "\ue007")
    assert page.find("#card h2").text != "No node chosen"
    page.press("\ue00c")
    assert page.find("#card h2").text == "No node chosen"
    page.find("#query").send_keys("time", "\ue00c")
    assert page.find("#query").get_attribute("value") == ""
    # The list is one stop of the Tab key, and the first filter the next.
    page.press("\ue004")
    assert page.js("document.activeElement === document.querySelector('#found button')")
    page.press("\ue004")
    assert page.js("document.activeElement === document.querySelector('#node-kinds input')")


def test_zoom_by_button_and_wheel(page: Page) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    (start, end), _ = page.ranges()
    page.find("[aria-label='Zoom in']").click()
    (nearer, farther), _ = page.ranges()
    assert farther - nearer < end - start
    page.find("[aria-label='Show all']").click()
    assert page.ranges()[0] == pytest.approx([start, end])
    ActionChains(page.driver).scroll_from_origin(ScrollOrigin.from_element(page.find("#plot")), 0, -200).perform()
    page.wait(f"(f => f.x_range.end - f.x_range.start < {end - start})(Bokeh.documents[0].roots()[0])")


def test_everything_has_a_name(page: Page) -> None:
    page.find("#found button").click()
    tree = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"button", "checkbox", "searchbox", "spinbutton", "link", "application", "region", "group", "list"}
    acting = [node for node in tree if not node["ignored"] and node["role"]["value"] in roles]
    assert {"button", "checkbox", "searchbox", "spinbutton", "application"} <= {
        node["role"]["value"] for node in acting
    }
    focusable = [
        node
        for node in acting
        if any(each["name"] == "focusable" and each["value"]["value"] for each in node.get("properties", []))
    ]
    assert not [node for node in focusable if not node.get("name", {}).get("value", "").strip()]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb` (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05

    low, high = sorted(map(luminance, (one, other)))
    return high / low


def test_light_and_dark(browser: Page) -> None:
    kinds = ["Technology", "Method", "Benefit", "Harm", "Country", "Initiative", *"abcdefgh", ""]
    browser.open(Document("", False, (), (), [NodeRow(f"n{kind}", kind, kind, ()) for kind in kinds], []))
    for scheme, paper, edge in (("dark", "#14171b", "#8d97a5"), ("light", "#ffffff", "#6b7480")):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.wait(f"Bokeh.documents[0].roots()[0].renderers[0].glyph.line_color.value === '{edge}'")
        red, green, blue = (int(paper[at : at + 2], 16) for at in (1, 3, 5))
        assert browser.js("getComputedStyle(document.body).backgroundColor") == f"rgb({red}, {green}, {blue})"
        data = browser.js("Bokeh.documents[0].roots()[0].renderers.at(-1).data_source.data")
        for colour, rim in zip(data["fill_color"], data["line_color"], strict=True):
            assert max(contrast(colour, paper), contrast(rim, paper)) >= 3


def test_nasty_and_empty_open(browser: Page, nasty: Document) -> None:
    browser.open(nasty)
    assert len(browser.drawn()) == len(nasty.nodes)
    browser.find("#query").send_keys("loner")
    browser.press("\ue007")
    assert "value 99" in browser.find("#card > dl").text
    assert "Show all 10,000" in browser.find("#card > dl").text
    assert not browser.driver.find_elements("css selector", "#grade, #edge-kinds svg + svg")
    # Whatever an id holds, an address may hold it.
    browser.find("#query").send_keys("\ue009a\ue000r=<4>#\ue007")
    chosen, name = browser.js("[location.hash, document.querySelector('#card h2').textContent]")
    browser.press("\ue00c")
    browser.js(f"location.hash = {json.dumps(chosen)}")
    browser.wait(f"document.querySelector('#card h2').textContent === {json.dumps(name)}")
    browser.open(Document("", False, (), (), [], []))
    assert browser.find("#counts").text == "0 nodes, 0 links"


def test_many_nodes(browser: Page) -> None:
    nodes = [NodeRow(f"n{number}", f"Node {number}", "", ()) for number in range(3000)]
    edges = [
        EdgeRow(f"e{number}", number, (number * 7 + jump) % 3000, "k", 1, ())
        for number in range(3000)
        for jump in (1, 1500)
    ]
    browser.open(Document("Many", False, (), (), nodes, edges))
    assert browser.find("#counts").text == "3,000 nodes, 6,000 links"
    browser.find("#query").send_keys("node 2999\ue007")
    assert 2 < len(browser.bright()) < 10
