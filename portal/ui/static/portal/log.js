// The one field of the log: Ctrl + Enter sends it (once: portal.js).
"use strict";

for (const form of document.querySelectorAll("[data-entry]")) {
  const field = form.querySelector("textarea");
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  if (!form.querySelector("[aria-invalid='true']")) {
    field.focus({ preventScroll: true });
  }
}
