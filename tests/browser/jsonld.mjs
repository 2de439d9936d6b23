// Type-checks the JSON-LD of every page of a built site against schema.org's vocabulary, and sees that
// planted mistakes are caught, in one run of the compiler. Usage: node jsonld.mjs SITE TOOLS
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const [site, tools] = process.argv.slice(2).map((folder) => path.resolve(folder));
/** What a page may be. */
const TYPES = ["Article", "BackgroundNewsArticle", "CollectionPage", "FAQPage"];
const start = '<script type="application/ld+json">';
const pages = fs
  .readdirSync(site, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".html"))
  .sort()
  .map((name) => [name, fs.readFileSync(path.join(site, name), "utf8").split(start)[1]?.split("</script>")[0]])
  .filter(([, text]) => text !== undefined);

/** What the TypeScript compiler says of each text as schema.org's types, by its number: a file for each. */
function complaints(texts) {
  const folder = fs.mkdtempSync(path.join(tools, "jsonld-"));
  texts.forEach((text, index) => {
    const type = TYPES.find((type) => text.includes(`"@type":"${type}"`) && JSON.parse(text)["@type"] === type) ?? "Article";
    const lines = [`import type { ${type}, WithContext } from "schema-dts";`, `export const page: WithContext<${type}> = ${text};`];
    fs.writeFileSync(path.join(folder, `page${index}.ts`), lines.join("\n"));
  });
  const options = { noEmit: true, strict: true, skipLibCheck: true, module: "nodenext", target: "es2022", types: [] };
  fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  const tsc = path.join(tools, "node_modules/typescript/bin/tsc");
  const run = spawnSync(process.execPath, [tsc, "--pretty", "false", "-p", folder], { encoding: "utf8", maxBuffer: 1 << 28 });
  fs.rmSync(folder, { recursive: true });
  const told = new Map();
  for (const line of (run.stdout + run.stderr).split("\n")) {
    const index = line.match(/page(\d+)\.ts\(/)?.[1];
    if (index) told.set(Number(index), line.slice(0, 600));
    else if (/^\S*error TS/.test(line)) told.set(-1, line);
  }
  if (run.status !== 0 && told.size === 0) told.set(-1, run.stdout + run.stderr);
  return told;
}

const failures = [];
if (pages.length < 3) failures.push(`only ${pages.length} pages in ${site} have JSON-LD`);

// The check itself: properties nobody knows, texts where things belong, unknown types, in every kind of thing
// that some page of the site has.
const shortest = (part) => pages.filter(([, text]) => text.includes(part)).sort((a, b) => a[1].length - b[1].length)[0];
const unknown = (kind) => [`"@type":"${kind}"`, `"@type":"${kind}","nobodyKnowsThis":"x"`];
const mistakes = [
  ['"headline":', '"headlin":'],
  [/"isPartOf":\{[^}]*\}/, '"isPartOf":{"@type":"WebSite","nam":"x"}'],
  unknown("Claim"),
  ['"@type":"Claim"', '"@type":"Clam"'],
  unknown("Quotation"),
  unknown("BreadcrumbList"),
  ['"@type":"ListItem","position":', '"@type":"ListItem","position":true,"was":'],
  unknown("ListItem"),
  unknown("DefinedTermSet"),
  unknown("DefinedTerm"),
  ['"@type":"DefinedTerm"', '"@type":"DefinedWord"'],
  unknown("Question"),
  ['"acceptedAnswer":', '"acceptedAnswers":'],
  ['"@type":"Answer"', '"@type":"Reply"'],
  unknown("NewsMediaOrganization"),
  ['"correctionsPolicy":"', '"correctionPolicy":"'],
  unknown("CorrectionComment"),
  unknown("ImageObject"),
  ['"translationOfWork":', '"translationsOfWork":'],
  ['"workTranslation":[{"@type":"', '"workTranslation":[{"@type":"X'],
];
const wanted = new Set(["headline", "Claim", "ListItem"]);
const planted = [];
for (const [from, to] of mistakes) {
  const part = from instanceof RegExp ? '"isPartOf":{' : from;
  const page = shortest(part);
  if (page) planted.push([`${part} in ${page[0]}`, page[1].replace(from, to)]);
  else if ([...wanted].some((word) => part.includes(word))) failures.push(`no page has a place for a mistake in ${part}`);
}

const told = complaints([...pages.map(([, text]) => text), ...planted.map(([, text]) => text)]);
if (told.has(-1)) failures.push(told.get(-1));
pages.forEach(([name], index) => {
  if (told.has(index)) failures.push(`${name}: ${told.get(index)}`);
});
planted.forEach(([what], index) => {
  if (!told.has(pages.length + index)) failures.push(`a planted mistake was not caught: ${what}`);
});

for (const failure of failures) console.error(`not ok: ${failure}`);
console.log(`json-ld: ${pages.length} pages, ${planted.length} planted mistakes, ${failures.length} complaints`);
process.exit(failures.length === 0 ? 0 : 1);
