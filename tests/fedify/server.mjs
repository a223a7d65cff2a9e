// A server that is not ours, of Fedify, with all it has in memory. Arguments: its port, the port of its controls
// (both of 127.0.0.1). Each control is a POST of JSON to `/<name>`, answered with JSON; see `controls`.
import { AsyncLocalStorage } from "node:async_hooks";
import { listen, packaged } from "./loopback.mjs";

const { configure, getConsoleSink } = await packaged("@logtape/logtape");
await configure({
  sinks: { console: getConsoleSink() },
  loggers: [{ category: "fedify", sinks: ["console"], lowestLevel: "error" }],
});

const { MemoryKvStore, createFederation, generateCryptoKeyPair } = await packaged("@fedify/fedify");
const vocabulary = await packaged("@fedify/vocab");
const { Accept, Activity, Announce, Create, Delete, Endpoints, Follow, Image, Like, Mention, Note, Person } = vocabulary;
const { PUBLIC_COLLECTION, Tombstone, Undo, Update } = vocabulary;
const { Temporal } = await packaged("@js-temporal/polyfill");

const [port, controlPort] = process.argv.slice(2).map(Number);
const origin = `http://localhost:${port}`;
const WHO = "noor";

const keys = await Promise.all(["RSASSA-PKCS1-v1_5", "Ed25519"].map((kind) => generateCryptoKeyPair(kind)));
const inbox = []; // {activity: JSON, recipient, dialect}: what Fedify verified
const refused = []; // {activity: JSON, reason}: what it did not
const notes = new Map(); // id to Note or Tombstone
const said = new Map(); // id of what a Like, Announce or Follow is about, to that activity
const followers = new Map(); // id to {id, inboxId, endpoints}
const asked = new AsyncLocalStorage(); // the request that is answered
const accepted = new Set(); // ids of those who accepted our follow

const federation = createFederation({ kv: new MemoryKvStore(), origin, allowPrivateAddress: true });

