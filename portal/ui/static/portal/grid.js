// Arrow keys in a grid of links. Every slot is a plain link: the page works without this file.
(() => {
  "use strict";

  const links = (cell) => [...cell.querySelectorAll("a")];

  // The nearest cell with a link, from a cell and in a direction.
  const beyond = (cell, down, right) => {
    let row = cell.parentElement;
    let index = cell.cellIndex;
    for (;;) {
      if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
      index += right;
      const next = row && row.cells[index];
      if (!next) return null;
      if (links(next).length) return next;
    }
  };

  const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

  document.querySelectorAll("[data-grid]").forEach((grid) => {
    grid.addEventListener("keydown", (event) => {
      const move = moves[event.key];
      const cell = event.target.closest("td");
      if (!move || !cell || event.ctrlKey || event.altKey || event.metaKey) return;
      const [down, right] = move;
      const mine = links(cell);
      const inside = mine[mine.indexOf(event.target) + down];
      const next = !right && inside ? cell : beyond(cell, down, right);
      if (!next) return;
      event.preventDefault();
      const found = links(next);
      const target = next === cell ? inside : found[down < 0 ? found.length - 1 : 0];
      target.focus();
    });
  });
})();
