"""Sales of any days beside others: in a real browser."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from looking import check, settled


@pytest.mark.parametrize("language", ["ka", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_period_is_looked_at_and_ranked(chain, open_page, language, width, screenshots):
    page = open_page(chain.url, width, language)
    # Not this month: on its first morning nothing is sold yet.
    since = date.today() - timedelta(days=20)
    page.goto(f"/sales?lang={language}&period=days&from={since}&by=product&sort=margin")
    settled(page)
    check(page, language)
    expect(page.locator("#ranking tbody tr")).not_to_have_count(0)
    expect(page.locator("#tenders tbody tr")).not_to_have_count(0)
    page.screenshot(path=screenshots / f"sales-{language}-{width}.png", full_page=True)
    # Days of one's own are meant, whatever period stood there.
    page.select_option("#sales-period", "month")
    page.fill("#sales-from", "2026-01-01")
    expect(page.locator("#sales-period")).to_have_value("days")
    page.select_option("#sales-by", "store")
    page.select_option("#sales-compare", "none")
    page.locator("form.filter button[type=submit]").click()
    page.wait_for_url(re.compile("by=store"))
    settled(page)
    expect(page.locator("#ranking tbody tr")).not_to_have_count(0)
    page.locator("#ranking tbody a").first.click()
    expect(page).to_have_url(re.compile("/stores/"))
