"""Directories in a real browser: roles with rights and limits, a tax that changes on a day to come, a directory of one's own."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from looking import check, settled

WORDS = {
    "ka": {"list": "ცნობარები", "coming": "დაგეგმილი ცვლილებები", "right": "საქონელი: შეცვლა"},
    "en": {"list": "Directories", "coming": "Changes to come", "right": "Goods: change"},
}
WIDTHS = [1280, 390]
PATHS = [
    "stores", "tills", "products", "prices", "discount-rules", "coupons", "gift-cards", "suppliers", "customers", "employees", "roles", "customer-categories", "contracts", "taxes",
    "exchange-rates", "tender-kinds", "reminders", "documents", "fields", "entities",
]


def named(page, path, ka, en, query=""):
    """The form of a new entry, with its names filled in."""
    page.goto(f"/{path}/new{query}")
    page.fill("[name=name-ka]", ka)
    page.fill("[name=name-en]", en)


def send(page, address):
    page.click("#main form.form button[type=submit]")
    expect(page).to_have_url(re.compile(f"/{address}$"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_each_has_a_list_and_a_form(empty, open_page, language, width):
    page = open_page(empty.url, width, language)
    page.goto(f"/directories?lang={language}")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[language]["list"])
    check(page, language)
    for path in PATHS:
        expect(page.locator(f"#main a[href='/{path}']")).to_be_visible()
    for path in PATHS:
        page.goto(f"/{path}/new?lang={language}")
        settled(page)
        check(page, language)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_role_has_rights_and_limits(empty, open_page, language, width, screenshots):
    code = f"role-{language}-{width}"
    page = open_page(empty.url, width, language)
    named(page, "roles", "მენეჯერი", "Manager", f"?lang={language}")
    page.get_by_label(WORDS[language]["right"], exact=True).check()
    page.check("[name=rights][value='stock.read']")
    page.select_option("[name=limits-0-right]", "discount.manual")
    page.fill("[name=limits-0-percent]", "7,5")
    page.fill("[name=code]", code)
    send(page, f"roles/{code}")
    settled(page)
    expect(page.locator("#main")).to_contain_text(WORDS[language]["right"])
    expect(page.locator("#main")).to_contain_text("7,5%" if language == "ka" else "7.5%")
    check(page, language)
    page.screenshot(path=screenshots / f"role-{language}-{width}.png", full_page=True)
    page.goto(f"/roles/{code}/change")
    expect(page.locator("[name=rights][value='goods.change']")).to_be_checked()
    page.uncheck("[name=rights][value='goods.change']")
    send(page, f"roles/{code}")
    expect(page.locator("dl.facts")).not_to_contain_text(WORDS[language]["right"])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_tax_changes_on_a_day_to_come(empty, open_page, language, width, screenshots):
    code = f"vat-{language}-{width}"
    page = open_page(empty.url, width, language)
    named(page, "taxes", "დღგ", "VAT", f"?lang={language}")
    page.fill("[name=rate]", "18")
    page.fill("[name=code]", code)
    send(page, f"taxes/{code}")
    page.goto(f"/taxes/{code}/change")
    page.fill("[name=rate]", "20")
    page.fill("[name=effective]", "2100-01-01")
    send(page, f"taxes/{code}")
    settled(page)
    expect(page.locator("dl.facts")).to_contain_text("18%")
    expect(page.locator("#coming")).to_contain_text("20%")
    expect(page.get_by_role("heading", name=WORDS[language]["coming"])).to_be_visible()
    check(page, language)
    page.screenshot(path=screenshots / f"tax-{language}-{width}.png", full_page=True)
    page.click("form[action='/forms/undo-tax'] button[type=submit]")
    expect(page).to_have_url(re.compile(f"/taxes/{code}$"))
    page.goto(f"/taxes/{code}/change")
    expect(page.locator("[name=rate]")).to_have_value("18")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_directory_of_ones_own(empty, open_page, language, width, screenshots):
    fridge = f"fridge-{language}-{width}"
    page = open_page(empty.url, width, language)
    named(page, "entities", "მაცივარი", "Fridge", f"?lang={language}")
    page.fill("[name=plural-ka]", "მაცივრები")
    page.fill("[name=plural-en]", "Fridges")
    page.fill("[name=code]", fridge)
    send(page, f"entities/{fridge}")
    page.goto("/fields/new")
    page.select_option("[name=entity]", fridge)
    page.select_option("[name=type]", "date")
    page.fill("[name=name-ka]", "შემდეგი სერვისი")
    page.fill("[name=name-en]", "Next service")
    field = f"service_{language}_{width}"
    page.fill("[name=code]", field)
    send(page, f"fields/{field}")
    page.goto(f"/entries/{fridge}/new")
    settled(page)
    check(page, language)
    page.fill("[name=name-ka]", "დიდი")
    page.fill("[name=name-en]", "Big one")
    page.fill(f"[name=fields-{field}]", "2027-03-01")
    page.fill("[name=code]", "f-1")
    send(page, f"entries/{fridge}/f-1")
    settled(page)
    expect(page.locator("dl.facts")).to_contain_text("2027")
    check(page, language)
    page.goto(f"/entries/{fridge}")
    settled(page)
    expect(page.locator("#main")).to_contain_text("2027")
    check(page, language)
    page.screenshot(path=screenshots / f"fridges-{language}-{width}.png", full_page=True)


def test_what_is_in_no_short_list_is_found_by_its_name(empty, open_page):
    token = empty.run(
        "token", "create", "--kind", "office", "--name", "roles", "--stores", "*", "--writers", "roles"
    ).split()[-1]
    events = [
        {
            "specversion": "1.0", "id": f"roles:{number}", "source": "/chain/writers/roles",
            "type": "role.defined.v1", "time": "2026-01-01T09:00:00+04:00", "writer": "roles", "writerseq": number,
            "data": {"role": f"r{number:03}", "name": {"ka": f"როლი {number}", "en": f"Role {number}"}},
        }
        for number in range(1, 203)
    ]
    request = urllib.request.Request(
        f"{empty.url}/v1/chain/writers/roles/events", data=json.dumps(events).encode(),
        headers={
            "Authorization": f"Bearer {token}", "Content-Type": "application/cloudevents-batch+json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status < 300, answer.read()
    page = open_page(empty.url, 1280, "en")
    page.goto("/reminders/new?lang=en")
    field = page.locator("[name=role]")
    field.fill("role 20")
    options = page.locator("#new-reminder-role-list option")
    expect(options).to_have_text(["Role 120", "Role 20", "Role 200", "Role 201", "Role 202"])
    expect(options.first).to_have_attribute("value", "r120")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_product_has_a_price_and_a_rule(empty, open_page, language, width, screenshots):
    milk = f"milk-{language}-{width}"
    page = open_page(empty.url, width, language)
    named(page, "products", "რძე", "Milk", f"?lang={language}")
    page.fill("[name=barcodes]", "4860001000012" if width == 1280 else "4860001000029")
    page.fill("[name=listPrice]", "5,2")
    page.fill("[name=units-0-unit]", "box")
    page.fill("[name=units-0-conversion]", "12")
    page.fill("[name=code]", milk)
    send(page, f"products/{milk}")
    settled(page)
    expect(page.locator("dl.facts")).to_contain_text("5,20" if language == "ka" else "5.20")
    check(page, language)
    page.screenshot(path=screenshots / f"product-{language}-{width}.png", full_page=True)
    page.goto("/prices/new")
    page.select_option("[name=product]", milk)
    page.fill("[name=amount]", "4.90")
    page.fill("[name=from]", "2026-01-01")
    page.fill("[name=code]", f"p-{milk}")
    send(page, f"prices/p-{milk}")
    settled(page)
    expect(page.locator("dl.facts")).to_contain_text("რძე" if language == "ka" else "Milk")
    check(page, language)
    page.goto("/discount-rules/new")
    page.fill("[name=name-ka]", "რძე იაფად")
    page.select_option("[name=stage]", "line")
    page.check(f"[name=conditions-products][value='{milk}']")
    page.select_option("[name=effects-0-kind]", "percent")
    page.fill("[name=effects-0-percent]", "20")
    page.fill("[name=code]", f"r-{milk}")
    check(page, language)
    send(page, f"discount-rules/r-{milk}")
    settled(page)
    check(page, language)
    page.screenshot(path=screenshots / f"rule-{language}-{width}.png", full_page=True)
    # Stopped at once, it is no longer among those that hold.
    page.click("form[action='/forms/end-discountRule'] button[type=submit]")
    expect(page).to_have_url(re.compile(f"/discount-rules/r-{milk}$"))
    page.goto("/discount-rules")
    expect(page.locator("#main")).not_to_contain_text("რძე იაფად")