federation
  .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
    if (identifier !== WHO) return null;
    const pairs = await context.getActorKeyPairs(identifier);
    return new Person({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: "Noor van Elders",
      summary: "<p>Schrijft vanaf een andere server.</p>",
      url: new URL(`/@${identifier}`, origin),
      icon: new Image({ url: new URL("/noor.png", origin), mediaType: "image/png" }),
      inbox: context.getInboxUri(identifier),
      outbox: context.getOutboxUri(identifier),
      followers: context.getFollowersUri(identifier),
      endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher((_context, identifier) => (identifier === WHO ? keys : []));
federation.setOutboxDispatcher("/users/{identifier}/outbox", () => ({ items: [] }));
federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({ items: [...followers.values()] }));
federation.setObjectDispatcher(Note, "/notes/{id}", (context, values) => {
  const note = notes.get(context.getObjectUri(Note, values).href);
  return note instanceof Note ? note : null;
});
federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .setSharedKeyDispatcher(() => ({ identifier: WHO }))
  .on(Activity, keep)
  .on(Follow, async (context, follow) => {
    await keep(context, follow);
    const follower = await follow.getActor(context);
    followers.set(follower.id.href, follower);
    await send(follower, new Accept({ id: fresh("accepts"), actor: me(), object: follow }));
  })
  .on(Accept, async (context, accept) => {
    await keep(context, accept);
    accepted.add(accept.actorId.href);
  })
  .onUnverifiedActivity(async (_context, activity, reason) => {
    refused.push({ activity: await activity.toJsonLd(), reason: reason.type });
  });

async function keep(context, activity) {
  const { headers } = asked.getStore();
  const dialect = headers.has("signature-input") ? "rfc9421" : "cavage";
  inbox.push({ activity: await activity.toJsonLd(context), recipient: context.recipient, dialect });
}

const context = federation.createContext(new URL(origin), undefined);
const me = () => context.getActorUri(WHO);
const fresh = (kind) => new URL(`/${kind}/${crypto.randomUUID()}`, origin);
const signed = () => context.getDocumentLoader({ identifier: WHO });
const options = { immediate: true, preferSharedInbox: true };
const send = (recipients, activity) => context.sendActivity({ identifier: WHO }, recipients, activity, options);

async function found(address) {
  const thing = await context.lookupObject(address, { documentLoader: await signed() });
  if (thing == null) throw new Error(`Fedify finds nothing at ${address}`);
  return thing;
}

const words = (value) => (value == null ? null : String(value));
const first = async (things) => (await things.next()).value ?? null;

/** What a reader here would see of an actor, an object or an activity. */
async function shown(thing) {
  const icon = thing.getIcon ? await thing.getIcon() : null;
  const loader = { documentLoader: await signed() };
  const about = thing instanceof Activity ? await thing.getObject(loader) : null;
  return {
    id: thing.id?.href ?? null,
    type: thing.constructor.name,
    name: words(thing.name),
    handle: thing.preferredUsername ? `@${thing.preferredUsername}@${thing.id.host}` : null,
    summary: words(thing.summary),
    content: words(thing.content),
    url: thing.url?.href?.href ?? thing.url?.href ?? null,
    author: thing.attributionId?.href ?? thing.actorId?.href ?? null,
    answers: thing.replyTargetId?.href ?? null,
    icon: icon && (await picture(icon)),
    followers: thing.getFollowers ? ((await thing.getFollowers(loader))?.totalItems ?? null) : null,
    object: about && (await shown(about)),
  };
}

/** A picture as it arrives: its bytes are fetched. */
async function picture(image) {
  const answer = await fetch(image.url?.href ?? image.url);
  const size = (await answer.arrayBuffer()).byteLength;
  return { alt: words(image.name), status: answer.status, type: answer.headers.get("content-type"), size };
}

/** Those who should hear of an answer to `thing`: its author and whom it was addressed to that is one actor. */
async function concerned(thing) {
  const author = await first(thing.getAttributions({ documentLoader: await signed() }));
  return [author, ...followers.values()];
}

async function about(address, Kind) {
  const thing = await found(address);
  const activity = new Kind({ id: fresh("activities"), actor: me(), object: thing.id, to: PUBLIC_COLLECTION });
  said.set(address, activity);
  await send(await concerned(thing), activity);
  return { id: activity.id.href };
}

async function tell(note, Kind, recipients, id) {
  const { toIds: tos, ccIds: ccs } = note;
  await send(recipients, new Kind({ id, actor: me(), object: note, tos, ccs }));
  return { id: note.id.href };
}

const heard = new Map(); // id of a note to those who heard of it

const controls = {
  find: async ({ who }) => shown(await found(who)),
  show: async ({ address }) => shown(await found(address)),
  /** The newest items of somebody's outbox. */
  outbox: async ({ who, most = 5 }) => {
    const loader = { documentLoader: await signed() };
    const outbox = await (await found(who)).getOutbox(loader);
    const items = [];
    for await (const item of context.traverseCollection(outbox, loader)) {
      items.push(await shown(item));
      if (items.length === most) break;
    }
    return { total: outbox.totalItems, items };
  },
  follow: async ({ who }) => {
    const actor = await found(who);
    const follow = new Follow({ id: fresh("follows"), actor: me(), object: actor.id });
    said.set(actor.id.href, follow);
    await send(actor, follow);
    return { id: follow.id.href };
  },
  accepted: () => [...accepted],
  followers: () => [...followers.keys()],
  inbox: () => inbox,
  refused: () => refused,
  reply: async ({ to, text }) => {
    const thing = await found(to);
    const id = context.getObjectUri(Note, { id: crypto.randomUUID() });
    const recipients = await concerned(thing);
    const author = recipients[0];
    const note = new Note({
      id,
      attribution: me(),
      content: text,
      mediaType: "text/html",
      replyTarget: thing.id,
      to: PUBLIC_COLLECTION,
      ccs: [author.id, context.getFollowersUri(WHO)],
      tags: [new Mention({ href: author.id, name: `@${author.preferredUsername}@${author.id.host}` })],
      published: Temporal.Now.instant(),
      url: id,
    });
    notes.set(id.href, note);
    heard.set(id.href, recipients);
    return tell(note, Create, recipients, new URL("#create", id));
  },
  edit: async ({ id, text }) => {
    const note = notes.get(id).clone({ content: text });
    notes.set(id, note);
    return tell(note, Update, heard.get(id), fresh("activities"));
  },
  delete: async ({ id }) => {
    const stone = new Tombstone({ id: new URL(id) });
    notes.set(id, stone);
    const activity = new Delete({ id: fresh("activities"), actor: me(), object: stone, to: PUBLIC_COLLECTION });
    await send(heard.get(id), activity);
    return { id };
  },
  like: ({ address }) => about(address, Like),
  announce: ({ address }) => about(address, Announce),
  /** Takes back what was last said about `address`: a Like, an Announce or a Follow. */
  undo: async ({ address }) => {
    const activity = said.get(address);
    const thing = await found(address);
    const recipients = activity instanceof Follow ? thing : await concerned(thing);
    await send(recipients, new Undo({ id: fresh("activities"), actor: me(), object: activity }));
    return { id: activity.id.href };
  },
};

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

await listen(port, (request) => {
  if (new URL(request.url).pathname === "/noor.png") return new Response(PNG, { headers: { "content-type": "image/png" } });
  return asked.run(request, () => federation.fetch(request, { contextData: undefined }));
});
await listen(controlPort, async (request) => {
  const control = controls[new URL(request.url).pathname.slice(1)];
  if (control === undefined) return new Response("no such control", { status: 404 });
  return Response.json((await control(await request.json())) ?? null);
});
console.log("ready");
