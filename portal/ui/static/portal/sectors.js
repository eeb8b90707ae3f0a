// The communes of a line on a map: click one to take or leave it. The list beside the map, with
// plain checkboxes, does the same with the keyboard; the text field holds the truth, and is
// enough without this file.
(() => {
  "use strict";

  const COLOURS = 8;
  const CODE = /\b(\d[\dAB]\d{3})\b/i;
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const load = async (url) => {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  // What the text field says: the codes it holds, in their order.
  const chosenIn = (field) => {
    const found = new Set();
    field.value.split("\n").forEach((row) => {
      const code = row.match(CODE);
      if (code) found.add(code[1].toUpperCase());
    });
    return found;
  };

  const legend = (box, state) => {
    const list = box.querySelector(".pt-sector-map__legend");
    state.sectors.forEach((sector) => {
      const line = document.createElement("li");
      const sign = document.createElement("span");
      sign.className = `pt-commune-key pt-commune-key--${sector.colour % COLOURS}`;
      sign.setAttribute("aria-hidden", "true");
      line.append(sign, sector.name);
      list.append(line);
    });
  };

  const draw = async (box) => {
    const canvas = box.querySelector(".pt-map__canvas");
    const status = box.querySelector(".pt-map__state");
    const field = box.dataset.field ? document.getElementById(box.dataset.field) : null;
    status.textContent = "Chargement de la carte…";
    let outlines;
    let state;
    try {
      [outlines, state] = await Promise.all([load(box.dataset.outlines), load(box.dataset.state)]);
    } catch {
      status.textContent = "La carte n’a pas pu être chargée. La liste dit la même chose.";
      return;
    }
    const colours = new Map(state.sectors.map((sector) => [sector.uuid, sector.colour % COLOURS]));
    const chosen = field ? chosenIn(field) : new Set();
    const names = new Map(outlines.features.map(({ properties }) => [properties.code, properties.title]));
    const layers = new Map();
    const boxes = new Map();

    const wordsOf = (code) => (state.communes[code] || []).map((one) => one.words).join(" ; ") || "aucun secteur";
    const colourOf = (code) => {
      const sector = (state.communes[code] || []).find((one) => one.sector);
      if (!sector) return state.communes[code] ? "decision" : "none";
      return String(colours.has(sector.sector) ? colours.get(sector.sector) : "none");
    };
    const titleOf = (code) => `${names.get(code)} (${code}), ${wordsOf(code)}`;
    const say = () => {
      const count = chosen.size;
      status.textContent = field
        ? `${count} commune${count > 1 ? "s" : ""} choisie${count > 1 ? "s" : ""}`
        : `${layers.size} communes sur la carte`;
    };
    const paint = (code) => {
      const layer = layers.get(code);
      const path = layer && layer.getElement();
      if (path) path.classList.toggle("pt-commune--chosen", chosen.has(code));
      const tick = boxes.get(code);
      if (tick) tick.checked = chosen.has(code);
    };
    const write = () => {
      field.value = [...chosen].map((code) => (names.has(code) ? `${code};${names.get(code)}` : code)).join("\n");
      say();
    };
    const toggle = (code) => {
      if (chosen.has(code)) chosen.delete(code);
      else chosen.add(code);
      paint(code);
      write();
    };

    canvas.hidden = false;
    const map = L.map(canvas, { zoomControl: false, maxZoom: 15, minZoom: 4, scrollWheelZoom: false, zoomSnap: 0.25 });
    L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
    map.attributionControl.setPrefix("");
    const drawn = L.geoJSON(outlines, {
      style: (feature) => ({ className: `pt-commune pt-commune--${colourOf(feature.properties.code)}` }),
      onEachFeature: (feature, layer) => {
        const { code } = feature.properties;
        layers.set(code, layer);
        const title = document.createElement("span");
        title.textContent = titleOf(code);
        layer.bindTooltip(title, { sticky: true });
        if (field) layer.on("click", () => toggle(code));
      },
    }).addTo(map);
    map.fitBounds(drawn.getBounds(), { padding: [8, 8] });
    legend(box, state);

    if (field) {
      const list = box.querySelector(".pt-sector-map__list");
      const choices = list.querySelector("fieldset");
      [...names.keys()]
        .sort((one, other) => names.get(one).localeCompare(names.get(other), "fr"))
        .forEach((code) => {
          const line = document.createElement("div");
          line.className = "fr-fieldset__element";
          line.dataset.words = plain(titleOf(code));
          const group = document.createElement("div");
          group.className = "fr-checkbox-group fr-checkbox-group--sm";
          const tick = document.createElement("input");
          tick.type = "checkbox";
          tick.id = `commune-${code}`;
          tick.addEventListener("change", () => toggle(code));
          const label = document.createElement("label");
          label.className = "fr-label";
          label.htmlFor = tick.id;
          label.textContent = titleOf(code);
          group.append(tick, label);
          line.append(group);
          choices.append(line);
          boxes.set(code, tick);
        });
      list.querySelector("input[type=search]").addEventListener("input", (event) => {
        const wanted = plain(event.target.value.trim());
        choices.querySelectorAll("[data-words]").forEach((line) => {
          line.hidden = wanted !== "" && !line.dataset.words.includes(wanted);
        });
      });
      field.addEventListener("change", () => {
        chosen.clear();
        chosenIn(field).forEach((code) => chosen.add(code));
        names.forEach((_name, code) => paint(code));
        say();
      });
      list.hidden = false;
      names.forEach((_name, code) => paint(code));
    }
    say();
  };

  document.querySelectorAll("[data-sector-map]").forEach(draw);
})();
