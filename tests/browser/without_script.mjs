/* Walks a built site without scripts, from the disk and below a path: nothing is missing, nothing is hidden, every link leads to
   something that can be seen. With scripts nothing is added that a reader would miss, and nothing moves. Usage: node without_script.mjs SITE TOOLS */
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { EARLY, at, check, finish, fromDisk, launch, pages, read, serve } from "./suite.mjs";

/* What only works with scripts, says what only they can know, or is for paper alone. */
const BY_SCRIPT = "[hidden] button, form[hidden], [data-review-by], .paper";
/* Requests of a page, as `nutgraf check` allows unless a site says otherwise. */
const REQUESTS = 10;
/* Where the site says that it lies: whole addresses below it are its own, those of folders their first pages. */
const published = read("index.html").match(/<link rel="canonical" href="([^"]+)"/)?.[1];
check(published, "index.html has no canonical address");

/** Every text of the page, with whether a reader sees it. Runs in the page. */
const texts = (byScript) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.replace(/\s+/g, " ").trim();
    const parent = walker.currentNode.parentElement;
    if (text === "" || parent.closest("script, style, template, noscript, option")) continue;
    // What a drawing is called is heard; of its two sizes a screen shows one.
    const drawing = parent.closest(".drawing");
    const isShown = (one) => one.getBoundingClientRect().width > 0;
    if (drawing && (parent.matches("title, desc") || (!isShown(drawing) && [...drawing.parentElement.querySelectorAll(".drawing")].some(isShown)))) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const seen = range.getClientRects().length > 0 && getComputedStyle(parent).visibility === "visible" && getComputedStyle(parent).opacity !== "0";
    found.push({ text, seen, exempt: parent.closest(byScript) !== null, control: parent.closest("button, form, output, [role=status], [role=tooltip]") !== null });
  }
  return found;
};

/** Goes through the page screen by screen and gives how far its parts have moved since it was opened. Runs in the page. */
const throughThePage = async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo({ top, behavior: "instant" });
    await drawn();
  }
  return window.shifted;
};

const browser = await launch();
const { origin, close } = await serve();
let links = 0;
for (const base of [fromDisk, `${origin}/deep/er/`]) {
  const without = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } })).newPage();
  const withScripts = await (await browser.newContext({ viewport: { width: 390, height: 900 } })).newPage();
  await withScripts.clock.setFixedTime(EARLY);
  await withScripts.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifted += entry.value))).observe({ type: "layout-shift", buffered: true });
  });
  let asked = new Set();
  withScripts.on("request", (request) => request.url().startsWith("data:") || asked.add(request.url().split("#")[0]));

  /* From each page and file that something links to, to the anchors, each with a page that names it. */
  const targets = new Map();
  for (const name of pages) {
    await without.goto(at(base, name));
    const still = await without.evaluate(texts, BY_SCRIPT);
    const hidden = still.filter(({ seen, exempt }) => !seen && !exempt).map(({ text }) => text);
    check(hidden.length === 0, `${base}${name}: not to be seen without scripts: ${hidden.slice(0, 5).join(" | ")}`);
    check(still.length > 2, `${base}${name} has hardly a text`);

    asked = new Set();
    await withScripts.goto(at(base, name));
    const known = new Set(still.map(({ text }) => text));
    const added = (await withScripts.evaluate(texts, BY_SCRIPT)).filter(({ text, seen, control }) => seen && !control && !known.has(text));
    check(added.length === 0, `${base}${name}: only with scripts: ${added.slice(0, 5).map(({ text }) => text).join(" | ")}`);
    // It moves, if at all, wherever it lies, and more where files take their time.
    const shifted = base === fromDisk ? 0 : await withScripts.evaluate(throughThePage);
    check(shifted === 0, `${base}${name} moves by ${shifted} while somebody reads through it`);
    check(asked.size <= REQUESTS, `${base}${name} asks for ${asked.size} files: ${[...asked].join(" ")}`);

    for (const href of await without.evaluate(() => Array.from(document.querySelectorAll("a[href], area[href], link[href]"), (link) => link.href))) {
      if (!href.startsWith(base) && !href.startsWith(published)) continue;
      const [written, anchor] = href.replace(published, base).split("#");
      const file = written.replace(/\/$/, "/index.html");
      const anchors = targets.get(file) ?? new Map();
      anchors.set(decodeURIComponent(anchor ?? ""), name);
      targets.set(file, anchors);
    }
  }
  for (const [file, anchors] of targets) {
    const from = [...anchors.values()][0];
    if (!/\.html(\?|$)/.test(file)) {
      const there = file.startsWith("file:") ? fs.existsSync(fileURLToPath(file)) : (await fetch(file)).ok;
      check(there, `${from} leads to ${file}, which is not there`);
      links += 1;
      continue;
    }
    const response = await without.goto(file).catch(() => null);
    check(response?.ok() ?? false, `${from} leads to ${file}, which is not there`);
    if (!response?.ok()) continue;
    // A page at an old address sends its reader on by itself.
    for (const [anchor, from] of anchors) {
      links += 1;
      const seen = await without.evaluate((id) => id === "" || document.getElementById(id)?.getClientRects().length > 0, anchor);
      check(seen, `${from} leads to ${file}#${anchor}, where nothing can be seen`);
    }
  }
  await without.context().close();
  await withScripts.context().close();
}
await browser.close();
close();
check(links > pages.length, `only ${links} links were followed`);
finish(`without scripts: ${pages.length} pages, ${links} places that links lead to`);
