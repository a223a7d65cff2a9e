// A dialog as a promise: what was filled in, null when somebody left it, REST when they want no more of them.

export const REST = Symbol("rest");

export function open(dialog, { ready, check }) {
  return new Promise((resolve) => {
    const add = dialog.querySelector("[data-add]");
    const leave = dialog.querySelector("[data-leave]");
    const end = (value) => {
      stop.abort();
      if (dialog.open) dialog.close();
      resolve(value);
    };
    const stop = new AbortController();
    const on = { signal: stop.signal };
    const tryAdd = async () => {
      add.disabled = true;
      const value = await check();
      add.disabled = false;
      if (value) end(value);
    };
    add.addEventListener("click", tryAdd, on);
    leave.addEventListener("click", () => end(null), on);
    dialog.querySelector("[data-rest]")?.addEventListener("click", () => end(REST), on);
    // Escape. Not 'close': that comes late, when the next dialog of a row is open already.
    dialog.addEventListener("cancel", () => end(null), on);
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target.type === "file") return;
      event.preventDefault(); // else the form around it would be sent
      tryAdd();
    }, on);
    dialog.showModal();
    ready();
  });
}
