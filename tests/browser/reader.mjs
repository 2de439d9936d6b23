// What the scripts of the default theme do for a reader: words beside links by mouse and keyboard,
// controls to choose among claims and events, links to copy, the way to another language. And that
// pages stand still while they load, and stand large text.

import { read } from "./suite.mjs";

/** Links of the text that tell beside them what they name, by the page's own account. */
const TELLING = `Array.from(document.querySelectorAll("main a[href]")).filter((link) => {
  const href = link.getAttribute("href");
  const store = document.getElementById("page--asides");
  return link.getClientRects().length > 0 && !link.matches(".anchor") &&
    ((store && store.content.querySelector('[data-for="' + CSS.escape(href) + '"]')) || /^#(cited|note)-/.test(href) && !/^#note-ref/.test(href));
})`;
/** The rules that look at colours: at night nothing else is other than by day. */
export const OF_COLOURS = ["color-contrast", "link-in-text-block"];
const open = (page) => page.locator("#page--aside:not([hidden])");

/** All of it on a site with a ledger; on another one nothing but how its pages stand. */
export async function readerChecks(given, hasLedger) {
  await layout(given);
  if (!hasLedger) return;
  await everyPreview(given);
  await keyboardAlone(given);
  await mouseAndFinger(given);
  await choosing(given);
  await links(given);
}

/** Opens every preview once, on a phone and a desk, light and dark; axe looks at each kind of them. */
async function everyPreview({ browser, origin, pages, check, axe }) {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const seen = new Set();
  let opened = 0;
  for (const name of pages) {
    await page.goto(`${origin}/${name}`);
    await page.evaluate(axe);
    await page.keyboard.press("Tab");
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const found = await page.evaluate(
          async ({ telling, view, known, colours }) => {
            const seen = new Set(known);
            const wrong = [];
            let count = 0;
            for (const link of eval(telling)) {
              link.focus();
              const box = document.querySelector("#page--aside:not([hidden])");
              const what = link.getAttribute("href");
              if (!box || !box.textContent.trim()) {
                wrong.push(`${what} shows nothing`);
                continue;
              }
              count += 1;
              const at = box.getBoundingClientRect();
              if (at.left < 0 || at.right > innerWidth) wrong.push(`${what} leaves the window`);
              if (link.getAttribute("aria-describedby") !== box.id) wrong.push(`${what} is not described`);
              // What is made in the same way is looked at once in each view.
              const made = new Set(Array.from(box.querySelectorAll("*"), (part) => `${part.parentElement.localName} ${part.localName}.${part.className}`));
              const kind = `${view} ${link.className} ${[...made].sort().join(", ")}`;
              if (seen.has(kind)) continue;
              seen.add(kind);
              const { violations } = await window.axe.run([link, box], { resultTypes: ["violations"], ...(view.endsWith("dark") && { runOnly: colours }) });
              violations.forEach((violation) => wrong.push(`${what}: ${violation.id}: ${violation.nodes[0].html.slice(0, 120)}`));
            }
            return { wrong, count, seen: [...seen] };
          },
          { telling: TELLING, view: `${width} ${colorScheme}`, known: [...seen], colours: OF_COLOURS },
        );
        found.seen.forEach((kind) => seen.add(kind));
        opened += found.count;
        check(found.wrong.length === 0, `${name} at ${width} px, ${colorScheme}, previews: ${found.wrong.slice(0, 5).join("; ")}`);
      }
    }
  }
  await context.close();
  check(opened > 100, `only ${opened} previews in the whole site`);
}

