// Asking the server. Answers {ok, data}; where there is no answer, {ok: false, offline: true}.

export function ask(url, body, token, options = {}) {
  const address = `${url}?lang=${document.documentElement.lang}`; // words come back as the page speaks
  const headers = { "X-CSRFToken": token, Accept: "application/json", ...options.headers };
  return fetch(address, { method: "POST", body, credentials: "same-origin", ...options, headers }).then(
    async (response) => {
      const json = response.headers.get("Content-Type")?.startsWith("application/json");
      const data = json ? await response.json() : {};
      return { ok: response.ok && json, status: response.status, data, loggedOut: response.status === 403 };
    },
    (error) => ({ ok: false, status: 0, data: {}, offline: error.name !== "AbortError", aborted: error.name === "AbortError" }),
  );
}

// What was wrong, in words.
export function reason(answer, words) {
  if (answer.offline) return words.offline;
  if (answer.loggedOut) return words.loggedOut;
  return answer.data.detail?.[0] || words.failed;
}
