// What the search box may mean, under it, as one types: arrows choose, Enter goes there, Escape
// closes. The combobox of the ARIA practices, list autocomplete with manual selection
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without it the box searches all the same.
"use strict";

for (const input of document.querySelectorAll("input[data-suggest-links]")) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = `${input.id}-choix`;
  list.className = "pt-suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.className = "pt-visually-hidden";
  status.setAttribute("role", "status");
  input.form.append(list, status);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  let waiting, asked = 0, chosen = -1;

  const choices = () => [...list.querySelectorAll("[role=option]")];
  const choose = (rank) => {
    const options = choices();
    chosen = options.length ? (rank + options.length + 1) % (options.length + 1) : -1;
    // After the last one comes the box itself, with what was typed.
    if (chosen === options.length) chosen = -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const shown = (one, rank) => {
    const option = document.createElement("li");
    const detail = document.createElement("span");
    option.id = `${list.id}-${rank}`;
    option.setAttribute("role", "option");
    option.dataset.url = one.url;
    option.textContent = one.name;
    detail.className = "pt-muted";
    detail.textContent = one.detail;
    option.append(" ", detail);
    return option;
  };

  // Several kinds of things: each under its name, which is not an option.
  const grouped = (group, at, options) => {
    const box = document.createElement("li");
    const title = document.createElement("span");
    const inner = document.createElement("ul");
    box.setAttribute("role", "presentation");
    title.id = `${list.id}-groupe-${at}`;
    title.className = "pt-suggestions__group";
    title.setAttribute("role", "presentation");
    title.textContent = group.label;
    inner.setAttribute("role", "group");
    inner.setAttribute("aria-labelledby", title.id);
    inner.append(...options);
    box.append(title, inner);
    return box;
  };

  const show = (results, others = []) => {
    const groups = [...others, { label: "Structures", results }].filter((one) => one.results.length);
    let rank = 0;
    const parts = groups.map((group) => group.results.map((one) => shown(one, rank++)));
    list.replaceChildren(...(groups.length > 1 ? groups.map((group, at) => grouped(group, at, parts[at])) : parts.flat()));
    choose(-1);
    list.hidden = !rank;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const several = rank > 1 ? "s" : "";
    status.textContent = rank ? `${rank} suggestion${several}, flèches haut et bas pour choisir` : "";
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    const rank = ++asked;
    const typed = input.value.trim();
    if (typed.length < 3) { show([]); return; }
    waiting = setTimeout(async () => {
      const url = new URL(input.dataset.suggestLinks, location.href);
      url.searchParams.set("q", typed);
      const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
      // A slow answer to what is no longer typed is dropped.
      if (rank !== asked || !answer || !answer.ok) return;
      const found = await answer.json();
      show(found.results, found.groups);
    }, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? choices().length - 1 : chosen - 1); }
    if (event.key === "Escape") { event.preventDefault(); asked++; show([]); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = choices()[chosen].dataset.url; }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.url;
  });
  input.addEventListener("blur", () => { asked++; show([]); });
}
