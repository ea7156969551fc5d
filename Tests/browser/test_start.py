"""The guided start in a real browser: an owner comes to an empty chain and does each step where the page leads, until a first
receipt has come; what is left stands on the overview meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from looking import check, settled

WORDS = {
    "ka": {"first": "შესრულებულია 0, სულ 7", "left": "შესრულებულია 5, სულ 7", "training": "სასწავლო"},
    "en": {"first": "0 of 7 are done", "left": "5 of 7 are done", "training": "training"},
}


def back(page):
    """Each step leads back to the list of them."""
    page.wait_for_url(re.compile(r"/start$"))
    settled(page)


def step(page, number):
    return page.locator("ol.steps > li").nth(number - 1)


def sent(page):
    page.click("#main form.form button[type=submit]")


@pytest.mark.parametrize(("language", "width"), [("ka", 375), ("en", 1280)])
def test_an_empty_chain_is_led_to_its_first_sale(empty, open_page, language, width, screenshots):
    words = WORDS[language]
    page = open_page(empty.url, width, language)
    page.goto(f"/?lang={language}")
    settled(page)
    expect(page.locator("#main")).to_contain_text(words["first"])
    # Without a shop there is no till.
    expect(step(page, 3).locator("a")).to_have_count(0)
    check(page, language)
    page.screenshot(path=screenshots / f"start-{language}.png", full_page=True)

    # What is refused is told where it was typed, and nothing is lost.
    page.fill("[name=store]", "FIRST-01")
    page.fill("[name=name-ka]", "პირველი")
    page.fill("[name=zone]", "Asia/Nowhere")
    sent(page)
    expect(page.locator("[name=zone]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=store]")).to_have_value("FIRST-01")
    open_page.forgive("Failed to load resource")
    page.fill("[name=zone]", "Asia/Tbilisi")
    sent(page)
    back(page)
    expect(step(page, 2)).to_contain_text("პირველი")

    step(page, 1).locator("a.btn").click()
    page.fill("[name=code]", "LLC")
    page.fill("[name=name-ka]", "შპს ვაკე")
    page.fill("[name=taxNumber]", "204000000")
    sent(page)
    back(page)
    expect(step(page, 1)).to_contain_text("შპს ვაკე")

    step(page, 3).locator("a.btn").click()
    expect(page.locator("[name=store]")).to_have_value("FIRST-01")
    page.fill("[name=till]", "1")
    page.fill("[name=code]", "FIRST-01-t1")
    sent(page)
    back(page)

    step(page, 4).locator("a.btn").click()
    expect(page.locator("[name=writers]")).to_have_value("FIRST-01-t1")
    page.fill("[name=called]", "till 1")
    sent(page)
    assert page.locator("code.secret").inner_text().startswith("dvt_")
    page.click("#main a.btn-primary")
    back(page)

    # What was begun and left leads back too.
    step(page, 5).locator("a.btn").first.click()
    page.click("#main form.form a.btn-outline-secondary")
    back(page)
    step(page, 5).locator("a.btn").first.click()
    page.fill("[name=name-ka]", "პური")
    page.fill("[name=code]", "bread")
    sent(page)
    back(page)
    expect(step(page, 5)).to_contain_text("პური")

    page.goto("/")
    notice = page.locator("p.notice a")
    expect(page.locator("p.notice")).to_contain_text(words["left"])
    check(page, language)
    notice.click()
    back(page)

    form = step(page, 7).locator("form.form")
    form.locator("[name=store]").select_option("FIRST-01")
    form.locator("[name=product]").select_option("bread")
    form.locator("[name=amount]").fill("free")
    form.locator("button[type=submit]").click()
    expect(step(page, 7).locator("[name=amount]")).to_have_attribute("aria-invalid", "true")
    check(page, language)
    step(page, 7).locator("[name=amount]").fill("2.50")
    step(page, 7).locator("form.form button[type=submit]").click()
    back(page)
    page.screenshot(path=screenshots / f"start-done-{language}.png", full_page=True)
    step(page, 7).locator("a").click()
    expect(page.locator("#main")).to_contain_text(words["training"], ignore_case=True)
    # It counts nowhere.
    page.goto("/")
    expect(page.locator("#totals")).not_to_contain_text("2.50")
