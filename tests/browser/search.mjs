/* Searches a built site as a reader does: what is found first, by keyboard and by ear, from the disk and below a path; what that
   fetches, and that the script cuts words as the index was cut. Usage: node search.mjs SITE TOOLS [queries of another site] */
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { at, check, finish, fromDisk, languages, launch, read, remark, require, serve, site } from "./suite.mjs";

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const asked = process.argv[4] ?? new URL("search-queries.json", import.meta.url);
const QUERIES = JSON.parse(fs.readFileSync(asked, "utf8"));
/* Bytes, compressed as hosts send them. */
const LARGEST_INDEX = 60_000;
const LARGEST_SCRIPT = 4000;
const LARGEST_FETCH = 150_000;

const gzipped = (name) => zlib.gzipSync(fs.readFileSync(path.join(site, name)), { level: 6 }).length;
const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
const said = (text) => JSON.parse(text.slice(text.indexOf("=") + 1, text.lastIndexOf(";")));

/** The index of a language: its directory, and the content of all its parts. */
function indexOf(folder) {
  const file = `${folder}search-index.js`;
  const directory = said(read(file));
  const prefix = path.basename(directory.parts);
  const names = fs.readdirSync(path.join(site, "assets/search")).filter((name) => name.startsWith(prefix));
  const parts = new Map(names.map((name) => [name.slice(prefix.length).split(".")[0], said(read(`assets/search/${name}`))]));
  const weight = gzipped(file) + sum(names.map((name) => gzipped(`assets/search/${name}`)));
  return { directory, parts, weight };
}

// ---- the index ----

/* The functions of the script that cut words, as it has them. */
const script = fs.readdirSync(path.join(site, "assets")).filter((name) => /^(find|search)\.\w+\.js$/.test(name));
check(script.length === 2, `the scripts are ${script}`);
const weight = sum(script.map((name) => gzipped(`assets/${name}`)));
check(weight < LARGEST_SCRIPT, `the search scripts weigh ${weight} bytes`);
remark(`the search scripts weigh ${weight} bytes`);
const source = read(`assets/${script.find((name) => name.startsWith("find."))}`);
const words = source.split("// ---- words")[1].split("const termOf")[0];
const cutter = (index) => new Function("index", `//${words}; return (text) => (text.match(WORD) ?? []).map((word) => stem(fold(word)));`)(index);

const indexes = new Map();
for (const language of languages.keys()) {
  const key = language.split("-")[0];
  const folder = fs.existsSync(path.join(site, key, "search-index.js")) ? `${key}/` : "";
  const { directory, parts, weight } = indexOf(folder);
  indexes.set(key, { directory, folder });
  check(QUERIES[key].size === false || weight <= LARGEST_INDEX, `the index of ${language} weighs ${weight} bytes`);
  remark(`the index of ${language}: ${directory.documents} documents, ${weight} bytes in ${parts.size + 1} files`);
  const cut = cutter(directory);

  // Every word of every document is noted as the script looks for it.
  const stands = new Map();
  for (const [name, part] of parts) {
    if (!name.startsWith("t")) continue;
    for (const entry of part.split(";").slice(0, -1)) {
      const [term, codes] = entry.split(",");
      let [level, place, number, shift] = [0, 0, 0, 0];
      const numbers = new Set();
      for (const code of Array.from(codes, (letter) => letter.charCodeAt(0) - 63)) {
        if (code < 0) [level, place] = [code + 15, 0];
        else {
          number += (code & 31) * 2 ** shift;
          shift += 5;
          if (code > 31) continue;
          place += number;
          numbers.add(place);
          [number, shift] = [0, 0];
        }
      }
      stands.set(term, numbers);
      check(level > 0 && level < 10, `${term} of ${language} has the level ${level}`);
    }
  }
  let compared = 0;
  const missing = new Set();
  const found = new Set();
  for (const [name, part] of parts) {
    if (!name.startsWith("d")) continue;
    part.forEach(([, , title, , text], place) => {
      const number = Number(name.slice(1)) * directory.block + place;
      for (const term of cut(`${title}\n${text}`).filter(Boolean)) {
        compared += 1;
        found.add(term);
        if (!stands.get(term)?.has(number)) missing.add(term);
      }
    });
  }
  check(compared > 1000 || QUERIES[key].size === false, `only ${compared} words of ${language}`);
  check(missing.size === 0, `${language}: the index has not ${[...missing].slice(0, 12).join(", ")}`);
  // What is only in the index stands in what is not shown.
  check(found.size > stands.size * 0.9, `${language}: of ${stands.size} terms the script makes only ${found.size}`);

  // And so are words that no text has.
  const list = new URL(`../search/stems.${key}.txt`, import.meta.url);
  for (const line of fs.readFileSync(list, "utf8").split("\n").filter(Boolean)) {
    const [word, term] = line.split("\t");
    const made = cut(word).filter(Boolean).join(" ");
    check(made === term, `${key}: the script makes of ${word} ${made} and not ${term}`);
  }
}

