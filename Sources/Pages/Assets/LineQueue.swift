/// Lines that are entered one after the other, on a telephone whose network comes and goes: the browser keeps each until the server has
/// it, under a key of its own, so that one that is sent twice counts once. Without a script the form is sent as any other.
enum LineQueue {
    /// Where the browser keeps the pages that it can load without the network.
    static let cache = "davtari-lines-1"

    static let text = #"""
        "use strict";

        (() => {
          const form = document.querySelector("form[data-queue]");
          if (!form) return;
          const place = form.querySelector("[data-queue-list]");
          const words = place.dataset;
          const name = `davtari.queue:${form.dataset.queue}:${location.pathname}`;

          // Another window may have written meanwhile, so it is read anew each time.
          const read = () => {
            try { return JSON.parse(localStorage.getItem(name)) ?? []; } catch { return []; }
          };
          const write = (lines) => {
            if (lines.length > 0) localStorage.setItem(name, JSON.stringify(lines));
            else localStorage.removeItem(name);
          };
          const change = (key, edit) => {
            write(read().flatMap((line) => (line.key === key ? edit(line) : [line])));
            show();
          };

          let hint = "";
          const show = () => {
            const lines = read();
            place.hidden = lines.length === 0;
            const list = place.querySelector("ul");
            list.replaceChildren(...lines.map((line) => {
              const item = document.createElement("li");
              const text = document.createElement("span");
              text.textContent = line.title;
              const state = document.createElement("span");
              state.className = line.problem ? "mark mark-bad" : "mark mark-warn";
              state.textContent = line.problem ? `${words.refused}: ${line.problem}` : words.waiting;
              item.append(text, " ", state);
              if (line.problem) {
                const button = (label, act) => {
                  const one = document.createElement("button");
                  one.type = "button";
                  one.className = "btn btn-outline-secondary btn-sm";
                  one.textContent = label;
                  one.addEventListener("click", act);
                  item.append(" ", one);
                };
                button(words.again, () => { change(line.key, (one) => [{ ...one, problem: null }]); send(); });
                button(words.drop, () => change(line.key, () => []));
              }
              return item;
            }));
            place.querySelector("[data-queue-hint]").textContent = hint;
          };

          // What the page shows of what the server has.
          const refresh = (fresh) => {
            const [old, now] = [document, fresh].map((one) => one.getElementById("queue-fresh"));
            if (old && now) old.replaceChildren(...now.childNodes);
            const entries = fresh.querySelector("input[name=entries]");
            if (entries) document.querySelectorAll("input[name=entries]").forEach((one) => { one.value = entries.value; });
          };

          const problem = (answer, fresh) => {
            const found = [...fresh.querySelectorAll(".problem, .notice-bad")].map((one) => one.textContent.trim());
            return found.filter((text) => text).join(" ") || `${answer.status}`;
          };

          let timer = null;
          let pause = 1000;
          const later = () => {
            clearTimeout(timer);
            timer = setTimeout(send, pause);
            pause = Math.min(pause * 2, 30000);
          };

          let isSending = false;
          const send = async () => {
            if (isSending) return;
            isSending = true;
            clearTimeout(timer);
            try {
              for (let line; (line = read().find((one) => !one.problem)); ) {
                const body = new URLSearchParams(line.fields);
                body.set("token", form.elements.token.value);
                body.set("key", line.key);
                const answer = await fetch(form.action, { method: "POST", body });
                if (answer.status >= 500 || answer.status === 429) { later(); return; }
                const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
                if (fresh.querySelector("form.sign-in")) { hint = words.signIn; return; }
                hint = "";
                pause = 1000;
                // Somebody has signed in again since the page was loaded.
                const token = fresh.querySelector("form[data-queue] [name=token]")?.value;
                if (answer.status === 403 && token && token !== form.elements.token.value) {
                  document.querySelectorAll("[name=token]").forEach((one) => { one.value = token; });
                  continue;
                }
                if (answer.ok && answer.redirected) {
                  change(line.key, () => []);
                  refresh(fresh);
                  keep();
                } else {
                  change(line.key, (one) => [{ ...one, problem: problem(answer, fresh) }]);
                }
              }
            } catch {
              // No network: it stays.
              later();
            } finally {
              isSending = false;
              show();
            }
          };

          const newKey = () =>
            [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

          form.addEventListener("submit", (event) => {
            const fields = [...new FormData(form)].filter(([field]) => field !== "token" && field !== "key");
            const typed = [...form.querySelectorAll("input.form-control")];
            const title = typed.map((one) => one.value.trim()).filter((text) => text).join(" · ");
            // A browser that keeps nothing sends it as any other form.
            try { write([...read(), { key: newKey(), fields, title, problem: null }]); } catch { return; }
            event.preventDefault();
            // The rest stays, as the place where one is counting.
            const quantity = form.elements.quantity;
            if (quantity) quantity.value = quantity.defaultValue;
            const first = form.querySelector("[autofocus]") ?? typed[0];
            first.value = "";
            first.focus();
            show();
            send();
          });

          // Nothing is ended while lines of it are here alone.
          document.addEventListener("submit", (event) => {
            if (event.target === form || !event.target.querySelector("input[name=entries]")) return;
            if (read().length === 0) return;
            event.preventDefault();
            place.scrollIntoView({ block: "center" });
          });

          addEventListener("online", () => { pause = 1000; send(); });
          addEventListener("storage", show);
          document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
          show();
          send();

          // The page as it is, and what it is drawn with, can be loaded again without the network.
          const keep = async (files = []) => {
            if (read().length > 0 || !globalThis.caches) return;
            await (await caches.open("\#(cache)")).addAll([location.href, ...files]).catch(() => {});
          };
          navigator.serviceWorker?.register("/assets/offline.js", { scope: "/" }).then(() => {
            const files = document.querySelectorAll("link[rel=stylesheet], script[src]");
            return keep([...files].map((one) => one.href || one.src));
          }).catch(() => {});

          // The camera, where the browser reads barcodes by itself.
          const scan = form.querySelector("[data-scan]");
          if (!scan || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
          scan.hidden = false;
          let stop = null;
          scan.addEventListener("click", async () => {
            if (stop) { stop(); return; }
            const detector = new BarcodeDetector();
            const video = document.createElement("video");
            const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
            video.srcObject = stream;
            video.setAttribute("playsinline", "");
            scan.after(video);
            stop = () => {
              stream.getTracks().forEach((track) => track.stop());
              video.remove();
              stop = null;
            };
            await video.play();
            while (stop) {
              const [found] = await detector.detect(video).catch(() => []);
              if (found) {
                const code = form.querySelector("[autofocus]");
                code.value = found.rawValue;
                navigator.vibrate?.(60);
                stop();
                code.focus();
              }
              await new Promise(requestAnimationFrame);
            }
          });
        })();
        """#

    /// The browser's own small server for those pages: the network first, what is kept where there is none.
    static let offlineText = #"""
        "use strict";

        const isKept = (address) =>
          /^\/(countings|receivings)\/[^/]+\/[^/]+$/.test(address.pathname) || address.pathname.startsWith("/assets/");

        addEventListener("install", () => skipWaiting());
        addEventListener("activate", (event) => event.waitUntil(clients.claim()));
        addEventListener("fetch", (event) => {
          const address = new URL(event.request.url);
          if (event.request.method !== "GET" || address.origin !== location.origin || !isKept(address)) return;
          event.respondWith((async () => {
            const kept = await caches.open("\#(cache)");
            try {
              const answer = await fetch(event.request);
              // Who is signed out, or may not see it any more, finds nothing of it here.
              if (answer.ok) await kept.put(event.request, answer.clone());
              else if (answer.status < 500) await kept.delete(event.request, { ignoreSearch: true });
              return answer;
            } catch (error) {
              const found = await kept.match(event.request) ?? await kept.match(event.request, { ignoreSearch: true });
              if (found) return found;
              throw error;
            }
          })());
        });
        """#
}
