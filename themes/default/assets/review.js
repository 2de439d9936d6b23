/* Once a review date has passed on the reader's calendar: the promise goes, the line that it is overdue comes. While the page is
   still being read, so that nothing moves that a reader sees. */
(function () {
  var now = new Date();
  var today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  var seen = new WeakSet();
  new MutationObserver(function () {
    document.querySelectorAll("[data-review-by]").forEach(function (line) {
      if (seen.has(line)) return;
      seen.add(line);
      if (line.dataset.reviewBy < today) line.hidden = !line.hidden;
    });
  }).observe(document, { childList: true, subtree: true });
})();
