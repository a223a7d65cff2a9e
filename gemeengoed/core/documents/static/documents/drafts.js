// What is typed goes to the server every few seconds; keep.js keeps it in the browser as well.
import { ask, reason } from "./server.js";

const EVERY = 4000; // milliseconds after a change
const AGAIN = 30000; // to hear who else writes here

export function start(writer) {
  const { form, url, token, words, say } = writer;
  let sent = contents();
  let timer = 0;
  let away = false; // no connection, or this server keeps no drafts

  function contents() {
    const body = new URLSearchParams();
    for (const name of ["title", "summary", "text", "base"]) body.set(name, form.elements[name]?.value ?? "");
    return body.toString();
  }

  async function keep() {
    clearTimeout(timer);
    timer = 0;
    const now = contents();
    if (now === sent && !away) return;
    const body = new URLSearchParams(now);
    const answer = await ask(url("draft"), body, token);
    if (!answer.ok) {
      if (answer.status === 404) return;
      if (answer.status === 422) { say(reason(answer, words)); sent = now; return; }
      away = true;
      say(answer.loggedOut ? words.loggedOut : words.offline);
      if (!timer) timer = setTimeout(keep, EVERY);
      return;
    }
    away = false;
    sent = now;
    if (answer.data.kept) trust(body);
    tell(answer.data);
  }

  // The browser need not keep what the server has: else both would offer the same.
  function trust(body) {
    for (const name of ["title", "summary", "text"]) {
      const field = form.elements[name];
      if (!field) continue;
      field.keptOnServer = body.get(name);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function tell({ kept, others }) {
    const sentences = [];
    if (kept) {
      const time = new Date(kept).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      sentences.push(words.kept.replace("{time}", time));
    }
    if (others?.length) sentences.push(words.others.replace("{names}", others.join(", ")));
    say(sentences.join(" "));
  }

  const changed = () => { if (!timer) timer = setTimeout(keep, EVERY); };
  form.addEventListener("input", changed);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || contents() === sent) return;
    // Outlives the page; browsers take at most 64 KB so (Fetch, 4.6), else the browser's copy is the newest.
    ask(url("draft"), new URLSearchParams(contents()), token, { keepalive: contents().length < 60000 });
  });
  addEventListener("online", keep);
  addEventListener("offline", () => { away = true; say(words.offline); });
  form.addEventListener("submit", () => clearTimeout(timer));
  setInterval(() => { if (contents() !== sent) changed(); }, AGAIN);
}
