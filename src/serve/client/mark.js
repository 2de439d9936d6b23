/* Shows what changed: an outline that fades and, if all of it is out of sight, a button that leads there. */
const mark = (() => {
  const COLOUR = "#d9480f";
  const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  preview.addStyles(`
    .pointer {
      position: fixed; inset-inline: 0; margin-inline: auto; inline-size: max-content; min-block-size: 44px;
      padding: 0 20px; border: 2px solid #fff; border-radius: 22px; background: #a33500; color: #fff;
      font: 600 15px/1 system-ui, sans-serif; box-shadow: 0 2px 10px rgb(0 0 0 / 40%); cursor: pointer;
    }
    .pointer.down { inset-block-end: calc(16px + env(safe-area-inset-bottom)); }
    .pointer.up { inset-block-start: calc(16px + env(safe-area-inset-top)); }
    .pointer:hover { background: #7a2800; }
    .pointer:focus-visible { outline: 3px solid #a33500; outline-offset: 3px; }
    .pointer[hidden] { display: none; }
    .spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  `);

  // ---- which blocks ----

  // The block a reader would name: a paragraph and not a word in it, the line of a folded section
  // and not what is folded away. `null` if nothing of it is to be seen.
  function blockOf(element) {
    let at = element;
    while (at && document.body.contains(at) && at !== document.body) {
      const folded = at.parentElement?.closest("details:not([open])");
      const summary = folded?.querySelector(":scope > summary");
      if (folded && !summary?.contains(at)) {
        at = summary ?? folded;
        continue;
      }
      const { display } = getComputedStyle(at);
      if (display === "none" || !at.checkVisibility()) return null;
      if (!/^(inline|contents)/.test(display)) return at;
      at = at.parentElement;
    }
    return null;
  }

  // Without those that stand inside others; menus only if nothing else changed.
  function blocks(elements) {
    const all = new Set(Array.from(elements, blockOf).filter(Boolean));
    const inText = [...all].filter((one) => !one.closest("nav, header, footer"));
    const meant = new Set(inText.length > 0 ? inText : all);
    return [...meant].filter((one) => {
      for (let at = one.parentElement; at; at = at.parentElement) if (meant.has(at)) return false;
      return true;
    });
  }

  // ---- the outline ----

  // An animation leaves nothing behind in the page.
  function flash(block, isGone) {
    const line = isGone ? { boxShadow: `0 -4px 0 0 ${COLOUR}` } : { outline: `3px solid ${COLOUR}`, outlineOffset: "4px" };
    const clear = isGone ? { boxShadow: "0 -4px 0 0 transparent" } : { outline: "3px solid transparent", outlineOffset: "4px" };
    const frames = isCalm() ? [line, line] : [line, { ...line, offset: 0.5 }, clear];
    block.animate(frames, { duration: 2000, id: "nutgraf" });
  }

  // ---- the way there ----

  let button = null;
  let spoken = null;
  let watching = null;
  let ends = 0;

  function hide() {
    watching?.disconnect();
    watching = null;
    clearTimeout(ends);
    if (!button) return;
    button.hidden = true;
    spoken.textContent = "";
  }

  function build() {
    if (button) return;
    button = document.createElement("button");
    button.type = "button";
    button.lang = "en";
    button.hidden = true;
    // A live region is read out only if it was there before its text.
    spoken = document.createElement("span");
    spoken.lang = "en";
    spoken.className = "spoken";
    spoken.setAttribute("role", "status");
    preview.layer.append(button, spoken);
  }

  // Whether a block is above what is seen of the part of the page it scrolls with.
  function isAbove(block) {
    const box = block.getBoundingClientRect();
    for (let at = block.parentElement; at && at !== document.body; at = at.parentElement) {
      const frame = at.getBoundingClientRect();
      if (getComputedStyle(at).overflowY === "visible") continue;
      if (box.bottom <= frame.top) return true;
      if (box.top >= frame.bottom) return false;
    }
    return box.bottom <= 0;
  }

  function distance(block) {
    const box = block.getBoundingClientRect();
    return Math.max(0, -box.bottom, box.top - innerHeight);
  }

  function point(found, isGone) {
    const nearest = found.reduce((one, other) => (distance(other) < distance(one) ? other : one));
    const up = isAbove(nearest);
    build();
    button.className = up ? "pointer up" : "pointer down";
    button.textContent = up ? "Changed further up ↑" : "Changed further down ↓";
    button.onclick = () => {
      nearest.scrollIntoView({ block: "center", behavior: isCalm() ? "instant" : "smooth" });
      flash(nearest, isGone(nearest));
      hide();
    };
    button.hidden = false;
    spoken.textContent = `The page changed further ${up ? "up" : "down"}.`;
    const later = () => {
      ends = setTimeout(() => (button.matches(":hover, :focus") ? later() : hide()), 10000);
    };
    later();
  }

  // Marks the changed blocks; those next to which something was taken away get a line.
  function show({ changed, gone }) {
    hide();
    const marked = blocks(changed);
    const lined = marked.length > 0 ? [] : blocks(gone);
    const found = [...marked, ...lined];
    const isGone = (block) => lined.includes(block);
    for (const block of found) flash(block, isGone(block));
    if (found.length === 0) return;
    let first = true;
    watching = new IntersectionObserver((entries) => {
      const seen = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
      if (seen.length > 0) {
        if (!first) for (const block of seen) flash(block, isGone(block));
        hide();
      } else if (first) {
        point(found.filter((block) => block.isConnected), isGone);
      }
      first = false;
    });
    for (const block of found) watching.observe(block);
  }

  return { show };
})();
