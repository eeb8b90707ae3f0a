// Maps of the portal: our own outlines, points grouped by proximity, no tile and no third party.
// The list beside the map says the same thing; without this file only the list is shown.
(() => {
  "use strict";

  const LEVELS = ["critical", "watch", "progress", "good", "place", "unknown"];
  const SIGNS = { critical: "✕", watch: "!", progress: "…", good: "✓", place: "•", unknown: "?" };
  // No point under the zoom buttons (the left margin), none cut by an edge.
  const ROOM = { paddingTopLeft: [68, 24], paddingBottomRight: [24, 24] };
  const CELL = 56; // pixels: two points closer than this are shown as one group

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const levelOf = (feature) => (LEVELS.includes(feature.properties.level) ? feature.properties.level : "unknown");

  const worst = (features) => LEVELS.find((level) => features.some((feature) => levelOf(feature) === level));

  const pageOf = (feature) => {
    const url = new URL(feature.properties.url || "", location.href);
    return feature.properties.url && url.origin === location.origin ? url.href : "";
  };

  const describe = (feature) => {
    const box = element("div");
    const { title, text, level_label: label } = feature.properties;
    const heading = element("p", "pt-popup__title");
    const url = pageOf(feature);
    if (url) {
      const link = element("a", "", title);
      link.href = url;
      heading.append(link);
    } else {
      heading.textContent = title;
    }
    box.append(heading);
    if (label) box.append(element("p", "pt-popup__text", label));
    if (text) box.append(element("p", "pt-popup__text", text));
    return box;
  };

  const describeAll = (features) => {
    const box = element("div", "pt-popup");
    features.slice(0, 30).forEach((feature) => box.append(describe(feature)));
    if (features.length > 30) box.append(element("p", "pt-popup__text", `et ${features.length - 30} autres, dans la liste`));
    return box;
  };

  const groups = (map, points) => {
    const cells = new Map();
    points.forEach((point) => {
      const spot = map.project(point.latlng, map.getZoom());
      const key = `${Math.floor(spot.x / CELL)}:${Math.floor(spot.y / CELL)}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(point);
    });
    return [...cells.values()];
  };

  const marker = (map, group) => {
    const features = group.map((point) => point.feature);
    const level = worst(features);
    const single = features.length === 1;
    const size = single ? 28 : 40;
    const shape = element("span", `pt-marker pt-marker--${level}${single ? "" : " pt-marker--cluster"}`);
    shape.textContent = single ? SIGNS[level] : String(features.length);
    const icon = L.divIcon({ html: shape, className: "pt-marker-box", iconSize: [size, size] });
    const bounds = L.latLngBounds(group.map((point) => point.latlng));
    const made = L.marker(single ? group[0].latlng : bounds.getCenter(), { icon, keyboard: true });
    const apart = !bounds.getNorthEast().equals(bounds.getSouthWest());
    if (!single && apart && map.getZoom() < map.getMaxZoom()) {
      made.on("click", () => map.fitBounds(bounds.pad(0.3), { ...ROOM, maxZoom: map.getMaxZoom() }));
    } else {
      made.bindPopup(() => describeAll(features), { maxHeight: 240 });
    }
    made.on("add", () => {
      const state = features[0].properties.level_label;
      const words = single
        ? `${features[0].properties.title}${state ? `, ${state}` : ""}`
        : `${features.length} points groupés : ${apart ? "agrandir" : "ouvrir la liste"}`;
      made.getElement().setAttribute("aria-label", words);
      made.getElement().setAttribute("role", "button");
    });
    return made;
  };

  const legend = (box, points) => {
    const seen = new Map();
    points.forEach(({ feature }) => seen.set(levelOf(feature), feature.properties.level_label));
    const list = element("ul", "pt-legend");
    LEVELS.filter((level) => seen.get(level)).forEach((level) => {
      const line = element("li");
      const sign = element("span", `pt-marker pt-marker--${level} pt-legend__sign`, SIGNS[level]);
      sign.setAttribute("aria-hidden", "true");
      line.append(sign, seen.get(level));
      list.append(line);
    });
    if (list.children.length) box.append(list);
  };

  const outlineStyle = (feature) => {
    const { level, own } = feature.properties || {};
    if (own) return { className: "pt-outline--own", interactive: false };
    return { className: `pt-outline${level ? ` pt-outline--${level}` : ""}`, interactive: false };
  };

  const load = async (url) => {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  // Thousands of points come in columns: differences of position, names, ranks in two tables.
  const spread = (answer) => {
    if (!answer.columns) return answer;
    const { scale, south, west, names, kinds, kind, towns, town, keys, path } = answer.columns;
    let latitude = 0;
    let longitude = 0;
    const features = names.map((title, rank) => {
      latitude += south[rank];
      longitude += west[rank];
      const hex = keys.slice(rank * 32, rank * 32 + 32);
      const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
      return {
        geometry: { type: "Point", coordinates: [longitude / scale, latitude / scale] },
        properties: { title, text: `${kinds[kind[rank]]}, ${towns[town[rank]]}`, url: `${path}${uuid}/`, level: "place" },
      };
    });
    return { features, ground: answer.ground };
  };

  // The communes around come after the points: nobody waits for them, and nothing lacks without.
  const surround = async (map, url) => {
    try {
      const communes = await load(url);
      L.geoJSON(communes, { style: outlineStyle }).addTo(map).bringToBack();
      return communes.features;
    } catch {
      return [];
    }
  };

  const extent = (points, ...layers) => {
    const everything = L.latLngBounds(points.map((point) => point.latlng));
    layers.filter((layer) => layer.getLayers().length).forEach((layer) => everything.extend(layer.getBounds()));
    return everything;
  };

  const draw = async (box) => {
    const canvas = box.querySelector(".pt-map__canvas");
    const state = box.querySelector(".pt-map__state");
    state.textContent = "Chargement de la carte…";
    let outlines;
    let collection;
    try {
      [outlines, collection] = await Promise.all([
        box.dataset.outlines ? load(box.dataset.outlines) : null,
        load(box.dataset.url).then(spread),
      ]);
    } catch {
      state.textContent = "La carte n’a pas pu être chargée. La liste dit la même chose.";
      return;
    }
    canvas.hidden = false;
    const map = L.map(canvas, { zoomControl: false, maxZoom: 15, minZoom: 4, scrollWheelZoom: false, zoomSnap: 0.25 });
    L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
    map.attributionControl.setPrefix("");
    const points = [];
    const shapes = [];
    collection.features.forEach((feature) => {
      if (feature.geometry && feature.geometry.type === "Point") {
        const [longitude, latitude] = feature.geometry.coordinates;
        points.push({ feature, latlng: L.latLng(latitude, longitude) });
      } else if (feature.geometry) {
        shapes.push(feature);
      }
    });
    const background = L.geoJSON(outlines || [], { style: outlineStyle }).addTo(map);
    const coloured = L.geoJSON(shapes, { style: outlineStyle }).addTo(map);
    const ground = collection.ground || { borders: [], communes: "", words: "" };
    const borders = L.geoJSON(ground.borders, { style: outlineStyle }).addTo(map);
    const everything = points.length ? extent(points, background, borders) : extent([], coloured, background, borders);
    if (everything.isValid()) map.fitBounds(everything, { ...ROOM, maxZoom: 12 });
    else map.setView([46.6, 2.4], 5);
    canvas.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
    const layer = L.layerGroup().addTo(map);
    const regroup = () => {
      layer.clearLayers();
      groups(map, points).forEach((group) => layer.addLayer(marker(map, group)));
    };
    map.on("zoomend", regroup);
    regroup();
    legend(box, points);
    performance.mark("pt-map-drawn");
    const count = `${points.length.toLocaleString("fr-FR")} ${points.length > 1 ? "points" : "point"} sur la carte`;
    state.textContent = ground.words ? `${count}. ${ground.words}` : count;
    // What paper shows (map-paper.js).
    box.shown = { points, outlines: outlines ? outlines.features : [], borders: ground.borders };
    if (ground.communes) box.shown.outlines = await surround(map, ground.communes);
  };

  document.querySelectorAll("[data-map]").forEach(draw);
})();
