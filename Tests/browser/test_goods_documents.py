"""Goods documents in a real browser: a delivery by keyboard, one pasted, a transfer that arrives short."""

import re

import pytest
from playwright.sync_api import expect

from looking import check, settled

WORDS = {
    "ka": {"list": "სასაქონლო დოკუმენტები", "row": "სტრიქონი 2, „რაოდენობა“", "corrected": "შესწორებული"},
    "en": {"list": "Goods documents", "row": "Line 2, Quantity", "corrected": "Corrected"},
}
# Each language and each width once: the walk is long.
PAGES = [("ka", 1280), ("en", 390)]


def opened(page, language):
    """A chain of two shops that sells two products."""
    for shop in ("A", "B"):
        page.goto(f"/stores/new?lang={language}")
        page.fill("[name=code]", shop)
        page.fill("[name=name-ka]", f"მაღაზია {shop}")
        page.click("#main form.form button[type=submit]")
        expect(page).to_have_url(re.compile(f"/stores/{shop}$"))
    for product, barcode in (("bread", "4860001000012"), ("milk", "4860001000029")):
        page.goto("/products/new")
        page.fill("[name=code]", product)
        page.fill("[name=name-en]", product.capitalize())
        page.fill("[name=name-ka]", f"{product} ka")
        page.fill("[name=barcodes]", barcode)
        page.click("#main form.form button[type=submit]")
        expect(page).to_have_url(re.compile(f"/products/{product}$"))


def save(page):
    page.click("#main form.form-rows button.btn-primary")


@pytest.mark.parametrize("language, width", PAGES)
def test_a_delivery_is_scanned_corrected_and_sent_on(empty, open_page, language, width):
    open_page.forgive("422")
    page = open_page(empty.url, width, language)
    opened(page, language)
    page.goto("/goods-documents")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[language]["list"])
    check(page, language)
    page.click("a[href='/goods-documents/new/delivery']")
    settled(page)
    check(page, language)
    page.select_option("[name=store]", "A")
    # A scanner presses Enter behind each code.
    page.focus("[name=lines-0-product]")
    for typed in ("4860001000012", "2", "3.50", "Milk", "x", "1,25"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("[data-sum] output")).to_have_text("4,75" if language == "ka" else "4.75")
    save(page)
    settled(page)
    expect(page.locator("#document-delivery-lines-problem")).to_contain_text(WORDS[language]["row"])
    expect(page.locator("[name=lines-1-quantity]")).to_have_attribute("aria-invalid", "true")
    check(page, language)
    page.fill("[name=lines-1-quantity]", "4")
    save(page)
    expect(page).to_have_url(re.compile("/goods-documents/[^/]+$"))
    settled(page)
    check(page, language)
    document = page.url
    # Corrected: a row more, out of a spreadsheet.
    page.click("#main a[href$='/correct']")
    settled(page)
    check(page, language)
    page.click("#main details summary")
    page.fill("[name=paste]", "bread\t1\t1.75")
    page.click("[data-more-rows]")
    settled(page)
    expect(page.locator("[name=lines-2-cost]")).to_have_value("1.75")
    page.fill("[name=reason]", "one more")
    save(page)
    expect(page).to_have_url(document)
    expect(page.locator("#main")).to_contain_text(WORDS[language]["corrected"])
    # Sent on, and arrives short.
    page.goto("/goods-documents/new/transfer")
    page.select_option("[name=store]", "A")
    page.select_option("[name=to]", "B")
    page.fill("[name=lines-0-product]", "bread")
    page.fill("[name=lines-0-quantity]", "3")
    save(page)
    expect(page).to_have_url(re.compile("/goods-documents/[^/]+$"))
    settled(page)
    check(page, language)
    arrival = page.locator("form[action='/forms/transfer-arrival']")
    expect(arrival.locator("[name=lines-0-quantity]")).to_have_value("3")
    arrival.locator("[name=lines-0-quantity]").fill("2")
    arrival.locator("button[type=submit]:not([name])").click()
    expect(page.locator("form[action='/forms/transfer-arrival'] [name=lines-0-quantity]")).to_have_value("1")
    page.goto("/goods-documents")
    settled(page)
    expect(page.locator("#main tbody tr")).to_have_count(2)
    check(page, language)


@pytest.mark.parametrize("language, width", PAGES)
def test_how_a_shop_works_is_set(empty, open_page, language, width):
    page = open_page(empty.url, width, language)
    opened(page, language)
    page.goto("/stores/A/books")
    settled(page)
    check(page, language)
    page.fill("form[action='/forms/set-policy'] [name=from]", "2026-01-01")
    page.fill("form[action='/forms/set-policy'] [name=returnDays]", "14")
    page.click("form[action='/forms/set-policy'] button[type=submit]")
    settled(page)
    expect(page.locator("#policies")).to_contain_text("14")
    check(page, language)
