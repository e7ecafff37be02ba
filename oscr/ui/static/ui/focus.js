/* Moves the focus to the summary of errors, so that a screen reader starts there. Everything works without it. */
(function () {
  "use strict";
  var summary = document.getElementById("error-summary");
  if (summary) {
    summary.focus();
  }
})();
