/* The list of problems over the page, and the badge it folds into. */
const overlay = (() => {
  const { make, count } = look;
  // Checks that end before this are not spoken of.
  const QUIET = 300;
  const SEEN = "nutgraf seen";
  const LOST = "The preview server does not answer. Trying again …";

  preview.addStyles(`
    .panel {
      position: fixed; inset: auto 0 0; margin-inline: auto; inline-size: min(100%, 66rem);
      max-block-size: min(64vh, 44rem); display: flex; flex-direction: column; background: var(--paper);
      border-block-start: 4px solid var(--rule); border-radius: 10px 10px 0 0; box-shadow: var(--shadow);
    }
    .panel.error { border-block-start-color: var(--error); } .panel.warning { border-block-start-color: var(--warning); }
    .panel.note { border-block-start-color: var(--note); }
    .panel header { display: flex; gap: 4px 16px; align-items: start; padding: 10px 16px; border-block-end: 1px solid var(--rule); }
    .panel header > div { flex: 1; }
    .panel h2 { font-size: 17px; font-weight: 650; }
    .about { color: var(--faint); }
    .fold { display: inline-flex; gap: 8px; align-items: center; }
    .desk kbd { font: 12px/1 ui-monospace, Menlo, Consolas, monospace; color: var(--faint); border: 1px solid var(--rule); border-radius: 4px; padding: 2px 4px; }
    .list { overflow: auto; overscroll-behavior: contain; padding: 0 16px 8px; }
    .group { padding-block-start: 4px; }
    .group h3 { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
    .group h4 { font-weight: 600; color: var(--faint); margin-block-start: 8px; }
    .problem { padding-block: 8px; } .problem + .problem { border-block-start: 1px solid var(--rule); }
    .group + .group { border-block-start: 1px solid var(--rule); }
    .problem .message { font-weight: 550; white-space: pre-line; }
    .where { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: baseline; }
    .further { margin-block-start: 6px; }
    .excerpt, .explanation { background: var(--sunk); border-radius: 6px; padding: 6px 10px; margin-block: 4px; overflow-x: auto; }
    .explanation { white-space: pre-wrap; }
    .mark { color: var(--tone); font-weight: 600; }
    .hint { white-space: pre-line; }
    .more { padding-block: 10px; color: var(--faint); }
    .panel footer { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; padding: 8px 16px; border-block-start: 1px solid var(--rule); }
    .panel footer p { color: var(--faint); }
    .corner { position: fixed; inset: auto 12px 12px auto; display: flex; flex-direction: column; align-items: end; gap: 6px; max-inline-size: calc(100vw - 24px); }
    .badge, .lost { border-radius: 16px; padding: 5px 14px; box-shadow: var(--shadow); background: var(--paper); border: 1px solid var(--rule); }
    .badge::before { content: ""; display: inline-block; inline-size: 10px; block-size: 10px; margin-inline-end: 8px; background: var(--tone, var(--faint)); }
    .badge.warning::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); } .badge.note::before { border-radius: 50%; }
    @media (max-width: 40rem) {
      .panel :is(header, .list, footer) { padding-inline: 12px; } .panel { max-block-size: 70vh; } .desk kbd { display: none; }
    }
    @media (forced-colors: active) { .badge::before { background: CanvasText; forced-color-adjust: none; } .mark { color: CanvasText; } }
  `);

  // ---- the elements ----

  const heading = make("h2", { id: "title" });
  const about = make("p", { class: "about" });
  const list = make("div", { class: "list", tabindex: "0", role: "group", "aria-label": "Problems" });
  const markings = make("footer");
  const badge = make("button", { type: "button", class: "badge", "aria-controls": "panel", onclick: () => unfold() });
  const lost = make("p", { class: "lost" }, LOST);
  const announced = make("p", { class: "quiet", role: "status" });
  const folding = make("button", { type: "button", class: "fold", onclick: () => fold() }, "Fold", make("kbd", { "aria-hidden": "true" }, "Esc"));
  const panel = make(
    "section",
    { class: "desk panel", id: "panel", lang: "en", "aria-labelledby": "title" },
    make("header", {}, make("div", {}, heading, about), folding),
    list,
    markings,
  );
  const corner = make("section", { class: "desk corner", lang: "en", "aria-label": "Live preview" }, lost, badge, announced);
  panel.hidden = true;
  badge.hidden = true;

  // ---- what is known ----

  let now = { complete: true, errors: 0, warnings: 0, notes: 0, stale: false, problems: [] };
  let isOpen = false;
  // Nobody asked for the list: it goes as it came.
  let isByErrors = false;
  let isChecking = false;
  let isLost = false;
  let waiting = null;
  // The file this page is made from comes first.
  let own = null;

  const gravest = () => (now.errors ? "error" : now.warnings ? "warning" : "note");
  const total = () => now.errors + now.warnings + now.notes;
  // A problem that only moved to another line is no new one.
  const nameOf = ({ file, code, message }) => `${file} ${code} ${message}`;

  // Folded away, the same errors do not unfold the list again, on no page.
  function hasUnseen() {
    const errors = now.problems.filter(({ severity }) => severity === "error").map(nameOf);
    let seen = [];
    try {
      seen = JSON.parse(sessionStorage.getItem(SEEN)) ?? [];
    } catch {
      // Without storage every page shows its errors.
    }
    return errors.some((error) => !seen.includes(error));
  }

  function remember(names) {
    try {
      if (names.length > 0) sessionStorage.setItem(SEEN, JSON.stringify(names));
      else sessionStorage.removeItem(SEEN);
    } catch {
      // As above.
    }
  }

  // ---- what is shown ----

  function show() {
    const counts = look.counts(now);
    heading.textContent = counts || "No problems";
    panel.className = `desk panel ${gravest()}`;
    const facts = [
      now.stale && `This page is from before the error${now.errors === 1 ? "" : "s"}.`,
      isChecking && "Checks are still running.",
      isLost && LOST,
    ];
    about.textContent = facts.filter(Boolean).join(" ");
    about.hidden = about.textContent === "";
    panel.hidden = !isOpen;
    lost.hidden = isOpen || !isLost;
    badge.hidden = isOpen || (total() === 0 && !isChecking);
    badge.className = `badge ${total() > 0 ? gravest() : ""}`;
    badge.textContent = [counts, isChecking && "checking …"].filter(Boolean).join(" · ");
    badge.setAttribute("aria-expanded", String(isOpen));
    if (!panel.isConnected) preview.layer.append(panel, corner);
  }

  function groups() {
    const shown = [];
    for (const severity of ["error", "warning", "note"]) {
      const of = now.problems.filter((one) => one.severity === severity);
      const all = now[`${severity}s`];
      if (all === 0) continue;
      const files = [...new Set(of.map(({ file }) => file))];
      files.sort((one, other) => (other === own) - (one === own));
      const section = make("div", { class: `group ${severity}` }, make("h3", {}, count(all, severity)));
      for (const file of files) {
        const entries = of.filter((one) => one.file === file).map(problem.element);
        section.append(make("h4", {}, file ?? "The site", file !== null && file === own ? " (this page)" : null), make("ul", {}, ...entries));
      }
      const left = all - of.length;
      if (left > 0) section.append(make("p", { class: "more" }, `${left} more ${left === 1 ? severity : `${severity}s`}; the terminal shows them all.`));
      shown.push(section);
    }
    return shown;
  }

  // The entries, written anew only where they differ, so that what a reader unfolded stays.
  let listed = "";
  function fill() {
    const key = JSON.stringify([own, now.errors, now.warnings, now.notes, now.problems]);
    if (!isOpen || key === listed) return;
    listed = key;
    const { scrollTop } = list;
    const held = list.contains(focused());
    list.replaceChildren(...groups());
    list.scrollTop = scrollTop;
    if (held) list.focus({ preventScroll: true });
    reach();
  }

  // What is scrolled can be reached with the keyboard.
  function reach() {
    for (const excerpt of list.querySelectorAll(".excerpt")) excerpt.toggleAttribute("tabindex", excerpt.scrollWidth > excerpt.clientWidth);
    for (const excerpt of list.querySelectorAll(".excerpt[tabindex]")) excerpt.tabIndex = 0;
  }

  const focused = () => preview.layer.activeElement;

  function unfold() {
    isOpen = true;
    isByErrors = false;
    show();
    fill();
    list.focus({ preventScroll: true });
  }

  function fold() {
    const held = panel.contains(focused());
    isOpen = false;
    remember(now.problems.filter(({ severity }) => severity === "error").map(nameOf));
    show();
    if (held && !badge.hidden) badge.focus({ preventScroll: true });
  }

  // Screen readers hear what changed, when it is settled.
  let said = "";
  function announce() {
    const counts = look.counts(now);
    const words = counts ? `${counts}.${now.stale ? " This page is from before." : ""}` : said ? "No problems any more." : "";
    if (words !== said) announced.textContent = words;
    said = counts ? words : "";
  }

  // ---- what is told ----

  // Errors that come with the last checks would vanish with each edit and come again a moment later:
  // until the checks are through, those of the last time are taken to hold.
  let early = { errors: 0, warnings: 0, notes: 0, problems: [] };
  let late = early;

  // What is told and not among the others.
  function without(told, others) {
    const known = new Set(others.problems.map(nameOf));
    const rest = (name) => Math.max(0, told[name] - others[name]);
    return { errors: rest("errors"), warnings: rest("warnings"), notes: rest("notes"), problems: told.problems.filter((one) => !known.has(nameOf(one))) };
  }

  function withLate(told) {
    if (told.complete) {
      late = without(told, early);
      return told;
    }
    early = told;
    const rest = without(late, told);
    const sum = (name) => told[name] + late[name];
    return { ...told, errors: sum("errors"), warnings: sum("warnings"), notes: sum("notes"), problems: [...told.problems, ...rest.problems] };
  }

  preview.on("problems", (told) => {
    now = withLate(told);
    clearTimeout(waiting);
    if (now.complete) isChecking = false;
    else waiting = setTimeout(() => { isChecking = true; show(); }, QUIET);
    if (now.errors === 0) {
      remember([]);
      if (total() === 0 || isByErrors) isOpen = false;
    } else if (!isOpen && hasUnseen()) {
      isOpen = true;
      isByErrors = true;
    }
    show();
    fill();
    if (now.complete || now.errors > 0) announce();
  });

  preview.on("server", ({ up }) => {
    isLost = !up;
    show();
  });

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOpen || event.isComposing) return;
    fold();
  });
  addEventListener("resize", reach);

  return {
    // The file the page is made from.
    own(file) {
      if (file === own) return;
      own = file;
      fill();
    },
    // Where the marks say how they are switched.
    markings,
    announce: (words) => { announced.textContent = words; },
  };
})();
