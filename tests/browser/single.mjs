// Makes pages of our own content and of the gallery as single files, opens each from the disk and looks whether everything is in
// it: no request, nothing broken, every preview and control. Usage: node single.mjs SITE TOOLS NUTGRAF
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { EARLY, at as address, check, finish, fromDisk, launch, read, remark, tools } from "./suite.mjs";

const nutgraf = path.resolve(process.argv[4] ?? "target/debug/nutgraf");
const folder = path.join(tools, "single");
const noBase = path.join(folder, "no-base");
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(noBase, { recursive: true });
fs.cpSync("content", path.join(noBase, "content"), { recursive: true });
const config = path.join(noBase, "content/site.toml");
fs.writeFileSync(config, fs.readFileSync(config, "utf8").replace(/^base_url.*$/m, ""));

/** Pages by what a writer calls them, with their files and their addresses in the built site. */
const SITES = [
  { root: ".", pages: [["index.md", "index.html", "index.html"], ["claims.md", "claims.html", "claims.html"], ["es/index.html", "index.es.html", "es/index.html"]] },
  { root: noBase, pages: [["index.md", "index.html", "index.html"], ["claims.es.md", "claims.es.html", "es/claims.html"]] },
  { root: "tests/browser/gallery", pages: [["index.md", "index.html"], ["charts.md", "charts.html"]] },
];

/** The pages of one site. */
async function make({ root, pages }, nth) {
  const out = path.join(folder, String(nth));
  fs.mkdirSync(out);
  const options = ["build", "--root", root, "--out", out, "--quiet", "--as-of", "2026-11-21", ...pages.flatMap(([name]) => ["--single-file", name])];
  await new Promise((done) => execFile(nutgraf, options, (error, _, said) => done(check(!error, `${options.join(" ")}: ${error?.message} ${said}`))));
  return pages.map(([name, file, published]) => ({ name, root, published, file: path.join(out, file) }));
}

/** What a reader finds on a page: previews by what they say, pictures, controls, targets of links. */
const STATE = `(() => {
  const links = Array.from(document.querySelectorAll("main :is(a[href], [data-href]):not(.anchor)"));
  const store = document.getElementById("page--asides");
  const named = (link) => link.getAttribute("href") ?? link.dataset.href;
  const telling = links.filter((link) => link.getClientRects().length > 0 &&
    ((store && store.content.querySelector('[data-for="' + CSS.escape(named(link)) + '"]')) || (/^#(cited|note)-/.test(named(link)) && !/^#note-ref/.test(named(link)))));
  const told = telling.map((link) => {
    link.focus();
    const box = document.querySelector("#page--aside:not([hidden])");
    const at = box?.getBoundingClientRect();
    return { words: box?.textContent.trim() ?? "", inside: !!at && at.left >= 0 && at.right <= innerWidth, of: link.outerHTML.slice(0, 100) };
  });
  document.activeElement?.blur();
  return {
    told,
    headings: Array.from(document.querySelectorAll("h1, h2, h3"), (heading) => heading.innerText),
    images: Array.from(document.images, (image) => ({ alt: image.alt, wide: image.naturalWidth })),
    forms: document.querySelectorAll("form.choose").length,
    claims: document.querySelectorAll("[id^=claim-]").length,
  };
})()`;

