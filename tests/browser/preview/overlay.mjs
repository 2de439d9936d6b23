// Opens a preview in Chromium and makes mistakes: in front matter, ledger, template and site.toml. Looks at
// the list over the page, the editor it opens, and the marks in the text. Usage: node overlay.mjs NUTGRAF TOOLS [PICTURES]
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [program, tools, pictures] = process.argv.slice(2).map((place) => path.resolve(place));
const require = createRequire(path.join(tools, "package.json"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const theme = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../themes/default");

let passed = 0;
const failures = [];
function check(holds, what) {
  if (holds) passed += 1;
  else failures.push(what);
}
const same = (found, wanted, what) => check(JSON.stringify(found) === JSON.stringify(wanted), `${what}: ${JSON.stringify(found)} and not ${JSON.stringify(wanted)}`);

// ---- a site ----

const work = fs.mkdtempSync(path.join(os.tmpdir(), "nutgraf overlay "));
const root = path.join(work, "a site");
const file = (name) => path.join(root, name);
function write(name, text) {
  fs.mkdirSync(path.dirname(file(name)), { recursive: true });
  fs.writeFileSync(file(name), text);
}
const read = (name) => fs.readFileSync(file(name), "utf8");

// As strict as a site can be, and with something to type into.
const base = fs.readFileSync(path.join(theme, "templates/base.html"), "utf8");
const strict = base
  .replace("<head>", `<head>\n<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`)
  .replace("<main ", `<form role="search" aria-label="Something to type into"><label>Search <input id="search"></label></form>\n<main `);
write("themes/default/templates/base.html", strict);
write("content/site.toml", `title = "Site"\nbase_url = "https://example.org/"\n`);
write("content/ledger/sources.toml", `[hearing]\nshort = "Hearing"\ntitle = "A hearing"\nlanguage = "en"\nsnapshot = "hearing.txt"\nsha256 = "${"0".repeat(64)}"\n`);
write("content/ledger/desk.lock", "# Kept.\nversion 1\n");
write("content/ledger/people.toml", `[vance]\nname = "Ada Vance"\nkind = "person"\n`);
write("content/ledger/claims.toml", `[piers]\nsays = "The bridge has 412 piers."\nkind = "figure"\ncarried = [{ source = "hearing", where = ["L1"] }]\n`);
const HOME = `+++
title = "The bridge"
+++
## What stands there {#stands}

The bridge has 412 piers [@hearing, L3]. Nobody doubts it.

## What was said {#said}

"It -- the bridge -- is *ours*," they say... The bridge has 412 piers, which is many. It was opened on 3 May 1987.

The council ["met and did not speak"](@hearing#L3) of it. Last week it did.

[Ada Vanse] spoke first. The rest [#piers] is 9 dollars of toll.

- one
- two

| Year | Piers |
|------|-------|
| first | 412 |
| second | 97 of 412 |

More on [the other page](other.md).
`;
write("content/index.md", HOME);
write("content/other.md", `+++\ntitle = "Other"\n+++\nText.\n`);

// Writes down how it was called.
const called = path.join(work, "called.json");
const standIn = path.join(work, "stand in.mjs");
fs.writeFileSync(standIn, `import fs from "node:fs";\nfs.writeFileSync(${JSON.stringify(called)}, JSON.stringify(process.argv.slice(2)));\n`);
const editor = `'${process.execPath}' '${standIn}' {file} --at={line},{column}`;

// ---- the server ----

async function serve(...options) {
  const child = spawn(program, ["serve", "--root", root, "--port", "0", ...options], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, EDITOR: "nano", VISUAL: "", NUTGRAF_EDITOR: "" } });
  process.on("exit", () => child.kill());
  let said = "";
  const url = await new Promise((done, fail) => {
    child.stderr.on("data", (data) => {
      said += data;
      const found = said.match(/http:\/\/[^\s;]+/);
      if (found) done(found[0]);
    });
    child.on("exit", () => fail(new Error(`nutgraf serve ended: ${said}`)));
    setTimeout(() => fail(new Error(`nutgraf serve said no address: ${said}`)), 60000);
  });
  const stop = () => new Promise((done) => {
    child.removeAllListeners("exit");
    child.on("exit", done);
    child.kill("SIGTERM");
  });
  return { url, stop, said: () => said };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// ---- looking ----

const panel = (page) => page.locator("nutgraf-preview .panel");
const badge = (page) => page.locator("nutgraf-preview .badge");
const markers = (page) => page.locator("nutgraf-marks .marker");
const WAIT = { timeout: 20000 };
const seen = (locator) => locator.waitFor({ state: "visible", ...WAIT });
const gone = (locator) => locator.waitFor({ state: "hidden", ...WAIT });

async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (message) => message.type() === "error" && page.wrong.push(message.text()));
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("dialog", (dialog) => { page.wrong.push("a dialog"); dialog.dismiss(); });
  await page.goto(url);
  return page;
}

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
}

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

