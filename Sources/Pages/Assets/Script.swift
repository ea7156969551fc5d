/// The pages' script: live parts and charts. Without it everything can still be read.
enum Script {
    static let text = #"""
        "use strict";

        // Live parts: the server sends a list of {"id": …, "html": …}, an element's new contents, or {"id": …, "rows": [[place,
        // html], …]}, those of its rows and list items that are new. Only what differs is touched, so a selection, the focus and
        // what is folded out stay.
        (() => {
          const address = document.body.dataset.live;
          if (!address) return;
          const state = document.querySelector("[data-live-state]");
          const say = (word) => { if (state) state.dataset.liveState = word; };

          const parsed = (html) => {
            const template = document.createElement("template");
            template.innerHTML = html;
            return template.content;
          };

          const become = (old, fresh) => {
            // Whether details are open is the reader's.
            const isReaders = (name) => name === "open" && old.localName === "details";
            for (const { name } of [...old.attributes]) {
              if (!fresh.hasAttribute(name) && !isReaders(name)) old.removeAttribute(name);
            }
            for (const { name, value } of fresh.attributes) {
              if (old.getAttribute(name) !== value && !isReaders(name)) old.setAttribute(name, value);
            }
            hold(old, fresh);
          };

          const hold = (old, fresh) => {
            const nodes = [...fresh.childNodes];
            while (old.childNodes.length > nodes.length) old.lastChild.remove();
            nodes.forEach((node, place) => {
              const there = old.childNodes[place];
              if (!there) old.append(node);
              else if (there.isEqualNode(node)) return;
              else if (there.nodeName !== node.nodeName) there.replaceWith(node);
              else if (node.nodeType === Node.ELEMENT_NODE) become(there, node);
              else there.data = node.data;
            });
          };

          const replace = ({ id, html, rows }) => {
            const element = document.getElementById(id);
            if (!element) return;
            const link = element.contains(document.activeElement) ? document.activeElement : null;
            const focused = link?.getAttribute("href") ?? null;
            if (rows) {
              const all = element.querySelectorAll("tr, li");
              rows.forEach(([place, row]) => become(all[place], parsed(row).firstChild));
            } else {
              hold(element, parsed(html));
            }
            // Rows that change places must not lead who presses Enter elsewhere.
            if (focused !== null && document.activeElement?.getAttribute("href") !== focused) {
              [...element.querySelectorAll("a")].find((one) => one.getAttribute("href") === focused)?.focus();
            }
            element.dispatchEvent(new CustomEvent("davtari:replaced", { bubbles: true }));
          };

          const source = new EventSource(address);
          source.onopen = () => say("on");
          source.onerror = () => say("off");
          source.onmessage = (message) => {
            say("on");
            JSON.parse(message.data).forEach(replace);
          };
          addEventListener("pagehide", () => source.close());
        })();

        // Who has signed out finds no page of theirs on this device.
        if (location.pathname === "/sign-in") globalThis.caches?.delete("\#(LineQueue.cache)");

        // Whoever chooses days of their own wants those, whatever period stood there.
        document.querySelectorAll("form.filter input[type=date]").forEach((one) => {
          const period = one.form.elements.namedItem("period");
          if (period) one.addEventListener("change", () => { period.value = "days"; });
        });

        // Keys: / goes to the search, n to a new entry, where the page has them and nobody is typing.
        addEventListener("keydown", (event) => {
          if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
          if (event.target.closest("input, textarea, select, [contenteditable]")) return;
          const found = document.querySelector(`[aria-keyshortcuts="${event.key.replace(/["\\]/g, "")}"]`);
          if (!found) return;
          event.preventDefault();
          if (found.localName === "a") found.click();
          else { found.focus(); found.select(); }
        });

        // A number as the page's language writes it; browsers do not know Georgian's everywhere.
        const grouped = (number, decimals = number % 1 ? 2 : 0) => {
          const isGeorgian = document.documentElement.lang === "ka";
          const parts = Math.abs(number).toFixed(decimals).split(".");
          const whole = parts[0].replace(/\B(?=(\d{3})+$)/g, isGeorgian ? "\u00a0" : ",");
          const text = parts.length > 1 ? whole + (isGeorgian ? "," : ".") + parts[1] : whole;
          return (number < 0 ? "\u2212" : "") + text;
        };

