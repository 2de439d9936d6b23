// Opens every page of a built site in Chromium: from the disk, at a host's root and under a
// sub-path; looks for failed requests, requests to other hosts, overflow and accessibility
// violations, and has the Nu checker read the HTML. Usage: node run.mjs SITE TOOLS
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { OF_COLOURS, readerChecks } from "./reader.mjs";
import { at, check, finish, fromDisk, headers, launch, pages, read, remark, require, serve, site, tools } from "./suite.mjs";

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
check(headers.length === 2 && headers[0].some(([name]) => name === "Content-Security-Policy"), `_headers says ${JSON.stringify(headers)}`);
const { origin, close } = await serve();
const browser = await launch();

// Every page at every kind of address: nothing fails to load, nothing is asked of another host.
for (const base of [fromDisk, `${origin}/`, `${origin}/deep/er/`]) {
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
    await page.goto(at(base, name));
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

/** Accessibility and overflow of every page, seen in one way, by day and by night. */
async function look({ width, scripts }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: "light" });
  const page = await context.newPage();
  // Off while the page comes, on again for the scripts that look at it.
  const session = await context.newCDPSession(page);
  const disabled = (value) => session.send("Emulation.setScriptExecutionDisabled", { value });
  const violations = async (name, where, runOnly) => {
    const result = await page.evaluate((runOnly) => window.axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) }), runOnly);
    const found = result.violations.map((violation) => `${violation.id}: ${violation.nodes[0].html.slice(0, 120)}`);
    check(result.passes.length > 0 && found.length === 0, `${name} ${where}: ${found.join("; ")}`);
  };
  const size = () => page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight].join(" by "));
  for (const name of pages) {
    const where = `at ${width} px, ${scripts ? "with" : "without"} scripts`;
    await page.emulateMedia({ colorScheme: "light" });
    await disabled(!scripts);
    await page.goto(at(`${origin}/`, name));
    await disabled(false);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(overflow <= 0, `${name} ${where} is ${overflow} px too wide`);
    await page.evaluate(axe);
    await violations(name, `${where}, light`);
    // At night only the colours are others, and only the rules about them can say something new.
    const byDay = await size();
    await page.emulateMedia({ colorScheme: "dark" });
    check((await size()) === byDay, `${name} ${where} is laid out otherwise in the dark`);
    await violations(name, `${where}, dark`, OF_COLOURS);
  }
  await context.close();
}
// On a phone and a desk, with scripts and without; two at a time.
const ways = [390, 1280].flatMap((width) => [true, false].map((scripts) => ({ width, scripts })));
const rest = ways.values();
const some = async () => {
  for (const way of rest) await look(way);
};
await Promise.all([some(), some()]);

// What the theme's scripts add, and that nothing is missing without them.
await readerChecks({ browser, origin, pages, check, axe }, fs.existsSync(path.join(site, "claims.json")));

// Review dates: on the last day the promise stands, on the next one the line that it is overdue; by
// the reader's calendar, and never without script.
const reviewed = pages.filter((name) => read(name).includes(" data-review-by="));
check(reviewed.length > 0, `no page of ${site} has a review date`);
for (const script of [true, false]) {
  // Half past midnight in Greenwich is still the day before in California. Without script no day is known.
  const days = [["Europe/London", "2020-01-03"], ["America/Los_Angeles", "2020-01-02"], ["Europe/London", "2999-12-30"]];
  for (const [timezoneId, day] of script ? days : days.slice(0, 1)) {
    const context = await browser.newContext({ timezoneId, javaScriptEnabled: script });
    const page = await context.newPage();
    if (script) await page.clock.setFixedTime(day === "2999-12-30" ? "2999-12-30T12:00:00Z" : "2020-01-03T00:30:00Z");
    for (const name of reviewed) {
      await page.goto(at(fromDisk, name));
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
close();

// Valid HTML and CSS, warnings included, but for what the checker cannot know.
const EXCEPTIONS = [
  [/violates Content Security Policy/, "read from the disk, the checker takes no file for the site's own, data for scripts, and no hash for what it is; the browsers know better"],
];
const vnu = path.join(tools, "node_modules/vnu-jar/build/dist/vnu.jar");
const excepted = new Map();
for (const extra of ["--skip-non-html", "--skip-non-css"]) {
  const run = spawnSync("java", ["-jar", vnu, "--format", "gnu", extra, site], { encoding: "utf8", maxBuffer: 1 << 28 });
  const messages = run.stderr.split("\n").filter((line) => line.trim() !== "");
  const wrong = messages.filter((line) => {
    const exception = EXCEPTIONS.find(([words]) => words.test(line));
    if (exception) excepted.set(exception, (excepted.get(exception) ?? 0) + 1);
    return !exception;
  });
  check(!run.error && (run.status === 0 || messages.length > 0) && wrong.length === 0, `the Nu checker (${extra}): ${wrong.slice(0, 12).join("\n  ")} ${run.error ?? ""}`);
}
for (const exception of EXCEPTIONS) {
  check(excepted.has(exception), `the Nu checker says nothing any more that ${exception[0]} lets pass: take it out`);
  remark(`let pass ${excepted.get(exception) ?? 0} messages of the Nu checker with ${exception[0]}: ${exception[1]}`);
}
finish(`browser: ${pages.length} pages`);
