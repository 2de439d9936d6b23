/* Compares two lists of nodes the server sent: which node of the new list is which of the old one. */
const tree = (() => {
  const hashes = new WeakMap();
  const bags = new WeakMap();

  // 53 bits of the text; equal hashes are compared in full before anything depends on them.
  function hashOf(text) {
    let high = 0xdeadbeef;
    let low = 0x41c6ce57;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return 4294967296 * (2097151 & low) + (high >>> 0);
  }

  // The hash of a node with all below it. What the server sent never changes, so it is kept.
  function hash(node) {
    let known = hashes.get(node);
    if (known === undefined) {
      let text = `${node.nodeType} ${node.nodeName}`;
      if (node.nodeType === Node.ELEMENT_NODE) {
        const attributes = Array.from(node.attributes, ({ name, value }) => `${name}=${value}`);
        text += ` ${JSON.stringify(attributes.sort())}`;
        text += isTemplate(node) ? node.innerHTML : Array.from(node.childNodes, hash).join();
      } else {
        text += ` ${node.nodeValue}`;
      }
      known = hashOf(text);
      hashes.set(node, known);
    }
    return known;
  }

  // `isEqualNode` does not look into templates.
  const same = (old, next) => hash(old) === hash(next) && old.isEqualNode(next);
  const isTemplate = (node) => node.nodeName === "TEMPLATE";
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const isBlank = (node) => !isElement(node) && (node.nodeType === Node.COMMENT_NODE || node.nodeValue.trim() === "");
  const idOf = (node) => (isElement(node) && node.id ? `${node.nodeName}#${node.id}` : null);
  const contentOf = (node) => (isBlank(node) ? null : hash(node));

  // The words of a node and the values of its attributes.
  function bag(node) {
    let known = bags.get(node);
    if (!known) {
      const attributes = isElement(node) ? Array.from(node.attributes, ({ name, value }) => `${name}=${value}`) : [];
      // The beginning is enough to tell which paragraph it is.
      known = new Set([...attributes, ...node.textContent.slice(0, 3000).split(/\s+/).filter(Boolean)]);
      bags.set(node, known);
    }
    return known;
  }

  // How much two nodes that differ have in common, from 0: never the same, to 1.
  function likeness(old, next) {
    if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName || isBlank(old) !== isBlank(next)) return 0;
    // What is typed into one field must not turn up in another.
    const isField = isElement(old) && "form" in old && "value" in old;
    if (isField && (old.type !== next.type || old.name !== next.name)) return 0;
    const [mine, theirs] = [bag(old), bag(next)];
    let common = 0;
    for (const word of mine) if (theirs.has(word)) common += 1;
    return 0.1 + (0.9 * 2 * common) / Math.max(1, mine.size + theirs.size);
  }

  // The places where both ranges hold the same key once, as the longest list that keeps the order.
  function anchors(olds, [from, to], news, [nextFrom, nextTo], keyOf) {
    const places = new Map();
    const note = (node, side, at) => {
      const key = keyOf(node);
      if (key === null) return;
      const place = places.get(key) ?? { old: [], next: [] };
      place[side].push(at);
      places.set(key, place);
    };
    for (let at = from; at < to; at += 1) note(olds[at], "old", at);
    for (let at = nextFrom; at < nextTo; at += 1) note(news[at], "next", at);
    const once = [...places.values()]
      .filter(({ old, next }) => old.length === 1 && next.length === 1)
      .map(({ old, next }) => [old[0], next[0]])
      .sort((one, other) => one[1] - other[1]);
    // The longest increasing run of old places, by patience.
    const ends = [];
    const before = new Map();
    for (const pair of once) {
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle][0] < pair[0]) low = middle + 1;
        else high = middle;
      }
      before.set(pair, ends[low - 1]);
      ends[low] = pair;
    }
    const run = [];
    for (let pair = ends.at(-1); pair; pair = before.get(pair)) run.unshift(pair);
    return run;
  }

  // For each new node that has one its old node, in an order both lists agree on.
  function pairs(olds, news) {
    const found = new Map();
    const join = (old, next) => found.set(news[next], olds[old]);

    function between(old, oldEnd, next, nextEnd) {
      while (old < oldEnd && next < nextEnd && same(olds[old], news[next])) join(old++, next++);
      while (old < oldEnd && next < nextEnd && same(olds[oldEnd - 1], news[nextEnd - 1])) join(--oldEnd, --nextEnd);
      if (old === oldEnd || next === nextEnd) return;
      for (const keyOf of [contentOf, idOf]) {
        const run = anchors(olds, [old, oldEnd], news, [next, nextEnd], keyOf);
        if (run.length === 0) continue;
        for (const [oldAt, nextAt] of run) {
          between(old, oldAt, next, nextAt);
          join(oldAt, nextAt);
          [old, next] = [oldAt + 1, nextAt + 1];
        }
        between(old, oldEnd, next, nextEnd);
        return;
      }
      alike(old, oldEnd, next, nextEnd);
    }

    // Nothing is equal here: whatever has most in common, in order.
    function alike(old, oldEnd, next, nextEnd) {
      const [rows, columns] = [oldEnd - old, nextEnd - next];
      if (rows * columns > 10000) {
        for (; old < oldEnd && next < nextEnd; old += 1, next += 1) {
          if (likeness(olds[old], news[next]) > 0) join(old, next);
        }
        return;
      }
      const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
      for (let row = rows - 1; row >= 0; row -= 1) {
        for (let column = columns - 1; column >= 0; column -= 1) {
          const likely = likeness(olds[old + row], news[next + column]);
          const joined = likely > 0 ? likely + best[row + 1][column + 1] : 0;
          best[row][column] = Math.max(joined, best[row + 1][column], best[row][column + 1]);
        }
      }
      for (let [row, column] = [0, 0]; row < rows && column < columns; ) {
        if (best[row][column] === best[row + 1][column]) row += 1;
        else if (best[row][column] === best[row][column + 1]) column += 1;
        else join(old + row++, next + column++);
      }
    }

    between(0, olds.length, 0, news.length);
    return found;
  }

  // Nodes that stand elsewhere among their neighbours now: the same id, or equal and only once.
  function moves(olds, news) {
    const found = new Map();
    for (const keyOf of [contentOf, idOf]) {
      const places = new Map();
      for (const old of olds) {
        const key = isElement(old) ? keyOf(old) : null;
        if (key !== null) places.set(key, places.has(key) ? null : old);
      }
      for (const next of news) {
        const old = isElement(next) && !found.has(next) ? places.get(keyOf(next)) : null;
        if (!old) continue;
        found.set(next, old);
        places.delete(keyOf(next));
      }
      olds = olds.filter((old) => ![...found.values()].includes(old));
    }
    return found;
  }

  return { same, pairs, moves, isBlank, isElement, isTemplate };
})();
