"""Goods received on a telephone whose network goes in the middle: in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from looking import check, settled
from test_counting import PASSWORD, sign_in

LINES = 60


def fill(chain):
    def command(address, body):
        chain.run("command", "PUT", address, json.dumps(body))

    command("stores/S01", {"name": {"en": "Vake", "ka": "ვაკე"}, "currency": "GEL", "zone": "Asia/Tbilisi"})
    command("suppliers/mill", {"name": {"en": "Mill", "ka": "წისქვილი"}})
    pack = {"unit": "case", "conversion": {"numerator": 12, "denominator": 1}, "barcode": "14860001000019"}
    milk = {"name": {"en": "Milk", "ka": "რძე"}, "unit": "C62", "barcodes": ["4860001000012"], "units": [pack]}
    command("products/milk", milk)
    command("products/bread", {"name": {"en": "Bread", "ka": "პური"}, "unit": "C62", "barcodes": ["4860001000029"]})
    lines = [
        {"line": 1, "product": "milk", "quantity": 72000, "cost": 14400},
        {"line": 2, "product": "bread", "quantity": 10000, "cost": 1000},
    ]
    command("stores/S01/purchase-orders/u1", {"supplier": "mill", "currency": "GEL", "lines": lines})
    for name, role in (("gia", "shop-manager"), ("eka", "cashier")):
        command(f"employees/{name}", {"name": name.title(), "stores": ["S01"]})
        chain.run(
            "user", "add", name, "--role", role, "--employee", name, "--password-stdin", input=PASSWORD + "\n"
        )


def scan(page, code):
    form = page.locator("form[data-queue]")
    form.locator("[name=code]").fill(code)
    form.locator("[name=code]").press("Enter")


@pytest.mark.parametrize("language", ["ka", "en"])
def test_sixty_lines_by_phone_with_the_network_cut(empty, open_page, language, screenshots):
    fill(empty)
    open_page.forgive("net::ERR_INTERNET_DISCONNECTED")
    open_page.forgive("ListElement")
    page = open_page(empty.url, 390, language, sign_in=False)
    sign_in(page, "gia")
    page.goto(f"/purchase-orders/u1?lang={language}")
    page.click("form[action='/forms/receiving-order'] button")
    page.wait_for_url("**/receivings/S01/*")
    settled(page)
    # Until the page is kept for a reload without the network.
    page.wait_for_function(
        """async () => navigator.serviceWorker.controller !== null
            && (await (await caches.open('davtari-lines-1')).match(location.href)) !== undefined"""
    )
    waiting = page.locator("[data-queue-list] li")
    for number in range(LINES // 2):
        scan(page, "4860001000012")
    expect(waiting).to_have_count(0)
    page.context.set_offline(True)
    for number in range(LINES // 2 - 2):
        scan(page, "4860001000012")
    scan(page, "14860001000019")
    scan(page, "4044444444444")
    expect(waiting).to_have_count(LINES // 2)
    # Lines wait on the telephone, whatever happens to the page.
    page.reload()
    expect(waiting).to_have_count(LINES // 2)
    page.screenshot(path=screenshots / f"receiving-offline-{language}.png", full_page=True)
    # Nothing is recorded while some of it is here alone.
    page.locator("form[action='/forms/receiving-record'] button[type=submit]").click()
    expect(waiting).to_have_count(LINES // 2)
    page.context.set_offline(False)
    expect(waiting).to_have_count(0, timeout=20_000)
    came = page.locator("#came tbody tr")
    expect(came).to_have_count(3)
    expect(came.nth(0)).to_contain_text("70")
    check(page, language)
    page.screenshot(path=screenshots / f"receiving-{language}.png", full_page=True)
    # What nobody knows is taken back, and the rest is recorded.
    page.locator("#own tr", has_text="4044444444444").locator("button").click()
    settled(page)
    page.fill("form[action='/forms/receiving-record'] [name=document]", "A-7")
    page.click("form[action='/forms/receiving-record'] button[type=submit]")
    settled(page)
    stock = page.context.request.get(f"/stock?lang={language}").text()
    assert "70" in stock


def test_what_is_refused_stays_with_its_reason(empty, open_page):
    fill(empty)
    # Refused, and asked for by who is not signed in any more.
    open_page.forgive("Failed to load resource")
    open_page.forgive("Response Status Error Code 401")
    manager = open_page(empty.url, 390, "en", sign_in=False)
    sign_in(manager, "gia")
    manager.goto("/receivings?lang=en")
    manager.click("form[action='/forms/receiving-open'] button[type=submit]")
    manager.wait_for_url("**/receivings/S01/*")
    waiting = manager.locator("[data-queue-list] li")
    form = manager.locator("form[data-queue]")
    form.locator("[name=quantity]").fill("none")
    scan(manager, "4860001000012")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("refused")
    waiting.get_by_role("button", name="Delete from this device").click()
    expect(waiting).to_have_count(0)
    # Signed out meanwhile: the line is kept, and the page is not.
    token = manager.locator("[name=token]").first.input_value()
    manager.context.request.post("/sign-out", form={"token": token})
    scan(manager, "4860001000012")
    expect(manager.locator("[data-queue-hint]")).to_contain_text("Sign in again")
    expect(waiting).to_have_count(1)
