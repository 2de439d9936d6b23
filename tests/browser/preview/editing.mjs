/* What a reader did to a page stays while its writer edits it. */
import { open, shows, sleep, until } from "./harness.mjs";

const HOME = "content/index.md";
const BASE = "themes/workshop/templates/base.html";
const PAGE = "themes/workshop/templates/page.html";
const STYLE = "themes/workshop/assets/workshop.css";
const SCRIPT = "themes/workshop/assets/workshop.js";

// What a reader does: types, chooses, opens, scrolls inside and outside, and leaves the caret in a field.
async function use(page) {
  await page.locator("[name=name]").fill("Ada Lovelace");
  await page.locator("[name=agree]").check();
  await page.locator("#remark").fill("My own words");
  await page.locator("[name=tone]").selectOption("loud");
  await page.locator("summary", { hasText: "More" }).click();
  await page.locator("button", { hasText: "Preview" }).click();
  await page.locator("[name=inner]").fill("in the panel");
  await page.locator(".scrolled").evaluate((element) => element.scrollTo(0, 600));
  await page.evaluate(() => {
    const field = document.querySelector("[name=name]");
    field.focus();
    field.setSelectionRange(4, 7);
    window.mine = { field, remark: document.querySelector("#remark") };
    const paragraph = [...document.querySelectorAll(".text p")].find((one) => one.textContent.startsWith("Paragraph 33 "));
    scrollTo(0, scrollY + paragraph.getBoundingClientRect().top - 200);
  });
  await sleep(50);
}

// All of it, as one value to compare.
function used(page) {
  return page.evaluate(() => {
    const top = (element) => Math.round(element.getBoundingClientRect().top);
    const paragraph = [...document.querySelectorAll(".text p")].find((one) => one.textContent.startsWith("Paragraph 33 "));
    const active = document.activeElement;
    const line = [...document.querySelectorAll(".scrolled li")].find((one) => one.textContent.startsWith("Line 30 "));
    return {
      seenAt: top(paragraph),
      scrolledInside: top(line) - top(line.closest(".scrolled")),
      focus: active.name ?? active.localName,
      caret: [active.selectionStart, active.selectionEnd].join(),
      name: document.querySelector("[name=name]").value,
      agreed: document.querySelector("[name=agree]").checked,
      remark: document.querySelector("#remark").value,
      tone: document.querySelector("[name=tone]").value,
      open: [...document.querySelectorAll("details")].map((details) => details.open).join(),
      preview: document.querySelector("#preview").matches(":popover-open"),
      inner: document.querySelector("[name=inner]").value,
    };
  });
}

function compare(check, before, after, when) {
  for (const [name, value] of Object.entries(before)) check(after[name] === value, `${when}: ${name} was ${value} and is ${after[name]}`);
}

// The document as text, without what a reader's hands and the preview itself have put there.
function source(page) {
  return page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true);
    for (const one of copy.querySelectorAll("nutgraf-preview, script[src^='/.nutgraf/']")) one.remove();
    for (const one of copy.querySelectorAll("details")) one.removeAttribute("open");
    return copy.outerHTML;
  });
}

// What differs first, for a message.
function difference(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `…${one.slice(Math.max(0, at - 60), at + 80)}… against …${other.slice(Math.max(0, at - 60), at + 80)}…`;
}

// A page that was edited into its state is the page that is loaded afresh.
async function sameAsFresh({ context, check }, page, when) {
  const fresh = await open(context, page.url());
  await sleep(50);
  const [mine, theirs] = [await source(page), await source(fresh)];
  check(mine === theirs, `${when}: ${difference(mine, theirs)}`);
  check(fresh.wrong.length === 0, `${when}, loaded afresh: ${fresh.wrong.join("; ")}`);
  await fresh.close();
}

