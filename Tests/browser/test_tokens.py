"""Tokens and who did what in a real browser: a till's token made by the keyboard, its QR code read off the screen, replaced and
revoked, and all of it found again with its person."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from looking import check, settled

WORDS = {
    "ka": {"wrong": "წიგნის სახელი", "revoked": "გაუქმდა", "created": "გასაღები შეიქმნა"},
    "en": {"wrong": "A book is named by", "revoked": "revoked", "created": "created"},
}


def read(picture, file):
    """What a QR code on a picture says, by another program."""
    picture.screenshot(path=file)
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("language", ["ka", "en"])
def test_a_token_is_made_read_off_the_screen_replaced_revoked_and_told_of(empty, open_page, language, screenshots):
    words = WORDS[language]
    empty.run("command", "PUT", "stores/S01", '{"name": {"en": "Vake", "ka": "ვაკე"}, "currency": "GEL", "zone": "Asia/Tbilisi"}')
    page = open_page(empty.url, 1280, language)
    page.goto(f"/tokens?lang={language}")
    settled(page)
    check(page, language)
    page.goto("/tokens/new/till")
    settled(page)
    page.locator("[name=called]").focus()
    page.keyboard.type(f"till {language}")
    page.select_option("[name=store]", "S01")
    page.fill("[name=writers]", "no blanks")
    page.locator("#main form.form button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_contain_text(words["wrong"])
    expect(page.locator("[name=called]")).to_have_value(f"till {language}")
    open_page.forgive("Failed to load resource")
    check(page, language)
    page.fill("[name=writers]", f"S01-{language}")
    page.click("#main form.form button[type=submit]")
    secret = page.locator("code.secret").inner_text()
    assert secret.startswith("dvt_")
    assert read(page.locator("svg.qr"), screenshots / f"qr-{language}.png") == secret
    page.screenshot(path=screenshots / f"token-made-{language}.png", full_page=True)
    check(page, language)
    page.set_viewport_size({"width": 390, "height": 800})
    check(page, language)
    assert read(page.locator("svg.qr"), screenshots / f"qr-phone-{language}.png") == secret
    page.click("#main a.btn-primary")

    page.fill("[name=hours]", "2")
    page.click("form[action='/forms/token-rotate'] button")
    second = page.locator("code.secret").inner_text()
    assert second != secret and second.startswith("dvt_")
    page.click("#main a.btn-primary")
    settled(page)
    check(page, language)
    page.screenshot(path=screenshots / f"token-{language}.png", full_page=True)
    page.click("form[action='/forms/token-revoke'] button")
    expect(page.locator(".mark-bad")).to_contain_text(words["revoked"])

    page.goto("/who-did-what?kind=rights")
    settled(page)
    expect(page.locator("#main")).to_contain_text(words["created"])
    expect(page.locator("#main")).to_contain_text(f"till {language}")
    expect(page.locator("#main")).not_to_contain_text("dvt_")
    check(page, language)
    page.screenshot(path=screenshots / f"audit-phone-{language}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/who-did-what")
    settled(page)
    check(page, language)
    page.screenshot(path=screenshots / f"audit-{language}.png", full_page=True)
    page.locator("#person").focus()
    page.select_option("#person", index=1)
    page.click("form.filter button")
    expect(page).to_have_url(re.compile("person="))
    check(page, language)
