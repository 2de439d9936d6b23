/* Lets a reader choose among the claims of a page. Without this script all of them are shown. */
(function () {
  var form = document.querySelector(".claim-filter");
  var claims = Array.from(document.querySelectorAll(".claims > li"));
  if (!form || !claims.length) return;
  var fields = Array.from(form.elements).filter(function (field) { return field.name; });
  function values(claim, field) { return claim.dataset[field.name].split("|").filter(Boolean); }

  fields.forEach(function (field) {
    var known = new Set(claims.flatMap(function (claim) { return values(claim, field); }));
    if ("fill" in field.dataset) known.forEach(function (value) { field.add(new Option(value.replace(/-/g, " "), value)); });
    // What no claim of this page has leads nowhere.
    Array.from(field.options).forEach(function (option) { if (option.value && !known.has(option.value)) option.remove(); });
    field.closest("label").hidden = field.options.length < 3;
  });

  function choose() {
    claims.forEach(function (claim) {
      claim.hidden = fields.some(function (field) { return field.value && !values(claim, field).includes(field.value); });
    });
    // A claim with several topics may stand under each of them; it counts once.
    function count(list) { return new Set(list.map(function (claim) { return claim.dataset.claim; })).size; }
    var shown = claims.filter(function (claim) { return !claim.hidden; });
    form.querySelector("[role=status]").textContent = form.dataset.count.replace("{n}", count(shown)).replace("{total}", count(claims));
    document.querySelectorAll(".claims-block").forEach(function (block) {
      block.classList.toggle("none", !block.querySelector(".claims > li:not([hidden])"));
    });
  }
  form.addEventListener("change", choose);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  choose();
  form.hidden = false;
})();