// ---- in the browser ----

const { origin, close } = await serve();
const browser = await launch();

async function opened(base, folder, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (message) => message.type() === "error" && page.wrong.push(message.text()));
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("requestfailed", (request) => page.wrong.push(request.url()));
  await page.goto(at(base, `${folder}index.html`));
  return page;
}
const statusOf = (page) => page.locator(".search [role=status]");
/** Types a query and gives what is said of it, once it is. */
async function typed(page, query) {
  const field = page.locator(".search input");
  await field.fill("");
  await page.waitForFunction(() => document.querySelector(".search [role=status]").textContent === "");
  await field.fill(query);
  await page.waitForFunction(() => document.querySelector(".search [role=status]").textContent !== "" && (document.querySelector(".found li") || document.querySelector(".found button") || window.settled));
  return statusOf(page).textContent();
}
const first = (page, base) => page.evaluate((base) => document.querySelector(".found a")?.href.replace(base, ""), base);

for (const [key, { folder, directory }] of indexes) {
  const { first: expected, meant, none } = QUERIES[key];
  check(expected.length >= 40 || QUERIES[key].size === false, `only ${expected.length} queries of ${key}`);
  for (const base of [`${origin}/deep/er/`, fromDisk]) {
    const page = await opened(base, folder);
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const some = base === fromDisk ? expected.filter((_, number) => number % 8 === 0) : expected;
    const anchors = new Map();
    for (const [query, address] of some) {
      await typed(page, query);
      const found = await first(page, base);
      check(decodeURIComponent(found ?? "") === address, `${key}: "${query}" leads to ${found}, not to ${address}`);
      const marks = await page.locator(".found mark").count();
      check(marks > 0 || /\d/.test(query), `${key}: nothing is marked for "${query}"`);
      for (const href of await page.evaluate((base) => Array.from(document.querySelectorAll(".found a"), (link) => link.href.replace(base, "")), base)) {
        const [file, anchor] = href.split("#");
        anchors.set(href, [file, anchor && decodeURIComponent(anchor)]);
      }
    }
    for (const [href, [file, anchor]] of anchors) check(anchor === undefined || read(decodeURIComponent(file)).includes(`id="${anchor}"`), `${key}: ${href} is not there`);
    for (const [query, word] of meant) {
      await typed(page, query);
      const text = await statusOf(page).textContent();
      check(text.startsWith(directory.words.none) && text.endsWith(` ${word}`), `${key}: of "${query}" it says "${text}"`);
      await page.locator(".found [role=status] button").click();
      await page.waitForSelector(".found a");
      check((await page.locator(".search input").inputValue()) === word, `${key}: ${word} is not asked for`);
    }
    await page.evaluate(() => (window.settled = true));
    for (const query of none) check((await typed(page, query)) === directory.words.none, `${key}: "${query}" is found`);
    check(page.wrong.length === 0, `${key}, ${base}: ${page.wrong.join("; ")}`);
    check(asked.every((url) => url.startsWith(base)), `${key}: asks for ${asked.find((url) => !url.startsWith(base))}`);
    await page.context().close();
  }

  // What one query fetches on a page just opened, and how long the answer takes once that is there.
  const [query] = expected[0];
  for (const wanted of QUERIES[key].weighed ?? [query]) {
    const page = await opened(`${origin}/`, folder);
    const sent = new Map();
    page.on("request", (request) => sent.set(new URL(request.url()).pathname.slice(1), 0));
    await page.locator(".search input").focus();
    await typed(page, wanted);
    const bytes = sum([...sent.keys()].map((name) => gzipped(decodeURIComponent(name))));
    check(bytes <= LARGEST_FETCH, `${key}: "${wanted}" fetches ${bytes} bytes`);
    await page.locator(".search input").press("Escape");
    const took = await page.evaluate(() => new Promise((done) => {
      const list = document.querySelector(".found ol");
      let from;
      new MutationObserver(() => list.children.length && done(performance.now() - from)).observe(list, { childList: true });
      from = performance.now();
      document.querySelector("form.search").requestSubmit();
    }));
    remark(`${key}: "${wanted}" fetches ${bytes} bytes in ${sent.size} files, and takes ${took.toFixed(1)} ms then`);
    await page.context().close();
  }
}

