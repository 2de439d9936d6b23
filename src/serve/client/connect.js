/* Listens to the preview and reloads the page when another state of it can be shown. */
const self = document.currentScript;
const own = { epoch: self.dataset.epoch, version: self.dataset.version };
const page = encodeURIComponent(location.pathname);
const events = new EventSource(`/.nutgraf/events?page=${page}`);
events.addEventListener("page", (event) => {
  const now = JSON.parse(event.data);
  if (now.version !== own.version) location.reload();
});
