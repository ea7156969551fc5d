"""Approval in real browsers: a manager goes beyond their limit on a telephone, the owner lets it at a desk, and both names stand."""

import re

import pytest
from playwright.sync_api import expect

from looking import check, settled

WORDS = {
    "ka": {"sent": "გაიგზავნა მათთან", "open": "ელოდება", "granted": "თანხმობა მიეცა", "refused": "უარი"},
    "en": {"sent": "Sent for approval", "open": "waiting", "granted": "approved", "refused": "refused"},
}
PASSWORD = "lilac-and-thyme"


def add_role(page, language):
    """A role that gives up to a fifth off, made on its page."""
    page.goto(f"/roles/new?lang={language}")
    settled(page)
    page.fill("[name=code]", "careful")
    page.fill("[name=name-en]", "Careful manager")
    page.fill("[name=name-ka]", "ფრთხილი მენეჯერი")
    page.locator("[name=rights][value='catalogue.read']").check()
    page.locator("[name=rights][value='catalogue.change']").check()
    page.locator("[name=reach]").select_option("every")
    page.select_option("[name=limits-0-right]", "catalogue.change")
    page.fill("[name=limits-0-percent]", "20")
    check(page, language)
    page.locator("#main form.form button[type=submit].btn-primary").click()
    settled(page)
    expect(page).to_have_url(re.compile("/roles/careful$"))


def ask_for(page, language, code, percent):
    page.goto(f"/discount-rules/new?lang={language}")
    settled(page)
    page.fill("[name=code]", code)
    page.fill("[name=name-en]", "A third off")
    page.fill("[name=name-ka]", "მესამედი")
    page.select_option("[name=stage]", "customer")
    page.select_option("[name=mode]", "bestPrice")
    page.select_option("[name=effects-0-kind]", "percent")
    page.fill("[name=effects-0-percent]", percent)
    page.locator("#main form.form button[type=submit].btn-primary").click()
    settled(page)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_what_goes_beyond_a_limit_is_let_by_the_owner(empty, open_page, language, screenshots):
    words = WORDS[language]
    owner = open_page(empty.url, 1280, language)
    add_role(owner, language)
    empty.run("user", "add", "gia", "--role", "careful", "--password-stdin", input=PASSWORD + "\n")
    manager = open_page(empty.url, 390, language, sign_in=False)
    manager.goto("/sign-in")
    manager.fill("input[name=name]", "gia")
    manager.fill("input[name=password]", PASSWORD)
    manager.click("form.sign-in button[type=submit]")
    manager.wait_for_url(lambda address: "/sign-in" not in address)

    # Up to the limit it is done at once.
    ask_for(manager, language, "fifth", "20")
    expect(manager).to_have_url(re.compile("/discount-rules/fifth$"))
    # Beyond it, it is sent to who may.
    ask_for(manager, language, "third", "30")
    expect(manager).to_have_url(re.compile("/approvals/"))
    expect(manager.locator("[role=status]").first).to_contain_text(words["sent"])
    check(manager, language)
    manager.screenshot(path=screenshots / f"approval-asked-{language}.png", full_page=True)
    assert manager.request.get("/discount-rules/third").status == 404

    owner.goto(f"/stock?lang={language}")
    settled(owner)
    mark = owner.locator(".menu-wide .menu-count")
    expect(mark).to_contain_text("1")
    mark.click()
    settled(owner)
    check(owner, language)
    owner.screenshot(path=screenshots / f"approvals-{language}.png", full_page=True)
    owner.locator("#waiting a").first.click()
    settled(owner)
    check(owner, language)
    owner.screenshot(path=screenshots / f"approval-{language}.png", full_page=True)
    expect(owner.locator("#main")).to_contain_text("gia")
    owner.locator("form[action='/forms/approval-grant'] button").click()
    settled(owner)
    expect(owner.locator(".page-head")).to_contain_text(words["granted"])
    check(owner, language)
    assert owner.locator(".menu-count").count() == 0

    # The rule is there, and its history and its fact name both.
    owner.goto(f"/who-did-what?lang={language}")
    settled(owner)
    row = owner.locator("tr", has_text="third").first
    expect(row).to_contain_text("gia")
    expect(row).to_contain_text("browser")
    owner.screenshot(path=screenshots / f"approval-trail-{language}.png", full_page=True)
    row.locator("td a[href^='/events/']").first.click()
    settled(owner)
    check(owner, language)
    said = owner.locator("dl.facts").first
    expect(said).to_contain_text("gia")
    expect(said).to_contain_text("browser")

    # Another one is refused, with the reason.
    ask_for(manager, language, "half", "50")
    place = manager.url
    owner.goto(place)
    settled(owner)
    owner.fill("form[action='/forms/approval-refuse'] [name=reason]", "Too much for November")
    owner.locator("form[action='/forms/approval-refuse'] button").click()
    settled(owner)
    manager.reload()
    settled(manager)
    expect(manager.locator(".page-head")).to_contain_text(words["refused"])
    expect(manager.locator("#main")).to_contain_text("Too much for November")
    check(manager, language)
    manager.screenshot(path=screenshots / f"approval-refused-{language}.png", full_page=True)
