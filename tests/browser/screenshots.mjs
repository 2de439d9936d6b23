/* Compares how every kind of page looks, in each language, at three widths, light and dark, with stored references; `--bless` writes these. What
   differs is left in target/screenshots/, whole, beside the reference and what is other. Usage: node screenshots.mjs SITE TOOLS [--bless] */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { EARLY, at, check, finish, fromDisk, languages, launch } from "./suite.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const references = path.join(here, "references");
const looked = path.join(here, "../../target/screenshots");
const bless = process.argv.includes("--bless");

/* Pages of a kind, by their address below the language's home; of several the first stands for all. */
const KINDS = [
  ["home", /^index\.html$/],
  ["section", /^questions\/index\.html$/],
  ["question", /^questions\/law\.html$/, /^questions\//],
  ["timeline", /^timeline\.html$/],
  ["people", /^people\.html$/],
  ["positions", /^positions\.html$/],
  ["disagreements", /^disagreements\.html$/],
  ["claims", /^claims\.html$/],
  ["sources", /^sources\.html$/],
  ["glossary", /^glossary\.html$/],
  ["corrections", /^corrections\.html$/],
  ["about", /^about\.html$/],
  ["tags", /^tags\/index\.html$/],
  ["tag", /^tags\//],
  ["not-found", /^404\.html$/],
];
/* How much of a page is looked at: two screens of a phone, more than one of a desk. */
const SCREENS = [
  [390, 1688],
  [768, 1536],
  [1280, 1280],
];
/* References are a quarter as wide and high: small enough to keep, large enough to show where something stands and in what colour. */
const SCALE = 4;
const QUALITY = 0.6;
/* A point differs when a channel does by this much of 255, and this share of all points may. */
const CHANNEL = 40;
const SHARE = 0.003;

/* Only one family of each kind, whatever a machine has: the widths of letters decide where lines break. */
const fonts = fs.mkdtempSync(path.join(os.tmpdir(), "nutgraf-fonts-"));
const LIBERATION = "/usr/share/fonts/truetype/liberation";
check(fs.existsSync(path.join(LIBERATION, "LiberationSerif-Regular.ttf")), `${LIBERATION} has no Liberation Serif: install Debian's fonts-liberation`);
const alias = (kind, family) => `<alias binding="same"><family>${kind}</family><prefer><family>${family}</family></prefer></alias>`;
fs.writeFileSync(
  path.join(fonts, "fonts.conf"),
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${LIBERATION}</dir><cachedir>${fonts}/cache</cachedir>${alias("serif", "Liberation Serif")}${alias("sans-serif", "Liberation Sans")}${alias("monospace", "Liberation Mono")}<match target="pattern"><edit name="family" mode="append_last"><string>Liberation Sans</string></edit></match></fontconfig>`,
);

/** Makes a picture small and packs it as a reference is. Runs in a page. */
const pack = async ({ png, scale, quality }) => {
  const image = new Image();
  image.src = png;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(image.width / scale), height: Math.round(image.height / scale) });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", quality);
};

/** How many points of two packed pictures differ, and a picture of where. Runs in a page. */
const compare = async ({ one, other, channel }) => {
  const points = async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return [canvas, context, context.getImageData(0, 0, image.width, image.height)];
  };
  const [, , a] = await points(one);
  const [canvas, context, b] = await points(other);
  if (a.width !== b.width || a.height !== b.height) return { sizes: `${a.width} x ${a.height} and ${b.width} x ${b.height}`, share: 1 };
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const differs = [0, 1, 2].some((offset) => Math.abs(a.data[at + offset] - b.data[at + offset]) > channel);
    different += differs;
    b.data.set(differs ? [255, 0, 80, 255] : [0, 1, 2].map((offset) => 160 + b.data[at + offset] / 3).concat(255), at);
  }
  context.putImageData(b, 0, 0);
  return { share: (different * 4) / a.data.length, picture: canvas.toDataURL("image/png") };
};

const bytes = (url) => Buffer.from(url.split(",")[1], "base64");
const asUrl = (buffer, type) => `data:image/${type};base64,${buffer.toString("base64")}`;

/* For each language the page that stands for each kind, and no page without a kind. */
const wanted = [];
for (const [language, names] of languages) {
  const home = names.filter((name) => /(^|\/)index\.html$/.test(name)).sort((a, b) => a.length - b.length)[0];
  const below = home.replace(/index\.html$/, "");
  const rest = new Map(names.map((name) => [name.startsWith(below) ? name.slice(below.length) : name, name]));
  for (const [kind, first, others = first] of KINDS) {
    const own = [...rest.keys()].filter((name) => others.test(name) || first.test(name));
    const shown = own.find((name) => first.test(name));
    if (shown) wanted.push([language, kind, rest.get(shown)]);
    // One page for all addresses that are wrong, in whatever language.
    else check(kind === "not-found", `there is no page of the kind "${kind}" in ${language}`);
    for (const name of own) rest.delete(name);
  }
  check(rest.size === 0, `no kind of page, so nobody looks at them: ${[...rest.values()]}`);
}

fs.rmSync(looked, { recursive: true, force: true });
fs.mkdirSync(looked, { recursive: true });
if (bless) fs.rmSync(references, { recursive: true, force: true });
fs.mkdirSync(references, { recursive: true });

const browser = await launch({
  env: { ...process.env, FONTCONFIG_FILE: path.join(fonts, "fonts.conf") },
  args: ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars"],
});
const table = await (await browser.newContext()).newPage();
const taken = new Set();
let weight = 0;
for (const [width, height] of SCREENS) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce", deviceScaleFactor: 1, locale: "en-US", timezoneId: "UTC" });
    const page = await context.newPage();
    await page.clock.setFixedTime(EARLY);
    for (const [language, kind, name] of wanted) {
      const file = `${kind}-${language}-${width}-${colorScheme}.webp`;
      taken.add(file);
      await page.goto(at(fromDisk, name));
      await page.evaluate(() => document.fonts.ready);
      const png = await page.screenshot({ animations: "disabled", caret: "hide" });
      const packed = await table.evaluate(pack, { png: asUrl(png, "png"), scale: SCALE, quality: QUALITY });
      fs.writeFileSync(path.join(looked, file.replace(".webp", ".png")), png);
      const reference = path.join(references, file);
      if (bless) fs.writeFileSync(reference, bytes(packed));
      check(fs.existsSync(reference), `${file} has no reference; look at target/screenshots/ and write it with --bless`);
      if (!fs.existsSync(reference)) continue;
      weight += fs.statSync(reference).size;
      const found = await table.evaluate(compare, { one: asUrl(fs.readFileSync(reference), "webp"), other: packed, channel: CHANNEL });
      const holds = found.share <= SHARE;
      check(holds, `${file} (${name}): ${found.sizes ?? `${(found.share * 100).toFixed(2)} % of it`} differs; see target/screenshots/`);
      if (holds) continue;
      fs.copyFileSync(reference, path.join(looked, `reference-${file}`));
      fs.writeFileSync(path.join(looked, `actual-${file}`), bytes(packed));
      if (found.picture) fs.writeFileSync(path.join(looked, `different-${file.replace(".webp", ".png")}`), bytes(found.picture));
    }
    await context.close();
  }
}
await browser.close();
fs.rmSync(fonts, { recursive: true });
const idle = fs.readdirSync(references).filter((file) => !taken.has(file));
check(idle.length === 0, `references of nothing: ${idle.slice(0, 8)}`);
check(weight < 1_500_000, `the references weigh ${weight} bytes together`);
finish(`screenshots: ${taken.size} pictures of ${wanted.length} pages, references of ${Math.round(weight / 1000)} KB`);
