"""Spreadsheets in a real browser: brought, looked at, imported, brought again; and what cannot be read."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

import workbooks
from looking import check, settled

# A debug build on a busy machine looks at 3 000 rows in a few seconds.
WAIT = 120_000
WORDS = {
    "ka": {
        "headings": ["დასახელება", "შტრიხკოდი", "ფასი"], "ready": "ჯერ არაფერი ჩაწერილა", "done": "შემოტანა დასრულდა",
        "row": "იგივე წერია სტრიქონში: 102", "digit": "საკონტროლო ციფრი", "number": "{} {}",
        "rows": "გასასწორებელი სტრიქონების ჩამოტვირთვა", "tiles": ["სტრიქონი ფაილში", "ახალი", "შეცვლილი", "უცვლელი", "გასასწორებელი"],
    },
    "en": {
        "headings": ["Name", "Barcode", "Price"], "ready": "Nothing is written yet", "done": "The import is done",
        "row": "The same stands in row 102", "digit": "check digit", "number": "{},{}",
        "rows": "Download the rows to mend", "tiles": ["Rows in the file", "New", "Changed", "The same", "To mend"],
    },
}


def said(number, words):
    """A number as the page writes it."""
    return str(number) if number < 1000 else words["number"].format(number // 1000, f"{number % 1000:03d}")


def bring(page, path, file, words):
    page.goto(path)
    page.set_input_files("[name=file]", file)
    page.click("#main form button[type=submit]")
    expect(page).to_have_url(re.compile("/imports/[0-9a-f]+$"))
    expect(page.locator("#main")).to_contain_text(words["ready"], timeout=WAIT)


def counts(page):
    """Rows, new, changed, the same, to mend: as the page's tiles say."""
    return [re.sub(r"\D", "", text) for text in page.locator(".tiles dd").all_inner_texts()]


def run(page, words):
    page.click("#main button[value=run]")
    expect(page.locator("#main")).to_contain_text(words["done"], timeout=WAIT)


@pytest.mark.parametrize("choice, taken, language, width", [("first", 2981, "ka", 1280), ("none", 2967, "en", 390)])
def test_a_spreadsheet_names_what_is_wrong_and_is_imported_once(
    empty, open_page, tmp_path, screenshots, choice, taken, language, width
):
    words = WORDS[language]
    file = tmp_path / "products.xlsx"
    workbooks.write(file, workbooks.products(3000, words["headings"]))
    page = open_page(empty.url, width, language)
    page.goto(f"/products?lang={language}")
    page.click("#main a[href='/products/import']")
    settled(page)
    check(page, language)
    page.screenshot(path=screenshots / f"import-{language}-{width}.png", full_page=True)
    bring(page, "/products/import", file, words)
    assert counts(page) == ["3000", "2981", "0", "0", "33"]
    for name, count in [("first", 2981), ("none", 2967)]:
        expect(page.locator(f"label[for=doubles-{name}]")).to_contain_text(said(count, words))
    faults = page.locator("#import-faults tbody tr")
    # Each row is named once: 28 of doubles, 3 of check digits, 2 without a name.
    expect(faults).to_have_count(33)
    expect(faults.nth(0)).to_contain_text(words["row"])
    expect(faults.nth(28)).to_contain_text(words["digit"])
    expect(faults.nth(28)).to_contain_text("502")
    expect(faults.nth(31)).to_contain_text("702")
    check(page, language)
    page.screenshot(path=screenshots / f"import-ready-{language}-{width}.png")
    # Nothing is written by looking.
    assert "პური" not in empty.run("export", "products")
    page.check(f"#doubles-{choice}")
    run(page, words)
    assert counts(page) == ["3000", str(taken), "0", "0", "33"]
    check(page, language)
    with page.expect_download() as download:
        page.get_by_role("link", name=words["rows"]).click()
    rows = list(csv.reader(
        io.StringIO(download.value.path().read_text(encoding="utf-8-sig")), delimiter=";" if language == "ka" else ","
    ))
    assert len(rows) == 34 and rows[0][:3] == words["headings"]
    assert rows[29][1] == workbooks.products(502, [])[501][1] and words["digit"].lower() in rows[29][3].lower()
    page.goto("/products?q=2999")
    expect(page.locator("#main table")).to_contain_text("პური № 2999")
    # The same sheet again changes nothing.
    before = empty.run("export", "products")
    bring(page, "/products/import", file, words)
    page.check(f"#doubles-{choice}")
    run(page, words)
    assert counts(page) == ["3000", "0", "0", str(taken), "33"]
    assert empty.run("export", "products") == before


