/* What the parts of the live preview share: what this tab shows, who wants to hear of it, and where they draw. */
const preview = (() => {
  const { epoch, generation, version } = document.currentScript.dataset;
  const path = location.pathname;
  const address = path + location.search;
  const listeners = new Map();
  const sheets = [];
  let layer = null;

  return {
    // What this tab shows: the server's life, the number of its build, and the hash of the page.
    epoch,
    generation: Number(generation),
    version,
    // A page's script may change `location`; what was asked for stays what is asked for again.
    page: () => path,
    address: () => address,

    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    tell(name, data) {
      for (const listener of listeners.get(name) ?? []) listener(data);
    },

    // A place to draw on that the page's styles and scripts do not meet. It stands outside of the
    // body, which belongs to the page.
    get layer() {
      if (!layer) {
        const host = document.createElement("nutgraf-preview");
        layer = host.attachShadow({ mode: "open" });
        layer.adoptedStyleSheets = sheets;
        document.documentElement.append(host);
      }
      return layer;
    },
    // Constructed style sheets are let through by a page's `style-src 'self'`; style elements are not.
    addStyles(text) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      sheets.push(sheet);
      if (layer) layer.adoptedStyleSheets = sheets;
    },
  };
})();

// `!important` inside a shadow tree wins over every rule of the page.
preview.addStyles(`
  :host {
    all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important;
    inline-size: 0 !important; block-size: 0 !important; z-index: 2147483647 !important;
    color-scheme: light dark !important;
  }
  @media print { :host { display: none !important; } }
`);
