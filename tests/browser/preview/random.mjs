/* Random pages, one after the other: an open page that was brought from each to the next reads as if it were loaded afresh. */
import { open, until } from "./harness.mjs";
import { StandIn } from "./stand_in.mjs";

// Always the same numbers for the same seed.
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

const WORDS = ["harbour", "ferry", "wind", "night", "<em>loud</em>", "<a href='#x'>there</a>", "five &amp; six", "<code>a &lt; b</code>", "<!-- a note -->"];

// A node: its HTML around children, or text alone.
function random(number, depth = 0) {
  const words = () => Array.from({ length: 1 + number(6) }, () => WORDS[number(WORDS.length)]).join(" ");
  const id = number(4) === 0 ? ` id="i${number(12)}"` : "";
  const many = (make) => Array.from({ length: number(5) }, make);
  const child = () => random(number, depth + 1);
  const kinds = [
    () => ({ open: `<p${id}>`, text: words(), close: "</p>" }),
    () => ({ open: `<h2${id}>`, text: words(), close: "</h2>" }),
    () => ({ open: "", text: `\n${words()}\n`, close: "" }),
    () => ({ open: "<pre>", text: `\n\n  ${words()}\n`, close: "</pre>" }),
    () => ({ open: `<svg viewBox="0 0 1 1"><use xlink:href="#i${number(9)}"/>`, text: `<text>${number(9)}</text>`, close: "</svg>" }),
    () => ({ open: "<template>", text: `<p>${words()}</p>`, close: "</template>" }),
    () => ({ open: "<noscript>", text: `<p>${number(9)}</p>`, close: "</noscript>" }),
    () => ({ open: `<p><input name="n${number(4)}" value="${number(9)}"><select>`, text: `<option>${number(5)}<option>${number(5)}`, close: "</select></p>" }),
    () => ({ open: "<table>", text: `<tr><td>${words()}<td>${number(9)}`.repeat(1 + number(3)), close: "</table>" }),
  ];
  const nested = [
    () => ({ open: `<section class="c${number(3)} d${number(3)}"${id}>`, children: many(child), close: "</section>" }),
    () => ({ open: `<ul data-n="${number(9)}">`, children: many(() => ({ open: "<li>", text: words(), close: "</li>\n" })), close: "</ul>" }),
    () => ({ open: "<details><summary>S</summary>", children: many(child), close: "</details>" }),
    () => ({ open: "<blockquote>", children: many(child), close: "</blockquote>" }),
  ];
  const choice = depth < 3 ? [...kinds, ...nested, ...nested] : kinds;
  return choice[number(choice.length)]();
}

// One edit somewhere: put in, take away, move, change or double.
function edit(number, root) {
  const lists = [];
  const gather = (node) => {
    if (!node.children) return;
    lists.push(node.children);
    node.children.forEach(gather);
  };
  gather(root);
  const list = lists[number(lists.length)];
  const at = number(list.length + 1);
  const what = list.length === 0 ? 0 : number(6);
  if (what === 0) list.splice(at, 0, random(number));
  else if (what === 1) list.splice(at, 1);
  else if (what === 2) list.splice(number(list.length), 0, ...list.splice(number(list.length), 1));
  else if (what === 3) list.splice(number(list.length), 1, random(number));
  else if (what === 4) list.splice(at, 0, structuredClone(list[number(list.length)]));
  else list.reverse();
}

const html = (node) => `${node.open}${node.children ? node.children.map(html).join("") : node.text}${node.close}`;

// More of them, and other ones, from the environment.
const STEPS = Number(process.env.NUTGRAF_PREVIEW_STEPS ?? 50);
const SEEDS = (process.env.NUTGRAF_PREVIEW_SEEDS ?? "1,2,3").split(",").map(Number);
// A page that grows beyond this begins anew.
const LONGEST = 20000;

export const tests = {
  async "random pages, one after the other, read as if loaded afresh"({ context, check }) {
    for (const seed of SEEDS) {
      const number = numbers(seed);
      const root = { open: "<main>", children: Array.from({ length: 6 }, () => random(number)), close: "</main>" };
      const text = (step) => `<!doctype html><html lang="en"><head><title>${step}</title><link rel="icon" href="data:,"></head><body>${html(root)}</body></html>`;
      const server = await new StandIn({ "a.html": text(0) }).start();
      const page = await open(context, `${server.origin}/a.html`);
      for (let step = 1; step <= STEPS; step += 1) {
        for (let edits = 1 + number(3); edits > 0; edits -= 1) edit(number, root);
        if (html(root).length > LONGEST) root.children = [random(number)];
        const wanted = text(step);
        server.publish({ "a.html": wanted });
        await until(`step ${step} of seed ${seed}`, () => page.evaluate((title) => document.title === title, String(step)));
        const difference = await page.evaluate((wanted) => {
          const afresh = new DOMParser().parseFromString(wanted, "text/html");
          // In an open page `noscript` holds text.
          for (const silent of afresh.querySelectorAll("noscript")) silent.textContent = silent.innerHTML;
          const [is, should] = [document.body, afresh.body];
          // Equal nodes may differ in their templates.
          const templates = (body) => Array.from(body.querySelectorAll("template"), (template) => template.innerHTML).join();
          if (is.isEqualNode(should) && templates(is) === templates(should)) return null;
          const [found, hoped] = [is.innerHTML, should.innerHTML];
          let at = 0;
          while (found[at] === hoped[at]) at += 1;
          return `…${found.slice(at - 80, at + 80)}… and not …${hoped.slice(at - 80, at + 80)}…`;
        }, wanted);
        check(difference === null, `seed ${seed}, step ${step}: ${difference}`);
        if (difference !== null) break;
      }
      check(page.loads === 1, `seed ${seed}: the page was loaded ${page.loads} times`);
      check(page.wrong.length === 0, page.wrong.join("; "));
      await page.close();
      server.stop();
    }
  },
};
