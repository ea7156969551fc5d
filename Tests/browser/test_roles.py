"""A role in a real browser: made out of a delivered one in the grid, tried before it is saved, on a telephone too."""

import pytest
from playwright.sync_api import expect

from looking import check, settled


@pytest.mark.parametrize("language, width", [("ka", 375), ("en", 1280)])
def test_a_role_is_tried_and_then_saved(chain, open_page, language, width, screenshots):
    page = open_page(chain.url, width, language)
    page.goto(f"/roles?lang={language}")
    settled(page)
    check(page, language)
    page.click("#delivered-roles a[href*=buyer]")
    settled(page)
    check(page, language)
    form = page.locator("#main form.form")
    stock = form.locator("[name=rights][value='stock.read']")
    expect(stock).to_be_checked()
    # By the keyboard, as all boxes of the grid.
    form.locator("[name=rights][value='sales.read']").focus()
    page.keyboard.press("Space")
    form.locator("[name=rights][value='cost.read']").uncheck()
    form.locator("[name=reach]").select_option("own")
    form.locator("[name=code]").fill(f"shop-buyer-{language}")
    form.locator("details summary").last.click()
    page.screenshot(path=screenshots / f"role-{language}.png", full_page=True)
    form.locator("button[name=act][value=try]").click()
    settled(page)
    check(page, language)
    banner = page.locator("form.trial")
    expect(banner).to_be_visible()
    page.goto("/stock")
    settled(page)
    expect(page.locator("#main table")).to_be_visible()
    page.screenshot(path=screenshots / f"role-tried-{language}.png", full_page=True)
    assert page.request.get("/sign-ins").status == 403
    page.locator("form.trial button").click()
    settled(page)
    check(page, language)
    expect(form.locator("[name=rights][value='stock.read']")).to_be_checked()
    expect(form.locator("[name=rights][value='cost.read']")).not_to_be_checked()
    form.locator("button[type=submit].btn-primary").click()
    settled(page)
    check(page, language)
    expect(page).to_have_url(f"{chain.url}/roles/shop-buyer-{language}")
