// Fedify's inbox alone, as fast as it goes: takes Create of Note, keeps the notes in memory and counts. Arguments:
// its port, the port at which its counts are asked (both of 127.0.0.1), and `queue` when what is verified waits
// in Fedify's own queue in memory before it is taken.
import { listen, packaged } from "./loopback.mjs";

const { InProcessMessageQueue, MemoryKvStore, createFederation, generateCryptoKeyPair } = await packaged("@fedify/fedify");
const { Create, Note, Person } = await packaged("@fedify/vocab");

const [port, countPort] = process.argv.slice(2, 4).map(Number);
const WHO = "commons";
const notes = new Map();
const refused = {};
const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5")];

const federation = createFederation({
  kv: new MemoryKvStore(),
  queue: process.argv[4] === "queue" ? { inbox: new InProcessMessageQueue() } : undefined,
  origin: `http://127.0.0.1:${port}`,
  allowPrivateAddress: true,
});
federation
  .setActorDispatcher("/users/{identifier}", (context, identifier) =>
    identifier === WHO ? new Person({ id: context.getActorUri(WHO), preferredUsername: WHO, inbox: context.getInboxUri(WHO) }) : null,
  )
  .setKeyPairsDispatcher(() => keys);
federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .setSharedKeyDispatcher(() => ({ identifier: WHO }))
  .on(Create, async (context, create) => {
    const note = await create.getObject(context);
    if (!(note instanceof Note)) return;
    const { content, replyTargetId: answers, attributionId: author, published } = note;
    notes.set(note.id.href, { content: String(content), answers, author, published });
  })
  .onUnverifiedActivity((_context, _activity, reason) => {
    refused[reason.type] = (refused[reason.type] ?? 0) + 1;
  });

await listen(port, (request) => federation.fetch(request, { contextData: undefined }));
await listen(countPort, () => Response.json({ processed: notes.size, refused }));
console.log("ready");
