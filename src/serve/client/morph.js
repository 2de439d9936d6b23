/* Brings the open page from what the server sent before to what it sends now, and touches nothing else. */
const morph = (() => {
  // The page has to be loaded again: its scripts have to run, or nothing else helps.
  class Reload extends Error {}

  // Elements whose content or look changed, and those next to which something was taken away.
  let changed = new Set();
  let gone = new Set();

  // ---- what cannot be patched ----

  const isData = (script) => script.type === "application/ld+json";

  // Everything a browser acts on only while it reads a page.
  function acts(page) {
    const found = [page.doctype ? `${page.doctype.name} ${page.doctype.publicId} ${page.doctype.systemId}` : ""];
    for (const element of page.querySelectorAll("script, base, meta[http-equiv], meta[charset], template[shadowrootmode], body link[rel~=stylesheet i]")) {
      if (!(element.localName === "script" && isData(element))) found.push(element.outerHTML);
    }
    return JSON.stringify(found);
  }

  // ---- nodes ----

  // True if the node of the open page is now as the next page wants it; false if what changed cannot
  // be found in the open page, since a script took it away.
  function patch(old, next) {
    if (tree.same(old, next)) {
      serverPage.inherit(old, next);
      return true;
    }
    const live = serverPage.find(old);
    if (assets.isSheet(next)) return patchSheet(live, next);
    if (!live) return tree.isBlank(old) && tree.isBlank(next);
    serverPage.link(next, live);
    if (!tree.isElement(next)) {
      patchText(live, next.data);
      if (live.parentElement && !tree.isBlank(next)) changed.add(live.parentElement);
      return true;
    }
    const isOther = patchAttributes(old, next, live);
    // A script has made something of what it found here.
    if (isOther && touched.has(live)) throw new Reload();
    return patchChildren(old, next, live) || replace(next, live);
  }

  function patchSheet(live, next) {
    if (!assets.take(next)) throw new Reload();
    live?.remove();
    return true;
  }

  // Only the characters that differ, so that a selection around them stays.
  function patchText(live, text) {
    const was = live.data;
    const longest = Math.min(was.length, text.length);
    let start = 0;
    while (start < longest && was[start] === text[start]) start += 1;
    let end = 0;
    while (end < longest - start && was[was.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    live.replaceData(start, was.length - end - start, text.slice(start, text.length - end));
  }

  const SEEN = new Set(["class", "style", "src", "srcset", "poster", "hidden", "open"]);

  // True if there is more than other classes.
  function patchAttributes(old, next, live) {
    const names = new Set([...old.getAttributeNames(), ...next.getAttributeNames()]);
    let isOther = false;
    for (const name of names) {
      const [was, is] = [old.getAttribute(name), next.getAttribute(name)];
      if (was === is) continue;
      isOther ||= name !== "class";
      if (name === "class" && live.getAttribute("class") !== was) patchClasses(old, next, live);
      else if (is === null) live.removeAttribute(name);
      else live.setAttributeNS(next.getAttributeNode(name).namespaceURI, name, is);
      // Once a reader has typed or chosen, the attribute alone changes nothing.
      if (name === "value" && live.localName === "input" && live.type !== "file") live.value = is ?? "";
      if (name === "checked" && live.localName === "input") live.checked = is !== null;
      if (name === "selected" && live.localName === "option") live.selected = is !== null;
      if (SEEN.has(name)) changed.add(live);
    }
    return isOther;
  }

  // The page's scripts have classes of their own on it.
  function patchClasses(old, next, live) {
    for (const name of old.classList) if (!next.classList.contains(name)) live.classList.remove(name);
    for (const name of next.classList) if (!old.classList.contains(name)) live.classList.add(name);
  }

  // ---- children ----

  function patchChildren(old, next, live) {
    if (tree.isTemplate(next)) {
      if (old.innerHTML !== next.innerHTML) live.innerHTML = next.innerHTML;
      return true;
    }
    const olds = [...old.childNodes];
    const nexts = [...next.childNodes];
    const pairs = tree.pairs(olds, nexts);
    const left = new Set(olds);
    for (const node of pairs.values()) left.delete(node);
    const moved = tree.moves([...left], nexts.filter((node) => !pairs.has(node)));
    for (const [node, was] of moved) {
      pairs.set(node, was);
      left.delete(was);
    }
    for (const node of left) if (!remove(node, live)) return false;
    // From the last to the first, so that what comes behind a node is in its place already.
    for (const [at, node] of [...nexts.entries()].reverse()) {
      if (pairs.has(node)) {
        if (!patch(pairs.get(node), node)) return false;
        if (!moved.has(node)) continue;
      }
      const shown = moved.has(node) ? serverPage.find(node) : assets.take(node);
      if (moved.has(node) && !shown) return false;
      if (!moved.has(node) && shown) continue;
      const made = shown ?? create(node);
      // A node before this one that has not been reached yet is still shown by its old self, and if
      // it is to move, not in its place.
      const stays = (other) => (moved.has(other) ? null : serverPage.find(pairs.get(other)));
      place(made, nexts, at, live, (other) => serverPage.find(other) ?? stays(other));
      if (tree.isElement(made)) changed.add(made);
      else if (!tree.isBlank(made)) changed.add(live);
    }
    if (next.localName === "textarea" && live.value !== live.defaultValue) live.value = live.defaultValue;
    return true;
  }

  function remove(old, parent) {
    const live = serverPage.find(old);
    if (!live) return tree.isBlank(old);
    if (tree.isElement(old)) {
      const beside = live.nextElementSibling ?? live.previousElementSibling ?? parent;
      gone.delete(live);
      gone.add(beside);
    } else if (!tree.isBlank(old)) {
      changed.add(parent);
    }
    live.remove();
    return true;
  }

  function create(next) {
    if (tree.isElement(next)) {
      const runs = next.matches("script, [shadowrootmode]") || next.querySelector("script, [shadowrootmode]");
      if (runs && !(next.localName === "script" && isData(next))) throw new Reload();
      if (touched.wants(next)) throw new Reload();
    }
    return serverPage.create(next);
  }

  // Puts a node of the open page where the next page has it, however the page's scripts have wrapped
  // its neighbours.
  function place(node, nexts, at, parent, find) {
    const inParent = (other) => {
      let live = find(other);
      while (live && live.parentNode !== parent) live = live.parentNode;
      return live === node ? null : live;
    };
    for (const other of nexts.slice(at + 1)) {
      const behind = inParent(other);
      if (behind) return insert(node, parent, behind);
    }
    for (const other of nexts.slice(0, at).reverse()) {
      const before = inParent(other);
      if (before) return insert(node, parent, before.nextSibling);
    }
    return insert(node, parent, null);
  }

  function insert(node, parent, behind) {
    // Keeps focus, frames and what is scrolled, where the browser can.
    if (node.isConnected && parent.moveBefore) parent.moveBefore(node, behind);
    else parent.insertBefore(node, behind);
  }

  function replace(next, live) {
    if (live === document.documentElement || live === document.body || live === document.head) throw new Reload();
    if (touched.within(live)) throw new Reload();
    const done = keep.done(live);
    const made = create(next);
    live.replaceWith(made);
    keep.redo(done);
    changed.add(made);
    return true;
  }

  // ---- the whole page ----

  // True if the open page was brought to what the next one is; false if it must be loaded again.
  function apply(old, next) {
    changed = new Set();
    gone = new Set();
    const settle = keep.view();
    const focused = document.activeElement;
    const doing = focused && focused !== document.body ? keep.done(focused) : [];
    try {
      touched.without(() => patch(old.documentElement, next.documentElement));
    } catch (error) {
      if (error instanceof Reload) return false;
      throw error;
    } finally {
      assets.drop();
    }
    if (focused && !focused.isConnected) keep.redo(doing);
    settle();
    return true;
  }

  return { acts, apply, place, changed: () => ({ changed, gone }) };
})();
