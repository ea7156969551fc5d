"""What holds for every page, whatever it shows."""

BASICS = """
() => {
  const faults = [];
  const root = document.documentElement;
  if (!root.lang) faults.push("no lang");
  if (document.querySelectorAll("h1").length !== 1) faults.push("not exactly one h1");
  if (!document.title) faults.push("no title");
  if (!document.querySelector("main")) faults.push("no main");
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const labelled = field.labels.length > 0 || field.getAttribute("aria-label") || field.getAttribute("aria-labelledby");
    if (!labelled) faults.push(`unlabelled ${field.name || field.type}`);
  }
  for (const button of document.querySelectorAll("button, a")) {
    if (!button.textContent.trim() && !button.getAttribute("aria-label")) faults.push(`nameless ${button.outerHTML}`);
  }
  for (const image of document.querySelectorAll("img:not([alt]), canvas:not([aria-label])")) {
    faults.push(`no text for ${image.outerHTML}`);
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption) faults.push("a table without a caption");
    for (const head of table.querySelectorAll("th:not([scope])")) faults.push(`no scope: ${head.textContent}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id twice: ${id}`);
  let last = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const level = Number(heading.tagName[1]);
    if (level > last + 1) faults.push(`${heading.tagName} after h${last}: ${heading.textContent}`);
    last = level;
  }
  return faults;
}
"""

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Cells whose text runs out of them, into their neighbours.
SPILLED = """
() => [...document.querySelectorAll("td, th")].filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 160))
"""

# WCAG 2.1's contrast of every visible text with the nearest background that is painted.
CONTRAST = """
() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      const parts = numbers(colour);
      if (parts.length === 3 || parts[3] === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faults = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || element.closest("[aria-hidden=true], script, option")) continue;
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(style.color), light(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) faults.add(`${ratio.toFixed(2)}: ${texts.currentNode.textContent.trim().slice(0, 40)}`);
  }
  return [...faults];
}
"""


def check(page, language):
    assert page.evaluate(BASICS) == []
    assert page.evaluate(OVERFLOW) == 0, "the page scrolls sideways"
    assert page.evaluate(CONTRAST) == []
    assert page.locator("html").get_attribute("lang") == language


def settled(page):
    """Waits until fonts are there and a chart, if any, is drawn; the page's live stream stays open for ever."""
    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => true)")
