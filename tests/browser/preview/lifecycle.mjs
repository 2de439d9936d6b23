/* Pages that go and come, servers that die, tabs that sleep: each tab ends up with what is so now. */
import { launch, open, shows, sleep, until } from "./harness.mjs";
import { StandIn } from "./stand_in.mjs";

const HOME = "content/index.md";

// What the browser itself says about a server that is not there cannot be kept off the console.
const unexpected = (page) => page.wrong.filter((one) => !/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE/.test(one));

const plain = (text, head = "") => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title><link rel="icon" href="data:,">${head}</head><body><main><p>${text}</p></main></body></html>`;

// A tab as a browser with one window has it: hidden while another one is in front.
const COVERED = () => {
  window.isCovered = false;
  Object.defineProperty(Document.prototype, "visibilityState", { get: () => (window.isCovered ? "hidden" : "visible") });
  window.cover = (covered) => {
    window.isCovered = covered;
    document.dispatchEvent(new Event("visibilitychange"));
  };
};

export const tests = {
  async "a page that is deleted is missing, and comes back"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/other.html`);
    await page.locator("#remark").fill("My own words");
    const text = home.read("content/other.md");
    home.remove("content/other.md");
    await until("the page for wrong addresses", () => page.evaluate(() => !document.querySelector("#remark")).catch(() => false));
    check(await page.evaluate(() => Boolean(document.querySelector("script[src='/.nutgraf/client.js']"))), "it is without the script");
    const answer = await context.request.get(`${home.origin}/other.html`);
    check(answer.status() === 404, `the answer is ${answer.status()}`);
    check((await page.title()) === (await answer.text()).match(/<title>(.*)<\/title>/)?.[1], "another page is shown than the site's own for wrong addresses");
    home.write("content/other.md", text.replace("One paragraph", "Told-1"));
    await shows(page, "Told-1");
    check((await page.locator("#remark").inputValue()) === "My own words", "what was typed is gone");
    const missing = await open(context, `${home.origin}/later.html`);
    home.write("content/later.md", '+++\ntitle = "Later"\n+++\nTold-2.\n');
    await shows(missing, "Told-2");
    // That a page is missing is said by the browser.
    const wrong = unexpected(page).filter((one) => !one.includes("status of 404"));
    check(wrong.length === 0, wrong.join("; "));
  },

  async "a server that is killed and started again is found"({ site, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html`);
    await page.locator("#remark").fill("My own words");
    await home.kill();
    await sleep(2500);
    await home.start();
    const began = Date.now();
    home.edit(HOME, "Paragraph 5 tells", "Paragraph 5 told-1");
    await shows(page, "told-1");
    const took = Date.now() - began;
    check(took < 3000, `found after ${took} ms`);
    check(page.loads === 1, "the same site came back, and the page was loaded again");
    // Other content while nobody was there.
    await home.kill();
    home.edit(HOME, "Paragraph 6 tells", "Paragraph 6 told-2");
    await sleep(300);
    await home.start();
    await shows(page, "told-2");
    check(page.loads === 1, "other content came back, and the page was loaded again");
    check((await page.locator("#remark").inputValue()) === "My own words", "what was typed is gone");
    // A page that must be loaded again just when nobody is there.
    home.edit("themes/workshop/assets/workshop.js", '"scripted"', '"scripted", "twice"');
    await home.kill();
    await sleep(500);
    await home.start();
    await until("the new script has run", () => page.evaluate(() => document.documentElement.classList.contains("twice")).catch(() => false));
    check((await page.locator("#remark").inputValue()) === "My own words", "what was typed is gone after loading again");
    check(unexpected(page).length === 0, unexpected(page).join("; "));
  },

  async "tries to reach a server are at most a second apart"({ context, check }) {
    const server = await new StandIn({ "a.html": plain("One") }).start();
    const page = await open(context, `${server.origin}/a.html`);
    const tries = [];
    page.on("request", (request) => request.url().includes("/.nutgraf/events") && tries.push(Date.now()));
    server.stop();
    await sleep(4500);
    const pauses = tries.slice(1).map((at, index) => at - tries[index]);
    check(tries.length >= 5, `${tries.length} tries in 4.5 s`);
    check(Math.max(...pauses) < 1400, `pauses of ${pauses} ms`);
    check(pauses.at(-1) > 800, `it does not back off: ${pauses} ms`);
  },

  async "nothing older than the page is shown"({ context, check }) {
    const server = await new StandIn({ "a.html": plain("One") }).start();
    const page = await open(context, `${server.origin}/a.html`);
    const old = server.page("a.html");
    for (const text of ["Two", "Three"]) {
      server.publish({ "a.html": plain(text) });
      await shows(page, text);
    }
    const now = server.page("a.html");
    server.asked.length = 0;
    // Late, doubled, and out of order.
    server.tell("page", old);
    server.tell("page", now);
    server.tell("page", now);
    server.tell("page", { ...old, generation: old.generation + 1 });
    await sleep(300);
    check(server.asked.length === 0, `it asked for ${server.asked}`);
    check((await page.textContent("main")) === "Three", "the page went back");
    // Many at once: the last one counts, whatever is being fetched.
    for (let at = 0; at < 30; at += 1) server.publish({ "a.html": plain(`Many ${at}`) });
    await shows(page, "Many 29");
    check(server.asked.length < 30, `it asked ${server.asked.length} times for thirty changes`);
    check(page.loads === 1, "the page was loaded again");
    check(page.wrong.length === 0, page.wrong.join("; "));
    server.stop();
  },

  async "a file that is empty for a moment does not lose the place"({ context, check }) {
    const text = (word) => plain(Array.from({ length: 80 }, (_, at) => `Paragraph ${at} ${word}.`).join("</p><p>"));
    const server = await new StandIn({ "a.html": text("One") }).start();
    const page = await open(context, `${server.origin}/a.html`);
    const top = () => page.evaluate(() => [...document.querySelectorAll("p")].find((one) => one.textContent.startsWith("Paragraph 50 ")).getBoundingClientRect().top);
    await page.evaluate(() => scrollTo(0, document.querySelectorAll("p")[45].offsetTop));
    const before = await top();
    server.publish({ "a.html": plain("Nothing") });
    await shows(page, "Nothing");
    server.publish({ "a.html": text("Two") });
    await shows(page, "Two");
    check(Math.abs((await top()) - before) < 2, `the paragraph was at ${before} and is at ${await top()}`);
    check(page.loads === 1, "the page was loaded again");
    server.stop();
  },

  async "a page that changed while it was loaded is loaded again"({ context, check }) {
    const server = await new StandIn({ "a.html": plain("One") }).start();
    // The change comes after the answer and before the script asks.
    const answer = server.answer.bind(server);
    server.answer = (request, response) => {
      answer(request, response);
      if (request.url === "/a.html" && server.generation === 1) {
        server.generation += 1;
        server.files.set("a.html", plain("Two"));
      }
    };
    const page = await context.newPage();
    await page.goto(`${server.origin}/a.html`);
    await shows(page, "Two");
    server.stop();
  },

  async "what scripts did while the page was read stays, and is done again where it must"({ context, check }) {
    // At the end of the body: these run before anything else can look at the page.
    const script = "document.querySelectorAll('h2').forEach((one) => one.append('!')); document.querySelector('main').prepend('Made here. ');";
    const text = (body) => `<!doctype html><html lang="en"><head><title>T</title><link rel="icon" href="data:,"></head><body><main><p>First.</p>${body}</main><script>${script}</script></body></html>`;
    const server = await new StandIn({ "a.html": text("<h2>One</h2><p>Text.</p>") }).start();
    const page = await open(context, `${server.origin}/a.html`);
    server.publish({ "a.html": text("<h2>One</h2><p>Another text.</p>") });
    await shows(page, "Another text.");
    check((await page.textContent("main")) === "Made here. First.One!Another text.", await page.textContent("main"));
    check(page.loads === 1, "the page was loaded again");
    server.publish({ "a.html": text("<h2>One</h2><p>Another text.</p><h2>Two</h2>") });
    await shows(page, "Two!");
    check((await page.textContent("main")) === "Made here. First.One!Another text.Two!", await page.textContent("main"));
    check(page.loads === 2, "the page was not loaded again");
    check(page.wrong.length === 0, page.wrong.join("; "));
    server.stop();
  },

  async "ten open tabs leave room for requests"({ context, check }) {
    const server = await new StandIn({ "a.html": plain("One") }).start();
    const pages = [];
    for (let at = 0; at < 10; at += 1) {
      const page = await context.newPage();
      const began = Date.now();
      await page.goto(`${server.origin}/a.html?${at}`);
      check(Date.now() - began < 3000, `tab ${at} waited ${Date.now() - began} ms`);
      pages.push(page);
    }
    await sleep(500);
    check(server.tabs.size <= 5, `${server.tabs.size} streams are open`);
    server.publish({ "a.html": plain("Two") });
    for (const page of pages) await shows(page, "Two");
    server.stop();
  },

  async "a covered tab keeps no stream, and asks when it is seen again"({ context, check }) {
    await context.addInitScript(COVERED);
    const server = await new StandIn({ "a.html": plain("One") }).start();
    const page = await open(context, `${server.origin}/a.html`);
    await until("a stream", () => server.tabs.size === 1);
    await page.evaluate(() => window.cover(true));
    await until("no stream", () => server.tabs.size === 0);
    server.publish({ "a.html": plain("Two") });
    await sleep(200);
    check((await page.textContent("main")) === "One", "a covered tab was changed");
    await page.evaluate(() => window.cover(false));
    await shows(page, "Two");
    check(page.loads === 1, "the page was loaded again");
    server.stop();
  },

  async "a page from the browser's memory asks whether it is old"({ context, tools, check }) {
    const remembering = await launch(tools, { ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    const server = await new StandIn({ "a.html": plain("One"), "b.html": plain("Elsewhere") }).start();
    const page = await open(await remembering.newContext(), `${server.origin}/a.html`);
    await page.evaluate(() => {
      window.mine = true;
      addEventListener("pageshow", ({ persisted }) => (window.wasKept = persisted));
    });
    await page.goto(`${server.origin}/b.html`);
    server.publish({ "a.html": plain("Two") });
    await page.evaluate(() => history.back());
    await shows(page, "Two", "main");
    check(await page.evaluate(() => window.mine && window.wasKept), "the browser did not keep it: nothing was tested");
    await remembering.close();
    server.stop();
  },

  async "addresses with a hash, and pages without scripts"({ site, browser, context, check }) {
    const home = await (await site()).start();
    const page = await open(context, `${home.origin}/index.html#part-4`);
    const top = () => page.evaluate(() => Math.round(document.querySelector("#part-4").getBoundingClientRect().top));
    const before = await top();
    check(Math.abs(before) < 200, `the heading is at ${before}`);
    home.edit(HOME, "Paragraph 5 tells", `Paragraph 5 told-1 ${"and more ".repeat(60)}`);
    await shows(page, "told-1");
    await sleep(100);
    check((await top()) === before, `the heading was at ${before} and is at ${await top()}`);
    await page.evaluate(() => (location.hash = "part-2"));
    home.edit(HOME, "Paragraph 6 tells", "Paragraph 6 told-2");
    await shows(page, "told-2");
    check(page.loads === 1, "the page was loaded again");
    const silent = await browser.newContext({ javaScriptEnabled: false });
    const still = await silent.newPage();
    await still.goto(`${home.origin}/index.html`);
    check((await still.locator(".text p").count()) >= 60, "the page is not whole without scripts");
    await silent.close();
  },

  async "a page asked for before the first build is there"({ site, context, check }) {
    const home = await site();
    const started = home.start();
    await until("a port", () => home.process);
    const page = await context.newPage();
    await until("an answer", () => page.goto(`http://127.0.0.1:${home.port}/index.html`).catch(() => null));
    await started;
    await shows(page, "Paragraph 60");
    home.edit(HOME, "Paragraph 5 tells", "Paragraph 5 told-1");
    await shows(page, "told-1");
  },
};
