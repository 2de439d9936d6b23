/* One problem as an entry of the list: the lines of the terminal, told apart so that they can be set. */
const problem = (() => {
  const { make } = look;

  const PLACE = /^\s*(?:-->|:::) (.+?)(?::(\d+):(\d+))?$/;
  const HELP = /^\s*= help: (.*)$/;
  const BARE = /^\s*\|\s*$/;
  const FURTHER = /^note: (.*)$/;
  const GUTTER = /^\s*(?:\d+ )?\||^\s*\.\.\.|^\s*=/;

  // What the terminal prints, line by line; a line that is none of these belongs to what is before it.
  function parts(text, severity, code) {
    const found = [];
    const start = code ? `${severity}[${code}]: ` : `${severity}: `;
    for (const line of text.trimEnd().split("\n")) {
      const last = found.at(-1);
      const [place, help, further] = [line.match(PLACE), line.match(HELP), line.match(FURTHER)];
      if (!last) found.push({ is: "message", words: line.startsWith(start) ? line.slice(start.length) : line });
      else if (place) found.push({ is: "place", file: place[1], line: Number(place[2]) || null, column: Number(place[3]) || null });
      else if (help) found.push({ is: "hint", words: help[1] });
      else if (further && last.is !== "message") found.push({ is: "further", words: further[1] });
      else if (GUTTER.test(line) && last.is === "excerpt") last.lines.push(line);
      else if (GUTTER.test(line) && last.is !== "hint") found.push({ is: "excerpt", lines: [line] });
      else if ("words" in last) last.words += `\n${line.trim()}`;
      else if (last.is === "excerpt") last.lines.push(line);
    }
    return found;
  }

  function excerpt(lines) {
    const first = lines.findIndex((line) => !BARE.test(line));
    const last = lines.findLastIndex((line) => !BARE.test(line));
    if (first < 0) return null;
    const shown = lines.slice(first, last + 1).flatMap((line, at) => {
      // Under a numbered line stand the marks.
      return [at > 0 && "\n", /^\s*\|/.test(line) ? make("span", { class: "mark" }, line) : line];
    });
    return make("pre", { class: "excerpt", role: "group", "aria-label": "Excerpt" }, ...shown);
  }

  // The element for a problem as the server sends it; one without the terminal's text has its facts.
  function element(one) {
    const entry = make("li", { class: `problem ${one.severity}` });
    const below = () => entry;
    const known = one.text ? parts(one.text, one.severity, one.code) : facts(one);
    for (const part of known) {
      if (part.is === "message") {
        entry.append(make("p", { class: "message" }, make("span", { class: "severity" }, one.severity), " ", part.words));
      } else if (part.is === "place") {
        const row = entry.querySelector(".where") ? "further-where" : "where";
        entry.append(make("p", { class: row }, editor.button(part)));
      } else if (part.is === "excerpt") {
        const made = excerpt(part.lines);
        if (made) entry.append(made);
      } else if (part.is === "hint") {
        entry.append(make("p", { class: "hint" }, make("b", {}, "help: "), part.words));
      } else {
        entry.append(make("p", { class: "further" }, make("b", {}, "note: "), part.words));
      }
    }
    // What the machine refuses has no code and no place.
    if (one.code) {
      const where = entry.querySelector(".where") ?? entry.appendChild(make("p", { class: "where" }));
      where.append(editor.code(one.code, below));
    }
    return entry;
  }

  function facts({ message, hint, file, line, column }) {
    const found = [{ is: "message", words: message }];
    if (file) found.push({ is: "place", file, line, column });
    if (hint) found.push({ is: "hint", words: hint });
    return found;
  }

  return { element };
})();