/** Looks at one of them. */
async function look(browser, { name, root, published, file }) {
  const of = `${name}${root === "." ? "" : ` of ${path.basename(root)}`}`;
  check(fs.existsSync(file), `${of}: ${file} was not written`);
  if (!fs.existsSync(file)) return;
  const html = fs.readFileSync(file, "utf8");
  const context = await browser.newContext({ reducedMotion: "reduce", acceptDownloads: true });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  const [requests, said] = [[], []];
  page.on("request", (request) => request.url().startsWith("data:") || requests.push(request.url()));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  await page.clock.setFixedTime(EARLY);
  await page.addInitScript(() => {
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const url = pathToFileURL(file).href;
  await page.goto(url);
  await page.keyboard.press("Tab");

  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const at = `${of} at ${width} px, ${colorScheme}`;
      check((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${at}: scrolls sideways`);
      const ink = await page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0));
      check(colorScheme === "light" ? ink < 200 : ink > 500, `${at}: the ink is ${ink}`);
    }
  }
  const state = await page.evaluate(STATE);
  const silent = state.told.filter((one) => !one.words || !one.inside);
  check(silent.length === 0, `${of}: no preview, or outside the window: ${silent.slice(0, 3).map((one) => one.of).join("; ")}`);
  for (const { alt, wide } of state.images) check(wide > 0, `${of}: the picture "${alt}" is broken`);

  const links = await page.evaluate(() =>
    Array.from(document.querySelectorAll("a[href], area[href]"), (link) => {
      const href = link.getAttribute("href");
      const target = href.length > 1 && href[0] === "#" ? document.getElementById(decodeURIComponent(href.slice(1))) : document.body;
      return { href: href.slice(0, 80), good: href[0] === "#" ? !!target : /^(https?:\/\/|mailto:)/.test(href) || (href.startsWith("data:") && !!link.download) };
    }),
  );
  check(links.length > 5, `${of}: only ${links.length} links`);
  for (const { href, good } of links) check(good, `${of}: the link ${href} leads nowhere`);

  // The same as on the published page, with everything that stands beside that.
  if (published) {
    const other = await context.newPage();
    await other.clock.setFixedTime(EARLY);
    await other.setViewportSize({ width: 390, height: 900 });
    await other.goto(address(fromDisk, published));
    await other.keyboard.press("Tab");
    const whole = await other.evaluate(STATE);
    const words = (state) => state.told.map((one) => one.words).join("|");
    check(whole.told.length > 0 && words(state) === words(whole), `${of}: ${state.told.length} previews, published are ${whole.told.length}, or they say something else`);
    for (const part of ["headings", "images", "forms", "claims"]) check(JSON.stringify(state[part]) === JSON.stringify(whole[part]), `${of}: ${part} differ from the published page`);
    const weight = (bytes) => `${Math.round(bytes / 1000)} KB`;
    remark(`${of}: ${weight(html.length)}; the published page alone ${weight(read(published).length)}`);
    await other.close();
  } else remark(`${of}: ${Math.round(html.length / 1000)} KB, ${state.images.length} pictures, ${state.told.length} previews`);

  for (const form of await page.locator("form.choose").all()) {
    check(await form.isVisible(), `${of}: the controls stay hidden`);
    const items = page.locator(`.${await form.getAttribute("data-of")} > li`);
    const all = await items.count();
    const field = form.locator("select").filter({ visible: true }).first();
    await field.selectOption(await field.locator("option").nth(1).getAttribute("value"));
    const shown = await items.filter({ visible: true }).count();
    check(shown > 0 && shown < all, `${of}: ${shown} of ${all} are chosen`);
    check(/\d+ .*\d+/.test(await form.locator("[role=status]").innerText()), `${of}: nothing says how many are shown`);
  }
  for (const [nth, link] of (await page.locator("a[download]").all()).entries()) {
    const [name, href] = await link.evaluate((link) => [link.download, link.getAttribute("href")]);
    const bytes = Buffer.from(href.split(",")[1], "base64");
    const source = path.join(root, "content/data", name);
    // A table that is written in TOML is published as CSV.
    check(fs.existsSync(source) ? bytes.equals(fs.readFileSync(source)) : bytes.includes(",") && fs.existsSync(source.replace(/csv$/, "toml")), `${of}: ${name} is not the table`);
    // Browsers ask before they save many files at once.
    if (nth > 0) continue;
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    check(download.suggestedFilename() === name && fs.readFileSync(await download.path()).equals(bytes), `${of}: ${name} is saved as something else`);
  }
  check((await page.locator("form.search, [type=search]").count()) === 0, `${of}: there is a field to search the site`);
  check(JSON.stringify(requests) === JSON.stringify([url]), `${of} asks for ${requests.filter((one) => one !== url).join(", ")}`);
  check(said.length === 0, `${of}: ${said.slice(0, 3).join("; ")}`);
  const refused = await page.evaluate(() => window.refused);
  check(refused.length === 0, `${of}: the policy refuses ${refused.slice(0, 3).join("; ")}`);
  check(html.includes("Content-Security-Policy"), `${of}: no policy`);
  seen.pictures += state.images.length;
  seen.tables += await page.locator("a[download]").count();
  seen.forms += state.forms;
  await context.close();
}

const seen = { pictures: 0, tables: 0, forms: 0 };
const browser = await launch();
const made = (await Promise.all(SITES.map(make))).flat();
await Promise.all(made.map((one) => look(browser, one).catch((error) => check(false, `${one.name} of ${one.root}: ${error.message}`))));
await browser.close();
check(seen.pictures > 2 && seen.tables > 10 && seen.forms > 1, `too little was seen: ${JSON.stringify(seen)}`);
finish(`single files: ${made.length} pages`);
