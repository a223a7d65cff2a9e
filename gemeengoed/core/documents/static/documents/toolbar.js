// The toolbar (ARIA Authoring Practices, toolbar pattern): one stop for Tab, arrow keys along the buttons.
import { apply } from "./edit.js";
import { ACTIONS } from "./marks.js";

const SHORTCUTS = { b: "bold", i: "italic", k: "link" };

// `special`: actions of a button that are more than a change of the text.
export function start(toolbar, field, words, special) {
  const buttons = [...toolbar.querySelectorAll("button")];
  buttons.forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  toolbar.hidden = false;

  const act = (name) => {
    if (special[name]) special[name]();
    else apply(field, ACTIONS[name](field.value, field.selectionStart, field.selectionEnd, words));
  };
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    rove(buttons, button);
    act(button.dataset.do);
  });
  // A pressed button would take the selection from the text.
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  toolbar.addEventListener("keydown", (event) => {
    const to = next(buttons, buttons.indexOf(document.activeElement), event.key);
    if (!to) return;
    event.preventDefault();
    rove(buttons, to);
    to.focus();
  });
  field.addEventListener("keydown", (event) => {
    const name = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && SHORTCUTS[event.key.toLowerCase()];
    if (!name) return;
    event.preventDefault();
    act(name);
  });
}

function rove(buttons, chosen) {
  for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
}

function next(buttons, index, key) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step && index !== -1) return buttons[(index + step + buttons.length) % buttons.length];
  return { Home: buttons[0], End: buttons.at(-1) }[key];
}
