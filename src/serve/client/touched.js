/* What the page's own scripts make of the elements they find when the page is loaded: they will not do it again. */
const touched = (() => {
  const elements = new Set();
  // Later on it is the reader who has scripts do something.
  const LOADING = 1000;

  const observer = new MutationObserver(note);

  function note(records) {
    for (const { target } of records) add(target);
  }

  function add(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    // What is of its own kind comes to life by itself, wherever it is put.
    if (element && !element.localName.includes("-")) elements.add(element);
  }

  function start() {
    observer.observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
    const ended = new AbortController();
    const stop = () => {
      note(observer.takeRecords());
      observer.disconnect();
      ended.abort();
    };
    for (const name of ["pointerdown", "keydown", "wheel", "touchstart"]) {
      addEventListener(name, stop, { signal: ended.signal, capture: true, passive: true });
    }
    addEventListener("load", () => setTimeout(stop, LOADING), { signal: ended.signal });
  }

  // What we do ourselves is no script's work.
  function without(work) {
    note(observer.takeRecords());
    try {
      return work();
    } finally {
      observer.takeRecords();
    }
  }

  const kindOf = (sent) => `${sent.localName} ${[...sent.classList].sort().join(".")} ${sent.getAttributeNames().filter((name) => name.includes("-")).sort()}`;

  // Whether scripts would do something to a new element, or to one below it: they have done so to
  // one of its kind.
  function wants(sent) {
    const kinds = new Set();
    for (const element of elements) {
      const first = serverPage.sent(element);
      if (first) kinds.add(kindOf(first));
    }
    return [sent, ...sent.querySelectorAll("*")].some((element) => kinds.has(kindOf(element)));
  }

  const has = (live) => elements.has(live);
  const within = (live) => [...elements].some((element) => live.contains(element));

  return { start, add, without, wants, has, within };
})();
