/* The stream of events from the server: open while the tab is seen, and opened again until somebody answers. */
const stream = (() => {
  const FIRST_PAUSE = 100;
  const LONGEST_PAUSE = 1000;
  // Browsers keep six connections to a host, for all tabs together. Some must be left for pages.
  const PLACES = 4;
  const LOOK = 300;
  let current = null;
  let pause = FIRST_PAUSE;
  let timer = 0;
  let isUp = true;

  // Nothing older than what the tab has. Another epoch is another life of the server, which counts
  // its generations anew.
  function isCurrent(data) {
    return data.epoch !== preview.epoch || data.generation >= preview.generation;
  }

  function tellServer(up) {
    if (up !== isUp) preview.tell("server", { up });
    isUp = up;
  }

  // A lock that all tabs share, as the function that gives it back.
  function lock(name, options) {
    return new Promise((done) => {
      const held = (granted) => (granted ? new Promise(done) : done(null));
      navigator.locks.request(`nutgraf ${name}`, options, held).catch(() => done(null));
    });
  }

  // The right to have a stream open: as long as it is wanted or, if other tabs have taken all places,
  // for a look, one tab after the other.
  async function place() {
    // Only where the page comes from this machine are there locks.
    if (!navigator.locks) return { release() {}, isLook: false };
    for (let at = 0; at < PLACES; at += 1) {
      const release = await lock(`stream ${at}`, { ifAvailable: true });
      if (release) return { release, isLook: false };
    }
    return { release: await lock("look", {}), isLook: true };
  }

  async function open() {
    close();
    const mine = { events: null, release: null };
    current = mine;
    const { release, isLook } = await place();
    mine.release = release;
    if (mine !== current) {
      mine.release?.();
      return;
    }
    const asked = new URLSearchParams({ page: preview.page(), epoch: preview.epoch, generation: preview.generation });
    mine.events = new EventSource(`/.nutgraf/events?${asked}`);
    const again = (after) => {
      if (mine !== current) return;
      close();
      timer = setTimeout(open, after);
    };
    // The browser's own pause of some seconds is too long for a writer.
    const lost = () => {
      if (mine !== current) return;
      tellServer(false);
      again(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
    mine.events.addEventListener("open", () => {
      pause = FIRST_PAUSE;
      tellServer(true);
      if (isLook) setTimeout(again, LOOK, LONGEST_PAUSE);
    });
    for (const name of ["page", "files", "problems"]) {
      mine.events.addEventListener(name, (event) => {
        const data = JSON.parse(event.data);
        if (mine === current && isCurrent(data)) preview.tell(name, data);
      });
    }
    // All there is to say is said at once, and this comes last.
    if (isLook) mine.events.addEventListener("problems", () => again(LONGEST_PAUSE));
    mine.events.addEventListener("bye", lost);
    mine.events.addEventListener("error", lost);
  }

  function close() {
    clearTimeout(timer);
    current?.events?.close();
    current?.release?.();
    current = null;
  }

  // Tabs nobody looks at ask when they are looked at again.
  function follow() {
    if (document.visibilityState === "hidden") close();
    else if (!current) open();
  }

  function start() {
    document.addEventListener("visibilitychange", follow);
    addEventListener("pagehide", close);
    // Back from the browser's memory: the page is as it was left, and may be old.
    addEventListener("pageshow", ({ persisted }) => persisted && follow());
    follow();
  }

  return { start };
})();
