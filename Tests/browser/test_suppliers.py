"""Suppliers in a real browser: added, changed, ended, taken back; by two at once; and over a session that ended."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD, USER
from looking import check, settled

WORDS = {
    "ka": {
        "none": "ჯერ არც ერთი არ არის", "list": "მომწოდებლები", "new": "ახალი მომწოდებელი",
        "wrong": "რიცხვი არასწორად წერია", "kept": "ისევ შესული ხართ",
    },
    "en": {
        "none": "There is none yet", "list": "Suppliers", "new": "New supplier", "wrong": "A number is written wrongly",
        "kept": "You are signed in again",
    },
}
WIDTHS = [1280, 390]


def add(page, code, name, language="en", **fields):
    page.goto(f"/suppliers/new?lang={language}")
    page.fill("[name=name-en]", name)
    page.fill("[name=code]", code)
    for field, text in fields.items():
        page.fill(f"[name={field}]", text)
    page.click("#main form.form button[type=submit]")
    expect(page).to_have_url(re.compile(f"/suppliers/{code}$"))


def change(page, **fields):
    for field, text in fields.items():
        page.fill(f"[name={field}]", text)
    page.click("form[action='/forms/change-supplier'] button[type=submit]")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_the_first_is_added_where_there_is_none(empty, open_page, language, width, screenshots):
    words = WORDS[language]
    page = open_page(empty.url, width, language)
    page.goto(f"/suppliers?lang={language}")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["list"])
    expect(page.locator("#main")).to_contain_text(words["none"])
    check(page, language)
    page.click("#main a.btn-primary")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["new"])
    page.fill("[name=name-ka]", "რძის ქარხანა")
    page.fill("[name=code]", f"milk-{width}")
    page.fill("[name=minimumOrder]", "12,50")
    page.fill("[name=paymentDays]", "soon")
    check(page, language)
    page.screenshot(path=screenshots / f"supplier-new-{language}-{width}.png", full_page=True)
    page.click("#main form.form button[type=submit]")
    # Beside its field, and everything that was typed is there.
    expect(page.locator("#new-supplier-paymentDays-problem")).to_contain_text(words["wrong"])
    expect(page.locator("[name=name-ka]")).to_have_value("რძის ქარხანა")
    open_page.forgive("Failed to load resource")
    page.fill("[name=paymentDays]", "14")
    page.click("#main form.form button[type=submit]")
    expect(page).to_have_url(re.compile(f"/suppliers/milk-{width}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("რძის ქარხანა")
    expect(page.locator(".facts")).to_contain_text("12,50" if language == "ka" else "12.50")
    check(page, language)
    page.screenshot(path=screenshots / f"supplier-card-{language}-{width}.png", full_page=True)
    page.goto("/suppliers")
    expect(page.locator("#main table")).to_contain_text("რძის ქარხანა")
    check(page, language)
    page.screenshot(path=screenshots / f"suppliers-{language}-{width}.png", full_page=True)


def test_is_changed_taken_back_ended_and_brought_back(empty, open_page, screenshots):
    page = open_page(empty.url, 1280, "en")
    add(page, "mill", "Mill", address="Gori", paymentDays="30")
    page.click("#main a[href$='/change']")
    change(page, address="Rustavi", paymentDays="")
    expect(page).to_have_url(re.compile("/suppliers/mill$"))
    history = page.locator("#history")
    expect(history).to_contain_text("Gori → Rustavi")
    expect(history).to_contain_text("30 → –")
    expect(history).to_contain_text(USER)
    check(page, "en")
    page.screenshot(path=screenshots / "supplier-history.png", full_page=True)
    page.click("form[action='/forms/undo-supplier'] button[type=submit]")
    expect(page).to_have_url(re.compile("/suppliers/mill$"))
    expect(page.locator(".facts")).to_contain_text("Gori")
    expect(history).to_contain_text("An earlier change was taken back")
    page.click("form[action='/forms/end-supplier'] button[type=submit]")
    expect(page.locator(".page-head")).to_contain_text("Ended")
    page.goto("/suppliers")
    expect(page.locator("#main")).not_to_contain_text("Mill")
    page.goto("/suppliers?ended=1")
    expect(page.locator("#main table")).to_contain_text("Mill")
    page.goto("/suppliers/mill")
    page.click("form[action='/forms/revive-supplier'] button[type=submit]")
    page.goto("/suppliers")
    expect(page.locator("#main table")).to_contain_text("Mill")


def test_two_at_once_see_both_versions_and_lose_nothing(empty, open_page, screenshots):
    one, other = open_page(empty.url, 1280, "en"), open_page(empty.url, 390, "en")
    add(one, "mill", "Mill", address="Gori", paymentDays="30")
    one.goto("/suppliers/mill/change")
    other.goto("/suppliers/mill/change?lang=en")
    change(one, address="Rustavi", deliveryDays="2")
    expect(one).to_have_url(re.compile("/suppliers/mill$"))
    change(other, address="Kutaisi", taxNumber="405")
    expect(other.get_by_role("alert")).to_contain_text("Somebody else changed it meanwhile")
    meeting = other.locator("#main form table")
    for text in ["Gori", "Rustavi", "Kutaisi"]:
        expect(meeting).to_contain_text(text)
    expect(other.locator("[name=address]")).to_have_value("Kutaisi")
    expect(other.locator("[name=taxNumber]")).to_have_value("405")
    # What this one left alone is as the other made it.
    expect(other.locator("[name=deliveryDays]")).to_have_value("2")
    check(other, "en")
    other.screenshot(path=screenshots / "supplier-conflict.png", full_page=True)
    open_page.forgive("Failed to load resource")
    change(other)
    expect(other).to_have_url(re.compile("/suppliers/mill$"))
    for text in ["Kutaisi", "405", "2"]:
        expect(other.locator(".facts")).to_contain_text(text)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_session_that_ended_loses_no_letter(empty, open_page, language, screenshots):
    page = open_page(empty.url, 390, language)
    page.goto(f"/suppliers/new?lang={language}")
    page.fill("[name=name-ka]", "„რძე“ & <ერბო>")
    page.fill("[name=address]", "გორი 1")
    page.context.clear_cookies(name="davtari_session")
    page.click("#main form.form button[type=submit]")
    page.fill("form.sign-in input[name=name]", USER)
    page.fill("form.sign-in input[name=password]", PASSWORD + "!")
    page.click("form.sign-in button[type=submit]")
    page.fill("form.sign-in input[name=password]", PASSWORD)
    check(page, language)
    page.click("form.sign-in button[type=submit]")
    expect(page.locator("#main [role=status]").first).to_contain_text(WORDS[language]["kept"])
    expect(page.locator("[name=name-ka]")).to_have_value("„რძე“ & <ერბო>")
    expect(page.locator("[name=address]")).to_have_value("გორი 1")
    check(page, language)
    page.screenshot(path=screenshots / f"supplier-kept-{language}.png", full_page=True)
    page.click("#main form.form button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("„რძე“ & <ერბო>")
    open_page.forgive("Failed to load resource")


def test_by_the_keyboard_alone(empty, open_page):
    page = open_page(empty.url, 1280, "en")
    page.goto("/suppliers?lang=en")
    page.locator("#main a.btn-primary").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/suppliers/new"))
    page.locator("[name=name-ka]").focus()
    page.keyboard.type("ქარხანა")
    page.keyboard.press("Tab")
    page.keyboard.type("Factory")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Factory")


def test_the_list_follows_what_is_typed_and_the_keys(empty, open_page, screenshots):
    page = open_page(empty.url, 1280, "en")
    for code, name in [("mill", "Mill"), ("milk", "Milk works"), ("bakery", "Bakery")]:
        add(page, code, name)
    page.goto("/suppliers?lang=en")
    settled(page)
    page.evaluate("window.same = true")
    page.keyboard.press("/")
    page.keyboard.type("mil")
    expect(page.locator("#list")).not_to_contain_text("Bakery")
    expect(page.locator("#list")).to_contain_text("Milk works")
    expect(page).to_have_url(re.compile(r"q=mil(&|$)"))
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("nothing like it")
    expect(page.locator("#list")).to_contain_text("Nothing")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator("#list")).to_contain_text("Bakery")
    # Ordered by a click on a heading, and the other way round by another.
    names = page.locator("#list tbody th")
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(names).to_have_text(["Mill", "Milk works", "Bakery"])
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(names).to_have_text(["Bakery", "Milk works", "Mill"])
    assert page.evaluate("window.same"), "the whole page was loaded anew"
    check(page, "en")
    page.screenshot(path=screenshots / "suppliers-ordered.png", full_page=True)
    page.go_back()
    expect(names).to_have_text(["Mill", "Milk works", "Bakery"])
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/suppliers/new$"))


def test_the_list_of_who_was_signed_out_leads_to_signing_in_and_back(empty, open_page):
    page = open_page(empty.url, 1280, "en")
    add(page, "mill", "Mill")
    page.goto("/suppliers?lang=en")
    settled(page)
    page.context.clear_cookies()
    open_page.forgive("Failed to load resource")
    page.fill("#q", "mi")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.fill("[name=name]", USER)
    page.fill("[name=password]", PASSWORD)
    page.click("#main button[type=submit]")
    expect(page).to_have_url(re.compile(r"/suppliers\?.*q=mi"))
    expect(page.locator("#list")).to_contain_text("Mill")
