// A file that is too large is said to be so when it is chosen, before it is sent. Without this script the server says it.
"use strict";
for (const field of document.querySelectorAll("input[type=file][data-most]")) {
  const told = document.createElement("span");
  told.className = "usa-error-message";
  told.setAttribute("role", "alert");
  field.before(told);
  field.addEventListener("change", () => {
    const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.most));
    told.textContent = tooLarge ? field.dataset.tooLarge : "";
    if (tooLarge) field.value = "";
  });
}