/** Tab reaches every preview, Escape closes it and leaves the focus where it is. */
async function keyboardAlone({ browser, origin, pages, check }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  // The page itself notes what each key does, so that many can be pressed in a row.
  await page.addInitScript(() => {
    const state = (window.state = { told: new Set(), left: [], end: false });
    const is_open = () => document.querySelector("#page--aside:not([hidden])") !== null;
    const noted = ({ key }) => {
      const on = document.activeElement;
      if (state.end || !window.telling) return;
      if (key === "Tab") {
        state.on = on;
        if (on === document.body || on === document.documentElement) return (state.end = true);
        if (is_open() !== window.telling.has(on)) state.left.push(`${on.outerHTML.slice(0, 80)} ${is_open() ? "opens" : "does not open"}`);
        if (is_open()) state.told.add(on);
      } else if (is_open() || on !== state.on || (state.told.has(on) && on.hasAttribute("aria-describedby"))) {
        state.left.push(`${state.on.outerHTML.slice(0, 80)} is not closed in its place`);
      }
    };
    addEventListener("keyup", noted);
  });
  const keys = [
    ["Tab", 9],
    ["Escape", 27],
  ].flatMap(([key, code]) => ["rawKeyDown", "keyUp"].map((type) => ({ type, key, code: key, windowsVirtualKeyCode: code })));
  for (const name of pages) {
    await page.goto(`${origin}/${name}`);
    const wanted = await page.evaluate((telling) => (window.telling = new Set(eval(telling))).size, TELLING);
    let end = false;
    for (let rounds = 0; !end && rounds < 100; rounds++) {
      await Promise.all(Array.from({ length: 40 }, () => keys).flat().map((key) => session.send("Input.dispatchKeyEvent", key)));
      end = await page.evaluate(() => window.state.end);
    }
    const { told, left } = await page.evaluate(() => ({ told: window.state.told.size, left: window.state.left }));
    check(end && told === wanted && left.length === 0, `${name}: the keyboard opens ${told} of ${wanted} previews${end ? "" : " and comes to no end"}; ${left.slice(0, 3).join("; ")}`);
  }
  await context.close();
}

/** A preview comes when the mouse rests, stays while it is over it, goes with it; a tap follows the link. */
async function mouseAndFinger({ browser, origin, pages, check }) {
  const name = pages.find((name) => name === "index.html");
  const cite = "main .cite a[href^='#cited-']";
  {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${origin}/${name}`);
    const link = page.locator(cite).first();
    await link.hover();
    await open(page).waitFor();
    const box = await open(page).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
    await page.waitForTimeout(600);
    check(await open(page).isVisible(), "a preview goes while the mouse is on it");
    await page.keyboard.press("Escape");
    check((await open(page).count()) === 0, "Escape does not close what the mouse opened");
    await page.mouse.move(1, 1);
    await link.hover();
    await open(page).waitFor();
    await page.mouse.move(1, 1, { steps: 3 });
    await open(page).waitFor({ state: "detached" }).catch(() => check(false, "a preview stays when the mouse has gone"));
    await context.close();
  }
  {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    await page.goto(`${origin}/${name}`);
    await page.locator(cite).first().tap();
    await page.waitForFunction(() => location.hash.startsWith("#cited-"));
    await page.waitForTimeout(300);
    check((await open(page).count()) === 0, "a tap opens a preview");
    check((await page.locator(".anchor").first().evaluate((anchor) => getComputedStyle(anchor).opacity)) === "1", "a finger cannot see the link of a heading");
    await context.close();
  }
}

/** Without scripts no controls and everything; with them only what fits. */
async function choosing({ browser, origin, pages, check }) {
  let forms = 0;
  for (const javaScriptEnabled of [false, true]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    for (const name of pages.filter((name) => read(name).includes('class="choose'))) {
      await page.goto(`${origin}/${name}`);
      for (const form of await page.locator(".choose").all()) {
        forms += 1;
        const items = page.locator(`.${await form.getAttribute("data-of")} > li`);
        const all = await items.count();
        check((await form.isVisible()) === javaScriptEnabled, `${name}: the controls, scripts ${javaScriptEnabled}`);
        check((await items.filter({ visible: true }).count()) === all, `${name}: not all are shown, scripts ${javaScriptEnabled}`);
        if (!javaScriptEnabled) continue;
        for (const field of await form.locator("select").filter({ visible: true }).all()) {
          const key = await field.getAttribute("name");
          const wanted = await field.locator("option").nth(1).getAttribute("value");
          await field.selectOption(wanted);
          const shown = await items.filter({ visible: true }).evaluateAll((items, key) => items.map((item) => item.dataset[key].split("|")), key);
          check(shown.length > 0 && shown.length < all && shown.every((values) => values.includes(wanted)), `${name}: ${shown.length} of ${all} are ${wanted}`);
          check(/\d+ .*\d+/.test(await form.locator("[role=status]").innerText()), `${name}: nothing says how many are shown`);
          // A link to one that is not shown brings it back.
          const gone = await items.evaluateAll((items) => items.find((item) => item.hidden && item.id).id);
          await page.evaluate((id) => {
            const link = document.body.appendChild(Object.assign(document.createElement("a"), { href: `#${id}` }));
            link.click();
            link.remove();
          }, gone);
          await page.locator(`#${gone}`).waitFor();
          check((await items.filter({ visible: true }).count()) === all, `${name}: a link does not bring back all`);
        }
      }
    }
    await context.close();
  }
  check(forms >= 2, `only ${forms} forms to choose with`);
}

