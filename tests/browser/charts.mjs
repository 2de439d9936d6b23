// Measures the text of every chart in Chromium, on narrow and wide screens, on paper and in several
// fonts: it is inside its drawing, large enough, apart from other text, no line runs through it, and its colour can be
// told from what is behind it. Usage: node charts.mjs SITE TOOLS
import { at, check, finish, fromDisk, launch, pages, read, remark } from "./suite.mjs";

/** The smallest text, in pixels of the screen. */
const SMALLEST = 11;
const charted = pages.filter((name) => read(name).includes('<svg class="drawing'));
check(charted.length > 0, "no page has a chart");

/** What is wrong with the drawings that are shown, and how many texts there are; runs in the page. */
function measure(smallest) {
  const wrong = [];
  let texts = 0;
  const corners = (box) => ({ left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height });
  // Letters fill less of their box than its height: what is above capitals and below base lines may meet.
  const trimmed = (box) => ({ ...corners(box), top: box.y + box.height * 0.2, bottom: box.y + box.height * 0.8 });
  const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  for (const drawing of document.querySelectorAll(".drawing")) {
    if (drawing.getBoundingClientRect().width === 0) continue;
    const title = drawing.querySelector("title").textContent;
    const say = (what) => wrong.push(`"${title}": ${what}`);
    const [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
    const scale = drawing.getBoundingClientRect().width / width;
    let paper = drawing;
    while (paper.parentElement && channels(getComputedStyle(paper).backgroundColor)[3] === 0) paper = paper.parentElement;
    paper = channels(getComputedStyle(paper).backgroundColor);
    if (paper[3] === 0) paper = [255, 255, 255];
    const parts = [...drawing.querySelectorAll(".part")].map((part) => [corners(part.getBBox()), getComputedStyle(part)]);
    const all = [...drawing.querySelectorAll("text")].map((text) => [text.textContent, text.getBBox(), getComputedStyle(text)]);
    const lines = [...drawing.querySelectorAll("line.leader")].map((line) => ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name))));
    for (const [index, [words, box, style]] of all.entries()) {
      texts += 1;
      const own = corners(box);
      // The arm of a T or the foot of a J reaches out of its letter, and nothing cuts it off.
      if (own.left < -1.1 || own.right > width + 1.1 || own.top < -0.5 || own.bottom > height + 0.5) {
        say(`"${words}" leaves its drawing: ${JSON.stringify(own)} of ${width} by ${height}`);
      }
      const size = parseFloat(style.fontSize) * scale;
      if (size < smallest) say(`"${words}" has ${size.toFixed(1)} px`);
      for (const [others, other] of all.slice(index + 1)) {
        if (meet(trimmed(box), trimmed(other))) say(`"${words}" meets "${others}"`);
      }
      for (const [x1, y1, x2, y2] of lines) {
        const { left, right, top, bottom } = trimmed(box);
        const runs = Array.from({ length: 41 }, (_, step) => [x1 + ((x2 - x1) * step) / 40, y1 + ((y2 - y1) * step) / 40]);
        if (runs.some(([x, y]) => left < x && x < right && top < y && y < bottom)) say(`a line of a name runs through "${words}"`);
      }
      // What a part is filled with, over the paper.
      const below = parts.find(([part]) => part.left < own.left && own.right < part.right && part.top < own.bottom && own.top < part.bottom);
      let behind = paper;
      if (below) {
        const [fill, opacity] = [channels(below[1].fill), Number(below[1].fillOpacity)];
        behind = paper.slice(0, 3).map((value, at) => value * (1 - opacity) + fill[at] * opacity);
      }
      const told = contrast(channels(style.fill).slice(0, 3), behind.slice(0, 3));
      if (told < 4.5) say(`"${words}" has a contrast of ${told.toFixed(2)}`);
    }
    // Two lines of one chart differ by more than their colour.
    const runs = new Map([...drawing.querySelectorAll(".run")].map((run) => [run.getAttribute("class"), getComputedStyle(run).strokeDasharray]));
    if (new Set(runs.values()).size < runs.size) say("two lines differ by colour alone");
  }
  return { wrong, texts };
}

const browser = await launch();
let texts = 0;
const ways = [
  ...[320, 390, 559, 560, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme }))),
  { width: 1280, colorScheme: "dark", forcedColors: "active" },
  { width: 320, colorScheme: "light", forcedColors: "active" },
  { width: 700, colorScheme: "light", media: "print" },
  // A narrow font leaves gaps, a wide one asks for room.
  { width: 320, colorScheme: "light", font: "DejaVu Sans" },
  { width: 1280, colorScheme: "light", font: "DejaVu Sans" },
  { width: 320, colorScheme: "light", font: "Liberation Sans" },
  { width: 1280, colorScheme: "light", font: "Liberation Sans" },
];
for (const { width, colorScheme, media = "screen", forcedColors = "none", font } of ways) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  await page.emulateMedia({ media, forcedColors, colorScheme });
  for (const name of charted) {
    await page.goto(at(fromDisk, name));
    if (font) await page.addStyleTag({ content: `.drawing { font-family: "${font}" !important }` });
    const found = await page.evaluate(measure, SMALLEST);
    texts += found.texts;
    const where = `${name} at ${width} px, ${colorScheme}, ${media}${forcedColors === "active" ? ", forced colours" : ""}${font ? `, ${font}` : ""}`;
    check(found.texts > 0, `${where}: no text is shown`);
    check(found.wrong.length === 0, `${where}:\n  ${found.wrong.join("\n  ")}`);
  }
  await context.close();
}

// The proof sees what it looks for: each of these breaks a sound drawing.
const breaks = {
  "leaves its drawing": (drawing) => drawing.querySelector("text").setAttribute("x", -20),
  " meets ": (drawing) => drawing.querySelector("text").after(drawing.querySelector("text").cloneNode(true)),
  " px": (drawing) => drawing.setAttribute("font-size", 8),
  "has a contrast of": (drawing) => drawing.querySelector("text").setAttribute("style", "fill: #ccc"),
  "runs through": (drawing) => {
    const { x, y, width, height } = drawing.querySelector("text").getBBox();
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    Object.entries({ class: "leader", x1: x + width / 2, x2: x + width / 2, y1: y - 5, y2: y + height + 5 }).forEach(([name, value]) => line.setAttribute(name, value));
    drawing.append(line);
  },
};
const context = await browser.newContext({ viewport: { width: 320, height: 900 }, bypassCSP: true });
const page = await context.newPage();
for (const [words, spoil] of Object.entries(breaks)) {
  await page.goto(at(fromDisk, charted[0]));
  await page.evaluate(`(${spoil})(document.querySelector(".drawing.narrow"))`);
  const { wrong } = await page.evaluate(measure, SMALLEST);
  check(wrong.some((line) => line.includes(words)), `a drawing that was broken is not told of: ${words}`);
}
await browser.close();
remark(`${texts} texts of charts measured on ${charted.length} pages in ${ways.length} ways`);
finish("charts");