// By keyboard, by ear, in every look.
const [[key, { folder }]] = indexes;
const [[query]] = QUERIES[key].first;
for (const [width, colorScheme] of [[320, "light"], [1280, "dark"]]) {
  const page = await opened(`${origin}/`, folder, { viewport: { width, height: 800 }, colorScheme });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  check((await page.locator("form.search[role=search] label").getAttribute("for")) === "page--search", "the field has no label");
  await page.waitForTimeout(100);
  check(!asked.some((url) => /search|find\./.test(url)), `nobody searches, and ${asked} is asked for`);
  await page.locator(".search input").focus();
  await page.keyboard.type(query);
  await page.waitForSelector(".found a");
  const focused = () => page.evaluate(() => document.activeElement.closest(".found li") ? Array.from(document.querySelectorAll(".found li")).indexOf(document.activeElement.closest("li")) : document.activeElement.id);
  check((await focused()) === "page--search", "the focus leaves the field while somebody types");
  check(/^\d/.test(await statusOf(page).textContent()), "nobody says how many there are");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  check(overflow <= 0, `at ${width} px what is found is ${overflow} px too wide`);
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  check(result.violations.length === 0, `at ${width} px: ${result.violations.map((one) => `${one.id}: ${one.nodes[0].html}`).join("; ")}`);
  await page.keyboard.press("ArrowDown");
  check((await focused()) === 0, "the arrow does not lead to the first result");
  await page.keyboard.press("Tab");
  check((await focused()) === 1, "the next stop is not the next result");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  check((await focused()) === "page--search", "the arrow does not lead back");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  check((await focused()) === "page--search" && (await page.locator(".found li").count()) === 0, "Escape does not close");
  check((await page.locator(".search input").inputValue()) === query, "Escape takes what was typed");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".found a");
  const count = await page.locator(".found a").count();
  const more = page.locator(".found li button");
  if (await more.count()) {
    await more.click();
    await page.waitForFunction((count) => document.querySelectorAll(".found a").length > count, count);
    await page.waitForFunction((count) => document.activeElement.closest("li") === document.querySelectorAll(".found li")[count], count);
    check((await focused()) === count, "the focus is not on the first of those that came");
  }
  await page.locator("main a[href]").first().focus();
  check((await page.locator(".found li").count()) === 0, "what was found stays when the focus is elsewhere");
  check(page.wrong.length === 0, page.wrong.join("; "));
  await page.context().close();
}

// Without script there is no field.
const without = await opened(`${origin}/`, "", { javaScriptEnabled: false });
check(!(await without.locator("form.search").isVisible()), "the field is there without script");
await without.context().close();

// Parts that cannot be had are told of, and asked for again.
const broken = await opened(`${origin}/`, "");
await broken.route("**/assets/search/**", (route) => route.abort());
await broken.locator(".search input").fill(query);
await broken.waitForFunction(() => document.querySelector(".search [role=status]").textContent === document.querySelector("form.search").dataset.failed);
await broken.unroute("**/assets/search/**");
await broken.keyboard.press("Enter");
await broken.waitForSelector(".found a");
check((await broken.locator(".found a").count()) > 0, "what failed once is not asked for again");
await broken.context().close();

await browser.close();
close();
finish(`search: ${indexes.size} languages`);
