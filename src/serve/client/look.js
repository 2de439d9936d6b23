/* How what the preview adds looks: colours and type for light, dark and forced colours, and how its elements are made. */
const look = (() => {
  const styles = `
    :host {
      --paper: light-dark(#fff, #1b1d20); --ink: light-dark(#1c1e21, #e9eaec); --faint: light-dark(#595f67, #a9afb7);
      --rule: light-dark(#d5d8dc, #43474d); --sunk: light-dark(#f4f5f6, #131416); --link: light-dark(#0b57a8, #8fc1ff);
      --error: light-dark(#b3121d, #ff8f8a); --warning: light-dark(#8a4b00, #f5b95f); --note: light-dark(#0a5e74, #78cbe2);
      --shadow: 0 0 0 1px var(--rule), 0 8px 32px rgb(0 0 0 / .28);
    }
    [hidden] { display: none !important; }
    :where(.desk), :where(.desk) :where(button) { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); text-align: start; }
    :where(.desk) :where(*) { box-sizing: border-box; }
    :where(.desk) :where(h2, h3, h4, p, pre, ul) { margin: 0; padding: 0; font: inherit; }
    :where(.desk) :where(li) { list-style: none; }
    :where(.desk) :where(code, pre, .path) { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
    :where(.desk) :where(p, h4, .place) { overflow-wrap: anywhere; }
    :where(.desk) :where(button) { cursor: pointer; background: var(--paper); border: 1px solid var(--rule); border-radius: 6px; padding: 3px 10px; min-block-size: 28px; }
    :where(.desk) button:hover { border-color: currentColor; }
    :where(.desk) :where(button, pre, .list):focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
    .place, .code { color: var(--link); border-color: transparent; background: none; padding: 3px; margin-inline-start: -3px; min-block-size: 24px; text-decoration: underline; text-underline-offset: 3px; }
    .code { color: var(--faint); text-decoration-style: dotted; }
    .error { --tone: var(--error); } .warning { --tone: var(--warning); } .note { --tone: var(--note); }
    .severity { color: var(--tone); font-weight: 650; }
    .hint b, .further b { font-weight: 600; color: var(--faint); }
    .outcome { color: var(--faint); }
    .quiet { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (forced-colors: active) {
      .desk button, .panel, .card { border: 1px solid CanvasText; }
      .severity, .place, .code { color: CanvasText; }
    }
  `;

  // An element with attributes, listeners (`onclick`) and children; text stays text.
  function make(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  }

  const count = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

  // `2 errors, 1 note`; what there is none of is left out.
  function counts({ errors, warnings, notes }) {
    const all = [[errors, "error"], [warnings, "warning"], [notes, "note"]];
    return all.filter(([number]) => number > 0).map(([number, one]) => count(number, one)).join(", ");
  }

  const isTyping = (event) => {
    const target = event.composedPath()[0];
    return target instanceof Element && (target.matches("input, textarea, select") || target.isContentEditable);
  };

  return { styles, make, count, counts, isTyping };
})();
preview.addStyles(look.styles);
