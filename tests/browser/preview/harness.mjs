/* What every test of the preview needs: a copy of the site under `nutgraf serve`, a browser, and conditions to wait for. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

// Generous: reached only when something is broken.
const PATIENCE = 15000;

export const sleep = (time) => new Promise((done) => setTimeout(done, time));

// Waits until a condition holds, and gives what it gave.
export async function until(what, condition, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what}`);
    await sleep(10);
  }
}

export function freePort() {
  return new Promise((done) => {
    const server = net.createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

// A copy of the site in a folder of its own, and the program that serves it.
export class Site {
  constructor(program) {
    this.program = program;
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), "nutgraf-preview-"));
    fs.cpSync(path.join(here, "site"), this.root, { recursive: true });
    this.port = 0;
  }

  path(name) {
    return path.join(this.root, name);
  }

  read(name) {
    return fs.readFileSync(this.path(name), "utf8");
  }

  write(name, text) {
    fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
    fs.writeFileSync(this.path(name), text);
  }

  // Replaces words of a file; a test that replaces nothing tests nothing.
  edit(name, from, to) {
    const before = this.read(name);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${name} does not hold ${from}`);
    this.write(name, after);
  }

  remove(name) {
    fs.rmSync(this.path(name));
  }

  // Starts the server, always at the same port, and waits until it listens.
  async start() {
    this.port ||= await freePort();
    this.said = "";
    this.process = spawn(this.program, ["serve", "--root", this.root, "--port", this.port], { stdio: ["ignore", "pipe", "pipe"] });
    const hear = (part) => (this.said += part);
    this.process.stdout.on("data", hear);
    this.process.stderr.on("data", hear);
    this.process.on("error", hear);
    await until("the server listens", () => {
      if (this.process.exitCode !== null) throw new Error(`the server ended: ${this.said}`);
      return this.said.includes("serving at");
    });
    this.origin = `http://127.0.0.1:${this.port}`;
    if (!this.said.includes(`:${this.port}`)) throw new Error(`another port: ${this.said}`);
    return this;
  }

  // At once, as a crash would.
  async kill() {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGKILL");
    await ended;
  }

  async close() {
    await this.kill();
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

export async function launch(tools, more = {}) {
  const require = createRequire(path.join(tools, "package.json"));
  const { chromium } = require("playwright-core");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", ...more, args: [...args, ...(more.args ?? [])] });
}

// Opens a page and waits until its script listens and knows what the server sent. `page.wrong` gathers what went wrong, `page.loads`
// counts documents.
export async function open(context, address) {
  const page = await context.newPage();
  page.wrong = [];
  page.loads = 0;
  page.on("console", (message) => {
    const { url } = message.location();
    // While a page is empty the browser itself asks for an icon, which no page here names.
    if (["error", "warning"].includes(message.type()) && !url.endsWith("/favicon.ico")) page.wrong.push(`console: ${message.text()} ${url}`);
  });
  page.on("pageerror", (error) => page.wrong.push(`script: ${error}`));
  page.on("domcontentloaded", () => (page.loads += 1));
  const listening = page.waitForRequest((request) => request.url().includes("/.nutgraf/events"), { timeout: PATIENCE });
  const known = page.waitForEvent("requestfinished", { predicate: (request) => request.resourceType() === "fetch" && request.url() === address.split("#")[0], timeout: PATIENCE });
  await page.goto(address);
  await Promise.all([listening, known]);
  // A turn for what it does with the answer.
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  return page;
}

// Waits until a page shows a text somewhere in its document.
export function shows(page, text, selector = "body") {
  return until(`"${text}" in ${selector}`, () =>
    page.evaluate(([text, selector]) => document.querySelector(selector)?.textContent.includes(text), [text, selector]).catch(() => false),
  );
}
