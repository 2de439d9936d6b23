/* Edits a site under `nutgraf serve` and looks at what Chromium makes of it. Usage: node run.mjs PROGRAM TOOLS [TEST…] */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Site, launch } from "./harness.mjs";
import { script } from "./stand_in.mjs";
import { tests as editing } from "./editing.mjs";
import { tests as lifecycle } from "./lifecycle.mjs";
import { tests as marking } from "./marking.mjs";
import { tests as random } from "./random.mjs";

const [program, tools, ...wanted] = process.argv.slice(2);
const tests = { ...editing, ...lifecycle, ...marking, ...random };

const browser = await launch(path.resolve(tools));
let held = 0;
const failures = [];

for (const [name, test] of Object.entries(tests)) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const started = Date.now();
  const found = [];
  const sites = [];
  const given = {
    browser,
    tools: path.resolve(tools),
    check(holds, what) {
      if (holds) held += 1;
      else found.push(what);
    },
    // For every context: the script as it is in the sources, if that is wanted.
    async prepare(context) {
      if (process.env.NUTGRAF_SCRIPT === "src") {
        await context.route("**/.nutgraf/client.js", (route) => route.fulfill({ contentType: "text/javascript", body: script() }));
      }
      return context;
    },
    // A site of its own for the test; it ends with it.
    async site() {
      const site = new Site(path.resolve(program));
      sites.push(site);
      return site;
    },
  };
  given.context = await given.prepare(await browser.newContext({ viewport: { width: 1000, height: 700 } }));
  try {
    await test(given);
  } catch (error) {
    found.push(error.stack);
  }
  await given.context.close();
  for (const site of sites) await site.close();
  for (const what of found) failures.push(`${name}: ${what}`);
  console.log(`${found.length === 0 ? "ok" : "NOT OK"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
await browser.close();

for (const failure of failures) console.error(`not ok: ${failure}`);
console.log(`preview: ${held} checks held, ${failures.length} did not`);
process.exit(failures.length === 0 ? 0 : 1);
