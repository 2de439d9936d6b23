/* What the server sent, and which node of the open page is which node of it. */
const serverPage = (() => {
  const INJECTED = 'script[src^="/.nutgraf/"]';
  // From a node the server sent to the one in the open page, and back.
  const shown = new WeakMap();
  const sent = new WeakMap();
  // The open page as it was parsed, before deferred scripts ran: a copy, and the originals.
  let copy = null;
  const originals = new WeakMap();

  function link(next, live) {
    shown.set(next, live);
    sent.set(live, next);
  }

  // The same walk over two trees of the same shape. Below a template nothing is shown.
  function walk(one, other, visit) {
    visit(one, other);
    const theirs = other.childNodes;
    one.childNodes.forEach((child, at) => walk(child, theirs[at], visit));
  }

  // Asks for this page. `null`: nobody answered, or not with a page. A page with another status has
  // nothing in common with the one shown, and is not read.
  async function read(status) {
    let response;
    let text;
    try {
      response = await fetch(preview.address(), { cache: "no-store", headers: { accept: "text/html" } });
      if (status && response.status !== status) return { status: response.status };
      text = await response.text();
    } catch {
      return null;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const injected = page.querySelector(INJECTED);
    if (!injected) return null;
    const { epoch, generation, version } = injected.dataset;
    prepare(page);
    return { page, epoch, generation: Number(generation), version, status: response.status };
  }

  // What is not the page's own goes. Scripts are on here, so `noscript` holds text in the open page.
  function prepare(page) {
    for (const script of page.querySelectorAll(INJECTED)) script.remove();
    for (const silent of page.querySelectorAll("noscript")) {
      if (silent.firstElementChild) silent.textContent = silent.innerHTML;
    }
  }

  // Before a page's deferred scripts change it. Elements of a document without a window never come
  // to life: no custom element is made, no picture loaded.
  function keepCopy() {
    const still = document.implementation.createHTMLDocument("");
    copy = still.importNode(document.documentElement, true);
    walk(copy, document.documentElement, (mine, live) => originals.set(mine, live));
    for (const script of copy.querySelectorAll(INJECTED)) script.remove();
  }

  // Finds the nodes of the page as it was sent among those that were parsed.
  function align(page) {
    const join = (next, mine) => {
      const live = originals.get(mine);
      if (live) link(next, live);
    };
    const match = (next, mine) => {
      if (tree.same(next, mine)) {
        walk(next, mine, join);
        return;
      }
      join(next, mine);
      const found = tree.pairs([...mine.childNodes], [...next.childNodes]);
      const isWhole = found.size === mine.childNodes.length && found.size === next.childNodes.length;
      // Scripts that ran while the page was parsed have been here.
      if (!isWhole || !next.cloneNode(false).isEqualNode(mine.cloneNode(false))) touched.add(originals.get(mine));
      for (const [below, its] of found) match(below, its);
    };
    match(page.documentElement, copy);
    copy = null;
  }

  // The node of the open page, if it is still there.
  function find(next) {
    const live = shown.get(next);
    return live?.isConnected ? live : null;
  }

  // An unchanged part of the next page is shown by the nodes of the old one.
  const inherit = (old, next) =>
    walk(old, next, (was, is) => {
      const live = shown.get(was);
      if (live) link(is, live);
    });

  // New nodes for the open page.
  function create(next) {
    const made = document.importNode(next, true);
    walk(next, made, link);
    return made;
  }

  return { read, keepCopy, align, find, inherit, create, link, sent: (live) => sent.get(live) };
})();
