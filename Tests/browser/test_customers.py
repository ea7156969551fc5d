"""Shops, tills and customers in a real browser, by the keyboard: opened, registered, found by phone, changed, erased."""

import re

import pytest
from playwright.sync_api import expect

from looking import check, settled

WIDTHS = [1280, 390]
WORDS = {
    "ka": {"erased": "სამუდამოდ განადგურდება", "top": "საუკეთესო მომხმარებლები"},
    "en": {"erased": "nobody can bring them back", "top": "Top customers"},
}


def fill(page, values):
    """Fills in the page's form, going from field to field by the keyboard."""
    for name, value in values.items():
        page.locator(f"#main form.form [name={name}]").focus()
        page.keyboard.type(value)


def submit(page, address):
    page.locator("#main form.form button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_customer_is_registered_found_changed_and_erased(empty, open_page, language, width, screenshots):
    page = open_page(empty.url, width, language)
    page.goto(f"/customers?lang={language}")
    settled(page)
    check(page, language)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/customers/new"))
    settled(page)
    check(page, language)
    fill(page, {
        "name": "ნინო Beridze", "phone": "599 12 34 56", "cards": "4860001", "note": "calls at noon",
        "consents-0-kind": "sms", "code": "c-1",
    })
    page.select_option("[name=consents-0-given]", "true")
    submit(page, "/customers/c-1")
    settled(page)
    facts = page.locator("dl.facts")
    for text in ["ნინო Beridze", "599 12 34 56", "4860001", "calls at noon"]:
        expect(facts).to_contain_text(text)
    check(page, language)
    page.screenshot(path=screenshots / f"customer-{language}-{width}.png", full_page=True)
    # Found by the phone as it is dialled, while one types.
    page.goto("/customers")
    page.keyboard.press("/")
    page.keyboard.type("0599123456")
    expect(page).to_have_url(re.compile("q=0599123456"))
    expect(page.locator("#list a[href='/customers/c-1']")).to_have_text("ნინო Beridze")
    check(page, language)
    page.screenshot(path=screenshots / f"customers-{language}-{width}.png", full_page=True)
    page.goto("/customers/c-1/change")
    page.fill("[name=phone]", "555 00 11 22")
    submit(page, "/customers/c-1")
    expect(page.locator("#main ul.changes").first).to_contain_text("555 00 11 22")
    expect(page.locator("#main")).to_contain_text(WORDS[language]["erased"])
    page.click("form[action='/forms/end-customer'] button[type=submit]")
    expect(page).to_have_url(re.compile("/customers/c-1$"))
    settled(page)
    expect(page.locator("#main")).not_to_contain_text("Beridze")
    expect(page.locator("#main")).not_to_contain_text("555 00 11 22")
    check(page, language)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_shop_is_opened_with_a_till_closed_and_opened_again(empty, open_page, language, width, screenshots):
    page = open_page(empty.url, width, language)
    page.goto(f"/stores/new?lang={language}")
    settled(page)
    check(page, language)
    fill(page, {"name-ka": "ვაკე", "name-en": "Vake", "address": "12 Chavchavadze Ave", "code": "S01"})
    submit(page, "/stores/S01")
    settled(page)
    check(page, language)
    # A till of this shop: the shop is filled in already.
    page.click("#main a[href='/tills/new?store=S01']")
    expect(page.locator("[name=store]")).to_have_value("S01")
    fill(page, {"till": "1", "name": "by the door", "code": "S01-t1"})
    submit(page, "/tills/S01-t1")
    settled(page)
    check(page, language)
    page.goto("/stores")
    settled(page)
    expect(page.locator("#list")).to_contain_text("ვაკე" if language == "ka" else "Vake")
    check(page, language)
    page.screenshot(path=screenshots / f"shops-{language}-{width}.png", full_page=True)
    page.goto("/stores/S01")
    page.click("form[action='/forms/end-store'] button[type=submit]")
    settled(page)
    page.goto("/stores")
    expect(page.locator("#main")).not_to_contain_text("Vake")
    page.goto("/stores/S01")
    page.click("form[action='/forms/revive-store'] button[type=submit]")
    settled(page)
    page.goto("/stores?lang=en")
    expect(page.locator("#list")).to_contain_text("Vake")
