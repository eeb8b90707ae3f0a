// The one field of the log: Ctrl + Enter sends it, once.
"use strict";

for (const form of document.querySelectorAll("[data-entry]")) {
  const field = form.querySelector("textarea");
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "1";
  });
  if (!form.querySelector("[aria-invalid='true']")) {
    field.focus({ preventScroll: true });
  }
}
