/* Asks the server to open the editor at a place, and to explain a code. */
const editor = (() => {
  const { make } = look;

  async function ask(place) {
    try {
      const response = await fetch("/.nutgraf/open", {
        method: "POST",
        headers: { "content-type": "application/json", "x-nutgraf": preview.epoch },
        body: JSON.stringify(place),
      });
      const type = response.headers.get("content-type") ?? "";
      if (type.includes("json")) return await response.json();
      return { opened: false, message: (await response.text()) || `the server said ${response.status}` };
    } catch {
      return { opened: false, message: "the preview server does not answer" };
    }
  }

  // A button with a place in a file. What came of it is said below the line it stands on.
  function button({ file, line, column }, words) {
    const at = line ? `${file}:${line}:${column ?? 1}` : file;
    const label = words ?? at;
    const made = make("button", { type: "button", class: words ? "place" : "place path", title: "Open in the editor" }, label);
    if (words) made.setAttribute("aria-label", `${words}: ${at}`);
    made.addEventListener("click", async () => {
      const said = outcome(made.parentElement);
      const answer = await ask({ file, ...(line ? { line, column: column ?? 1 } : {}) });
      said.replaceChildren(answer.opened ? answer.message : `${answer.message}. `);
      if (!answer.opened && answer.place) said.append(make("code", {}, answer.place), " ", copying(answer.place));
    });
    return made;
  }

  function outcome(row) {
    const next = row.nextElementSibling;
    if (next?.matches(".outcome")) return next;
    const said = make("p", { class: "outcome", role: "status" });
    row.after(said);
    return said;
  }

  function copying(text) {
    const made = make("button", { type: "button" }, "Copy");
    made.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        made.textContent = "Copied";
      } catch {
        made.textContent = "Could not be copied";
      }
    });
    return made;
  }

  // A code that unfolds the page `nutgraf explain` prints.
  function code(name, below) {
    const made = make("button", { type: "button", class: "code", "aria-expanded": "false", title: "Explain" }, name);
    let page = null;
    made.addEventListener("click", async () => {
      if (!page) {
        page = make("pre", { class: "explanation", tabindex: "0", role: "group", "aria-label": `About ${name}` }, "…");
        below().append(page);
        page.textContent = await explanation(name);
      } else {
        page.hidden = !page.hidden;
      }
      made.setAttribute("aria-expanded", String(!page.hidden));
    });
    return made;
  }

  async function explanation(name) {
    try {
      const response = await fetch(`/.nutgraf/explain/${encodeURIComponent(name)}`);
      if (response.ok) return await response.text();
    } catch {
      // The server is gone.
    }
    return `nutgraf explain ${name}`;
  }

  return { button, code };
})();
