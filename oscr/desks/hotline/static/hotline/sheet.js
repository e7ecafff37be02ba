/* Keys of the screen of a call, and nothing lost between two saves. Without it every key is a button that posts the sheet. */
(() => {
  "use strict";
  const form = document.getElementById("sheet");
  if (!form) return;
  const SWITCH = "oscr.single-keys";
  const PRESSED = ["answer", "take", "drop", "who", "over"];
  const ask = () => document.getElementById("ask");
  const waiting = []; /* what was pressed and is not known to be kept: [name, value] */
  let sent = 0;
  let posted = null; /* the fields as they were when the last save left */
  let current = ""; /* the id of the question that is next */
  let open = new Set(["part-none"]);
  let saying = ""; /* the id of the place where the focus is that says who somebody on file is */
  let taking = ""; /* words whose first pathway is to be taken as soon as it is found */

  /* --- pressing: the buttons of the sheet, with or without a key --- */
  const press = (button) => {
    waiting.push([button.name, button.value]);
    const question = button.closest("[data-q]");
    if (question) {
      for (const other of question.querySelectorAll("[data-key]")) other.setAttribute("aria-pressed", String(other === button));
      question.dataset.done = "";
      if (button.dataset.key) go(next(question, 1) || question);
    }
    if (button.name === "take") {
      const words = document.getElementById("words");
      words.value = "";
      current = ""; /* the questions of this pathway, from the first on */
      if (document.activeElement === words || document.activeElement === button) ask().focus();
    }
    htmx.trigger(form, "pressed");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    if (!button || button.form !== form) return;
    if (PRESSED.includes(button.name) && !button.hasAttribute("formaction")) {
      event.preventDefault();
      press(button);
    } else if (button.name === "find") {
      event.preventDefault();
      htmx.trigger(form, "pressed");
    }
  });

  /* Enter may come before what was typed is found; the keys after it are meant for what follows, not for the words. */
  const find = (words) => {
    taking = words.trim();
    if (!taking || taken()) return;
    ask().focus();
    htmx.trigger(form, "pressed");
  };
  const taken = () => {
    const found = ask().querySelector("[data-words]");
    if (!taking || found?.dataset.words.trim() !== taking) return false;
    taking = "";
    const way = found.querySelector("[data-way]");
    const idle = document.activeElement === document.body || ask().contains(document.activeElement);
    if (way) press(way);
    if (idle) (way ? ask() : document.getElementById("words")).focus();
    return true;
  };

  /* --- saving: what was pressed goes with every save until one that arrived has taken it --- */
  const fields = () => {
    const found = new Map();
    for (const [name, value] of new FormData(form)) found.set(name, `${found.get(name) || ""}\n${value}`);
    return found;
  };
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== form) return;
    posted = fields();
    sent = waiting.length;
    for (const [name, value] of waiting) event.detail.formData.append(name, value);
    for (const part of document.querySelectorAll("[data-part][open]")) event.detail.formData.append("part", part.dataset.part);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    if (event.detail.successful && !document.querySelector("#kept[data-stale]")) waiting.splice(0, sent);
    sent = 0;
    if (!leaving) return;
    const button = leaving;
    leaving = null;
    if (!document.querySelector("#kept[data-stale]")) form.requestSubmit(button);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === form && left) event.preventDefault(); /* all of it goes with the page */
  });
  window.addEventListener("pageshow", () => { left = false; }); /* and when the browser comes back to it */
  let left = false;
  let leaving = null; /* the button that leads away, pressed while a save was on its way: it waits, or the two would be two windows */
  form.addEventListener("submit", (event) => {
    if (form.classList.contains("htmx-request")) {
      event.preventDefault();
      leaving = event.submitter;
      return;
    }
    left = true;
    for (const [name, value] of waiting.splice(0)) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name, value });
      form.append(hidden);
    }
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const target = event.detail.target;
    const made = event.detail.fragment?.firstElementChild?.id;
    if (/^(list-|known-people$)/.test(target?.id) && made && document.getElementById(made)) event.detail.shouldSwap = false;
    if (!target || target.id === "ask" || target.id === "home" || event.detail.fragment?.dataset?.blank !== undefined) return;
    if (!/^(pick|fields)-/.test(target.id)) return;
    const now = fields();
    const names = new Set([...target.querySelectorAll("[name]")].map((one) => one.name));
    const typed = [...names].some((name) => (now.get(name) || "") !== (posted?.get(name) || ""));
    if (typed || target.contains(document.activeElement)) event.detail.shouldSwap = false; /* nothing typed is lost */
  });
  const failed = (event) => {
    if (event.target !== form) return;
    const line = document.querySelector("[data-kept]");
    if (line) line.textContent = `\u2715 NOT KEPT since ${new Date().toLocaleTimeString()}. Go on typing; press Keep when the connection is back.`;
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);

  /* --- moving: one question is the next; the page keeps its place when the right side is made anew --- */
  const questions = () => [...ask().querySelectorAll("[data-q]")].filter((one) => one.checkVisibility?.() ?? one.offsetParent);
  const next = (from, step) => {
    const all = questions();
    for (let place = all.indexOf(from) + step; place >= 0 && place < all.length; place += step) {
      if (!("done" in all[place].dataset) || step < 0) return all[place];
    }
    return null;
  };
  const go = (question, focus = true) => {
    for (const one of ask().querySelectorAll(".hl-cur")) one.classList.remove("hl-cur");
    if (!question) return;
    current = question.id;
    question.classList.add("hl-cur");
    if (focus) question.focus();
  };
  const here = () => document.activeElement?.closest?.("[data-q]") || document.getElementById(current) || first();
  const first = () => document.querySelector("#ask .hl-clash [data-q]") || document.querySelector("section[aria-labelledby=head-first] [data-q]") || questions()[0];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id !== "kept" && event.detail.target?.id !== "kept") return;
    open = new Set([...ask().querySelectorAll("details[open]")].map((one) => one.id));
    saying = document.activeElement?.closest?.("[id^=say-]")?.id || "";
    ask().dataset.had = ask().contains(document.activeElement) ? "focus" : "";
    form.dataset.had = ask().dataset.had;
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.id !== "ask") return;
    for (const one of ask().querySelectorAll("details[id]")) {
      if (!open.has(one.id)) continue;
      one.dataset.whole = ""; /* it came with its content */
      one.open = true;
    }
    const again = document.getElementById(current);
    if (taken()) return;
    go(again || first(), form.dataset.had === "focus" && !(document.activeElement && document.activeElement !== document.body && !ask().contains(document.activeElement)));
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (saying && document.activeElement === document.body) document.getElementById(saying)?.querySelector("button, input")?.focus();
    if (document.activeElement === ask() && !taking) go(document.getElementById(current) || first()); /* htmx gave it back the focus */
  });
  document.addEventListener("toggle", (event) => {
    const part = event.target;
    if (part.dataset?.part && part.open && !("whole" in part.dataset)) {
      part.dataset.whole = "";
      htmx.trigger(form, "pressed");
    }
  }, true);

  /* --- keys: outside of text fields only, and only while the switch is on (WCAG 2.1.4) --- */
  const box = document.querySelector("[data-keys]");
  document.querySelector("[data-scripted]").hidden = false;
  box.checked = localStorage.getItem(SWITCH) !== "off";
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  const typing = (target) => target.matches("textarea, select, [contenteditable]") || (target.matches("input") && !/^(radio|checkbox|button|submit)$/.test(target.type));
  const focus = (place) => {
    if (!place) return;
    const folded = place.closest("details:not([open])");
    if (folded) folded.open = true;
    place.focus();
    place.scrollIntoView({ block: "nearest" });
  };
  const field = (inside) => {
    const first = inside?.querySelector("input:not([type=hidden]), textarea, select");
    const chosen = first?.type === "radio" && inside.querySelector(`[name="${CSS.escape(first.name)}"]:checked`);
    focus(chosen || first); /* one Tab leaves a group of answers only from the one that is chosen */
  };
  /* Whoever types fast names the next one before the server has sent an empty place: then the page makes one as the server would,
     and leaves out the server's when it comes (see htmx:oobBeforeSwap). */
  const blank = (list) => {
    const last = [...document.querySelectorAll(`#list-${list} [data-blank]`)].pop();
    if (!last) return;
    const one = typedIn(last) ? another(list, last) : last;
    one.open = true;
    field(one);
  };
  const typedIn = (place) => [...place.querySelectorAll("input, textarea")].some(
    (one) => /^(radio|checkbox)$/.test(one.type) ? one.checked !== one.defaultChecked : one.value !== one.defaultValue);
  const another = (list, last) => {
    const old = last.id.replace(/^at-/, "");
    const numbers = [...document.querySelectorAll(`#list-${list} [id^="at-${list}-"]`)].map((one) => Number(/\d+$/.exec(one.id)));
    const fresh = old.replace(/\d+$/, Math.max(...numbers) + 1);
    const copies = [last, document.getElementById(`typed-${old}`).cloneNode(false)].map((one) => {
      const made = document.createElement("template");
      made.innerHTML = one.outerHTML.replaceAll(new RegExp(`${old}(?!\\d)`, "g"), fresh);
      return made.content.firstElementChild;
    });
    document.getElementById(`list-${list}`).append(copies[0]);
    document.getElementById("known-people").append(copies[1]);
    copies.forEach((one) => htmx.process(one));
    return copies[0];
  };
  const KEYS = {
    j: () => go(next(here(), 1) || here()),
    ArrowDown: () => go(next(here(), 1) || here()),
    k: () => go(next(here(), -1) || here()),
    ArrowUp: () => go(next(here(), -1) || here()),
    b: () => {
      const answered = document.getElementById("part-answered");
      if (!answered) return;
      answered.open = true;
      go(answered.querySelector("[data-q]"));
    },
    "/": () => focus(document.getElementById("words")),
    t: () => focus(document.getElementById("id_story-what")),
    c: () => blank("children"),
    g: () => blank("adults"),
    w: () => blank("suspects"),
    p: () => field(document.getElementById("places")),
    m: () => field(document.getElementById("you")),
    h: () => focus(document.getElementById("known")),
    "?": () => {
      const keys = document.getElementById("keys");
      keys.open = !keys.open;
      focus(keys.querySelector("summary"));
    },
  };
  const answer = (key) => {
    const found = document.querySelectorAll("[data-way]");
    const ways = found.length && !document.activeElement?.closest?.("[data-q]");
    if (/^[1-9]$/.test(key) && ways) return found[Number(key) - 1];
    return here()?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    if (event.key === "Escape" && form.contains(target) && !target.closest("[data-q]")) {
      event.preventDefault();
      go(here());
      return;
    }
    if (event.key === "Enter" && target.matches("input") && target.form === form && typing(target)) {
      event.preventDefault(); /* no field sends the call away */
      if (target.id === "words") find(target.value);
      else htmx.trigger(form, "pressed");
      return;
    }
    if (!box.checked || typing(target) || (target.matches("input") && /^Arrow/.test(event.key))) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const button = /^[ynu1-9]$/.test(key) && answer(key);
    if (button) {
      event.preventDefault();
      press(button);
    } else if (KEYS[key]) {
      event.preventDefault();
      KEYS[key]();
    }
  });

  /* --- the same place again after a crash, or in another window --- */
  const place = form.querySelector("[name=place]");
  form.addEventListener("focusin", (event) => {
    const at = event.target.closest("[id]")?.id;
    if (at && /^[A-Za-z][\w-]{0,80}$/.test(at)) place.value = at;
  });
  go(first(), false);
  const resume = document.getElementById(form.dataset.resume || "");
  const problem = document.querySelector("#error-summary a[href]");
  if (problem) focus(problem);
  else if (resume && !location.hash) focus(resume);
  else if (form.dataset.resume && !location.hash) go(first()); /* what had the focus is answered since */
})();
