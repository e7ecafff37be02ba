/* Warns two minutes before an idle log-in ends, in the page and without taking the focus; one button extends it.
   Every page that is opened, in any tab, starts the time anew. Without this script drafts are safe all the same. */
(() => {
  const bar = document.querySelector("[data-session]");
  if (!bar) return;
  const told = document.querySelector("[data-session-status]");
  const soon = bar.querySelector("[data-soon]");
  const over = bar.querySelector("[data-over]");
  const whole = Number(bar.dataset.session) * 1000;
  const warn = Number(bar.dataset.warn) * 1000;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("oscr-session") : null;
  let ends = 0;
  let shown = null;

  const show = (part) => {
    if (part === shown) return;
    const focused = bar.contains(document.activeElement);
    shown = part;
    soon.hidden = part !== soon;
    over.hidden = part !== over;
    bar.hidden = part === null;
    told.textContent = part === null ? "" : part.textContent.trim();
    if (focused) document.getElementById("main-content")?.focus();
  };
  const look = () => {
    const left = ends - Date.now(); /* the clock, not a timer alone: a laptop that slept has lost its session too */
    show(left <= 0 ? over : left <= warn ? soon : null);
  };
  const begin = () => {
    ends = Date.now() + whole;
    look();
  };
  const end = () => {
    ends = 0;
    look();
  };
  const stay = () => {
    begin();
    tabs?.postMessage("active");
  };

  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(bar.action, { method: "POST", body: new FormData(bar), credentials: "same-origin" })
      .then((answer) => (answer.status === 204 ? stay() : end()))
      .catch(() => undefined); /* no network: the warning stays, the button can be pressed again */
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!("OSCR-Unasked" in event.detail.requestConfig.headers)) stay(); /* what a page fetches by itself is not somebody's act */
  });
  tabs?.addEventListener("message", begin);
  window.addEventListener("pageshow", look);
  setInterval(look, 5000);
  stay();
})();
