/* Once a review date has passed on the reader's calendar: the promise goes, the line that it is overdue comes. */
(function () {
  var now = new Date();
  var today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  document.querySelectorAll("[data-review-by]").forEach(function (line) {
    if (line.dataset.reviewBy < today) line.hidden = !line.hidden;
  });
})();
