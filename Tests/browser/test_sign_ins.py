"""Sign-ins in a real browser: invited by the keyboard, a password chosen on a telephone, one's own settings, a second factor, disabled."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

from looking import check, settled

WORDS = {
    "ka": {"wrong": "ამ პაროლს ადვილად გამოიცნობენ", "saved": "შენახულია."},
    "en": {"wrong": "guessed first", "saved": "Saved."},
}
PASSWORD = "lilac-and-thyme"


def code(secret):
    """The code of an app now (RFC 6238)."""
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def sign_in(page, name, password):
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("form.sign-in button[type=submit]")


@pytest.mark.parametrize("language", ["ka", "en"])
def test_somebody_is_invited_signs_in_by_a_code_and_is_disabled(empty, open_page, language, screenshots):
    words = WORDS[language]
    page = open_page(empty.url, 1280, language)
    page.goto(f"/sign-ins?lang={language}")
    settled(page)
    check(page, language)
    page.goto("/sign-ins/new")
    settled(page)
    check(page, language)
    page.locator("[name=signIn]").focus()
    page.keyboard.type("tamar")
    page.locator("[name=roles][value=buyer]").focus()
    page.keyboard.press("Space")
    page.select_option("[name=language]", language)
    page.locator("#main form.form button[type=submit]").focus()
    page.keyboard.press("Enter")
    link = page.locator("code.secret").inner_text()
    check(page, language)

    phone = open_page(empty.url, 375, language, sign_in=False)
    phone.goto(link)
    settled(phone)
    check(phone, language)
    phone.fill("[name=password]", "password1")
    phone.click("form.form button[type=submit]")
    expect(phone.locator("#invitation-password-problem")).to_contain_text(words["wrong"])
    check(phone, language)
    open_page.forgive("Failed to load resource")
    phone.fill("[name=password]", PASSWORD)
    phone.click("form.form button[type=submit]")
    sign_in(phone, "tamar", PASSWORD)

    phone.goto("/me")
    settled(phone)
    check(phone, language)
    phone.select_option("[name=theme]", "dark")
    phone.select_option("[name=home]", "/stock")
    phone.click("form[action='/me/preferences'] button")
    expect(phone.get_by_role("status")).to_have_text(words["saved"])
    check(phone, language)
    phone.screenshot(path=screenshots / f"me-{language}.png", full_page=True)
    phone.goto("/me/second-factor")
    check(phone, language)
    secret = phone.locator("[name=secret]").get_attribute("value")
    used = code(secret)
    phone.fill("[name=code]", used)
    phone.click("form[action='/me/second-factor'] button")
    recovery = phone.locator(".secrets code").first.inner_text()
    check(phone, language)
    phone.click(".user button")
    sign_in(phone, "tamar", PASSWORD)
    check(phone, language)
    phone.fill("#code", recovery)
    phone.click("form.sign-in button[type=submit]")
    expect(phone).to_have_url(re.compile("/stock$"))

    page.goto("/sign-ins/tamar")
    settled(page)
    check(page, language)
    page.screenshot(path=screenshots / f"sign-in-{language}.png", full_page=True)
    page.set_viewport_size({"width": 375, "height": 800})
    check(page, language)
    page.goto("/sign-ins")
    check(page, language)
    page.goto("/sign-ins/tamar")
    page.click("form[action='/forms/sign-in-disable'] button")
    expect(page.locator(".mark-bad")).to_be_visible()
    phone.reload()
    expect(phone).to_have_url(re.compile("/sign-in"))
