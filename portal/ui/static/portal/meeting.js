// The point under way: how long it has lasted, beside what was planned.
"use strict";

function tick() {
  for (const one of document.querySelectorAll("[data-started]")) {
    const minutes = Math.floor((Date.now() - new Date(one.dataset.started)) / 60000);
    const over = minutes - Number(one.dataset.minutes);
    one.textContent =
      over > 0 ? `, dépassé de ${over}\u00a0min` : `, ${minutes}\u00a0min passées`;
  }
}

tick();
setInterval(tick, 15000);
