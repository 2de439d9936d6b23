// Type-checks the JSON-LD of every page of a built site against schema.org's vocabulary, and sees that a
// planted mistake is caught. Usage: node jsonld.mjs SITE TOOLS
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const [site, tools] = process.argv.slice(2).map((folder) => path.resolve(folder));
const start = '<script type="application/ld+json">';
const pages = fs
  .readdirSync(site, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".html"))
  .sort()
  .map((name) => [name, fs.readFileSync(path.join(site, name), "utf8").split(start)[1]?.split("</script>")[0]])
  .filter(([, text]) => text !== undefined);

/** What the TypeScript compiler says of pages as schema.org's types. */
function complaints(pages) {
  const folder = fs.mkdtempSync(path.join(tools, "jsonld-"));
  const lines = ['import type { Article, CollectionPage, WithContext } from "schema-dts";'];
  pages.forEach(([name, text], index) => {
    lines.push(`// ${name}`, `export const page${index}: WithContext<Article | CollectionPage> = ${text};`);
  });
  fs.writeFileSync(path.join(folder, "pages.ts"), lines.join("\n"));
  const tsc = path.join(tools, "node_modules/typescript/bin/tsc");
  const run = spawnSync(process.execPath, [tsc, "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", path.join(folder, "pages.ts")], { encoding: "utf8" });
  fs.rmSync(folder, { recursive: true });
  return run.status === 0 ? "" : run.stdout + run.stderr;
}

const failures = [];
if (pages.length < 3) failures.push(`only ${pages.length} pages in ${site} have JSON-LD`);
const found = complaints(pages);
if (found) failures.push(found.slice(0, 4000));
// The check itself: a property nobody knows, a text where a thing belongs, an unknown type.
const [name, text] = pages.reduce((one, other) => (other[1].length > one[1].length ? other : one));
const planted = [
  text.replace('"headline":', '"headlin":'),
  text.replace(/"isPartOf":\{[^}]*\}/, '"isPartOf":{"@type":"WebSite","nam":"x"}'),
  text.replace('"@type":"Claim",', '"@type":"Claim","texts":"x",'),
  text.replace('"@type":"Claim"', '"@type":"Clam"'),
];
planted.forEach((wrong, index) => {
  if (wrong === text) failures.push(`${name} has no place for planted mistake ${index}`);
  else if (!complaints([[name, wrong]])) failures.push(`planted mistake ${index} in ${name} was not caught`);
});

for (const failure of failures) console.error(`not ok: ${failure}`);
console.log(`json-ld: ${pages.length} pages, ${failures.length} complaints`);
process.exit(failures.length === 0 ? 0 : 1);
