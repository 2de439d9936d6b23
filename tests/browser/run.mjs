// Opens every page of a built site in Chromium: from the disk, at a host's root and under a
// sub-path; looks for failed requests, requests to other hosts, overflow and accessibility
// violations, and has the Nu checker read the HTML. Usage: node run.mjs SITE TOOLS
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { readerChecks } from "./reader.mjs";

const [site, tools] = process.argv.slice(2).map((folder) => path.resolve(folder));
const require = createRequire(path.join(tools, "package.json"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let passed = 0;
const failures = [];
function check(holds, what) {
  if (holds) passed += 1;
  else failures.push(what);
}

const pages = fs
  .readdirSync(site, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".html"))
  // Pages that send the reader on at once cannot be looked at; the HTML checker reads them too.
  .filter((name) => !fs.readFileSync(path.join(site, name), "utf8").includes('http-equiv="refresh"'))
  .sort();
check(pages.length > 5, `only ${pages.length} pages in ${site}`);

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".png": "image/png", ".xml": "application/xml", ".txt": "text/plain" };
// What `_headers` says of every file, and of those below assets/, as a host that reads it would send it.
const sent = fs
  .readFileSync(path.join(site, "_headers"), "utf8")
  .split("\n\n")
  .map((block) => block.trim().split("\n").slice(1).map((line) => line.trim().split(/: (.*)/).slice(0, 2)));
check(sent.length === 2 && sent[0].some(([name]) => name === "Content-Security-Policy"), `_headers says ${JSON.stringify(sent)}`);
const server = http.createServer((request, response) => {
  const wanted = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/deep\/er\//, "/");
  const file = path.join(site, wanted.endsWith("/") ? `${wanted}index.html` : wanted);
  if (!file.startsWith(site) || !fs.existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  for (const [name, value] of [...sent[0], ...(wanted.startsWith("/assets/") ? sent[1] : [])]) response.setHeader(name, value);
  response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
  response.end(fs.readFileSync(file));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// Every page at every kind of address: nothing fails to load, nothing is asked of another host.
for (const base of [`${pathToFileURL(site).href}/`, `${origin}/`, `${origin}/deep/er/`]) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const wrong = [];
  // A request given up because the next page was opened is no fault of the site.
  const aborted = (request) => request.failure()?.errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => aborted(request) || wrong.push(`failed: ${request.url()}`));
  page.on("response", (response) => response.status() >= 400 && wrong.push(`${response.status()}: ${response.url()}`));
  page.on("request", (request) => !request.url().startsWith(base) && wrong.push(`outside the site: ${request.url()}`));
  page.on("console", (message) => message.type() === "error" && wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`script: ${error}`));
  for (const name of pages) {
    wrong.length = 0;
    await page.goto(base + name.split("/").map(encodeURIComponent).join("/"));
    const styled = await page.evaluate(() => document.styleSheets.length >= document.querySelectorAll("link[rel=stylesheet]").length);
    check(wrong.length === 0, `${base}${name}: ${wrong.join("; ")}`);
    check(styled, `${base}${name}: a style sheet is missing`);
    const planted = await page.evaluate(() => {
      const plant = (name, text) => document.head.append(Object.assign(document.createElement(name), { textContent: text }));
      plant("script", "window.planted = true");
      plant("style", "html { --planted: yes }");
      return [window.planted, getComputedStyle(document.documentElement).getPropertyValue("--planted")].filter(Boolean);
    });
    check(planted.length === 0, `${base}${name}: the policy lets scripts or styles in: ${planted}`);
  }
  await context.close();
}

// Accessibility and overflow, on a phone and a desk, light and dark.
for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    for (const name of pages) {
      await page.goto(`${origin}/${name}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      check(overflow <= 0, `${name} at ${width} px is ${overflow} px too wide`);
      await page.evaluate(axe);
      const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const found = result.violations.map((violation) => `${violation.id}: ${violation.nodes[0].html.slice(0, 120)}`);
      check(found.length === 0, `${name} at ${width} px, ${colorScheme}: ${found.join("; ")}`);
    }
    await context.close();
  }
}
// What the theme's scripts add, and that nothing is missing without them.
await readerChecks({ browser, origin, pages, check, axe }, fs.existsSync(path.join(site, "claims.json")));

// Review dates: on the last day the promise stands, on the next one the line that it is overdue; by
// the reader's calendar, and never without script.
const reviewed = pages.filter((name) => fs.readFileSync(path.join(site, name), "utf8").includes(" data-review-by="));
check(reviewed.length > 0, `no page of ${site} has a review date`);
for (const script of [true, false]) {
  // Half past midnight in Greenwich is still the day before in California.
  for (const [timezoneId, day] of [["Europe/London", "2020-01-03"], ["America/Los_Angeles", "2020-01-02"], ["Europe/London", "2999-12-30"]]) {
    const context = await browser.newContext({ timezoneId, javaScriptEnabled: script });
    const page = await context.newPage();
    if (script) await page.clock.setFixedTime(day === "2999-12-30" ? "2999-12-30T12:00:00Z" : "2020-01-03T00:30:00Z");
    for (const name of reviewed) {
      await page.goto(`${pathToFileURL(site).href}/${name}`);
      for (const line of await page.locator("[data-review-by]").all()) {
        const passed = script && (await line.getAttribute("data-review-by")) < day;
        const overdue = (await line.getAttribute("class")) === "overdue";
        const visible = await line.isVisible();
        check(visible === (passed === overdue), `${name} on ${day}${script ? "" : " without script"}: "${await line.textContent()}" is ${visible ? "" : "not "}shown`);
      }
    }
    await context.close();
  }
}
await browser.close();
server.close();

// Valid HTML and CSS.
const vnu = path.join(tools, "node_modules/vnu-jar/build/dist/vnu.jar");
for (const extra of [["--skip-non-html"], ["--skip-non-css"]]) {
  // Read from the disk, it takes no file for the site's own, data for scripts, and no hash for what it is; the browser above knows better.
  const policy = ["--filterpattern", ".*violates Content Security Policy.*"];
  const run = spawnSync("java", ["-jar", vnu, "--format", "gnu", ...policy, ...extra, site], { encoding: "utf8" });
  const messages = run.stderr.split("\n").filter((line) => line.trim() !== "");
  check(run.status === 0 && messages.length === 0, `the Nu checker (${extra}): ${messages.slice(0, 12).join("\n  ")} ${run.error ?? ""}`);
}

for (const failure of failures) console.error(`not ok: ${failure}`);
console.log(`browser: ${pages.length} pages, ${passed} checks held, ${failures.length} did not`);
process.exit(failures.length === 0 ? 0 : 1);
