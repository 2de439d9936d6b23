/* What a reader has done to the page is kept: where they look, what they type, what they have opened. */
const keep = (() => {
  // A page that is missing for a while has its own, so that the other's waits for it.
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
  const STORED = `nutgraf ${status} ${preview.address()}`;
  // Ten minutes: who comes back later does not come back from a reload of ours.
  const LONGEST_KEPT = 600000;
  const scrollers = new Set();

  addEventListener("scroll", ({ target }) => {
    if (target instanceof Element) scrollers.add(target);
  }, { capture: true, passive: true });

  // ---- where a node is, in words that another document understands ----

  // Its id, or the way from the nearest element above that has one.
  function locate(element) {
    const steps = [];
    let at = element;
    while (at && at !== document.documentElement && !(at.id && document.getElementById(at.id) === at)) {
      let nth = 0;
      for (let other = at; other; other = other.previousElementSibling) if (other.localName === at.localName) nth += 1;
      steps.unshift(`${CSS.escape(at.localName)}:nth-of-type(${nth})`);
      at = at.parentElement;
    }
    if (!at) return null;
    return [at.id ? `#${CSS.escape(at.id)}` : ":root", ...steps].join(" > ");
  }

  function lookUp(place) {
    return place ? document.querySelector(place) : null;
  }

  // ---- where the reader looks ----

  const isRoot = (scroller) => scroller === document.scrollingElement;
  const isFixed = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  };

  // How far below the upper edge of what scrolls an element begins.
  const topIn = (scroller, element) =>
    element.getBoundingClientRect().top - (isRoot(scroller) ? 0 : scroller.getBoundingClientRect().top);

  // What a reader sees in the window. Bars that stay do not tell where in the text they are.
  function hits() {
    const seen = new Set();
    for (let row = 1; row < 16; row += 1) {
      for (const column of [0.5, 0.2, 0.8]) {
        const hit = document.elementFromPoint(innerWidth * column, (innerHeight * row) / 16);
        if (!hit || seen.has(hit) || isFixed(hit)) continue;
        for (let at = hit; at && at !== document.body && !isRoot(at); at = at.parentElement) seen.add(at);
      }
    }
    return seen;
  }

  // What is in view inside a scrolled element, even if it is out of the window itself.
  function inside(scroller) {
    const frame = scroller.getBoundingClientRect();
    const seen = new Set();
    const look = (parent) => {
      for (const child of parent.children) {
        const { top, bottom } = child.getBoundingClientRect();
        if (seen.size > 40 || bottom <= frame.top || top >= frame.bottom) continue;
        seen.add(child);
        look(child);
      }
    };
    look(scroller);
    return seen;
  }

  // Elements in view with the place of their upper edge: first those that begin in view, topmost
  // first, then what they stand in.
  function inView(scroller) {
    const held = Array.from(isRoot(scroller) ? hits() : inside(scroller), (element) => {
      const top = topIn(scroller, element);
      return { element, top, begins: top >= 0 };
    });
    return held.sort((one, other) => other.begins - one.begins || (one.begins ? one.top - other.top : other.top - one.top));
  }

  // Where the reader looked when all of it went away, as when an editor empties a file and then writes
  // it; forgotten once they scroll.
  let lost = null;
  for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(name, () => (lost = null), { capture: true, passive: true });

  // Remembers what is in view everywhere; the function it returns puts it back to where it was.
  function view() {
    const kept = [];
    for (const scroller of [document.scrollingElement, ...scrollers]) {
      if (!scroller?.isConnected) scrollers.delete(scroller);
      // Who looks at the very beginning wants to see what is put there.
      else if (scroller.scrollTop > 0) kept.push({ scroller, held: inView(scroller), top: scroller.scrollTop });
    }
    const begins = (kept.find(({ scroller }) => isRoot(scroller))?.held ?? []).filter((one) => one.begins);
    const places = located(begins);
    return () => {
      for (const { scroller, held } of kept) {
        const still = held.find(({ element }) => isThere(element));
        if (still) moveBy(scroller, topIn(scroller, still.element) - still.top);
      }
      if (lost) lost = backTo(lost) ? null : lost;
      else if (begins.length > 0 && !begins.some(({ element }) => isThere(element))) lost = places;
    };
  }

  const isThere = (element) => element.isConnected && element.getClientRects().length > 0;

  const located = (held) => held.slice(0, 40).map(({ element, top }) => ({ place: locate(element), top }));

  // True if there is something to go by.
  function backTo(places) {
    const still = places.find(({ place }) => lookUp(place)?.getClientRects().length > 0);
    if (still) moveBy(document.scrollingElement, lookUp(still.place).getBoundingClientRect().top - still.top);
    return Boolean(still);
  }

  function moveBy(scroller, distance) {
    if (Math.abs(distance) < 0.5) return;
    scroller.scrollBy({ top: distance, behavior: "instant" });
  }

  // ---- what the reader has done ----

  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
  const isSecret = (field) => /^(password|file|hidden)$/.test(field.type);
  const isTyped = (field) =>
    isChoice(field) ? field.checked !== field.defaultChecked : !isSecret(field) && field.value !== field.defaultValue;

  // One description for each thing a reader did below an element, fit for JSON.
  function done(root) {
    const found = [];
    const note = (element, what) => {
      const place = locate(element);
      if (place) found.push({ place, ...what });
    };
    const each = (selector, visit) => {
      if (root.matches?.(selector)) visit(root);
      root.querySelectorAll(selector).forEach(visit);
    };
    each("input, textarea", (field) => {
      if (isTyped(field)) note(field, isChoice(field) ? { checked: field.checked } : { value: field.value });
    });
    each("select", (field) => {
      const chosen = Array.from(field.options, (option) => option.selected);
      if (Array.from(field.options).some((option) => option.selected !== option.defaultSelected)) note(field, { chosen });
    });
    each("details", (details) => {
      const first = serverPage.sent(details);
      if (!first || first.open !== details.open) note(details, { open: details.open });
    });
    each("[popover]:popover-open", (popover) => note(popover, { popover: true }));
    each("dialog[open]", (dialog) => note(dialog, { dialog: dialog.matches(":modal") ? "modal" : "open" }));
    for (const scroller of scrollers) {
      if (root.contains(scroller) && !isRoot(scroller)) note(scroller, { top: scroller.scrollTop, left: scroller.scrollLeft });
    }
    const active = document.activeElement;
    if (active && active !== document.body && root.contains(active)) {
      note(active, { focus: true, caret: caretOf(active) });
    }
    return found;
  }

  function caretOf(field) {
    try {
      return field.selectionStart === null || field.selectionStart === undefined
        ? null
        : [field.selectionStart, field.selectionEnd, field.selectionDirection];
    } catch {
      return null;
    }
  }

  function redo(found) {
    for (const one of found) {
      const element = lookUp(one.place);
      if (!element) continue;
      if ("value" in one && "defaultValue" in element && !isChoice(element) && !isSecret(element)) element.value = one.value;
      if ("checked" in one && isChoice(element)) element.checked = one.checked;
      if (one.chosen) Array.from(element.options ?? []).forEach((option, at) => (option.selected = one.chosen[at] ?? false));
      if ("open" in one) element.open = one.open;
      if (one.popover && element.popover && !element.matches(":popover-open")) element.showPopover();
      if (one.dialog && element.localName === "dialog" && !element.matches(one.dialog === "modal" ? ":modal" : "[open]")) {
        element.close();
        if (one.dialog === "modal") element.showModal();
        else element.show();
      }
      if ("top" in one) element.scrollTo({ top: one.top, left: one.left, behavior: "instant" });
      if (one.focus && document.activeElement !== element) {
        element.focus({ preventScroll: true });
        if (one.caret && element.setSelectionRange) element.setSelectionRange(...one.caret);
      }
    }
  }

  // ---- over a reload ----

  // The server has answered just now; a tab that reloads while it is down would show the browser's
  // own page, and never come back.
  function reload() {
    const state = pending ?? {
      held: located(inView(document.scrollingElement)),
      x: scrollX,
      y: scrollY,
      done: done(document.documentElement),
      restoration,
    };
    isLeaving = true;
    try {
      sessionStorage.setItem(STORED, JSON.stringify({ ...state, at: Date.now() }));
      history.scrollRestoration = "manual";
    } catch {
      // Without storage the page is right all the same.
    }
    location.reload();
  }

  // What the document before this one kept, if it was loaded again by us.
  const kept = (() => {
    try {
      const text = sessionStorage.getItem(STORED);
      sessionStorage.removeItem(STORED);
      const state = JSON.parse(text);
      return state && Date.now() - state.at < LONGEST_KEPT ? state : null;
    } catch {
      return null;
    }
  })();
  // As long as it is not all back: a page loaded again meanwhile has nothing better to keep.
  let pending = kept;
  let isLeaving = false;
  const restoration = kept?.restoration ?? history.scrollRestoration;

  // At once, and again when pictures have taken their place.
  function restore() {
    if (!kept) return;
    const back = () => {
      if (kept.y === 0 || !backTo(kept.held)) scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    };
    redo(kept.done);
    back();
    const ended = new AbortController();
    const stop = () => {
      pending = null;
      ended.abort();
    };
    for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(name, stop, { signal: ended.signal, passive: true });
    addEventListener("load", () => { back(); stop(); }, { signal: ended.signal, once: true });
    // Earlier, and the browser would put the page to the number of pixels it remembers.
    addEventListener("load", () => setTimeout(() => isLeaving || (history.scrollRestoration = restoration), 100));
  }

  return { view, done, redo, reload, restore, isReloaded: kept !== null };
})();