def test_columns_are_corrected_and_what_was_exported_changes_nothing(empty, open_page, tmp_path):
    page = open_page(empty.url, 1280, "en")
    words = WORDS["en"]
    file = tmp_path / "sheet.csv"
    file.write_text("რაღაც;სხვა;ფასი\nრძე;4860000000006;1.250\nყველი;4860000000013;12,5\n", encoding="utf-8")
    page.goto("/products/import?lang=en")
    page.set_input_files("[name=file]", file)
    page.click("#main form button[type=submit]")
    # Without a name nothing can be new, and one price can be read in two ways.
    expect(page.locator("#import-faults")).to_contain_text("Thousands or decimals?", timeout=WAIT)
    page.click("details.folded summary")
    page.select_option("[name=column-0]", "name")
    page.select_option("[name=column-1]", "barcodes")
    page.select_option("[name=sign]", "comma")
    page.click("#main button[value=look]")
    expect(page.locator("#main")).to_contain_text("There is nothing to mend", timeout=WAIT)
    assert counts(page) == ["2", "2", "0", "0", "0"]
    run(page, words)
    page.goto("/products")
    table = page.locator("#main table")
    expect(table).to_contain_text("1,250.00")
    expect(table).to_contain_text("12.50")
    # Both files of the list come back as they went.
    for link in ["Download as a spreadsheet (CSV)", "As an Excel file"]:
        page.goto("/products")
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        bring(page, "/products/import", saved, words)
        assert counts(page) == ["2", "0", "0", "2", "0"], link


def test_other_lists_are_imported_by_the_same_pages(empty, open_page, tmp_path):
    page = open_page(empty.url, 390, "en")
    words = WORDS["en"]
    sheets = {
        "suppliers": ("Code,Name,Tax number,Phone\nmill,Mill,405,\n,Dairy,406,\n", "Dairy"),
        "employees": ("Name,Phone\nნინო,599 12 34 56\nGio,599 12 34 57\n", "ნინო"),
        "customers": ("სახელი,ტელეფონი\nანა,555 10 20 30\n", "ანა"),
        "products": ("Code,Name,Barcode\nbread,Bread,4860000000006\n", "Bread"),
        "prices": ("Product,Currency,Amount\nBread,GEL,2.40\n", "2.40"),
    }
    for path, (text, shown) in sheets.items():
        file = tmp_path / f"{path}.csv"
        file.write_text(text, encoding="utf-8")
        rows = str(text.count("\n") - 1)
        for expected in [[rows, rows, "0", "0", "0"], [rows, "0", "0", rows, "0"]]:
            bring(page, f"/{path}/import?lang=en", file, words)
            assert counts(page) == expected, f"{path}: {page.locator('#main').inner_text()}"
            run(page, words)
            page.goto(f"/{path}")
            expect(page.locator("#main table")).to_contain_text(shown)


def test_a_file_that_cannot_be_read_says_why(empty, open_page, tmp_path):
    page = open_page(empty.url, 1280, "en")
    old = tmp_path / "old.csv"
    old.write_bytes("Name,Barcode\nМолоко,4860000000006\n".encode("cp1251"))
    page.goto("/products/import?lang=en")
    page.set_input_files("[name=file]", old)
    page.click("#main form button[type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("line 2 has a byte that is no letter (CC)", timeout=WAIT)
    check(page, "en")
    page.select_option("[name=encoding]", "CP1251")
    page.click("#main button[value=look]")
    expect(page.locator("#main")).to_contain_text("Nothing is written yet", timeout=WAIT)
    page.click("details.folded summary")
    expect(page.locator("details.folded")).to_contain_text("Молоко")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    page.goto("/products/import")
    page.set_input_files("[name=file]", broken)
    page.click("#main form button[type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("damaged", timeout=WAIT)