/** The link of a heading is copied when it is followed; links to other languages lead to the same section. */
async function links({ browser, origin, check }) {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`${origin}/index.html`);
  const anchor = page.locator(".anchor").nth(1);
  const href = await anchor.evaluate((anchor) => anchor.href);
  await anchor.focus();
  check((await anchor.evaluate((anchor) => getComputedStyle(anchor).opacity)) === "1", "the keyboard reaches a link that nobody sees");
  await anchor.press("Enter");
  await page.locator(".copied:not(:empty)").waitFor();
  check((await page.evaluate(() => navigator.clipboard.readText())) === href, `the clipboard has not ${href}`);
  check(page.url() === href, `the address is ${page.url()}, not ${href}`);

  await page.goto(`${origin}/index.html`);
  await page.evaluate(() => {
    if (document.querySelector(".languages a")) return;
    const nav = Object.assign(document.createElement("nav"), { className: "languages", innerHTML: "<a href='es/index.html'>Español</a>" });
    document.querySelector(".masthead .frame").append(nav);
  });
  const other = page.locator(".languages a").first();
  await other.focus();
  check(!(await other.getAttribute("href")).includes("#"), "the top of a page has a section");
  const section = await page.locator("main h2[id]").nth(2).getAttribute("id");
  await page.evaluate((id) => document.getElementById(id).scrollIntoView({ behavior: "instant" }), section);
  await page.evaluate(() => document.querySelector(".languages a").focus({ preventScroll: true }));
  await page.evaluate(() => document.querySelector(".languages a").dispatchEvent(new Event("pointerdown", { bubbles: true })));
  check((await other.getAttribute("href")).endsWith(`#${section}`), `${await other.getAttribute("href")} does not lead to ${section}`);
  await context.close();
}

/** Nothing moves while a page loads; letters twice as large do not push it out of the window. */
async function layout({ browser, origin, pages, check }) {
  for (const width of [390, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    // Every review is overdue: the lines that say so come by script.
    await page.clock.setFixedTime("3000-01-01T12:00:00Z");
    for (const name of pages) {
      await page.goto(`${origin}/${name}`, { waitUntil: "load" });
      const shift = await page.evaluate(
        () =>
          new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => setTimeout(() => done(sum), 50));
          }),
      );
      check(shift === 0, `${name} at ${width} px shifts by ${shift}`);
      const over = await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
        return document.documentElement.scrollWidth - innerWidth;
      });
      check(over <= 0, `${name} at ${width} px with letters twice as large is ${over} px too wide`);
    }
    await context.close();
  }
}
