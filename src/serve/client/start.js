/* Follows the server: first what this tab shows, then each change, one after the other. */
(() => {
  let baseline = null;
  let working = false;
  let isAsked = false;
  let files = [];
  const PAUSE = 500;
  const sleep = (time) => new Promise((done) => setTimeout(done, time));

  // Whatever is asked for meanwhile is done after what is being done.
  async function work() {
    if (working || !baseline) return;
    working = true;
    while (isAsked || files.length > 0) {
      const changed = files;
      files = [];
      if (isAsked) {
        isAsked = false;
        await bring();
      }
      if (changed.length > 0 && (await assets.refresh(changed, preview.generation))) await again();
    }
    working = false;
  }

  function learn({ epoch, generation }) {
    if (epoch === preview.epoch) preview.generation = Math.max(preview.generation, generation);
    else [preview.epoch, preview.generation] = [epoch, generation];
  }

  // The page as it is now; what cannot be patched is loaded again.
  async function bring() {
    const answer = await serverPage.read(baseline.status);
    // Nobody there: the stream is lost as well, and asks as soon as somebody is.
    if (!answer) return;
    if (answer.status !== baseline.status) {
      keep.reload();
      return;
    }
    learn(answer);
    if (answer.version === preview.version) return;
    let isShown = false;
    if (morph.acts(answer.page) === morph.acts(baseline.page)) {
      try {
        await assets.prepare(baseline.page, answer.page);
        isShown = morph.apply(baseline.page, answer.page);
      } catch {
        // The page's scripts have done what we did not think of: it is loaded again.
      }
    }
    if (!isShown) {
      keep.reload();
      return;
    }
    preview.version = answer.version;
    baseline = answer;
    mark.show(morph.changed());
    preview.tell("updated", morph.changed());
    // For scripts of the page that count or search what is in it.
    document.dispatchEvent(new CustomEvent("nutgraf:updated"));
  }

  async function again() {
    if (await serverPage.read()) keep.reload();
  }

  preview.on("page", (data) => {
    learn(data);
    if (data.version === preview.version) return;
    isAsked = true;
    work();
  });

  preview.on("files", (data) => {
    learn(data);
    files.push(...data.changed);
    work();
  });

  preview.on("problems", learn);

  // Once the page is parsed, and before its deferred scripts run.
  async function begin() {
    serverPage.keepCopy();
    touched.start();
    stream.start();
    addEventListener("DOMContentLoaded", keep.restore, { once: true });
    while (!baseline) {
      const answer = await serverPage.read();
      if (answer && answer.version !== preview.version) {
        // A page that changes all the time still gets to be seen.
        if (keep.isReloaded) await sleep(PAUSE);
        keep.reload();
        return;
      }
      if (answer) {
        serverPage.align(answer.page);
        learn(answer);
        baseline = answer;
      } else {
        await sleep(PAUSE);
      }
    }
    work();
  }

  if (document.readyState === "loading") document.addEventListener("readystatechange", begin, { once: true });
  else begin();
})();
