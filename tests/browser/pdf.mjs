/* Prints every page of a built site to PDF, reads the text back and looks for all of the page in it, and for the address of each source
   that the page cites. Usage: node pdf.mjs SITE TOOLS */
import { pathToFileURL } from "node:url";
import { EARLY, at, check, finish, fromDisk, launch, pages, read, require } from "./suite.mjs";

const { getDocument, VerbosityLevel } = await import(pathToFileURL(require.resolve("pdfjs-dist/legacy/build/pdf.mjs")));

/* What is of no use on paper: ways to other places of the site, controls, where on the page something is used. */
const NOT_PRINTED = ".skip, nav, .permalink, .anchor, .uses, .used-in, .claim-filter, .backlinks, .tags, .open-data, .languages, form, button, [role=status], [data-review-by]";

/** Letters and digits alone, however they are set: capitals, hyphens and the breaks of lines are the printer's. */
const bare = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Whether a text is on paper. It may go on overleaf, with the rest of another column of the sheet in between. */
function stands(text, paper) {
  if (paper.includes(bare(text))) return true;
  const words = text.trim().split(/\s+/);
  const part = (from, to) => paper.includes(bare(words.slice(from, to).join("")));
  return words.some((_, at) => at > 0 && part(0, at) && part(at));
}

async function printed(page) {
  const bytes = await page.pdf({ format: "A4", printBackground: false });
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false });
  const pdf = await task.promise;
  let text = "";
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    text += items.map((item) => item.str).join("");
  }
  const count = pdf.numPages;
  await task.destroy();
  return [text, count];
}

/** Every text of the page's header line, main part and foot that a reader sees on the screen, in its order. */
const texts = (notPrinted) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest(notPrinted) || parent.closest("script, style, template, noscript")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    if (range.getClientRects().length > 0) found.push({ text: walker.currentNode.data, heading: parent.closest("h1, h2, h3, h4, h5, h6") !== null });
  }
  return found;
};

const sources = new Map((JSON.parse(read("claims.json")).sources ?? []).map((source) => [source.id, source.url]));
check(sources.size > 0, "the site's open data name no source");
const browser = await launch();
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
await page.clock.setFixedTime(EARLY);
let [sheets, cited, addresses] = [0, 0, 0];
for (const name of pages) {
  await page.goto(at(fromDisk, name));
  const seen = await page.evaluate(texts, NOT_PRINTED);
  check(seen.some(({ heading }) => heading), `${name} has no heading`);
  const lists = await page.evaluate(() => Array.from(document.querySelectorAll("[id^=cited-]"), (entry) => [entry.id.slice("cited-".length), entry.querySelector(".cited-url")?.textContent ?? ""]));
  const [text, count] = await printed(page);
  sheets += count;
  const paper = bare(text);
  const missing = seen.filter(({ text }) => !stands(text, paper));
  check(missing.length === 0, `${name}: not on paper: ${missing.slice(0, 6).map(({ text }) => JSON.stringify(text.trim())).join(", ")}`);
  for (const [id, says] of lists) {
    cited += 1;
    const url = sources.get(id);
    check(url !== undefined, `${name} cites "${id}", which the open data have not`);
    // Where the ledger has no address, the page says so in its language.
    check(says !== "" && paper.includes(bare(url ?? says)), `${name}: the address of ${id} (${url ?? "not given"}) is not on paper`);
    check(url === null || says === url, `${name} says "${says}" of the address of ${id}, the ledger ${url}`);
    if (url) addresses += 1;
  }
}
await browser.close();
check(cited > 0, "no page lists the sources it cites");
finish(`on paper: ${pages.length} pages on ${sheets} sheets, ${cited} sources with what is known of their address, ${addresses} with one`);
