"""A receipt that breaks a rule, corrected in a real browser: the rule stands beside its figure, what is wrong is changed, and the
receipt counts; another line is emptied; at last it is cancelled whole."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from looking import check, settled

def post(davtari, token, body):
    request = urllib.request.Request(
        f"{davtari.url}/v1/stores/S01/writers/S01-t1/events",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/cloudevents+json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@pytest.mark.parametrize(("language", "width"), [("ka", 375), ("en", 1280)])
def test_a_suspect_receipt_is_corrected_and_another_time_cancelled(empty, open_page, language, width, screenshots):
    empty.run("command", "PUT", "stores/S01", '{"name": {"en": "Vake", "ka": "ვაკე"}, "currency": "GEL", "zone": "Asia/Tbilisi"}')
    empty.run("command", "PUT", "products/bread", '{"name": {"en": "Bread", "ka": "პური"}}')
    made = empty.run("token", "create", "--kind", "till", "--name", "t", "--stores", "S01", "--writers", "S01-t1")
    token = re.search(r"dvt_[0-9a-f]+", made)[0]
    line = {"kind": "sale", "product": "bread", "quantity": 2000, "gross": 250}
    told = post(
        empty,
        token,
        {
            "specversion": "1.0", "type": "receipt.completed.v1", "source": "/stores/S01/writers/S01-t1",
            "id": "S01-t1:1", "writer": "S01-t1", "writerseq": 1, "time": "2026-03-01T12:00:00Z",
            "data": {
                "number": "1", "businessDate": "2026-03-01", "currency": "GEL", "gross": 900,
                "lines": [{"line": 1, **line}, {"line": 2, **line}],
                "tenders": [{"tender": 1, "kind": "cash", "amount": 500}],
            },
        },
    )
    assert told["events"][0]["faults"]
    page = open_page(empty.url, width, language)
    page.goto(f"/receipts/S01-t1:1?lang={language}")
    settled(page)
    expect(page.locator("h2", has_text=re.compile("."))).not_to_have_count(0)
    check(page, language)
    page.click("a[href$='/correct']")
    settled(page)
    check(page, language)
    page.screenshot(path=screenshots / f"receipt-correct-{language}.png", full_page=True)
    expect(page.locator("[role=alert]")).not_to_have_count(0)
    expect(page.locator("[name=lines-0-gross]")).to_have_value(re.compile("2[.,]50"))
    # Five lari were paid for two times two and a half: the first line is right, the second was one piece at one lari.
    page.fill("[name=lines-1-quantity]", "1")
    page.fill("[name=lines-1-gross]", "1")
    page.fill("[name=reason]", "one piece")
    page.click("#main form.form button.btn-primary")
    # Three and a half are what it comes to now, and five were paid.
    expect(page.locator("[role=alert]")).to_have_count(0)
    expect(page.locator(".problem")).to_have_count(1)
    open_page.forgive("Failed to load resource")
    page.fill("[name=tenders-0-amount]", "3.50")
    page.click("#main form.form button.btn-primary")
    page.wait_for_url(re.compile(r"/receipts/S01-t1:1$"))
    settled(page)
    expect(page.locator(".mark-good")).not_to_have_count(0)
    expect(page.locator("#lines tbody tr")).to_have_count(2)

    # A line is emptied.
    page.click("a[href$='/correct']")
    settled(page)
    for field in ["product", "quantity", "gross", "discount"]:
        page.fill(f"[name=lines-1-{field}]", "")
    page.select_option("[name=lines-1-kind]", "")
    page.fill("[name=tenders-0-amount]", "2.50")
    page.fill("[name=reason]", "none of it")
    page.click("#main form.form button.btn-primary")
    page.wait_for_url(re.compile(r"/receipts/S01-t1:1$"))
    settled(page)
    expect(page.locator(".tile").first).to_contain_text(re.compile("2[.,]50"))
    check(page, language)

    page.fill("[name=reason]", "it never was")
    page.click("#main form.form button[type=submit]")
    settled(page)
    expect(page.locator("a[href$='/correct']")).to_have_count(0)
    page.screenshot(path=screenshots / f"receipt-cancelled-{language}.png", full_page=True)
    check(page, language)
