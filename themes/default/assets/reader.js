/* Shows beside a link what it names, copies the link to a section, and takes the section along to another language. Nothing here is needed: all of it is links. */
(function () {
  var copied = document.currentScript.dataset.copied;
  var box = document.createElement("div");
  var link, timer, spoken;
  box.id = "page--aside";
  box.className = "aside";
  box.setAttribute("role", "tooltip");
  box.hidden = true;

  // What the page itself says of the target: an entry's words, a source in the list of those cited, a note. In a single file
  // what has no link keeps its address beside it.
  function words(of) {
    var href = of.getAttribute("href") || of.dataset.href;
    var store = document.getElementById("page--asides");
    var entry = store && store.content.querySelector('[data-for="' + CSS.escape(href) + '"]');
    if (entry) return Array.from(entry.children);
    if (href[0] !== "#") return [];
    var target = document.getElementById(decodeURIComponent(href.slice(1)));
    return target && target.matches(".cited li, .footnotes li") ? Array.from(target.querySelectorAll(".cited-name, .cited-what, :scope > p:not(.uses, .attribution, .cited-url)")) : [];
  }

  // Copies stand for themselves: nothing in them can be reached, and no id is there twice.
  function bare(node) {
    var copy = node.cloneNode(true);
    copy.querySelectorAll("a").forEach(function (inner) { inner.replaceWith.apply(inner, inner.childNodes); });
    copy.querySelectorAll("[id]").forEach(function (inner) { inner.removeAttribute("id"); });
    return copy;
  }

  function show(of, x) {
    clearTimeout(timer);
    if (link === of) return;
    hide();
    var found = words(of);
    if (!found.length) return;
    link = of;
    box.replaceChildren.apply(box, found.map(bare));
    if (!box.isConnected) document.body.append(box);
    box.hidden = false;
    of.setAttribute("aria-describedby", box.id);
    // A link may run over two lines: the one that is pointed at, or the first.
    var lines = Array.from(of.getClientRects());
    var line = lines.find(function (one) { return x && x.clientY >= one.top && x.clientY <= one.bottom; }) || lines[0];
    var wide = document.documentElement.clientWidth;
    var below = line.bottom + box.offsetHeight < innerHeight || line.top < box.offsetHeight;
    box.style.left = Math.max(8, Math.min(line.left, wide - box.offsetWidth - 8)) + scrollX + "px";
    box.style.top = (below ? line.bottom : line.top - box.offsetHeight) + scrollY + "px";
  }

  function hide() {
    clearTimeout(timer);
    if (!link) return;
    link.removeAttribute("aria-describedby");
    link = null;
    box.hidden = true;
  }

  function soon(act, after) {
    clearTimeout(timer);
    timer = setTimeout(act, after);
  }
  function linkAt(event) {
    return event.target.closest && event.target.closest("main :is(a[href], [data-href]):not(.anchor)");
  }

  document.querySelectorAll("main [data-href]").forEach(function (of) {
    if (words(of).length) of.tabIndex = 0;
  });

  // A finger follows links; only what can hover asks.
  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "touch") return;
    var of = linkAt(event);
    if (of && of !== link) soon(function () { show(of, event); }, 150);
    else if (of || box.contains(event.target)) clearTimeout(timer);
    else if (link !== document.activeElement) soon(hide, 250);
  });
  document.documentElement.addEventListener("pointerleave", function () {
    if (link !== document.activeElement) soon(hide, 250);
  });
  document.addEventListener("focusin", function (event) {
    var of = linkAt(event);
    if (of && of.matches(":focus-visible, [data-href]")) show(of);
    else hide();
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
  });
  addEventListener("hashchange", hide);

  document.addEventListener("click", function (event) {
    var of = event.target.closest("a.anchor");
    if (!of || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    navigator.clipboard.writeText(of.href).then(function () {
      if (!spoken) spoken = document.createElement("span");
      spoken.className = "copied";
      spoken.setAttribute("role", "status");
      of.after(spoken);
      // A status is told when it changes.
      setTimeout(function () { spoken.textContent = copied; }, 50);
      setTimeout(function () { spoken.remove(); spoken.textContent = ""; }, 3000);
    }, function () {});
  });

  // The last place above the middle of the window that has a name of its own.
  function place() {
    var at = "";
    document.querySelectorAll("main :is(h2, h3, h4, h5, h6, section, div, li, table, caption)[id]").forEach(function (one) {
      if (!/^(page--|cited-|ref-|note-)/.test(one.id) && one.getClientRects().length && one.getBoundingClientRect().top < innerHeight / 2) at = "#" + one.id;
    });
    return scrollY > 0 ? at : "";
  }
  ["pointerdown", "focusin", "click"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var other = event.target.closest && event.target.closest(".languages a:not([data-home])");
      if (other) other.hash = place();
    }, true);
  });
})();
