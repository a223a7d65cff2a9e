// Makes reading nicer where there is room and a script; everything it shows stands on the page without it.

const text = document.querySelector(".prose");
const room = matchMedia("(min-width: 75rem)");

// Notes beside the place they belong to, where nothing else stands in the margin. The list at the end
// stays: it is what screen readers follow.
function besideTheText() {
  const taken = document.querySelector(".margin")?.getBoundingClientRect().bottom ?? 0;
  for (const reference of text.querySelectorAll("a[role=doc-noteref]")) {
    const note = document.querySelector(reference.getAttribute("href"));
    if (!note || note.dataset.beside || reference.getBoundingClientRect().top < taken) continue;
    note.dataset.beside = "yes";
    reference.parentElement.after(copyOf(note, reference.textContent));
  }
}

function copyOf(note, number) {
  const copy = document.createElement("span");
  copy.className = "sidenote";
  copy.setAttribute("aria-hidden", "true");
  copy.append(`${number} `);
  for (const part of note.childNodes) copy.append(...inline(part));
  for (const link of copy.querySelectorAll("a")) link.tabIndex = -1;
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  return copy;
}

// A paragraph cannot stand in a paragraph: only what is in it goes along, without the way back.
function inline(part) {
  const copied = part.cloneNode(true);
  if (!(copied instanceof Element)) return [copied];
  for (const back of copied.querySelectorAll("[role=doc-backlink]")) back.remove();
  if (copied.matches("[role=doc-backlink]")) return [];
  return copied.matches("p") ? [...copied.childNodes, " "] : [copied];
}

// A figure's link opens the picture on its own; here it opens over the page, and Escape closes it.
function enlarge(event) {
  const link = event.target.closest?.("a.enlarge");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const shown = document.createElement("dialog");
  shown.className = "enlarged";
  const close = document.createElement("button");
  close.className = "button button--secondary button--small";
  close.textContent = text.dataset.close;
  const picture = link.querySelector("img").cloneNode();
  picture.removeAttribute("loading");
  shown.append(close, picture);
  close.addEventListener("click", () => shown.close());
  shown.addEventListener("click", (pressed) => pressed.target === shown && shown.close());
  shown.addEventListener("close", () => {
    shown.remove();
    link.focus();
  });
  document.body.append(shown);
  shown.showModal();
}

if (text) {
  if (room.matches) besideTheText();
  room.addEventListener("change", () => room.matches && besideTheText());
  document.addEventListener("click", enlarge);
}
