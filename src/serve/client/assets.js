/* Style sheets are exchanged without a flash; other files that changed under the same name are asked for again. */
const assets = (() => {
  const staged = new Map();
  const LONGEST_WAIT = 3000;

  const isSheet = (node) => tree.isElement(node) && node.matches("link[rel~=stylesheet i][href]");

  // Loads a sheet that does not show yet. A missing one is as good as loaded: the page is without it.
  function load(link) {
    link.media = "not all";
    return new Promise((done) => {
      link.addEventListener("load", done, { once: true });
      link.addEventListener("error", done, { once: true });
      setTimeout(done, LONGEST_WAIT);
    });
  }

  function show(link, media) {
    if (media === null) link.removeAttribute("media");
    else link.setAttribute("media", media);
  }

  // ---- with a new page ----

  // The sheets of the next head that are not there yet are loaded at their place, so that page and
  // styles change in the same instant.
  async function prepare(old, next) {
    const nexts = [...next.head.childNodes];
    const pairs = tree.pairs([...old.head.childNodes], nexts);
    const waiting = [];
    for (const [at, node] of nexts.entries()) {
      const before = pairs.get(node);
      if (!isSheet(node) || (before && tree.same(before, node))) continue;
      const link = serverPage.create(node);
      waiting.push(load(link));
      const live = before && serverPage.find(before);
      if (live) live.after(link);
      else morph.place(link, nexts, at, document.head, (other) => serverPage.find(pairs.get(other) ?? other));
      staged.set(node, link);
    }
    await Promise.all(waiting);
  }

  // The loaded sheet for a link of the next page, shown from now on.
  function take(node) {
    const link = staged.get(node);
    if (!link) return null;
    staged.delete(node);
    show(link, node.getAttribute("media"));
    return link;
  }

  // What was loaded for a page that did not come.
  function drop() {
    for (const link of staged.values()) link.remove();
    staged.clear();
  }

  // ---- files that keep their name ----

  const REFERENCES = ["src", "srcset", "poster", "data", "href", "xlink:href"];
  const SHOWN = "img, source, video, audio, track, object, embed, iframe, input[type=image], image, use, link[rel~=icon i]";

  // Whether the page must be loaded again for these files; else they are put in place.
  async function refresh(changed, generation) {
    const names = changed.map((address) => `/${address}`);
    const isMeant = (text) => {
      const url = URL.canParse(text, document.baseURI) && new URL(text, document.baseURI);
      return url && url.origin === location.origin && names.some((name) => decodeURI(url.pathname).endsWith(name));
    };
    const anew = (text) => {
      const url = new URL(text, document.baseURI);
      url.searchParams.set("nutgraf", generation);
      return url.href;
    };
    // How the page came by each of the files: this knows modules and data that scripts asked for, too.
    const loaded = performance.getEntriesByType("resource").filter(({ name }) => isMeant(name));
    const isForScripts = ({ name, initiatorType }) => /^(script|fetch|xmlhttprequest)$/.test(initiatorType) || /\.m?js$/.test(new URL(name).pathname);
    if (loaded.some(isForScripts)) return true;

    for (const element of document.querySelectorAll(SHOWN)) {
      for (const name of REFERENCES) {
        const value = element.getAttribute(name);
        if (value === null) continue;
        const now = name === "srcset" ? value.replace(/[^\s,]\S*[^\s,]/g, (part) => (isMeant(part) ? anew(part) : part)) : isMeant(value) ? anew(value) : value;
        if (now !== value) element.setAttribute(name, now);
      }
    }
    const links = Array.from(document.querySelectorAll("link")).filter((link) => isSheet(link) && new URL(link.href).origin === location.origin);
    const inside = links.map((link) => renew(link.sheet, isMeant, anew));
    if (inside.includes("font")) return true;
    await Promise.all(links.filter((link, at) => isMeant(link.href) || inside[at] === "sheet").map((link) => exchange(link, anew(link.href))));
    return false;
  }

  // Asks again for the pictures in a sheet's rules; says whether a font or a sheet inside it is meant,
  // which cannot be asked for alone.
  function renew(sheet, isMeant, anew) {
    let found = null;
    const look = (rules, base) => {
      for (const rule of rules ?? []) {
        if (rule.styleSheet) {
          if (isMeant(rule.styleSheet.href)) found ??= "sheet";
          look(rule.styleSheet.cssRules, rule.styleSheet.href);
        }
        for (const name of rule.style ?? []) {
          const value = rule.style.getPropertyValue(name);
          const now = value.replace(/url\("(.*?)"\)/g, (whole, text) => {
            const url = URL.canParse(text, base) ? new URL(text, base).href : text;
            return isMeant(url) ? `url(${JSON.stringify(anew(url))})` : whole;
          });
          if (now === value) continue;
          if (rule instanceof CSSFontFaceRule) found = "font";
          else rule.style.setProperty(name, now, rule.style.getPropertyPriority(name));
        }
        look(rule.cssRules, base);
      }
    };
    look(sheet?.cssRules, sheet?.href);
    return found;
  }

  async function exchange(old, href) {
    const link = old.cloneNode();
    const loaded = load(link);
    link.href = href;
    old.after(link);
    const sent = serverPage.sent(old);
    if (sent) serverPage.link(sent, link);
    await loaded;
    show(link, old.getAttribute("media"));
    old.remove();
  }

  return { isSheet, prepare, take, drop, refresh };
})();
