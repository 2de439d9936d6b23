/* Shows the search field where scripts run, and fetches what searches when a reader first comes to it. */
(function () {
  var form = document.querySelector("form.search");
  if (!form) return;
  function load() {
    form.removeEventListener("focusin", load);
    var script = document.createElement("script");
    script.src = form.dataset.script;
    script.onerror = function () {
      form.querySelector("[role=status]").textContent = form.dataset.failed;
      form.addEventListener("focusin", load);
    };
    document.head.append(script);
  }
  form.addEventListener("focusin", load);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
})();