// What is marked, with the block it stands in.
const marked = (page) => page.evaluate(() => {
  const all = [];
  for (const [name, ranges] of CSS.highlights) {
    if (!name.startsWith("nutgraf-")) continue;
    for (const range of ranges) {
      const block = range.startContainer.parentElement.closest("p, li, td, th, h1, h2, h3");
      all.push([name.slice(8), range.toString(), `${block.localName}: ${block.textContent.trim().slice(0, 24)}`]);
    }
  }
  return all.sort((one, other) => String(one).localeCompare(String(other)));
});

const until = async (what, holds) => {
  const end = Date.now() + WAIT.timeout;
  while (!(await holds())) {
    if (Date.now() > end) {
      check(false, `${what} did not come true`);
      return;
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  passed += 1;
};

// ---- the list over the page ----

const server = await serve("--editor", editor);
const page = await open(server.url);
await seen(badge(page));
check(!(await panel(page).isVisible()), "warnings and notes alone do not cover the page");
check(/warning/.test(await badge(page).innerText()), `the badge says how many there are: ${await badge(page).innerText()}`);

const MISTAKES = [
  ["front matter", "content/index.md", (text) => text.replace(`title = "The bridge"`, `title = "The bridge"\n"<img src=x onerror=alert(1)>" = 1`), "content/index.md:3:1"],
  ["the ledger", "content/ledger/sources.toml", (text) => text.replace("short =", "shrt ="), "content/ledger/sources.toml:"],
  ["a template", "themes/default/templates/base.html", (text) => text.replace("<footer ", "{{ nothing_of_this_name }}<footer "), "themes/default/templates/base.html:"],
  ["site.toml", "content/site.toml", (text) => `${text}titel = "x"\n`, "content/site.toml:3:1"],
];
for (const [where, name, spoil, place] of MISTAKES) {
  const sound = read(name);
  const before = await page.locator("main").innerText();
  await page.locator("#search").fill("typed");
  await page.locator("#search").focus();
  write(name, spoil(sound));
  await seen(panel(page));
  const list = await panel(page).innerText();
  check(list.includes(place), `a mistake in ${where} shows where it is: ${list}`);
  check(/error/.test(await panel(page).locator("h2").innerText()), `a mistake in ${where} is counted`);
  same(await page.locator("main").innerText(), before, `the last good page stays under a mistake in ${where}`);
  await until(`stale is said of a mistake in ${where}`, async () => /This page is from before the error/.test(await panel(page).innerText()));
  same(await page.evaluate(() => [document.activeElement.id, document.activeElement.value]), ["search", "typed"], `who types keeps the focus under a mistake in ${where}`);
  if (where === "front matter") {
    const entry = panel(page).locator(".problem.error").first();
    const spoken = spawnSync(program, ["check", "--root", root, "--color", "never"], { encoding: "utf8" }).stderr;
    const lines = (await entry.innerText()).split("\n").map((line) => line.replace(/^(error|help:|note:)\s*/, "").trim());
    for (const line of lines.filter((line) => line !== "" && line !== "Copy" && !/^[a-z-]+$/.test(line))) {
      check(spoken.includes(line), `the words are those of the terminal: ${line}`);
    }
    check((await entry.locator("img").count()) === 0, "a message is text");
    same(await violations(page), [], "with the list open");
    await picture(page, "list");
  }
  write(name, sound);
  await gone(panel(page));
  check(await badge(page).isVisible(), `what is left after ${where} folds into the badge`);
}

// ---- a location opens the editor ----

const sound = read("content/index.md");
write("content/index.md", sound.replace(`title = "The bridge"`, `title = "The bridge"\n  odd = 1`));
await seen(panel(page));
await panel(page).locator(".problem.error .place").first().click();
await until("the editor is called", () => fs.existsSync(called));
same(JSON.parse(fs.readFileSync(called, "utf8")), [path.join(fs.realpathSync(root), "content/index.md"), "--at=3,3"], "the editor is told the place");
await seen(panel(page).locator(".outcome"));
const code = panel(page).locator(".problem.error .code").first();
await code.click();
await until("a code is explained", async () => /unknown-key: always an error/.test(await panel(page).locator(".explanation").first().innerText()));

// Folded away it stays away for this mistake, and comes for another one.
await page.keyboard.press("Escape");
await gone(panel(page));
check(/1 error/.test(await badge(page).innerText()), "the badge says that there is an error");
check(await badge(page).evaluate((element) => element.getRootNode().activeElement === element), "the focus folds with it");
write("content/index.md", sound.replace(`title = "The bridge"`, `title = "The bridge"\n\n  odd = 1`));
await new Promise((done) => setTimeout(done, 800));
check(!(await panel(page).isVisible()), "a mistake that moved is no new one");
await page.locator("#search").focus();
write("content/index.md", sound.replace(`title = "The bridge"`, `title = "The bridge"\n  odder = 1`));
await seen(panel(page));

// The page for wrong addresses has it too.
const lost = await open(`${server.url}nothing/here.html`);
await seen(panel(lost));
check(/odder/.test(await panel(lost).innerText()), "a wrong address shows what is wrong");
await lost.context().close();
write("content/index.md", sound);
await gone(panel(page));

// ---- marks ----

const WANTED = [
  // aging-words, quotation-unchecked, date-uncited, figure-uncited, near-name, quote-uncited
  ["note", "Last week", "p: The council “met and did"],
  ["note", "met and did not speak", "p: The council “met and did"],
  ["warning", "3 May 1987", "p: “It – the bridge – is ou"],
  ["warning", "412", "p: “It – the bridge – is ou"],
  ["warning", "412", "td: 412"],
  ["warning", "Ada Vanse", "p: [Ada Vanse] spoke first."],
  ["warning", "It – the bridge – is ours", "p: “It – the bridge – is ou"],
];
await until("the marks are placed", async () => (await marked(page)).length > 3);
const placed = await marked(page);
same(placed, WANTED, "each mark stands at its words");
const shown = await markers(page).count();
check(shown > 2, `${shown} markers`);
await markers(page).first().scrollIntoViewIfNeeded();
await markers(page).first().click();
await seen(page.locator("nutgraf-marks .card"));
await picture(page, "marks");
same(await violations(page), [], "with a card open");
fs.rmSync(called, { force: true });
await page.locator("nutgraf-marks .card .place").first().click();
await until("a mark opens the editor", () => fs.existsSync(called));
await page.keyboard.press("Escape");
await gone(page.locator("nutgraf-marks .card"));

await page.locator("#search").focus();
await page.keyboard.press("m");
check((await marked(page)).length > 0, "the key is a letter for who types");
await page.locator("#search").blur();
await page.keyboard.press("m");
same([await marked(page), await markers(page).count()], [[], 0], "the key takes the marks away");
await page.reload();
await seen(badge(page));
await badge(page).click();
await until("the marks stay away after a reload", async () => /Marks in the page/.test(await panel(page).innerText()));
same(await marked(page), [], "after a reload");
same(await violations(page), [], "with the list asked for");
await page.keyboard.press("Escape");
await page.keyboard.press("m");
await until("the key brings them back", async () => (await marked(page)).length > 3);

// An edit moves them with their words; what was mended is marked no more.
write("content/index.md", sound.replace("Last week it did.", "It did.").replace("## What was said", "A new line.\n\n## What was said"));
await until("what was mended is marked no more", async () => {
  const words = (await marked(page)).map(([, word]) => word);
  return !words.includes("Last week") && words.includes("3 May 1987");
});
write("content/index.md", sound);

// No word of it is in what is published, nor in what the server stores.
const out = path.join(work, "out");
const built = spawnSync(program, ["build", "--root", root, "--out", out], { encoding: "utf8" });
check(built.status === 0, `the site is built: ${built.stderr}`);
for (const name of fs.readdirSync(out, { recursive: true }).map(String).filter((name) => /\.(html|css|js|xml|json)$/.test(name))) {
  check(!/nutgraf-(preview|marks|error|warning|note)|\.nutgraf\//.test(fs.readFileSync(path.join(out, name), "utf8")), `${name} holds something of the preview`);
}
same(page.wrong, [], "errors in the console");

// ---- the server is gone ----

await server.stop();
await seen(page.locator("nutgraf-preview .lost"));
await picture(page, "lost");
await page.context().close();

// ---- an editor that needs a terminal; light and dark, phone and desk ----

const other = await serve();
write("content/index.md", sound.replace(`title = "The bridge"`, `title = "The bridge"\nodd = 1`));
for (const [width, colorScheme, forcedColors] of [[1280, "light", "none"], [1280, "dark", "none"], [390, "light", "none"], [390, "dark", "none"], [1280, "light", "active"]]) {
  const name = `${width}-${colorScheme}${forcedColors === "active" ? "-forced" : ""}`;
  const page = await open(other.url, { viewport: { width, height: 844 }, colorScheme, forcedColors });
  await seen(panel(page));
  await picture(page, `${name}-list`);
  await panel(page).locator(".problem.error .place").first().click();
  await until("the page says that nano needs a terminal", async () => /nano .*terminal/.test(await panel(page).innerText()));
  const told = await panel(page).locator(".outcome code").innerText();
  same(told, `${path.join(fs.realpathSync(root), "content/index.md")}:3:1`, "and tells the place");
  await panel(page).locator(".outcome button").click();
  same(await page.evaluate(() => navigator.clipboard.readText()), told, "which can be copied");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  check(overflow <= 0, `at ${name} the page is ${overflow} px too wide`);
  same(await violations(page), [], `list at ${name}`);
  await picture(page, `${name}-answer`);
  await page.keyboard.press("Escape");
  await gone(panel(page));
  same(await violations(page), [], `badge at ${name}`);
  await until("there are marks", async () => (await markers(page).count()) > 0);
  await markers(page).first().focus();
  await markers(page).first().click();
  await seen(page.locator("nutgraf-marks .card"));
  await picture(page, `${name}-card`);
  same(page.wrong, [], `errors in the console at ${name}`);
  await page.context().close();
}
await other.stop();
await browser.close();
fs.rmSync(work, { recursive: true });

for (const failure of failures) console.error(`not ok: ${failure}`);
console.log(`problems in the browser: ${passed} checks held, ${failures.length} did not`);
process.exit(failures.length === 0 ? 0 : 1);
