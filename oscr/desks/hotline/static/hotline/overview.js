// The figures come anew every 30 seconds: a table that somebody has opened stays open.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id !== "overview") return;
  const open = [...event.target.querySelectorAll("details[open]")].map((one) => one.id);
  event.target.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  }, { once: true });
});
