// « Autour de moi » : the position goes into the address, rounded to a hundred metres, kept nowhere.
// Without it (no script, no position, refused) the commune of the filters does the same.
"use strict";

for (const box of document.querySelectorAll("[data-near]")) {
  const status = box.querySelector("[role=status]");
  if (!navigator.geolocation) continue;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    status.textContent = "Recherche de votre position…";
    const found = ({ coords }) => {
      const url = new URL(box.dataset.near, location.href);
      new URLSearchParams(location.search).forEach((value, name) => url.searchParams.set(name, value));
      ["apres", "commune", "autour", "territoire", "couvre"].forEach((name) => url.searchParams.delete(name));
      url.searchParams.set("pres", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
      location.href = url.href;
    };
    const missed = () => { status.textContent = "Position non obtenue : donnez votre commune dans les filtres."; };
    navigator.geolocation.getCurrentPosition(found, missed, { timeout: 10000, maximumAge: 60000 });
  });
}
