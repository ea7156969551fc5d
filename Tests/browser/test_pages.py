"""Davtari in a real browser: both languages, many widths, on paper, and the ways people walk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD, USER
from looking import OVERFLOW, SPILLED, check, settled

TITLES = {"ka": "ქსელი დღეს", "en": "The chain today"}
WIDTHS = [1280, 375]
# A receipt is on the page once it is folded and the next fragments are sent.
LIVE_MILLISECONDS = 20_000


class TestSigningIn:
    def test_nobody_sees_a_figure_before(self, davtari, open_page):
        page = open_page(davtari.url, sign_in=False)
        page.goto("/")
        expect(page).to_have_url(re.compile("/sign-in"))
        check(page, "ka")

    @pytest.mark.parametrize(
        ("language", "text"),
        [("ka", "სახელი ან პაროლი არასწორია."), ("en", "The name or the password is wrong.")],
    )
    def test_a_wrong_password_is_told(self, davtari, open_page, language, text):
        page = open_page(davtari.url, 375, language, sign_in=False)
        page.goto(f"/sign-in?lang={language}")
        page.fill("input[name=name]", USER)
        page.fill("input[name=password]", PASSWORD + "!")
        page.click("form.sign-in button[type=submit]")
        expect(page.get_by_role("alert")).to_have_text(text)
        expect(page.locator("input[name=name]")).to_have_value(USER)
        check(page, language)
        # The browser itself notes that the answer's status was no success.
        open_page.forgive("Failed to load resource")

    def test_signing_out_ends_it(self, davtari, open_page):
        page = open_page(davtari.url)
        page.click(".user button")
        page.goto("/")
        expect(page).to_have_url(re.compile("/sign-in"))


class TestTheOverview:
    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("language", ["ka", "en"])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_reads_well(self, chain, open_page, language, width, scheme, screenshots):
        page = open_page(chain.url, width, language, scheme=scheme)
        page.goto(f"/?lang={language}")
        settled(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[language])
        expect(page.locator("#shops tbody tr")).not_to_have_count(0)
        assert page.evaluate("() => Boolean(document.querySelector('#days-chart').chart)"), "no chart was drawn"
        check(page, language)
        page.screenshot(path=screenshots / f"overview-{language}-{width}-{scheme}.png", full_page=True)

    def test_georgian_is_set_in_its_own_face(self, chain, open_page):
        page = open_page(chain.url)
        page.goto("/?lang=ka")
        settled(page)
        assert page.evaluate("() => document.fonts.check('16px \"Davtari Georgian\"', 'ა')")

    def test_changes_its_language_and_stays_there(self, chain, open_page):
        page = open_page(chain.url)
        page.goto("/")
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLES["en"])
        page.goto("/stock")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.get_by_role("link", name="ქართული").click()
        expect(page.locator("html")).to_have_attribute("lang", "ka")

    def test_can_be_walked_with_the_keyboard(self, chain, open_page):
        page = open_page(chain.url)
        page.goto("/")
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        assert skip.bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()

    def test_moves_when_something_is_sold(self, chain, open_page, post_receipt):
        page = open_page(chain.url, language="en")
        page.goto("/?lang=en")
        expect(page.locator("[data-live-state]")).to_have_attribute("data-live-state", "on")
        store = page.locator("#shops tbody a").first.get_attribute("href").rsplit("/", 1)[1]
        totals = page.locator("#totals .figure").first
        before = totals.inner_text()
        post_receipt(store, 1_234_500)
        expect(totals).not_to_have_text(before, timeout=LIVE_MILLISECONDS)
        assert money(totals.inner_text()) == pytest.approx(money(before) + 12_345.00, abs=2_000)

    def test_keeps_what_its_reader_does_while_it_moves(self, chain, open_page, post_receipt):
        page = open_page(chain.url, language="en")
        page.goto("/?lang=en")
        expect(page.locator("[data-live-state]")).to_have_attribute("data-live-state", "on")
        link = page.locator("#shops tbody a").first
        store, name = link.get_attribute("href").rsplit("/", 1)[1], link.inner_text()
        page.locator("#chart-data summary").click()
        link.focus()
        link.evaluate("(link) => getSelection().selectAllChildren(link)")
        totals = page.locator("#totals .figure").first
        before = totals.inner_text()
        post_receipt(store, 2_345_600)
        expect(totals).not_to_have_text(before, timeout=LIVE_MILLISECONDS)
        assert page.evaluate("() => getSelection().toString()") == name
        assert page.evaluate("() => document.activeElement.getAttribute('href')") == f"/stores/{store}"
        assert page.locator("#chart-data details").evaluate("(details) => details.open")
        # What moves every second is not read aloud.
        assert page.locator("main [aria-live]").count() == 0


class TestTheWayDown:
    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("language", ["ka", "en"])
    def test_from_a_shop_to_an_event(self, chain, open_page, language, width, screenshots):
        page = open_page(chain.url, width, language)
        page.goto(f"/?lang={language}")
        for name, link in [
            ("shop", "#shops tbody a"), ("day", "#days tbody a"), ("receipt", "#receipts tbody a"),
            ("event", "a[href$='/event']"),
        ]:
            page.locator(link).first.click()
            settled(page)
            check(page, language)
            page.screenshot(path=screenshots / f"{name}-{language}-{width}.png", full_page=True)
        expect(page).to_have_url(re.compile(r"/receipts/[^/]+/event$"))
        expect(page.locator("#said-title")).to_have_text("Receipt" if language == "en" else "გაყიდვის ჩეკი")
        expect(page.locator("pre.code")).not_to_be_visible()
        page.locator("main summary").click()
        expect(page.locator("pre.code")).to_contain_text("receipt.completed.v1")
        check(page, language)

    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("path", ["/stock", "/stock?negative=1", "/customers", "/completeness", "/quarantine"])
    def test_every_list_reads_well(self, chain, open_page, path, width, screenshots):
        page = open_page(chain.url, width, "ka")
        page.goto(path)
        settled(page)
        check(page, "ka")
        name = re.sub(r"\W+", "-", path).strip("-")
        page.screenshot(path=screenshots / f"{name}-{width}.png", full_page=True)

    def test_a_list_is_a_file_for_a_spreadsheet(self, chain, open_page):
        page = open_page(chain.url, language="ka")
        page.goto("/stock?lang=ka")
        with page.expect_download() as download:
            page.locator(".pager a[download]").first.click()
        assert re.fullmatch(r"stock-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
        lines = Path(download.value.path()).read_bytes().decode("utf-8-sig").split("\r\n")
        columns = lines[0].split(";")
        values = [line.split(";")[columns.index("value")] for line in lines[1:-1]]
        assert values and all(re.fullmatch(r"-?\d+,\d\d", value) for value in values), values[:5]

    def test_a_customer_has_a_history(self, chain, open_page, screenshots):
        page = open_page(chain.url, 375, "en")
        page.goto("/customers?lang=en")
        page.locator("main tbody a").first.click()
        settled(page)
        check(page, "en")
        expect(page.locator("#receipts tbody tr")).not_to_have_count(0)
        page.screenshot(path=screenshots / "customer-375.png", full_page=True)

    def test_a_page_that_is_not_there_says_so(self, chain, open_page):
        page = open_page(chain.url, 375, "en")
        answer = page.goto("/stores/nowhere?lang=en")
        assert answer.status == 404
        check(page, "en")
        open_page.forgive("Failed to load resource")

    @pytest.mark.parametrize("width", WIDTHS)
    def test_the_reference_is_usable_folded_out(self, davtari, open_page, width, screenshots):
        page = open_page(davtari.url, width, "en")
        page.goto("/reference?lang=en")
        settled(page)
        check(page, "en")
        page.screenshot(path=screenshots / f"reference-{width}.png")
        # As whoever looks for something in the page does.
        page.evaluate("() => document.querySelectorAll('details.operation').forEach((one) => { one.open = true; })")
        assert page.evaluate(OVERFLOW) == 0, "the page scrolls sideways"
        wide = """() => [...document.querySelectorAll("main *")].filter(
          (one) => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
        assert page.evaluate(wide) == []
        page.locator("a[href='#schema-StoreEvent']").first.click()
        page.locator("#schema-StoreEvent").get_by_role("link", name="receipt.completed.v1").click()
        expect(page).to_have_url(re.compile(r"/schemas/receipt\.completed\.v1\.json$"))
        # What is no page names no icon, and the browser asks for one.
        open_page.forgive("Failed to load resource")


class TestEveryWidth:
    """Nothing scrolls sideways at any width that people have, in either language."""

    @pytest.mark.parametrize("width", [320, 375, 833, 900, 1041, 1280])
    @pytest.mark.parametrize("language", ["ka", "en"])
    def test_holds_every_page(self, chain, open_page, language, width, screenshots):
        page = open_page(chain.url, width, language)
        for name, path in every_page(page, language):
            page.goto(path)
            settled(page)
            over = page.evaluate(OVERFLOW)
            page.screenshot(path=screenshots / f"width-{name}-{language}-{width}.png", full_page=True)
            assert over == 0, f"{path} is {over} px too wide at {width}: {page.evaluate(WIDEST)}"
            assert page.evaluate(SPILLED) == [], f"{path} at {width}"


class TestOnPaper:
    """A4, as a browser prints it: a shop's month on at most two sheets, a receipt on one."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("language", ["ka", "en"])
    def test_a_month_takes_two_sheets_and_a_receipt_one(self, chain, open_page, language, scheme, screenshots):
        page = open_page(chain.url, 1280, language, scheme=scheme)
        pages = dict(every_page(page, language))
        for name, most in [("shop", 2), ("receipt", 1)]:
            page.goto(pages[name])
            settled(page)
            if name == "shop":
                # A demo of five days is no month.
                page.evaluate(A_MONTH)
                assert page.locator("#days tbody tr").count() == 31
            printed = page.pdf(path=screenshots / f"print-{name}-{language}-{scheme}.pdf", prefer_css_page_size=True)
            assert 1 <= sheets(printed) <= most, f"{name} takes {sheets(printed)} sheets"


# Repeats the days that there are until they are a month's.
A_MONTH = """
() => {
  const body = document.querySelector("#days tbody");
  const rows = [...body.rows];
  for (let place = 0; body.rows.length < 31; place += 1) body.append(rows[place % rows.length].cloneNode(true));
}
"""

# What reaches furthest to the right.
WIDEST = """
() => [...document.querySelectorAll("body *")]
  .map((one) => [Math.round(one.getBoundingClientRect().right), one.outerHTML.slice(0, 120)])
  .sort((one, other) => other[0] - one[0])[0]
"""


def every_page(page, language):
    """Names and addresses of a page of each kind, those of a shop that has sold today among them."""
    lang = f"lang={language}"
    page.goto(f"/?{lang}")
    # The first is the one that sold most.
    shop = page.locator("#shops tbody a").first.get_attribute("href")
    page.goto(shop)
    day = page.locator("#days tbody a").first.get_attribute("href")
    page.goto(day)
    receipt = page.locator("#receipts tbody a[href^='/receipts/']").first.get_attribute("href")
    page.goto("/customers")
    customer = page.locator("main tbody a").first.get_attribute("href")
    page.goto("/stock")
    movements = page.locator("main tbody a[href^='/stock/']").first.get_attribute("href")
    paths = [
        ("overview", "/"), ("shop", shop), ("day", day), ("receipt", receipt), ("event", receipt + "/event"),
        ("stock", "/stock"), ("below-zero", "/stock?negative=1"), ("movements", movements), ("customers", "/customers"),
        ("customer", customer), ("completeness", "/completeness"), ("incomplete", "/completeness?list=incomplete"),
        ("suspects", "/completeness?list=suspects"), ("quarantine", "/quarantine"), ("reference", "/reference"),
    ]
    return [(name, path + ("&" if "?" in path else "?") + lang) for name, path in paths]


def sheets(printed):
    """How many pages a PDF of Chromium's has: each is an object that says so in the open."""
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def money(text):
    return float(re.sub(r"[^\d.−-]", "", text).replace("−", "-"))
