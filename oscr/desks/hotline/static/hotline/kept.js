/* Says when a call could not be kept. Everything else works without it. */
(function () {
  "use strict";
  function failed(event) {
    if (event.target.id !== "sheet") {
      return; // a search beside the sheet: nothing was to be kept
    }
    var line = document.querySelector("[data-kept]");
    if (line) {
      line.textContent = "\u2715 NOT KEPT since " + new Date().toLocaleTimeString() + ". Go on typing; press Keep when the connection is back.";
    }
  }
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);
})();
