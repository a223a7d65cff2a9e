// Prints what mailauth finds of each DKIM signature. Standard input: JSON of the message (base64) and of what
// DNS would say. Run in the folder of `tests/npm.py`.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(process.cwd() + "/");
const { dkimVerify } = require("mailauth/lib/dkim/verify.js");
const { message, records } = JSON.parse(await text(process.stdin));
const resolver = async (name) => [[records[name]]];
const found = await dkimVerify(Buffer.from(message, "base64"), { resolver });
console.log(JSON.stringify(found.results.map((one) => [one.algo, one.status.result])));
