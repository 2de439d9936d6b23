/* What pages' scripts do: a class here, an element there, one of its own kind, a dialog. */
document.documentElement.classList.add("scripted");
document.querySelector(".text").classList.add("ready");
const remark = document.createElement("p");
remark.className = "put-in";
remark.textContent = "Put in by a script.";
document.querySelector(".text").before(remark);
document.querySelectorAll(".text h2").forEach((heading) => {
  const mark = document.createElement("a");
  mark.className = "anchor";
  mark.href = `#${heading.id}`;
  mark.textContent = " #";
  heading.append(mark);
});
customElements.define("word-count", class extends HTMLElement {
  connectedCallback() {
    const words = this.textContent.trim().split(/\s+/).length;
    this.innerHTML = `<output>${words} words</output>`;
  }
});
document.querySelector(".ask").addEventListener("click", () => document.querySelector("dialog").showModal());
// What the suite wants to know of this document: a page that was loaded again has a new one.
window.loadedAt = performance.timeOrigin;
