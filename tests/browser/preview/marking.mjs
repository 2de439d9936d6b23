/* What changed is marked for a moment; if it is out of sight, a button leads there. */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { open, shows, sleep, until } from "./harness.mjs";

const HOME = "content/index.md";

// The elements that are marked now, by the beginning of their text.
function marked(page) {
  return page.evaluate(() =>
    document.getAnimations().filter((one) => one.id === "nutgraf").map((one) => `${one.effect.target.localName}: ${one.effect.target.textContent.trim().slice(0, 22).trim()}`),
  );
}

const pointer = (page) => page.locator("nutgraf-preview .pointer");

// Every attribute of the page's own elements.
function attributes(page) {
  return page.evaluate(() => [...document.querySelectorAll("html, head *, body, body *")].map((one) => [...one.attributes].map(({ name, value }) => `${name}=${value}`).join(" ")).join("\n"));
}

export const tests = {
  async "a change in view is marked, and leaves nothing behind"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await page.locator(".text p", { hasText: "Paragraph 2 tells" }).scrollIntoViewIfNeeded();
    const before = await attributes(page);
    home.edit(HOME, "Paragraph 2 tells", "Paragraph 2 told-1");
    await shows(page, "told-1");
    const found = await until("a mark", async () => ((await marked(page)).length > 0 ? marked(page) : null));
    check(found.join() === "p: Paragraph 2 told-1 of", `marked: ${found.join("; ")}`);
    check(!(await pointer(page).isVisible()), "a button points to what is in view");
    check((await attributes(page)) === before, "attributes were changed");
    await until("the mark is gone", async () => (await marked(page)).length === 0);
    check((await attributes(page)) === before, "attributes were left behind");
    check((await page.evaluate(() => document.body.querySelector("nutgraf-preview"))) === null, "something was put into the body");

    home.edit(HOME, /Paragraph 2 told-1.*\n\n/, "");
    const lined = await until("a line", async () => ((await marked(page)).length > 0 ? marked(page) : null));
    check(lined.join() === "p: Paragraph 3 tells of t", `something was taken away before: ${lined.join("; ")}`);
    // What is folded away is marked where it is folded; the panel and the dialog are not seen at all.
    home.edit(HOME, "What the panel says.", "What the panel told-2.");
    const folded = await until("other marks", async () => {
      const now = await marked(page);
      return now.length > 0 && !now.join().includes("Paragraph 3") ? now : null;
    });
    check(folded.sort().join() === "p: What the panel told-2.,summary: More", `marked: ${folded.join("; ")}`);
    check(page.wrong.length === 0, page.wrong.join("; "));
  },

  async "a change out of sight is pointed to"({ site, tools, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    home.edit(HOME, "Paragraph 50 tells", "Paragraph 50 told-1");
    await until("a button", () => pointer(page).isVisible());
    check((await pointer(page).innerText()) === "Changed further down ↓", await pointer(page).innerText());
    const require = createRequire(path.join(tools, "package.json"));
    const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document.querySelector("nutgraf-preview")));
    // The page's policy is none of the checker's business.
    page.wrong.length = 0;
    check(violations.length === 0, `accessibility: ${violations.map(({ id }) => id)}`);
    // By keyboard alone: it is the last thing the tabulator reaches.
    await page.keyboard.press("Shift+Tab");
    check((await page.evaluate(() => document.activeElement.localName)) === "nutgraf-preview", "the button is not reached by keyboard");
    await page.keyboard.press("Enter");
    const changed = page.locator(".text p", { hasText: "told-1" });
    const inView = (one) => one.evaluate((element) => element.getBoundingClientRect().top > 0 && element.getBoundingClientRect().bottom < innerHeight);
    await until("the change in view", () => inView(changed));
    check(!(await pointer(page).isVisible()), "the button is still there");
    check((await marked(page)).some((one) => one.includes("told-1")), "what it leads to is not marked");

    await until("a page at rest", () => page.evaluate(async () => {
      const before = scrollY;
      await new Promise((done) => setTimeout(done, 150));
      return before === scrollY;
    }));
    home.edit(HOME, "Paragraph 3 tells", "Paragraph 3 told-2");
    await until("a button", () => pointer(page).isVisible());
    check((await pointer(page).innerText()) === "Changed further up ↑", await pointer(page).innerText());
    const place = await page.evaluate(() => scrollY);
    await sleep(300);
    check((await page.evaluate(() => scrollY)) === place, "the page scrolled by itself");
    // It goes when the reader gets there by themselves.
    await page.locator(".text p", { hasText: "told-2" }).scrollIntoViewIfNeeded();
    await until("no button", async () => !(await pointer(page).isVisible()));
    // Inside a part that scrolls by itself.
    await page.locator(".scrolled").scrollIntoViewIfNeeded();
    await page.locator(".scrolled").evaluate((element) => element.scrollTo(0, 0));
    home.edit("themes/workshop/templates/page.html", "<li>Line {{ n }} of the list</li>", '<li>Line {{ n }} of the {% if n == 50 %}told-3{% else %}list{% endif %}</li>');
    await until("a button", () => pointer(page).isVisible());
    check((await pointer(page).innerText()) === "Changed further down ↓", await pointer(page).innerText());
    await pointer(page).click();
    await until("the line is seen", () => page.locator("li", { hasText: "told-3" }).evaluate((line) => line.getBoundingClientRect().bottom <= line.closest(".scrolled").getBoundingClientRect().bottom + 1));
    check(page.loads === 1, "the page was loaded again");
    check(page.wrong.length === 0, page.wrong.join("; "));
  },

  async "who wants less motion gets none"({ site, browser, check, prepare }) {
    const home = await (await site()).start();
    const context = await prepare(await browser.newContext({ reducedMotion: "reduce", viewport: { width: 390, height: 800 } }));
    const page = await open(context, `${home.origin}/index.html`);
    home.edit(HOME, "Paragraph 50 tells", "Paragraph 50 told-1");
    await until("a button", () => pointer(page).isVisible());
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    check(width <= 390, `the page is ${width} px wide`);
    await page.evaluate(() => {
      window.places = new Set([scrollY]);
      addEventListener("scroll", () => window.places.add(scrollY));
    });
    await pointer(page).click();
    await sleep(200);
    check((await page.evaluate(() => window.places.size)) === 2, "it scrolled smoothly");
    const frames = await page.evaluate(() => document.getAnimations().find((one) => one.id === "nutgraf").effect.getKeyframes().map((frame) => frame.outlineColor));
    check(new Set(frames).size === 1, `the mark fades: ${frames}`);
    await context.close();
  },
};
