/* Finds what a reader types: fetches the parts of the index with its words, and lists what has all of them. */
(() => {
  const form = document.querySelector("form.search");
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const list = form.querySelector("ol");
  const SHOWN = 6;
  let parts = {};
  let tries = 0;
  let serial = 0;
  let index, timer;

  const load = (address) => parts[address] ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.nutgrafPart);
    script.onerror = fail;
    document.head.append(script);
  });
  const part = (name, hash) => load(form.dataset.root + index.parts + name + "." + hash + ".js");

  // ---- words, as the index has them ----

  const WORD = /\p{N}+(?:[.,\xa0\u202f]\p{N}+)+|[\p{Alphabetic}\p{N}\p{M}]+/gu;
  const fold = (word) => word.replace(/[.,\xa0\u202f](?=(\p{N}+))/gu, (all, digits) => digits.length === 3 ? "" : ".").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const stem = (word) => index.stems.stop.includes(word) ? "" : index.stems.steps.reduce((term, step) => {
    const fits = step.find(([ending, , least]) => term.endsWith(ending) && term.length - ending.length >= least);
    return fits ? term.slice(0, term.length - fits[0].length) + fits[1] : term;
  }, Object.hasOwn(index.stems.irregular, word) ? index.stems.irregular[word] : word);
  const termOf = (entry) => entry.split(",")[0];

  // The entries of the part that has a term, or of all that go on: `strik,9AbC5x`.
  async function entries(letters, goesOn) {
    let keys = Object.keys(index.terms).filter((key) => letters.startsWith(key) || key === letters + "$" || goesOn && key.startsWith(letters));
    // So many begin like this that another letter has to come first.
    if (keys.length > 4) keys = keys.filter((key) => key === letters + "$");
    const texts = await Promise.all(keys.map((key) => part("t" + key.replace(/[^a-z0-9]/gu, (letter) => "-" + letter.codePointAt().toString(16)), index.terms[key])));
    return texts.join("").split(";").slice(0, -1);
  }

  // `strikin`
  const isBegun = (typed, term) => term.length > 2 && typed.startsWith(term) && index.stems.steps.some((step) => step.some(([ending]) => ending.startsWith(typed.slice(term.length))));

  async function matches(word, isLast) {
    const { term, typed } = word;
    const all = [...new Set((await Promise.all([entries(term), isLast && typed[1] ? entries(typed, true) : []])).flat())];
    const found = all.filter((entry) => {
      const other = termOf(entry);
      return other === term || isLast && typed[1] && (other.startsWith(typed) || isBegun(typed, other));
    });
    return { word, all, found };
  }

  function score(entry, weight, scores, among) {
    // As many numbers as last letters of them.
    weight *= Math.log(1 + index.documents / entry.match(/,.*/)[0].match(/[?-^]/g).length);
    let level, at, number = 0, shift = 0;
    for (let place = entry.indexOf(",") + 1; place < entry.length; place++) {
      const code = entry.charCodeAt(place) - 63;
      if (code < 0) [level, at] = [code + 15, 0];
      else {
        number |= (code & 31) << shift;
        shift += 5;
        if (code > 31) continue;
        at += number;
        number = shift = 0;
        const before = among ? among.get(at) : 0;
        if (before >= 0) scores.set(at, Math.max(scores.get(at) || 0, before + level * weight));
      }
    }
  }

  const near = (one, other, letters) => {
    const without = (a, b) => near(one.slice(a), other.slice(b), letters - 1);
    if (one[0] === other[0]) return !one || near(one.slice(1), other.slice(1), letters);
    return letters > 0 && (without(1, 0) || without(0, 1) || without(1, 1) || one[0] === other[1] && one[1] === other[0] && without(2, 2));
  };

  function say(key, n) {
    const text = index.words[key] || "";
    return (text.other ? text[new Intl.PluralRules(index.language).select(n)] || text.other : text).replace("{n}", n);
  }
  function make(name, kind, ...inner) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...inner);
    return made;
  }
  const button = (text, onclick) => Object.assign(make("button", "", text), { type: "button", onclick });
  function clear() {
    serial++;
    clearTimeout(timer);
    list.replaceChildren();
    status.textContent = "";
  }
  async function textOf(number) {
    const block = Math.floor(number / index.block);
    return (await part("d" + block, index.texts.substr(block * 8, 8)))[number % index.block];
  }

  function marked(made, text, isMatch) {
    const words = [...text.matchAll(WORD)].filter(([word]) => isMatch(fold(word)));
    let from = words[0]?.index > 100 ? text.lastIndexOf(" ", words[0].index - 60) + 1 : 0;
    let to = text.length > from + 180 ? text.lastIndexOf(" ", from + 180) : text.length;
    if (from) made.append("… ");
    for (const { 0: word, index: at } of words) {
      if (at + word.length > to) break;
      made.append(text.slice(from, at), make("mark", "", word));
      from = at + word.length;
    }
    made.append(text.slice(from, to), to < text.length ? " …" : "");
    return made;
  }

  async function show(numbers, from, isMatch, mine) {
    const found = await Promise.all(numbers.slice(from, from + SHOWN).map(textOf));
    if (mine !== serial) return;
    for (const [kind, address, title, within, text] of found) {
      const link = make("a", "", make("span", "label", say("kind_" + kind)), " ", marked(make("span", "found-title"), title, isMatch));
      link.href = form.dataset.root + address;
      list.append(make("li", "", link, within && make("p", "place", within), text && marked(make("p", "found-text"), text, isMatch)));
    }
    if (!numbers[from + SHOWN]) return;
    const more = make("li", "", button(say("more"), async () => {
      await show(numbers, from + SHOWN, isMatch, mine);
      more.nextSibling.firstChild.focus();
      more.remove();
    }));
    list.append(more);
  }

  // Of a word that is nowhere the nearest, as some text has it.
  async function nearest({ word: { term }, all }) {
    const entry = [1, 2].map((letters) => term.length > 3 * letters && all.find((entry) => near(term, termOf(entry), letters))).find(Boolean);
    if (!entry) return;
    const scores = new Map();
    score(entry, 1, scores);
    const text = await textOf(scores.keys().next().value);
    return text.slice(2).join(" ").match(WORD).find((word) => stem(fold(word)) === termOf(entry));
  }

  async function find(query, mine) {
    const typed = query.match(WORD) || [];
    const words = typed.map((written) => ({ written, typed: fold(written), term: stem(fold(written)) })).filter((word) => word.term);
    const all = await Promise.all(words.map((word) => matches(word, query.endsWith(word.written) && word.written === typed.at(-1))));
    if (mine !== serial) return;
    if (!words.length) return clear();
    const isMatch = (word) => all.some(({ found }) => found.some((entry) => termOf(entry) === stem(word)));
    let scores;
    // The rarest first.
    for (const { word, found } of all.slice().sort((a, b) => a.found.join().length - b.found.join().length)) {
      const now = new Map();
      for (const entry of found) {
        const { length } = termOf(entry);
        score(entry, termOf(entry) === word.term ? 1 : 0.6 * Math.min(1, word.typed.length / length), now, scores);
      }
      scores = now;
    }
    // Score and number in one, which sorts fast.
    const numbers = Array.from(Float64Array.from(scores, ([number, gained]) => number - Math.round(gained * 1000) * 2 ** 25).sort(), (key) => key & 2 ** 25 - 1);
    list.replaceChildren();
    status.textContent = say(numbers.length ? "count" : "none", numbers.length);
    if (numbers.length) return show(numbers, 0, isMatch, mine);
    const missed = all.find(({ found }) => !found.length);
    const word = missed && await nearest(missed);
    if (!word || mine !== serial) return;
    const meant = query.replace(missed.word.written, word);
    status.append(" " + say("meant") + " ", button(meant, () => {
      field.value = meant;
      field.focus();
      start(0);
    }));
  }

  async function search() {
    const mine = ++serial;
    const query = field.value.trim();
    if (!query) return clear();
    try {
      index = await load(form.dataset.index + (tries ? "?" + tries : ""));
      await find(query, mine);
    } catch {
      // The site may be another one than when the page was opened.
      parts = {};
      if (tries++ % 2) status.textContent = form.dataset.failed;
      else search();
    }
  }
  function start(after) {
    clearTimeout(timer);
    timer = setTimeout(search, after);
  }

  field.oninput = () => start(80);
  field.onfocus = () => status.textContent || start(0);
  form.onsubmit = () => {
    start(0);
    return false;
  };
  form.onkeydown = (event) => {
    const stops = [field, ...list.querySelectorAll("a, button")];
    const next = stops[stops.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (next) next.focus();
    else if (event.key === "Escape" && status.textContent) {
      field.focus();
      clear();
    } else return;
    event.preventDefault();
  };
  // It lies over the page.
  form.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !form.contains(relatedTarget) && clear());
  document.addEventListener("pointerdown", ({ target }) => form.contains(target) || clear());
  list.onclick = ({ target }) => target.closest("a") && setTimeout(clear);
  if (field.value) start(0);
})();
