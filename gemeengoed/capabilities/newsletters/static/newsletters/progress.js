// While a letter goes out, its page follows it. Told aloud (role=status) is each tenth part and each new
// state, not every number; the focus stays where it was. Without script a link looks again.
(() => {
  "use strict";
  const EVERY = 10000;
  const said = document.getElementById("said");
  const nameOf = (one) => one.getAttribute("href") || one.closest("form")?.getAttribute("action");

  function replace(old, fresh) {
    const held = old.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    old.replaceWith(fresh);
    if (held === null) return;
    const again = [...fresh.querySelectorAll("a[href], button")].find((one) => nameOf(one) === held);
    (again || said).focus({ preventScroll: true });
  }

  function take(page) {
    const words = page.getElementById("said");
    const fresh = page.getElementById("followed");
    const old = document.getElementById("followed");
    if (!words || !fresh) { // a draft again, or logged out
      location.reload();
      return false;
    }
    if (words.dataset.step !== said.dataset.step) {
      said.dataset.step = words.dataset.step;
      said.replaceChildren(...words.childNodes);
    }
    if (fresh.dataset.mark !== old.dataset.mark) replace(old, fresh);
    return "again" in fresh.dataset;
  }

  async function look() {
    let goesOn = true;
    try {
      if (!document.hidden) {
        const answer = await fetch(location.pathname);
        if (answer.ok) goesOn = take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch { /* no connection just now: later again */ }
    if (goesOn) setTimeout(look, EVERY);
  }

  if ("again" in document.getElementById("followed").dataset) setTimeout(look, EVERY);
})();
