// A map on paper: outlines, and points that bear the number of their row in the list beside it.
// Black on white, drawn when the page is printed; points too close to be told apart share a letter.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 700;
  const TALLEST = 620;
  const MARGIN = 24;
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  const shape = (name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text) made.textContent = text;
    return made;
  };

  // Rings and lines, whatever the geometry holds them in.
  const linesOf = ({ type, coordinates }) => {
    if (type === "LineString") return [coordinates];
    return type === "MultiPolygon" ? coordinates.flat() : coordinates;
  };

  const plane = (places) => {
    const [xs, ys] = [0, 1].map((axis) => places.map((place) => place[axis]));
    const least = (values) => values.reduce((one, two) => Math.min(one, two), Infinity);
    const most = (values) => values.reduce((one, two) => Math.max(one, two), -Infinity);
    const [west, east, south, north] = [least(xs), most(xs), least(ys), most(ys)];
    const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
    const [wide, tall] = [Math.max((east - west) * squeeze, 0.02), Math.max(north - south, 0.02)];
    const scale = Math.min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall);
    const height = Math.round(tall * scale + 2 * MARGIN);
    const left = (WIDTH - (east - west) * squeeze * scale) / 2;
    const at = ([x, y]) => [left + (x - west) * squeeze * scale, MARGIN + (north - y) * scale];
    return { at, height };
  };

  const path = (at, features) => {
    const place = (point) => at(point).map((value) => value.toFixed(1)).join(" ");
    const lines = features.filter((one) => one.geometry).flatMap((one) => linesOf(one.geometry));
    return lines.map((line) => `M${line.map(place).join("L")}`).join("");
  };

  // « 3, 5–7 »
  const said = (numbers) => {
    const runs = [];
    [...numbers].sort((one, two) => one - two).forEach((number) => {
      const last = runs[runs.length - 1];
      if (last && number === last[1] + 1) last[1] = number;
      else runs.push([number, number]);
    });
    const words = ([from, to]) => (to === from + 1 ? `${from}, ${to}` : `${from}–${to}`);
    return runs.map((run) => (run[0] === run[1] ? String(run[0]) : words(run))).join(", ");
  };

  const boxOf = (group) => ({ x: group.x, y: group.y, half: group.numbers.length > 3 ? 11 : 5 + said(group.numbers).length * 3.6 });
  const overlap = (one, two) => {
    const [a, b] = [boxOf(one), boxOf(two)];
    return Math.abs(a.x - b.x) < a.half + b.half && Math.abs(a.y - b.y) < 20;
  };

  // Two labels that would cover each other become one, half-way.
  const apart = (groups) => {
    for (;;) {
      const pair = groups.flatMap((one, rank) => groups.slice(rank + 1).map((two) => [one, two])).find(([one, two]) => overlap(one, two));
      if (!pair) return groups;
      const [one, two] = pair;
      const [n, m] = [one.numbers.length, two.numbers.length];
      one.x = (one.x * n + two.x * m) / (n + m);
      one.y = (one.y * n + two.y * m) / (n + m);
      one.numbers.push(...two.numbers);
      groups.splice(groups.indexOf(two), 1);
    }
  };

  // The rows of the twin, numbered from one; a row names its page by its first link.
  const numbered = (list) => {
    const ranks = new Map();
    list.querySelectorAll("tbody tr").forEach((row, rank) => {
      const link = row.querySelector("a[href]");
      row.cells[0].dataset.rank = rank + 1;
      if (link) ranks.set(new URL(link.href, location.href).pathname, rank + 1);
    });
    return ranks;
  };

  const caption = (words) => {
    const made = document.createElement("figcaption");
    words.forEach((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      made.append(line);
    });
    return made;
  };

  const drawn = (box, ranks) => {
    const { points, outlines, borders } = box.shown;
    const place = ({ latlng }) => [latlng.lng, latlng.lat];
    const edges = borders.flatMap((one) => linesOf(one.geometry).flat());
    const { at, height } = plane([...points.map(place), ...edges]);
    const rankOf = (point) => ranks.get(new URL(point.feature.properties.url || "", location.href).pathname);
    const image = shape("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": box.dataset.label, class: "pt-paper__map" });
    image.append(shape("path", { d: path(at, outlines), class: "pt-paper__commune" }));
    image.append(shape("path", { d: path(at, borders), class: "pt-paper__border" }));
    const others = points.filter((point) => !rankOf(point));
    const dot = (point) => `M${at(place(point)).map((value) => value.toFixed(1)).join(" ")}h.1`;
    image.append(shape("path", { d: [...new Set(others.map(dot))].join(""), class: "pt-paper__dot" }));
    const own = points.filter(rankOf).map((point) => {
      const [x, y] = at(place(point));
      return { x, y, numbers: [rankOf(point)] };
    });
    const keys = [];
    apart(own).sort((one, two) => Math.min(...one.numbers) - Math.min(...two.numbers)).forEach((group) => {
      const { half } = boxOf(group);
      const isKey = group.numbers.length > 3;
      if (isKey) keys.push(`${LETTERS[keys.length % 26]}\u00a0: numéros ${said(group.numbers)}`);
      const label = isKey ? LETTERS[(keys.length - 1) % 26] : said(group.numbers);
      image.append(shape("rect", { x: group.x - half, y: group.y - 9, width: half * 2, height: 18, rx: isKey ? 2 : 9, class: "pt-paper__label" }));
      image.append(shape("text", { x: group.x, y: group.y + 4.5, class: "pt-paper__words" }, label));
    });
    const today = new Date().toLocaleDateString("fr-FR", { dateStyle: "long" });
    const words = [`Imprimé le ${today}. Les numéros sont ceux de la liste.`];
    if (others.length) words.push(`Petits points\u00a0: les autres structures trouvées (${others.length.toLocaleString("fr-FR")}).`);
    const placed = new Set(points.map(rankOf));
    const missing = [...ranks.values()].filter((rank) => !placed.has(rank));
    if (missing.length) words.push(`Sans position connue\u00a0: ${said(missing)}.`);
    const figure = document.createElement("figure");
    figure.className = "pt-paper";
    figure.append(image, caption([words.join(" "), ...(keys.length ? [`${keys.join("\u00a0; ")}.`] : [])]));
    return figure;
  };

  const prepare = () => {
    document.querySelectorAll("[data-map]").forEach((box) => {
      box.querySelectorAll(".pt-paper").forEach((old) => old.remove());
      const list = document.getElementById(box.dataset.list);
      if (!box.shown || !box.shown.points.length || !list) return;
      const ranks = numbered(list);
      if (ranks.size) box.append(drawn(box, ranks));
    });
  };

  addEventListener("beforeprint", prepare);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && prepare());
})();
