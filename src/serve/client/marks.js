/* Editorial marks: what the desk has to say of a page, at the words it is about; nothing of it is in the page. */
const marks = (() => {
  const { make, count } = look;
  const KEY = "m";
  const STORED = "nutgraf marks";
  const SEVERITIES = ["note", "warning", "error"];

  // The page's own text is underlined, each severity in a way of its own; no node is touched.
  const underlines = new CSSStyleSheet();
  underlines.replaceSync(`
    ::highlight(nutgraf-error) { text-decoration: underline wavy 2px #d4333d; background-color: rgb(212 51 61 / .14); }
    ::highlight(nutgraf-warning) { text-decoration: underline dashed 2px #b96a00; background-color: rgb(224 148 31 / .16); }
    ::highlight(nutgraf-note) { text-decoration: underline dotted 2px #1583a0; background-color: rgb(21 131 160 / .13); }
    @media print {
      ::highlight(nutgraf-error), ::highlight(nutgraf-warning), ::highlight(nutgraf-note) { text-decoration: none; background-color: transparent; }
    }
  `);

  // Markers scroll with the page.
  const styles = new CSSStyleSheet();
  styles.replaceSync(`${look.styles}
    :host { all: initial !important; position: absolute !important; inset: 0 auto auto 0 !important; inline-size: 0 !important; block-size: 0 !important; z-index: 2147483646 !important; color-scheme: light dark !important; }
    @media print { :host { display: none !important; } }
    .marker { position: absolute; inline-size: 24px; block-size: 24px; min-block-size: 24px; padding: 0; border: none; background: none; display: grid; place-items: center; }
    .marker::before {
      content: attr(data-sign); inline-size: 18px; block-size: 18px; border-radius: 50%; background: var(--tone); color: var(--paper);
      font: 700 12px/18px system-ui, sans-serif; text-align: center; box-shadow: 0 0 0 2px var(--paper);
    }
    .marker.warning::before { border-radius: 4px; } .marker.error::before { border-radius: 0; transform: rotate(45deg) scale(.86); }
    .card { position: absolute; z-index: 1; inline-size: min(26rem, calc(100vw - 16px)); max-block-size: 60vh; overflow: auto; padding: 4px 14px; background: var(--paper); border-radius: 8px; box-shadow: var(--shadow); }
    .card li { padding-block: 8px; } .card li + li { border-block-start: 1px solid var(--rule); }
    .card .message { white-space: pre-line; } .card .explanation { white-space: pre-wrap; margin-block: 4px; }
    .where { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: baseline; }
    @media (forced-colors: active) { .marker::before { background: Canvas; color: CanvasText; border: 2px solid CanvasText; line-height: 14px; } }
  `);

  let host = null;
  let layer = null;
  let region = null;
  let told = { passages: [], marks: [] };
  let found = [];
  let isOn = read() !== "off";

  function read() {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  }

  // ---- placing ----

  function prepare() {
    if (host) return;
    host = make("nutgraf-marks");
    layer = host.attachShadow({ mode: "open" });
    layer.adoptedStyleSheets = [styles];
    region = make("section", { class: "desk", lang: "en", "aria-label": "Editorial marks" });
    layer.append(region);
    document.documentElement.append(host);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, underlines];
    new ResizeObserver(later).observe(document.body);
    // What is scrolled inside the page, unfolded, or comes late.
    for (const name of ["scroll", "toggle", "load", "transitionend"]) addEventListener(name, later, { capture: true, passive: true });
    addEventListener("resize", later);
  }

  function place() {
    found = isOn && told.marks.length > 0 ? words.find(told) : [];
    if (found.some((ranges) => ranges.length > 0)) prepare();
    for (const severity of SEVERITIES) {
      const of = found.flatMap((ranges, at) => (told.marks[at].severity === severity ? ranges : []));
      // Browsers without highlights have the markers.
      CSS.highlights?.delete(`nutgraf-${severity}`);
      if (of.length === 0 || !CSS.highlights) continue;
      const highlight = new Highlight(...of);
      highlight.priority = SEVERITIES.indexOf(severity);
      CSS.highlights.set(`nutgraf-${severity}`, highlight);
    }
    draw();
    explain();
  }

  let isDue = false;
  function later() {
    if (isDue || !host) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      if (!card) draw();
      else if (!card.marker.isConnected) close();
    });
  }

  // ---- markers ----

  // Where the line of a range ends: the right edge of its paragraph, or of its whole table.
  function edge(range) {
    let at = range.startContainer.parentElement;
    while (at !== document.body && /^(inline|contents|table-)/.test(getComputedStyle(at).display)) at = at.parentElement;
    return at.getBoundingClientRect().right;
  }

  // Scrolled out of sight inside of the page.
  function isCut({ top, bottom }, element) {
    for (let at = element; at && at !== document.body && at !== document.documentElement; at = at.parentElement) {
      if (getComputedStyle(at).overflowY === "visible") continue;
      const box = at.getBoundingClientRect();
      if (bottom < box.top + 2 || top > box.bottom - 2) return true;
    }
    return false;
  }

  // The marks line by line: those whose words begin on one line share a marker.
  function lines() {
    const all = [];
    found.forEach((ranges, at) => {
      const range = ranges.find((one) => one.getClientRects().length > 0);
      if (!range) return;
      const [rect] = range.getClientRects();
      if (isCut(rect, range.startContainer.parentElement)) return;
      const right = edge(range);
      const middle = (rect.top + rect.bottom) / 2;
      const line = all.find((other) => Math.abs(other.middle - middle) < 14 && Math.abs(other.right - right) < 24);
      if (line) line.marks.push(told.marks[at]);
      else all.push({ middle, right, marks: [told.marks[at]] });
    });
    return all;
  }

  function draw() {
    if (!host) return;
    const origin = host.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const old = Array.from(region.querySelectorAll(".marker"));
    const markers = lines().map(({ middle, right, marks: here }) => {
      const gravest = SEVERITIES.findLast((severity) => here.some((mark) => mark.severity === severity));
      const name = `${here.map(({ severity, message }) => `${severity}: ${message}`).join("; ")}`;
      // What is drawn again at its place keeps the focus.
      const marker = old.find((one) => one.dataset.name === name) ?? make("button", { type: "button", "aria-expanded": "false" });
      if (old.includes(marker)) old.splice(old.indexOf(marker), 1);
      else listen(marker);
      marker.className = `marker ${gravest}`;
      marker.dataset.name = name;
      marker.dataset.sign = here.length > 1 ? String(here.length) : gravest === "note" ? "i" : "!";
      marker.setAttribute("aria-label", name);
      marker.marks = here;
      marker.style.setProperty("left", `${Math.max(0, Math.min(right + 4, width - 26)) - origin.left}px`);
      marker.style.setProperty("top", `${middle - 12 - origin.top}px`);
      return marker;
    });
    for (const gone of old) gone.remove();
    for (const marker of markers) if (!marker.isConnected) region.append(marker);
  }

  // ---- the card at a marker ----

  let card = null;
  let timer = null;
  const pointer = { x: -1, y: -1 };
  addEventListener("pointermove", ({ clientX, clientY }) => Object.assign(pointer, { x: clientX, y: clientY }), { capture: true, passive: true });
  // The focus that goes back to a marker does not open its card again.
  let isClosing = false;

  function listen(marker) {
    const soon = (what, time) => () => {
      clearTimeout(timer);
      timer = setTimeout(what, time);
    };
    marker.addEventListener("pointerenter", ({ clientX, clientY }) => {
      // What comes to lie under a pointer that rests is not pointed at.
      if (pointer.x !== clientX || pointer.y !== clientY) soon(() => open(marker), 120)();
    });
    marker.addEventListener("pointerleave", soon(() => close(), 250));
    marker.addEventListener("focus", () => !isClosing && marker.matches(":focus-visible") && open(marker));
    marker.addEventListener("click", () => {
      clearTimeout(timer);
      if (card?.marker === marker && card.isKept) close();
      else open(marker, true);
    });
  }

  function open(marker, isKept = false) {
    if (card?.marker === marker) {
      card.isKept ||= isKept;
      return;
    }
    close(true);
    const entries = marker.marks.map((mark) => {
      const entry = make("li", { class: mark.severity });
      entry.append(
        make("p", { class: "message" }, make("span", { class: "severity" }, mark.severity), " ", mark.message),
        mark.hint ? make("p", { class: "hint" }, make("b", {}, "help: "), mark.hint) : "",
        make("p", { class: "where" }, editor.button(mark, "Open in the editor"), editor.code(mark.code, () => entry)),
      );
      return entry;
    });
    const element = make("div", { class: "card", role: "group", "aria-label": "Problem" }, make("ul", {}, ...entries));
    element.addEventListener("pointerenter", () => clearTimeout(timer));
    element.addEventListener("pointerleave", () => {
      clearTimeout(timer);
      timer = setTimeout(() => close(), 250);
    });
    element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && relatedTarget !== marker && !element.contains(relatedTarget)) close(true);
    });
    marker.after(element);
    marker.setAttribute("aria-expanded", "true");
    card = { marker, element, isKept };
    const origin = host.getBoundingClientRect();
    const at = marker.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.right - width, document.documentElement.clientWidth - width - 8));
    const isAbove = at.bottom + 4 + height > innerHeight && at.top - 4 - height > 0;
    element.style.setProperty("left", `${left - origin.left}px`);
    element.style.setProperty("top", `${(isAbove ? at.top - 4 - height : at.bottom + 4) - origin.top}px`);
  }

  // One that was asked for or is worked in stays until it is sent away.
  function close(isMeant = false) {
    clearTimeout(timer);
    if (!card || (!isMeant && (card.isKept || card.element.contains(layer.activeElement)))) return;
    const { marker, element } = card;
    card = null;
    const held = element.contains(layer.activeElement);
    element.remove();
    marker.setAttribute("aria-expanded", "false");
    isClosing = true;
    if (held && marker.isConnected) marker.focus({ preventScroll: true });
    isClosing = false;
    later();
  }

  addEventListener("pointerdown", (event) => {
    if (card && !event.composedPath().some((at) => at === card.element || at === card.marker)) close(true);
  }, true);

  // ---- switching ----

  const toggle = make("button", { type: "button", onclick: () => turn() });
  const state = make("p");

  function explain() {
    const placed = found.filter((ranges) => ranges.length > 0).length;
    toggle.setAttribute("aria-pressed", String(isOn));
    toggle.replaceChildren("Marks in the page ", make("kbd", {}, KEY));
    const where = `${placed} of ${count(told.marks.length, "problem")} of this file ${told.marks.length === 1 ? "is" : "are"} marked in the page`;
    state.textContent = isOn ? (told.marks.length > 0 ? `on: ${where}` : "on") : "off";
    if (!toggle.isConnected) overlay.markings.append(toggle, state);
  }

  function turn() {
    isOn = !isOn;
    try {
      localStorage.setItem(STORED, isOn ? "on" : "off");
    } catch {
      // Without storage it holds for this page.
    }
    close(true);
    place();
    overlay.announce(isOn ? "Editorial marks are shown." : "Editorial marks are hidden.");
  }

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.key === "Escape" && card) {
      event.preventDefault();
      close(true);
      return;
    }
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === KEY && isPlain && !look.isTyping(event)) turn();
  }, true);

  // ---- what is told ----

  let asking = null;
  async function ask() {
    asking?.abort();
    asking = new AbortController();
    try {
      const response = await fetch(`/.nutgraf/marks?page=${encodeURIComponent(preview.page())}`, { cache: "no-store", signal: asking.signal });
      if (!response.ok) return;
      told = await response.json();
    } catch {
      return;
    }
    overlay.own(told.file ?? null);
    close(true);
    place();
  }

  // Until the checks are through, only errors are known: what is marked stays. And it is asked for again only
  // where the page or what is wrong is other than when it was asked for last.
  let asked = null;
  let known = "";
  let isComplete = false;

  function mend() {
    const wanted = `${preview.version} ${known}`;
    if (asked === null || (isComplete && asked !== wanted)) {
      asked = wanted;
      ask();
    } else place();
  }

  const whenRead = (what) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", what, { once: true });
    else what();
  };
  preview.on("problems", ({ complete, problems }) => {
    isComplete = complete;
    if (complete) known = JSON.stringify(problems);
    if (complete || asked === null) whenRead(mend);
  });
  preview.on("updated", () => whenRead(mend));
})();
