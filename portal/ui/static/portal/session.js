// A session that nobody uses closes: two minutes before, the page says so and offers to stay.
// Whoever types or points is there: the server is told, so that a long form is never lost.
// Without this file the footer says how long a session lasts.
(() => {
  "use strict";

  const box = document.querySelector("[data-session-left]");
  if (!box) return;
  const words = box.querySelector("[role=alert]");
  const form = box.querySelector("form");
  const again = box.querySelector("a");
  const WARNED = 120_000;
  const PACE = 300_000;
  const others = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  let ends = Date.now() + Number(box.dataset.sessionLeft) * 1000;
  let told = Date.now();
  let state = "quiet";

  const show = (next, text) => {
    if (state === next) return;
    state = next;
    form.hidden = next !== "warned";
    again.hidden = next !== "ended";
    box.classList.toggle("pt-session--shown", next !== "quiet");
    words.textContent = text;
  };

  const look = () => {
    const left = ends - Date.now();
    if (left <= 0) {
      show("ended", "Votre session est terminée. Copiez ce que vous n’avez pas encore envoyé, puis reconnectez-vous : vous retrouverez cette page.");
    } else if (left <= WARNED) {
      const at = new Date(ends).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");
      show("warned", `Votre session se ferme à ${at}. Appuyez sur une touche ou sur le bouton pour rester connecté.`);
    } else {
      show("quiet", "");
    }
  };

  const stay = async () => {
    told = Date.now();
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      redirect: "manual",
    }).catch(() => null);
    if (!answer) return;
    ends = answer.ok ? Date.now() + (await answer.json()).left * 1000 : Date.now();
    if (answer.ok && others) others.postMessage(ends);
    look();
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); stay(); });
  const present = () => {
    if (state === "ended") return;
    if (state === "warned" || Date.now() - told > PACE) stay();
  };
  document.addEventListener("keydown", present);
  document.addEventListener("pointerdown", present);
  // Another tab of the same person keeps this one open.
  if (others) {
    others.addEventListener("message", (event) => { ends = Math.max(ends, Number(event.data)); look(); });
    others.postMessage(ends);
  }
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();
