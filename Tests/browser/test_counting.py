"""A stocktake by two people on telephones, compared at a desk, let by a third: in real browsers."""

import json
import re

import pytest
from playwright.sync_api import expect

from looking import check, settled

PASSWORD = "lilac-and-thyme"


def fill(chain):
    def command(address, body):
        chain.run("command", "PUT", address, json.dumps(body))

    command("stores/S01", {"name": {"en": "Vake", "ka": "ვაკე"}, "currency": "GEL", "zone": "Asia/Tbilisi"})
    command("products/milk", {"name": {"en": "Milk", "ka": "რძე"}, "unit": "C62", "barcodes": ["4860001000012"]})
    command("products/bread", {"name": {"en": "Bread", "ka": "პური"}, "unit": "C62"})
    lines = [
        {"line": 1, "product": "milk", "quantity": 20000, "cost": 4000},
        {"line": 2, "product": "bread", "quantity": 7000, "cost": 700},
    ]
    command("stores/S01/deliveries/d1", {"currency": "GEL", "lines": lines})
    rights = ["stock.read", "catalogue.read", "goods.change"]
    limits = [{"right": "goods.change", "amount": 1000, "currency": "GEL"}]
    command("roles/runs", {"name": {"en": "Runs a shop"}, "reach": "own", "rights": rights, "limits": limits})
    for name, role in (("gia", "runs"), ("eka", "cashier")):
        command(f"employees/{name}", {"name": name.title(), "stores": ["S01"]})
        chain.run(
            "user", "add", name, "--role", role, "--employee", name, "--password-stdin", input=PASSWORD + "\n"
        )


def sign_in(page, name):
    page.goto("/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("form.sign-in button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def count(page, product, quantity, place=""):
    """As with a scanner: the code, then Enter."""
    form = page.locator("form[action='/forms/counting-count']")
    form.locator("[name=quantity]").fill(quantity)
    form.locator("[name=place]").fill(place)
    form.locator("[name=product]").fill(product)
    form.locator("[name=product]").press("Enter")
    settled(page)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_two_people_count_and_the_owner_lets_it(empty, open_page, language, screenshots):
    fill(empty)
    manager = open_page(empty.url, 390, language, sign_in=False)
    sign_in(manager, "gia")
    manager.goto(f"/countings?lang={language}")
    settled(manager)
    check(manager, language)
    manager.select_option("form[action='/forms/counting-open'] [name=store]", "S01")
    manager.locator("form[action='/forms/counting-open'] button[type=submit]").click()
    settled(manager)
    manager.locator("#main table a").first.click()
    settled(manager)
    place = manager.url
    count(manager, "4860001000012", "8", "shelf")
    check(manager, language)
    expect(manager.locator("#own tbody tr")).to_have_count(1)
    expect(manager.locator("form[action='/forms/counting-count'] [name=place]")).to_have_value("shelf")

    cashier = open_page(empty.url, 390, language, sign_in=False)
    sign_in(cashier, "eka")
    cashier.goto(f"{place}?lang={language}")
    settled(cashier)
    count(cashier, "milk", "4", "cellar")
    check(cashier, language)
    cashier.screenshot(path=screenshots / f"counting-{language}.png", full_page=True)
    assert cashier.request.get(f"{place}/comparison").status == 404

    manager.goto(f"{place}/comparison")
    settled(manager)
    check(manager, language)
    manager.screenshot(path=screenshots / f"counting-compared-{language}.png", full_page=True)
    row = manager.locator("#compared tbody tr").first
    expect(row).to_contain_text("12")
    expect(row).to_contain_text("20")
    expect(manager.locator("#uncounted")).to_contain_text("პური" if language == "ka" else "Bread")
    manager.locator("form[action='/forms/counting-record'] button").click()
    settled(manager)
    # Eight pieces at two lari are beyond ten.
    expect(manager).to_have_url(re.compile("/approvals/"))
    asked = manager.url

    owner = open_page(empty.url, 1280, language)
    owner.goto(f"{place}/comparison?lang={language}")
    settled(owner)
    check(owner, language)
    owner.screenshot(path=screenshots / f"counting-compared-wide-{language}.png", full_page=True)
    owner.goto(asked)
    settled(owner)
    check(owner, language)
    owner.screenshot(path=screenshots / f"counting-approval-{language}.png", full_page=True)
    owner.locator("form[action='/forms/approval-grant'] button").click()
    settled(owner)
    owner.goto(f"/stock/S01/milk?lang={language}")
    settled(owner)
    expect(owner.locator("#main")).to_contain_text("12")
    owner.goto(f"{place}/sheet?lang={language}")
    settled(owner)
    check(owner, language)
    owner.screenshot(path=screenshots / f"counting-sheet-{language}.png", full_page=True)
    expect(owner.locator("#main table")).to_contain_text("4860001000012")
