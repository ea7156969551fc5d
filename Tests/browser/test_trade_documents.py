"""Orders in a real browser: one to a supplier that is received, a customer's that is held, and a customer's account."""

import json
import re

import pytest
from playwright.sync_api import expect

from looking import check, settled
from test_goods_documents import save

WORDS = {
    "ka": {"list": "შესყიდვის შეკვეთები", "received": "მიღებულია", "ready": "მზადაა", "owes": "ვალი"},
    "en": {"list": "Purchase orders", "received": "Received", "ready": "Ready", "owes": "Owes"},
}


KNOWN = {
    "stores/A": {"name": {"ka": "მაღაზია A"}, "currency": "GEL", "zone": "Asia/Tbilisi"},
    "products/bread": {"name": {"ka": "პური", "en": "Bread"}, "barcodes": ["4860001000012"]},
    "customers/c1": {"name": "Nino Beridze", "phone": "599 12 34 56"},
}


def step(page, name):
    """Opens what can happen next, and does it."""
    form = page.locator(f"form[action='/forms/{name}']")
    page.locator("details", has=form).locator("summary").first.click()
    return form


# Each language and each width once: the walk is long.
@pytest.mark.parametrize("language, width", [("ka", 390), ("en", 1280)])
def test_orders_are_entered_and_brought_on(empty, open_page, language, width):
    words = WORDS[language]
    for address, body in KNOWN.items():
        empty.run("command", "PUT", address, json.dumps(body))
    page = open_page(empty.url, width, language)
    # Ordered from a supplier, and received as it was expected.
    page.goto(f"/goods-documents?lang={language}")
    page.click(".tabs a[href='/purchase-orders']")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["list"])
    check(page, language)
    page.click("a[href='/purchase-orders/new']")
    page.select_option("[name=store]", "A")
    page.fill("[name=number]", "PO-1")
    page.focus("[name=lines-0-product]")
    for typed in ("4860001000012", "6", "3.00"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    save(page)
    expect(page).to_have_url(re.compile("/purchase-orders/[^/]+$"))
    settled(page)
    check(page, language)
    order = page.url
    page.click("#main a[href*='/goods-documents/new/delivery']")
    settled(page)
    expect(page.locator("[name=lines-0-quantity]")).to_have_value("6")
    save(page)
    expect(page).to_have_url(re.compile("/goods-documents/[^/]+$"))
    page.goto(order)
    expect(page.locator(".facts")).to_contain_text(words["received"])
    # A customer's, with the customer found by phone while one types; held, and ready.
    page.goto("/orders/new")
    page.select_option("[name=store]", "A")
    page.type("[name=customer]", "599123")
    expect(page.locator("#new-orders-customer-list option")).to_have_attribute("value", "c1")
    page.fill("[name=customer]", "c1")
    page.fill("[name=lines-0-product]", "bread")
    page.fill("[name=lines-0-quantity]", "4")
    page.fill("[name=lines-0-gross]", "8.00")
    settled(page)
    check(page, language)
    save(page)
    expect(page).to_have_url(re.compile("/orders/[^/]+$"))
    held = step(page, "order-reserve")
    expect(held.locator("[name=lines-0-quantity]")).to_have_value("4")
    settled(page)
    check(page, language)
    held.locator("button[type=submit]").last.click()
    expect(page.locator("form[action='/forms/order-release']")).to_have_count(1)
    ready = step(page, "order-ready")
    ready.locator("[name=place]").press("Enter")
    expect(page.locator(".facts")).to_contain_text(words["ready"])
    # What the customer owes.
    page.goto("/customers/c1")
    entered = step(page, "account-enter")
    entered.locator("[name=store]").select_option("A")
    entered.locator("[name=kind]").select_option("opening")
    entered.locator("[name=amount]").fill("12.50")
    entered.locator("button[type=submit]").click()
    expect(page.locator("#account")).to_contain_text(words["owes"])
    expect(page.locator("#account")).to_contain_text("12,50" if language == "ka" else "12.50")
    settled(page)
    check(page, language)
