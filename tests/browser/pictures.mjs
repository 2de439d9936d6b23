// Opens the pages of a built site that show pictures, on screens of several widths: each picture loads in
// the narrowest width that is sharp there, and nothing moves while it does. Usage: node pictures.mjs SITE TOOLS
import { EARLY, at as address, check, finish, fromDisk, launch, pages as all, read, site } from "./suite.mjs";

const pages = all.filter((name) => read(name).includes(" srcset="));
check(pages.length > 0, `no page of ${site} offers a choice of widths`);

const browser = await launch();
for (const [width, deviceScaleFactor] of [[390, 3], [390, 1], [800, 1], [1280, 1], [1280, 2]]) {
  for (const name of pages) {
    // What a page before has loaded would be taken again, however wide.
    const context = await browser.newContext({ viewport: { width, height: 900 }, deviceScaleFactor });
    const page = await context.newPage();
    // Before any review is due: the line that says so comes by script.
    await page.clock.setFixedTime(EARLY);
    await page.addInitScript(() => {
      window.moved = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.moved += entry.value))).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(address(fromDisk, name));
    for (const picture of await page.locator("img").all()) {
      await picture.scrollIntoViewIfNeeded();
      await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, await picture.elementHandle());
    }
    const at = `${name} at ${width} px, ${deviceScaleFactor}`;
    check((await page.evaluate(() => window.moved)) === 0, `${at}: the page moves while it loads`);
    const shown = await page.locator("img[srcset]").evaluateAll((images) =>
      images.map((image) => ({
        chosen: image.currentSrc,
        offered: image.srcset.split(", ").map((one) => one.split(" ")).map(([url, wide]) => [new URL(url, document.baseURI).href, parseInt(wide)]),
        needed: image.getBoundingClientRect().width * devicePixelRatio,
      })),
    );
    for (const { chosen, offered, needed } of shown) {
      // What `sizes` says may be a little more than the place there is.
      const sharp = offered.filter(([, wide]) => wide >= needed);
      const fit = [sharp[0], sharp.find(([, wide]) => wide >= needed * 1.15), offered.at(-1)].filter(Boolean);
      const found = offered.find(([url]) => url === chosen);
      const good = sharp.length > 0 ? fit.slice(0, -1) : fit;
      check(found && good.some(([url]) => url === chosen), `${at}: ${chosen} for ${Math.round(needed)} pixels`);
    }
    const lazy = await page.locator("img").evaluateAll((images) => images.map((image) => image.loading === "lazy"));
    check(lazy.every((is, nth) => is === nth > 0), `${at}: lazy are ${lazy}`);
    await context.close();
  }
}
await browser.close();

finish(`pictures: ${pages.length} pages`);
