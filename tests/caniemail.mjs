// Prints what the mail programs do not show, or not wholly, of the HTML on standard input: by the title of the
// feature, the programs. Arguments: the programs. Run in the folder of `tests/npm.py`.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const require = createRequire(process.cwd() + "/");
const { caniemail, rawData } = await import(pathToFileURL(require.resolve("caniemail")));
const html = await text(process.stdin);
const programs = process.argv.slice(2);
// What nobody tried in a program is an error to caniemail, which gives up; here it says nothing.
for (const { stats } of rawData.data)
  for (const [family, platform] of programs.map((program) => program.split(".")))
    ((stats[family] ??= {})[platform] ??= {})[""] ??= "y";
const { issues } = caniemail({ clients: programs, html });
const found = {};
for (const [kind, level] of [["errors", "not"], ["warnings", "partly"]])
  for (const [program, features] of issues[kind])
    for (const { title, notes } of features) {
      const of = (found[title] ??= { not: [], partly: [], notes: [] });
      if (!of[level].includes(program)) of[level].push(program);
      of.notes.push(...notes.filter((note) => !of.notes.includes(note)));
    }
console.log(JSON.stringify(found));
