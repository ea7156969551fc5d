"""Prices made dearer together, labelled and undone, and a delivery that is put aside: in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from looking import check, settled


def fill(chain):
    def command(address, body):
        chain.run("command", "PUT", address, json.dumps(body))

    for store, name in (("S01", "Vake"), ("S02", "Saburtalo")):
        command(f"stores/{store}", {"name": {"en": name, "ka": name}, "currency": "GEL", "zone": "Asia/Tbilisi"})
    for product, en, ka, price in (("milk", "Milk", "რძე", 320), ("cheese", "Cheese of the mountains", "მთის ყველი", 1250)):
        command(
            f"products/{product}",
            {
                "name": {"en": en, "ka": ka}, "unit": "C62", "listPrice": {"amount": price, "per": 1000},
                "barcodes": ["4860001000012"] if product == "milk" else [],
            },
        )
    lines = [{"line": 1, "product": "cheese", "quantity": 1000, "cost": 1300}]
    command("stores/S01/deliveries/d1", {"currency": "GEL", "lines": lines})


@pytest.mark.parametrize(("language", "width"), [("ka", 390), ("en", 1280)])
def test_prices_are_looked_at_changed_labelled_and_undone(empty, open_page, language, width, screenshots):
    fill(empty)
    page = open_page(empty.url, width, language)
    page.goto(f"/price-changes/new?lang={language}")
    settled(page)
    check(page, language)
    page.fill("[name=percent]", "1")
    page.select_option("[name=rounding]", "ends9")
    page.fill("[name=day]", "2030-01-07")
    page.locator("form[action='/price-changes/new'] button[type=submit]").click()
    settled(page)
    check(page, language)
    # Cheese costs 13.00 and would be sold for 12.59.
    expect(page.locator("#prices tbody tr")).to_have_count(2)
    expect(page.locator("#prices .mark-bad")).to_have_count(1)
    page.screenshot(path=screenshots / f"prices-{language}-{width}.png", full_page=True)
    page.locator("form[action='/forms/price-change'] button[type=submit]").click()
    settled(page)
    page.locator("#main table a").first.click()
    settled(page)
    check(page, language)
    undo = page.url

    page.goto(f"/price-labels?store=S02&day=2030-01-07&lang={language}")
    settled(page)
    check(page, language)
    expect(page.locator(".label")).to_have_count(2)
    expect(page.locator(".label svg")).to_have_count(2)
    page.screenshot(path=screenshots / f"labels-{language}-{width}.png", full_page=True)
    page.emulate_media(media="print")
    expect(page.locator(".label").first).to_be_visible()
    expect(page.locator("form").first).to_be_hidden()
    page.emulate_media(media="screen")

    page.goto(undo)
    page.locator("form[action='/forms/price-change-undo'] button[type=submit]").click()
    settled(page)
    expect(page.locator("form[action='/forms/price-change-undo']")).to_have_count(0)
    page.goto(f"/price-labels?store=S02&day=2030-01-07&lang={language}")
    settled(page)
    expect(page.locator(".label")).to_have_count(0)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_delivery_is_put_aside_and_taken_up(empty, open_page, language, screenshots):
    fill(empty)
    page = open_page(empty.url, 390, language)
    page.goto(f"/goods-documents/new/delivery?lang={language}")
    settled(page)
    form = page.locator("form[action='/forms/document-delivery']")
    form.locator("[name=lines-0-product]").fill("4860001000012")
    form.locator("button[value=aside]").click()
    settled(page)
    check(page, language)
    expect(page.locator("#main tbody tr")).to_have_count(1)
    page.screenshot(path=screenshots / f"drafts-{language}.png", full_page=True)
    page.locator("#main table a").first.click()
    settled(page)
    check(page, language)
    expect(page.locator("[name=lines-0-product]")).to_have_value("4860001000012")
    page.go_back()
    settled(page)
    page.locator("#main tbody form button").click()
    settled(page)
    expect(page.locator("#main tbody tr")).to_have_count(0)
