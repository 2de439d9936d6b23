/* Shows the search field where scripts run, and fetches what searches when a reader first comes to it. */
(() => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const load = () => {
    const script = document.createElement("script");
    script.src = form.dataset.script;
    script.onerror = () => {
      form.querySelector("[role=status]").textContent = form.dataset.failed;
      wait();
    };
    document.head.append(script);
  };
  const wait = () => form.addEventListener("focusin", load, { once: true });
  wait();
  form.onsubmit = () => false;
  form.hidden = false;
})();
