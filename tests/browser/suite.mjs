/* What every proof in a browser needs: the pages of a built site, a server that sends what a host would, a browser, and a count. */
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import zlib from "node:zlib";

export const [site, tools] = process.argv.slice(2, 4).map((folder) => path.resolve(folder));
export const require = createRequire(path.join(tools, "package.json"));
export const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const { chromium } = require("playwright-core");

let passed = 0;
const failures = [];
const remarks = [];

/** Counts what holds and keeps what does not. */
export function check(holds, what) {
  if (holds) passed += 1;
  else failures.push(what);
}

/** Something that whoever reads the outcome has to know. */
export function remark(what) {
  remarks.push(what);
}

/** Says how it went and ends the program. */
export function finish(what) {
  for (const line of remarks) console.log(`note: ${line}`);
  for (const failure of failures) console.error(`not ok: ${failure}`);
  console.log(`${what}: ${passed} checks held, ${failures.length} did not`);
  process.exit(failures.length === 0 ? 0 : 1);
}

export const read = (name) => fs.readFileSync(path.join(site, name), "utf8");

/** Every page of the site, in each of its languages, but for those that send the reader on at once. */
export const pages = fs
  .readdirSync(site, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".html") && !read(name).includes('http-equiv="refresh"'))
  .sort();
check(pages.length > 5, `only ${pages.length} pages in ${site}`);

/** The languages of the site, each with its pages. */
export const languages = new Map();
for (const name of pages) {
  const language = read(name).match(/<html[^>]* lang="([^"]+)"/)?.[1];
  check(language, `${name} does not say its language`);
  languages.set(language, [...(languages.get(language) ?? []), name]);
}

/** The address of a page below a base, as a link has it. */
export const at = (base, name) => base + name.split("/").map(encodeURIComponent).join("/");
export const fromDisk = `${pathToFileURL(site).href}/`;

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".jpg": "image/jpeg", ".png": "image/png", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8" };

/** What `_headers` says of every file, and of those below assets/. */
export const headers = read("_headers")
  .split("\n\n")
  .map((block) => block.trim().split("\n").slice(1).map((line) => line.trim().split(/: (.*)/).slice(0, 2)));

/** Serves the site at a host's root and below /deep/er/, with the headers it publishes, compressed as hosts do. */
export async function serve() {
  const server = http.createServer((request, response) => {
    const wanted = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/deep\/er\//, "/");
    const file = path.join(site, wanted.endsWith("/") ? `${wanted}index.html` : wanted);
    if (!file.startsWith(site) || !fs.existsSync(file) || fs.statSync(file).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    for (const [name, value] of [...headers[0], ...(wanted.startsWith("/assets/") ? headers[1] : [])]) response.setHeader(name, value);
    const type = TYPES[path.extname(file)] ?? "application/octet-stream";
    let bytes = fs.readFileSync(file);
    response.setHeader("content-type", type);
    if (/text|json|xml/.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      response.setHeader("content-encoding", "gzip");
      bytes = zlib.gzipSync(bytes);
    }
    response.writeHead(200).end(bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export const launch = (options = {}) => chromium.launch({ executablePath: EXECUTABLE, ...options, args: [...FLAGS, ...(options.args ?? [])] });

/** Before any review is due: the line that it is overdue comes by script. */
export const EARLY = "2019-12-30T12:00:00Z";
