/* Lets a reader choose among the claims or events of a page. Without this script all of them are shown. */
document.querySelectorAll(".choose").forEach(function (form) {
  var items = Array.from(document.querySelectorAll("." + form.dataset.of + " > li"));
  var fields = Array.from(form.elements).filter(function (field) { return field.name; });
  if (items.length < 2) return;
  function values(item, field) { return item.dataset[field.name].split("|").filter(Boolean); }

  fields.forEach(function (field) {
    var known = new Set(items.flatMap(function (item) { return values(item, field); }));
    // What no item of this page has leads nowhere.
    Array.from(field.options).forEach(function (option) { if (option.value && !known.delete(option.value)) option.remove(); });
    // Topics without a name are called as they are written.
    if ("fill" in field.dataset) known.forEach(function (value) { field.add(new Option(value.replace(/-/g, " "), value)); });
    field.closest("label").hidden = field.options.length < 3;
  });

  function choose() {
    items.forEach(function (item) {
      item.hidden = fields.some(function (field) { return field.value && !values(item, field).includes(field.value); });
    });
    // A claim with several topics may stand under each of them; it counts once.
    function count(list) { return new Set(list.map(function (item) { return item.dataset.id; })).size; }
    var shown = items.filter(function (item) { return !item.hidden; });
    form.querySelector("[role=status]").textContent = form.dataset.count.replace("{n}", count(shown)).replace("{total}", count(items));
    document.querySelectorAll("." + form.dataset.of + "-block").forEach(function (block) {
      block.classList.toggle("none", !block.querySelector("." + form.dataset.of + " > li:not([hidden])"));
    });
  }
  // A link to an item that is not shown shows it.
  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest("." + form.dataset.of + " > li[hidden]")) return;
    form.reset();
    choose();
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (link && link.hash && link.hash === location.hash) reveal();
  });
  form.addEventListener("change", choose);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  choose();
  reveal();
  form.hidden = false;
});