export const tests = {
  async "what a reader did is kept over twenty edits"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await use(page);
    const before = await used(page);
    check(before.preview && before.open === "true,false" && before.caret === "4,7" && before.focus === "name", `the reader did nothing: ${JSON.stringify(before)}`);
    const edits = [
      ["a word above", HOME, "Paragraph 5 tells", "Paragraph 5 told-1"],
      ["a long text above", HOME, "Paragraph 6 tells", `Paragraph 6 told-2 ${"much more ".repeat(80)}`],
      ["a paragraph more above", HOME, "Paragraph 7 tells", "Put in here, told-3.\n\nParagraph 7 tells"],
      ["ten paragraphs more above", HOME, "Paragraph 8 tells", `${"One of ten paragraphs.\n\n".repeat(9)}The tenth, told-4.\n\nParagraph 8 tells`],
      ["a paragraph gone above", HOME, /Paragraph 9 tells.*\n\nParagraph 10 tells/, "Paragraph 10 told-5"],
      ["a word in view", HOME, "Paragraph 34 tells", "Paragraph 34 told-6"],
      ["a word in the paragraph looked at", HOME, "Paragraph 33 tells", "Paragraph 33 told-7"],
      ["a paragraph gone in view", HOME, /Paragraph 35 tells.*\n\nParagraph 36 tells/, "Paragraph 36 told-8"],
      ["a word below", HOME, "Paragraph 50 tells", "Paragraph 50 told-9"],
      ["a quotation above", HOME, "Paragraph 13 tells", "> They say told-10.\n\nParagraph 13 tells"],
      ["the open panels", HOME, "What the panel says.", "What the panel told-11."],
      ["much in the open panels", HOME, "told-11.", `told-12. ${"And so on. ".repeat(60)}`],
      ["the title", HOME, 'title = "Long page"', 'title = "Longer told-13"'],
      ["emphasis above", HOME, "Paragraph 11 tells of the harbour", "Paragraph 11 *told-14* of the **harbour**"],
      ["a list above", HOME, "Paragraph 12 tells", "- one\n- two told-15\n\nParagraph 12 tells"],
      ["one more in the list", HOME, "- two told-15", "- one and a half told-16\n- two"],
      ["two places at once", HOME, /Paragraph 2 tells([^]*)Paragraph 58 tells/, "Paragraph 2 told$1Paragraph 58 told-17"],
      ["paragraphs in another order", HOME, /(Paragraph 3 tells.*\n\n)(Paragraph 4 tells.*\n\n)/, "$2$1Here told-18.\n\n"],
      ["a word in the template", PAGE, "<summary>Less</summary>", "<summary>Less told-19</summary>"],
      ["a class in the template", PAGE, '<div class="text">', '<div class="text wide">'],
    ];
    for (const [at, [what, file, from, to]] of edits.entries()) {
      home.edit(file, from, to);
      const isAttribute = at === 19;
      if (isAttribute) await until(what, () => page.evaluate(() => document.querySelector(".text").classList.contains("wide")));
      else await shows(page, `told-${at + 1}`, "html");
      await sleep(120);
      compare(check, before, await used(page), what);
    }
    check(page.loads === 1, `the page was loaded ${page.loads} times`);
    check(await page.evaluate(() => window.mine.field.isConnected && window.mine.remark.isConnected), "a field was replaced");
    check(await page.evaluate(() => document.querySelector(".text").className) === "text ready wide", "the script's class, and the template's");
    check(page.wrong.length === 0, page.wrong.join("; "));
    await page.evaluate(() => document.activeElement.blur());
    const text = (one) => one.evaluate(() => document.body.innerText);
    const fresh = await open(context, page.url());
    await fresh.evaluate(() => { document.querySelector("details").open = true; document.querySelector("#preview").showPopover(); });
    const [mine, theirs] = [await text(page), await text(fresh)];
    check(mine === theirs, `the edited page reads otherwise than a fresh one: ${difference(mine, theirs)}`);
  },

  async "what a reader did is kept while errors come and go"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await use(page);
    const before = await used(page);
    const panel = page.locator("nutgraf-preview .panel");
    const mistakes = [
      [HOME, "Paragraph 5 tells", "Paragraph 5 [@nobody] tells"],
      [HOME, 'title = "Long page"', 'title = "Long page'],
      [PAGE, '<div class="text">', '{{ nothing_of_this_name }}<div class="text">'],
      ["content/site.toml", 'title = "', 'titel = 1\ntitle = "'],
    ];
    for (const [file, from, to] of mistakes) {
      home.edit(file, from, to);
      await panel.waitFor({ state: "visible" });
      await sleep(120);
      compare(check, before, await used(page), `under a mistake in ${file}`);
      home.edit(file, to, from);
      await panel.waitFor({ state: "hidden" });
      await sleep(120);
      compare(check, before, await used(page), `after a mistake in ${file}`);
    }
    check(page.loads === 1, `the page was loaded ${page.loads} times`);
    check(await page.evaluate(() => window.mine.field.isConnected && window.mine.remark.isConnected), "a field was replaced");
    check(page.wrong.length === 0, page.wrong.join("; "));
  },

  async "the place is kept where the browser does not anchor what is seen"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { overflow-anchor: none !important }");
      document.adoptedStyleSheets = [sheet];
    });
    await use(page);
    const before = await used(page);
    home.edit(HOME, "Paragraph 6 tells", `Paragraph 6 told-1 ${"much more ".repeat(80)}`);
    await shows(page, "told-1");
    home.edit(HOME, "What the panel says.", `What the panel told-2. ${"And so on. ".repeat(60)}`);
    await shows(page, "told-2");
    compare(check, before, await used(page), "after two edits");
  },

  async "a selection stays in text that is not touched"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    const words = await page.evaluate(() => {
      const text = document.querySelectorAll(".text p")[19].firstChild;
      getSelection().setBaseAndExtent(text, 10, text, 40);
      return String(getSelection());
    });
    home.edit(HOME, "Paragraph 3 tells", "Put in told-1.\n\nParagraph 3 told-2");
    await shows(page, "told-2");
    check((await page.evaluate(() => String(getSelection()))) === words, "another paragraph was edited");
    home.edit(HOME, "Paragraph 20 tells of the harbour, the ferry and the people who wait for it. It is", "Paragraph 20 tells of the harbour, the ferry and the people who wait for it. It was");
    await shows(page, "wait for it. It was");
    check((await page.evaluate(() => String(getSelection()))) === words, "the end of its own paragraph was edited");
  },

  async "what is replaced gets back its focus, its caret and its text"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await page.locator("#remark").fill("My own words");
    await page.evaluate(() => {
      window.remark = document.querySelector("#remark");
      window.remark.setSelectionRange(3, 6);
    });
    // Another element around it: nothing of the old paragraph can stay.
    home.edit(PAGE, '<p><label>Remark <textarea id="remark" name="remark" rows="3">Nothing yet.</textarea></label></p>', '<div><label>Remark <textarea id="remark" name="remark" rows="3">Nothing yet.</textarea></label></div>');
    await until("the field is replaced", () => page.evaluate(() => !window.remark.isConnected));
    const after = await page.evaluate(() => {
      const { id, value, selectionStart, selectionEnd } = document.activeElement;
      return [id, value, selectionStart, selectionEnd].join();
    });
    check(after === "remark,My own words,3,6", after);
    check(page.loads === 1, "the page was loaded again");
  },

  async "the server's own change of a field or a fold is shown"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await use(page);
    home.edit(PAGE, 'value="nobody"', 'value="somebody"');
    await until("another value", () => page.locator("[name=name]").evaluate((field) => field.value === "somebody"));
    home.edit(PAGE, ">Nothing yet.<", ">Something.<");
    await until("another text", () => page.locator("#remark").evaluate((field) => field.value === "Something."));
    home.edit(PAGE, "<details><summary>Less", "<details open><summary>Less");
    await until("an open fold", () => page.locator("details").nth(1).evaluate((details) => details.open));
    check(await page.locator("details").first().evaluate((details) => details.open), "the reader's fold is closed");
    check(page.loads === 1, "the page was loaded again");
  },

  async "a style edit is shown without a flash"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await use(page);
    const before = await used(page);
    await page.evaluate(() => {
      window.shades = new Set();
      const look = () => {
        window.shades.add(getComputedStyle(document.body).backgroundColor);
        requestAnimationFrame(look);
      };
      look();
      // Between frames too: a sheet taken away for a moment changes what is computed.
      new MutationObserver(() => window.shades.add(getComputedStyle(document.body).backgroundColor)).observe(document.head, { childList: true, attributes: true, subtree: true });
    });
    const shades = ["rgb(250, 250, 240)"];
    for (let at = 0; at < 5; at += 1) {
      home.edit(STYLE, shades.at(-1), `rgb(${200 + at}, 255, 255)`);
      shades.push(`rgb(${200 + at}, 255, 255)`);
      await until(`shade ${at}`, () => page.evaluate((shade) => getComputedStyle(document.body).backgroundColor === shade, shades.at(-1)));
    }
    await sleep(100);
    const seen = await page.evaluate(() => [...window.shades]);
    check(seen.join(" ") === shades.join(" "), `the page was ${seen.join(" ")}`);
    check((await page.locator("head link[rel=stylesheet]").count()) === 2, "sheets are left over");
    check(page.loads === 1, "the page was loaded again");
    compare(check, before, await used(page), "after five style edits");
    check(page.wrong.length === 0, page.wrong.join("; "));
  },

  async "page and style change in the same instant"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await page.evaluate(() => {
      window.states = new Set();
      const look = () => {
        const box = document.querySelector(".box");
        if (box) window.states.add(getComputedStyle(box).borderTopStyle);
        requestAnimationFrame(look);
      };
      look();
      new MutationObserver(() => document.querySelector(".box") && window.states.add(getComputedStyle(document.querySelector(".box")).borderTopStyle)).observe(document.body, { childList: true, subtree: true });
    });
    home.write(STYLE, `${home.read(STYLE)}.box { border: 2px dotted; }\n`);
    home.edit(PAGE, '<div class="text">', '<p class="box">A box.</p><div class="text">');
    await shows(page, "A box.");
    await sleep(100);
    const states = await page.evaluate(() => [...window.states].join());
    check(states === "dotted", `the box was seen as ${states}`);
    check(page.loads === 1, "the page was loaded again");
  },

  async "files that keep their name are put in place"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await use(page);
    const before = await used(page);
    home.edit("content/files/plain.css", "first", "second");
    const plain = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--plain").trim());
    await until("the plain sheet is the second", async () => (await plain()) === "second");
    home.edit("content/files/plain.css", "second", "third");
    await until("the plain sheet is the third", async () => (await plain()) === "third");
    check((await page.locator("head link[rel=stylesheet]").count()) === 2, "sheets are left over");

    const size = (selector) => page.locator(selector).first().evaluate((image) => image.naturalWidth);
    check((await size(".logo")) === 120, "the logo is not there");
    home.edit("content/files/logo.svg", 'width="120"', 'width="60"');
    await until("the logo is new", async () => (await size(".logo")) === 60);
    // It is behind the title, too, by way of a style sheet.
    const behind = async () => (await page.locator("h1").screenshot()).toString("base64");
    const blue = await behind();
    home.edit("content/files/logo.svg", "#06c", "#c06");
    await until("the logo is new in the style sheet", async () => (await behind()) !== blue);
    home.edit("content/files/more.css", "none", "underline");
    await until("the sheet inside the sheet is new", () => page.evaluate(() => getComputedStyle(document.querySelector("h1")).textDecorationLine === "underline"));
    await page.locator(".text img").scrollIntoViewIfNeeded();
    check((await size(".text img")) === 120, "the picture is not there");
    home.edit("content/square.svg", 'width="120" height="120"', 'width="90" height="90"');
    await until("the picture is new", async () => (await size(".text img")) === 90);
    check(page.loads === 1, "the page was loaded again");
    const after = await used(page);
    compare(check, { ...before, seenAt: after.seenAt }, after, "after files changed");
    check(page.wrong.length === 0, page.wrong.join("; "));
  },

  async "a script edit loads the page again, at the same place"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await use(page);
    const before = await used(page);
    home.edit(SCRIPT, '"scripted"', '"scripted", "twice"');
    await until("the new script has run", () => page.evaluate(() => document.documentElement.classList.contains("twice")).catch(() => false));
    await until("the page is loaded", () => page.evaluate(() => document.readyState === "complete"));
    await sleep(100);
    compare(check, before, await used(page), "after a script edit");
    check(page.loads === 2, `the page was loaded ${page.loads} times`);
    home.edit(BASE, '<meta name="viewport"', '<meta http-equiv="content-language" content="en">\n<meta name="viewport"');
    await until("the head is new", () => page.evaluate(() => Boolean(document.querySelector("[http-equiv=content-language]"))).catch(() => false));
    await until("the page is loaded", () => page.evaluate(() => document.readyState === "complete"));
    await sleep(100);
    compare(check, before, await used(page), "after a head edit");
    check(page.loads === 3, `the page was loaded ${page.loads} times`);
    check(page.wrong.length === 0, page.wrong.join("; "));
    await sameAsFresh({ context, check }, page, "after two reloads");
  },

  async "what a script made its own is shown anew"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await shows(page, "3 words", "word-count");
    home.edit(PAGE, "Words, once counted.", "Words, once counted, are five.");
    await shows(page, "5 words", "word-count");
    check(page.loads === 1, "the page was loaded again");
    check(page.wrong.length === 0, page.wrong.join("; "));
  },

  async "what scripts would make of new elements is made"(tools) {
    const { site, context, check } = tools;
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await use(page);
    const before = await used(page);
    const anchors = () => page.evaluate(() => [...document.querySelectorAll(".text h2")].map((one) => `${one.textContent}${one.querySelector("a")?.hash}`).join());
    // The script gave an anchor to each heading it found.
    home.edit(HOME, "## Part 3", "## Part three");
    await until("its anchor", async () => (await anchors().catch(() => "")).includes("Part three ##part-three"));
    home.edit(HOME, "Paragraph 14 tells", "## One more\n\nParagraph 14 tells");
    await until("another anchor", async () => (await anchors().catch(() => "")).includes("One more ##one-more"));
    await until("the page is loaded", () => page.evaluate(() => document.readyState === "complete"));
    await sleep(100);
    compare(check, before, await used(page), "after headings changed");
    // What it did not look at needs no new page.
    const loads = page.loads;
    home.edit(HOME, "Paragraph 15 tells", "### Smaller told-1\n\nParagraph 15 tells");
    await shows(page, "told-1");
    check(page.loads === loads, "the page was loaded again for nothing");
    await sameAsFresh(tools, page, "after headings changed");
    check(page.wrong.length === 0, page.wrong.join("; "));
  },

  async "only the tab whose page changed is touched"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    const other = await open(context, `${home.origin}/other.html`);
    await other.evaluate(() => {
      window.touched = 0;
      new MutationObserver(() => (window.touched += 1)).observe(document, { childList: true, attributes: true, characterData: true, subtree: true });
    });
    const asked = [];
    other.on("request", (request) => asked.push(request.url()));
    for (const at of [1, 2, 3]) {
      home.edit(HOME, /Paragraph 5 to?e?l[a-z0-9-]*/, `Paragraph 5 told-${at}`);
      await shows(page, `told-${at}`);
    }
    await sleep(200);
    check((await other.evaluate(() => window.touched)) === 0, "the other tab was changed");
    check(asked.length === 0, `the other tab asked for ${asked}`);
    home.edit("content/other.md", "One paragraph", "One told-4");
    await shows(other, "told-4");
    check(page.loads === 1 && other.loads === 1, "a page was loaded again");
  },
};
