/* Opens every page of a built site in Firefox, from the disk and from a host: it is styled, nothing fails, and its policy keeps out what
   somebody plants in it. Without Firefox it says so and proves nothing. Usage: node firefox.mjs SITE TOOLS */
import fs from "node:fs";
import { at, check, finish, fromDisk, pages, remark, require, serve } from "./suite.mjs";

const executablePath = [process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => path && fs.existsSync(path));
if (!executablePath) {
  remark("EXCEPTION: there is no Firefox on this machine, so the content security policy was proved in Chromium alone");
  finish("firefox: not there");
}
const puppeteer = require("puppeteer-core");
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const { origin, close } = await serve();
for (const base of [fromDisk, `${origin}/`]) {
  for (const name of pages) {
    const page = await browser.newPage();
    const wrong = [];
    // What is kept out below is told as an error too.
    page.on("pageerror", (error) => String(error).includes("Content-Security-Policy") || wrong.push(String(error)));
    await page.goto(at(base, name));
    const found = await page.evaluate(async () => {
      const kept = new Set();
      const told = new Promise((done) => {
        document.addEventListener("securitypolicyviolation", (event) => kept.add(event.effectiveDirective).size === 3 && done());
        setTimeout(done, 10000);
      });
      const plant = (name, text) => document.head.append(Object.assign(document.createElement(name), { textContent: text }));
      plant("script", "window.planted = true");
      plant("style", "html { --planted: yes }");
      document.body.setAttribute("onclick", "window.pressed = true");
      document.body.click();
      const planted = [window.planted, window.pressed, getComputedStyle(document.documentElement).getPropertyValue("--planted")].filter(Boolean);
      await told;
      const sheets = Array.from(document.styleSheets).filter((sheet) => sheet.href !== null).length;
      return { planted, kept: [...kept], sheets, wanted: document.querySelectorAll("link[rel=stylesheet]").length };
    });
    check(found.planted.length === 0, `${base}${name}: in Firefox the policy lets in ${found.planted}`);
    check(found.sheets >= found.wanted, `${base}${name}: in Firefox a style sheet is missing`);
    check(found.kept.length === 3, `${base}${name}: Firefox keeps out ${found.kept}, not script, style and handler`);
    check(wrong.length === 0, `${base}${name}: ${wrong.join("; ")}`);
    await page.close();
  }
}
const version = await browser.version();
await browser.close();
close();
finish(`firefox (${version}): ${pages.length} pages`);
