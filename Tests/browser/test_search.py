"""The one search at the top of each page: in a real browser, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from looking import check, settled


@pytest.mark.parametrize("language", ["ka", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_whatever_a_text_means_is_found(chain, open_page, language, width, screenshots):
    page = open_page(chain.url, width, language)
    page.goto(f"/stock?lang={language}")
    settled(page)
    if width < 1000:
        page.locator(".find-link").click()
    else:
        page.keyboard.press("s")
        page.keyboard.type("mi")
        page.keyboard.press("Enter")
    page.wait_for_url("**/search*")
    settled(page)
    page.fill("#search-all", "48")
    page.press("#search-all", "Enter")
    settled(page)
    check(page, language)
    expect(page.locator("#found-products li")).not_to_have_count(0)
    page.screenshot(path=screenshots / f"search-{language}-{width}.png", full_page=True)
    receipt = page.context.request.get("/v1/receipts?limit=1")
    page.goto("/stores?lang=" + language)
    settled(page)
    shop = page.locator("#main table tbody a").first.inner_text()
    page.goto(f"/search?lang={language}")
    page.fill("#search-all", shop)
    page.press("#search-all", "Enter")
    settled(page)
    page.locator("#found-stores a").first.click()
    expect(page).to_have_url(re.compile("/stores/"))
    assert receipt.status in (200, 401)
