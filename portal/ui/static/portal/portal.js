// Small comforts. Every page works without this file.
(() => {
  "use strict";

  const announce = (element, words) => { element.textContent = words; };

  // What is wrong is read first: the summary of errors takes the focus.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // A menu closes with Escape, or when the reader goes elsewhere.
  const close = (menu, focus) => {
    if (!menu.open) return;
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu]").forEach((menu) => close(menu, menu.contains(document.activeElement)));
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu]").forEach((menu) => {
      if (!menu.contains(event.target)) close(menu, false);
    });
  });

  // Copy buttons appear only where the browser can copy.
  if (navigator.clipboard) {
    document.querySelectorAll("[data-copy-value]").forEach((button) => { button.hidden = false; });
    document.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-copy-value]");
      if (!button) return;
      const done = button.closest("[data-copy]").querySelector("[role=status]");
      try {
        await navigator.clipboard.writeText(button.dataset.copyValue);
        announce(done, "Copié");
      } catch {
        announce(done, "La copie n’a pas marché : sélectionnez le texte.");
      }
    });
  }

  // A form is sent once: the second press of a tired thumb does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });

  // Suggestions under a commune field: the typed text alone is enough without them.
  document.querySelectorAll("input[data-suggest-url]").forEach((input) => {
    const list = document.createElement("datalist");
    list.id = `${input.id}-suggestions`;
    input.after(list);
    input.setAttribute("list", list.id);
    let waiting;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      const typed = input.value.trim();
      if (typed.length < 2 || typed.endsWith(")")) return;
      waiting = setTimeout(async () => {
        const url = new URL(input.dataset.suggestUrl, location.href);
        url.searchParams.set("q", typed);
        const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
        if (!answer || !answer.ok) return;
        const { results } = await answer.json();
        list.replaceChildren(...results.map((place) => {
          const option = document.createElement("option");
          option.value = `${place.name} (${place.code})`;
          option.label = place.detail || "";
          return option;
        }));
      }, 200);
    });
  });
})();
