/* A server that speaks the preview's protocol and says what it is told to: for what the real one cannot be made to say. */
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

const client = fileURLToPath(new URL("../../../src/serve/", import.meta.url));

// The script as the program joins it.
export function script() {
  const parts = fs.readFileSync(path.join(client, "client.rs"), "utf8").match(/include_str!\("client\/[^"]+"\)/g);
  const text = parts.map((part) => fs.readFileSync(path.join(client, part.split('"')[1]), "utf8")).join("");
  return `(() => {\n"use strict";\n${text}})();\n`;
}

const types = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml" };

export class StandIn {
  epoch = "first";
  generation = 1;
  tabs = new Set();
  asked = [];

  // `files`: from addresses to texts.
  constructor(files) {
    this.files = new Map(Object.entries(files));
    this.server = http.createServer((request, response) => this.answer(request, response));
  }

  async start() {
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  version(address) {
    return createHash("sha256").update(this.files.get(address) ?? "missing").digest("hex").slice(0, 16);
  }

  page(address) {
    const { epoch, generation } = this;
    return { epoch, generation, version: this.version(address), status: this.files.has(address) ? 200 : 404 };
  }

  tell(name, data, tabs = this.tabs) {
    for (const tab of tabs) tab.response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  // The next generation, told to the tabs whose page is another one now.
  publish(files) {
    const before = new Map([...this.tabs].map((tab) => [tab, this.version(tab.address)]));
    this.generation += 1;
    for (const [address, text] of Object.entries(files)) this.files.set(address, text);
    for (const tab of this.tabs) {
      if (before.get(tab) !== this.version(tab.address)) this.tell("page", this.page(tab.address), [tab]);
    }
  }

  answer(request, response) {
    const url = new URL(request.url, this.origin);
    this.asked.push(url.pathname);
    if (url.pathname === "/.nutgraf/client.js") {
      response.writeHead(200, { "content-type": types[".js"] }).end(script());
      return;
    }
    if (url.pathname === "/.nutgraf/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      const tab = { response, address: url.searchParams.get("page").slice(1), asked: url.searchParams };
      this.tabs.add(tab);
      response.on("close", () => this.tabs.delete(tab));
      this.tell("page", this.page(tab.address), [tab]);
      this.tell("problems", { epoch: this.epoch, generation: this.generation, complete: true, errors: 0, warnings: 0, notes: 0, stale: false, problems: [] }, [tab]);
      return;
    }
    if (url.pathname === "/.nutgraf/marks") {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ passages: [], marks: [] }));
      return;
    }
    const address = url.pathname.slice(1);
    const text = this.files.get(address);
    const { epoch, generation, version, status } = this.page(address);
    const tag = `<script src="/.nutgraf/client.js" data-epoch="${epoch}" data-generation="${generation}" data-version="${version}"></script>`;
    const isPage = text === undefined || address.endsWith(".html");
    response.writeHead(status, { "content-type": isPage ? types[".html"] : (types[path.extname(address)] ?? "text/plain"), "cache-control": "no-cache" });
    response.end(isPage ? (text ?? "<!doctype html><head></head><p>Missing").replace("</head>", `${tag}</head>`) : text);
  }
}