        // Rows of a form: Enter goes on to the next field, as a scanner presses it behind each code, and from the last to more rows;
        // what a column comes to follows what is typed.
        addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || event.isComposing) return;
          const field = event.target.closest(".lines input, .lines select");
          if (!field) return;
          event.preventDefault();
          const all = [...field.closest(".lines").querySelectorAll("input, select")];
          const next = all[all.indexOf(field) + 1];
          if (next) { next.focus(); next.select?.(); }
          else field.form.querySelector("[data-more-rows]")?.click();
        });
        document.querySelectorAll("[data-sum]").forEach((place) => {
          const fields = [...place.closest("form").querySelectorAll(`.lines [name$="-${place.dataset.sum}"]`)];
          const add = () => {
            const sum = fields.reduce((sum, field) => {
              const number = Number(field.value.replace(/[\s\u00a0]/g, "").replace(",", "."));
              return sum + (Number.isFinite(number) ? number : 0);
            }, 0);
            place.hidden = sum === 0;
            place.querySelector("output").textContent = grouped(sum, 2);
          };
          fields.forEach((field) => field.addEventListener("input", add));
          add();
        });

        // Charts: drawn from the table beside them, in the page's colours.
        (() => {
          const canvases = [...document.querySelectorAll("canvas[data-chart]")];
          if (canvases.length === 0 || typeof Chart === "undefined") return;
          const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

          const read = (place) => {
            const details = place.querySelector("details");
            const titles = [...details.querySelectorAll("thead th")].map((cell) => cell.textContent);
            const scale = 10 ** Number(details.dataset.exponent);
            const rows = [...details.querySelectorAll("tbody tr")];
            const column = (number) =>
              rows.map((row) => Number(row.querySelectorAll("[data-value]")[number].dataset.value) / scale);
            return {
              unit: details.dataset.unit, titles,
              days: rows.map((row) => row.querySelector("[data-tick]").dataset.tick),
              series: [column(0), column(1)],
            };
          };

          const settings = (data) => ({
            type: "bar",
            data: {
              labels: data.days,
              datasets: [
                { type: "line", label: data.titles[2], data: data.series[1], borderColor: colour("--second"),
                  backgroundColor: colour("--second"), borderWidth: 2, pointRadius: 0, pointHitRadius: 12, tension: 0.3 },
                { label: data.titles[1], data: data.series[0], backgroundColor: colour("--accent-soft"),
                  hoverBackgroundColor: colour("--accent"), borderRadius: 3, maxBarThickness: 26 },
              ],
            },
            options: {
              animation: false, responsive: true, maintainAspectRatio: false,
              interaction: { mode: "index", intersect: false },
              font: { family: getComputedStyle(document.body).fontFamily },
              plugins: {
                legend: { position: "top", align: "end",
                  reverse: true,
                  labels: { boxWidth: 14, boxHeight: 3, color: colour("--quiet") } },
                tooltip: { callbacks: {
                  label: (item) => ` ${item.dataset.label}: ${grouped(item.parsed.y)}\u00a0${data.unit}` } },
              },
              scales: {
                x: { grid: { display: false }, ticks: { color: colour("--quiet"), maxRotation: 0, autoSkipPadding: 14 } },
                y: { beginAtZero: true, border: { display: false }, grid: { color: colour("--line"), drawBorder: false },
                  ticks: { color: colour("--quiet"), maxTicksLimit: 5, callback: (number) => grouped(number) } },
              },
            },
          });

          const draw = (canvas) => {
            const data = read(document.getElementById(canvas.dataset.chart));
            Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
            canvas.chart?.destroy();
            canvas.chart = new Chart(canvas, settings(data));
          };

          const drawAll = () => canvases.forEach(draw);
          drawAll();
          document.fonts?.ready.then(drawAll);
          matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
          document.addEventListener("davtari:replaced", (event) => {
            canvases.filter((canvas) => canvas.dataset.chart === event.target.id).forEach(draw);
          });
        })();
        """#
}
