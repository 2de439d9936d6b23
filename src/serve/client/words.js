/* Finds the words a writer typed among those the page shows, whatever the theme made of them. */
const words = (() => {
  const WORD = /[\p{L}\p{N}\p{M}\u00ad\u200b]+/gu;
  // Elements that may begin and end within a word.
  const WITHIN = "em, strong, b, i, u, s, code, span, mark, small, q, cite, dfn, abbr, time, del, ins, bdi, bdo, font, wbr, data, var, samp, kbd";
  const NO_TEXT = "script, style, noscript, template, nutgraf-preview, nutgraf-marks, svg, math, canvas, iframe, object, audio, video";
  // So many words may stand where only a citation was typed.
  const INSERTED = 60;
  // A passage of so many words is found by them alone.
  const TELLING = 4;

  const fold = (text) => text.replace(/[\u00ad\u200b]/g, "").normalize("NFC").toLowerCase();

  // ---- the page ----

  // The visible text of the page as one, with the node behind each part of it.
  function read() {
    const nodes = [];
    let text = "";
    const visit = (element) => {
      if (element.matches(NO_TEXT) || getComputedStyle(element).display === "none") return;
      const isApart = !element.matches(WITHIN);
      if (isApart) text += "\n";
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          nodes.push({ node: child, at: text.length });
          text += child.data;
        } else if (child.nodeType === Node.ELEMENT_NODE) visit(child);
      }
      if (isApart) text += "\n";
    };
    visit(document.body);
    const tokens = Array.from(text.matchAll(WORD), (match) => ({ word: fold(match[0]), start: match.index, end: match.index + match[0].length }));
    const places = new Map();
    tokens.forEach(({ word }, at) => {
      if (!places.has(word)) places.set(word, []);
      places.get(word).push(at);
    });
    return { nodes, tokens, places };
  }

  // The text node at an offset of the page's text; one that ends there, for the end of a range.
  function point(page, offset, isEnd) {
    let [low, high] = [0, page.nodes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (isEnd ? page.nodes[middle].at < offset : page.nodes[middle].at <= offset) low = middle;
      else high = middle - 1;
    }
    const { node, at } = page.nodes[low];
    return [node, Math.min(offset - at, node.length)];
  }

  const nodeOf = (page, token) => point(page, page.tokens[token].start)[0].parentElement;

  // ---- a passage in it ----

  function typed({ text, holes }) {
    const found = Array.from(text.matchAll(WORD), (match) => ({ word: fold(match[0]), start: match.index, end: match.index + match[0].length }));
    found.forEach((token, at) => {
      const before = at > 0 ? found[at - 1].end : 0;
      token.isBehindHole = holes.some((hole) => hole >= before && hole <= token.start);
    });
    return found;
  }

  // The places of the passage's words from a token of the page on; null if they do not stand there.
  function follow(page, passage, from) {
    const places = [from];
    const { tokens } = page;
    for (let at = 1; at < passage.length; at += 1) {
      const { word, isBehindHole } = passage[at];
      const next = passage[at + 1];
      let place = places[at - 1] + 1;
      const last = isBehindHole ? Math.min(place + INSERTED, tokens.length - 1) : place;
      const fits = (there) =>
        tokens[there]?.word === word && (!next || next.isBehindHole || tokens[there + 1]?.word === next.word);
      while (place < last && !fits(place)) place += 1;
      if (tokens[place]?.word !== word) return null;
      places.push(place);
    }
    return places;
  }

  const HEADING = "h1, h2, h3, h4, h5, h6, summary, [role=heading]";

  // Whether the passage may well be what stands there.
  function suits(page, kind, token) {
    const element = nodeOf(page, token);
    if (element.closest("nav")) return false;
    if (kind === "heading") return element.closest(HEADING) !== null;
    if (kind === "cell") return element.closest("td, th") !== null;
    return kind !== "aside" && element.closest("h1, h2, h3, h4, h5, h6") === null;
  }

  // For each passage the places of its words, or null. Long ones are found first and say between
  // which words the short ones must stand.
  function align(page, passages) {
    const all = passages.map((passage) => {
      const tokens = typed(passage);
      const starts = tokens.length > 0 ? page.places.get(tokens[0].word) ?? [] : [];
      const found = starts.map((start) => follow(page, tokens, start)).filter(Boolean);
      return { kind: passage.kind, tokens, found, places: null };
    });
    for (const one of all) {
      if (one.found.length === 1 && one.tokens.length >= TELLING) one.places = one.found[0];
    }
    let before = -1;
    all.forEach((one, at) => {
      if (!one.places && one.found.length > 0) {
        const next = all.slice(at + 1).find(({ places }) => places);
        const end = next && next.places[0] > before ? next.places[0] : Infinity;
        const candidates = one.found
          .map((places) => ({
            places,
            isBetween: places[0] > before && places.at(-1) < end,
            isSuited: suits(page, one.kind, places[0]),
          }))
          .sort((one, other) => other.isSuited - one.isSuited || other.isBetween - one.isBetween || one.places[0] - other.places[0]);
        const [best, second] = candidates;
        const isOnly = !second || !second.isSuited;
        if (best.isSuited && (best.isBetween || isOnly)) one.places = best.places;
      }
      if (one.places && one.kind !== "aside") before = one.places.at(-1);
    });
    return all;
  }

  // The place of the words of a mark whose passage the page shows in another form: where most of the
  // words around them stand too.
  function nearby(page, tokens, [first, last]) {
    const starts = page.places.get(tokens[first].word) ?? [];
    const marked = tokens.slice(first, last + 1);
    const around = new Set(tokens.slice(Math.max(0, first - 8), last + 9).map(({ word }) => word));
    for (const { word } of marked) around.delete(word);
    const scored = starts
      .map((start) => follow(page, marked, start))
      .filter(Boolean)
      .map((places) => {
        const beside = page.tokens.slice(Math.max(0, places[0] - 8), places.at(-1) + 9).map(({ word }) => word);
        return { places, score: new Set(beside.filter((word) => around.has(word))).size };
      })
      .sort((one, other) => other.score - one.score);
    const [best, second] = scored;
    if (!best || best.score < 3 || best.score === second?.score) return null;
    return best.places;
  }

  // ---- marks ----

  // For each mark the ranges of its words in the page; none where they are not found.
  function find({ passages, marks }) {
    const page = read();
    const all = align(page, passages);
    return marks.map((mark) => {
      const passage = all[mark.passage];
      if (!passage) return [];
      const first = passage.tokens.findIndex(({ end }) => end > mark.start);
      const last = passage.tokens.findLastIndex(({ start }) => start < mark.end);
      if (first < 0 || last < first) return [];
      const places = passage.places?.slice(first, last + 1) ?? nearby(page, passage.tokens, [first, last]);
      return places ? ranges(page, places) : [];
    });
  }

  // One range for each run of words; what was inserted between them is left out.
  function ranges(page, places) {
    const runs = [];
    for (const place of places) {
      const last = runs.at(-1);
      if (last && last[1] === place - 1) last[1] = place;
      else runs.push([place, place]);
    }
    return runs.map(([first, last]) => {
      const range = document.createRange();
      range.setStart(...point(page, page.tokens[first].start));
      range.setEnd(...point(page, page.tokens[last].end, true));
      return range;
    });
  }

  return { find };
})();
