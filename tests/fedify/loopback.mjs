// What Fedify needs to run here: the packages of `tests/npm.py`, whose folder is where this is started; what
// Node 18 (Debian 12's) lacks; and no certificates, since on the loopback address nobody has one.
import { webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

globalThis.crypto ??= webcrypto;

const fetchAnything = globalThis.fetch;
// Fedify asks WebFinger of acct: names over https, whatever the scheme of the server (RFC 7033, section 4).
globalThis.fetch = (asked, options) => {
  const address = asked instanceof Request ? asked.url : String(asked);
  if (!address.startsWith("https://localhost:")) return fetchAnything(asked, options);
  const plain = address.replace("https:", "http:");
  return fetchAnything(asked instanceof Request ? new Request(plain, asked) : plain, options);
};

/** A package of `requirements/npm`, as a module: Node 18 cannot load the other form of Fedify. */
export const packaged = async (name) => {
  const folder = join(process.cwd(), "node_modules", name);
  const { module } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return import(pathToFileURL(join(folder, module)));
};

/** Answers requests at `port` of 127.0.0.1 with `answer(Request) -> Response`, both of the Fetch standard. */
export const listen = (port, answer) =>
  new Promise((ready) => {
    const server = createServer(async (incoming, outgoing) => {
      const response = await answered(incoming, answer);
      const body = Buffer.from(await response.arrayBuffer());
      const headers = { ...Object.fromEntries(response.headers), "content-length": body.length };
      outgoing.writeHead(response.status, headers).end(body);
    });
    server.keepAliveTimeout = 60_000;
    server.listen(port, "127.0.0.1", () => ready(server.address().port));
  });

async function answered(incoming, answer) {
  try {
    const body = incoming.method === "POST" ? await buffer(incoming) : undefined;
    const { method, headers, url } = incoming;
    return await answer(new Request(`http://${headers.host}${url}`, { method, headers, body }));
  } catch (error) {
    console.error(error);
    return new Response(String(error?.stack ?? error), { status: 500 });
  }
}
