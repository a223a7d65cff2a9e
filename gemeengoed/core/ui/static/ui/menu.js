// A menu (details.menu) closes by Escape, by a press beside it and when the focus goes on, so that it never
// covers what somebody is at. Without a script its own button opens and closes it.
(() => {
  "use strict";
  const opened = () => document.querySelectorAll("details.menu[open]");

  // The focus would vanish with what has it: it goes to the button. Who is elsewhere stays there.
  function escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    for (const menu of opened()) {
      const goesToo = menu.contains(document.activeElement) || document.activeElement === document.body;
      menu.open = false;
      if (goesToo) menu.querySelector("summary").focus();
    }
  }

  function elsewhere(event) {
    for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
  }

  document.addEventListener("keydown", escape);
  document.addEventListener("pointerup", elsewhere);
  document.addEventListener("focusin", elsewhere);
})();
