"""Davtari in a real browser: both languages, two widths, and the ways people walk."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD, USER
from looking import check, settled

TITLES = {"ka": "ქსელი დღეს", "en": "The chain today"}
WIDTHS = [1280, 375]
# A receipt is on the page once it is folded and the next fragments are sent.
LIVE_MILLISECONDS = 20_000


class TestBeforeTheFirstShop:
    """These run first: the demo is loaded by the first test that asks for `chain`."""

    @pytest.mark.parametrize("language", ["ka", "en"])
    def test_an_empty_chain_leads_to_its_first_shop(self, davtari, open_page, language, screenshots):
        page = open_page(davtari.url, 375, language)
        page.goto(f"/?lang={language}")
        settled(page)
        expect(page.locator(".steps")).to_contain_text("davtari token create")
        check(page, language)
        page.screenshot(path=screenshots / f"empty-{language}.png", full_page=True)


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
        expect(page.locator("pre.code")).to_contain_text("receipt.completed.v1")

    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("path", ["/stock", "/stock?negative=1", "/customers", "/completeness", "/quarantine"])
    def test_every_list_reads_well(self, chain, open_page, path, width, screenshots):
        page = open_page(chain.url, width, "ka")
        page.goto(path)
        settled(page)
        check(page, "ka")
        name = re.sub(r"\W+", "-", path).strip("-")
        page.screenshot(path=screenshots / f"{name}-{width}.png", full_page=True)

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


def money(text):
    return float(re.sub(r"[^\d.−-]", "", text).replace("−", "-"))
