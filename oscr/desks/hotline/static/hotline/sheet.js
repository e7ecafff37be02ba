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
  });
  form.addEventListener("submit", () => {
    for (const [name, value] of waiting.splice(0)) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name, value });
      form.append(hidden);
    }
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const target = event.detail.target;
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
    go(again || first(), form.dataset.had === "focus" && !(document.activeElement && document.activeElement !== document.body && !ask().contains(document.activeElement)));
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
  const field = (inside) => focus(inside?.querySelector("input:not([type=hidden]), textarea, select"));
  const blank = (list) => {
    const one = [...document.querySelectorAll(`#list-${list} [data-blank]`)].pop();
    if (one) one.open = true;
    field(one);
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
    if (event.key === "Escape" && typing(target)) {
      event.preventDefault();
      go(here());
      return;
    }
    if (event.key === "Enter" && target.matches("input") && target.form === form && typing(target)) {
      event.preventDefault(); /* no field sends the call away */
      const found = document.querySelector("[data-way]");
      if (target.id === "words" && found) press(found);
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
  if (resume && !location.hash) focus(resume);
})();
