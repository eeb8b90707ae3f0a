// The age of the copy, and who is on call as the clock of the phone says.
(() => {
  "use strict";
  const stamp = document.getElementById("age");
  const taken = new Date(stamp.dataset.at);
  const fresh = new Date(stamp.dataset.fresh);
  const until = new Date(stamp.dataset.until);
  const words = (hours) => (hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} jours`);
  const show = () => {
    const now = new Date();
    const hours = Math.max(0, Math.floor((now - taken) / 3600000));
    const age = document.getElementById("age-words");
    if (now > until) age.textContent = "Cette copie est finie : elle ne dit plus qui est d’astreinte.";
    else if (now > fresh) age.textContent = `Cette copie a ${words(hours)} : une relève a pu changer.`;
    else age.textContent = `Cette copie a ${hours < 1 ? "moins d’une heure" : words(hours)}.`;
    stamp.classList.toggle("old", now > fresh);
    document.querySelectorAll("[data-start]").forEach((duty) => {
      const start = new Date(duty.dataset.start);
      const end = new Date(duty.dataset.end);
      duty.classList.toggle("now", start <= now && now < end);
      duty.classList.toggle("over", end <= now);
    });
  };
  show();
  setInterval(show, 60000);
})();
