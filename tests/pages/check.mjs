// What a reader does, with a script and without, and what axe-core finds on every page type: node check.mjs BASE
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { addresses, open } from "./browser.mjs";

const base = process.argv[2];
const browser = await open();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];

const fresh = async (script) => {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.setJavaScriptEnabled(script);
  await page.setExtraHTTPHeaders({ "Accept-Language": "ru" });
  page.on("console", (m) => m.type() === "error" && !m.text().includes("404") && problems.push(`console: ${m.text()}`));
  page.on("pageerror", (e) => problems.push(`script: ${e.message}`));
  page.on("request", (r) => r.url().startsWith(base) || problems.push(`asks another server: ${r.url()}`));
  return page;
};
const text = (page, selector) => page.$eval(selector, (e) => e.textContent.trim());
const follow = async (page, selector) => {
  const href = await page.$eval(selector, (e) => e.getAttribute("href"));
  await Promise.all([page.waitForNavigation({ timeout: 10_000 }), page.click(selector)]);
  return href;
};

const walk = async (script) => {
  const page = await fresh(script);
  await page.goto(`${base}/`);
  assert.equal(await page.$eval("html", (e) => e.lang), "ru");
  assert.match(await text(page, ".banner"), /Образец/);
  await follow(page, ".plain tbody th a");
  assert.match(await text(page, "h1"), /Кыргызстан\s+—\s+Россия/);
  await follow(page, ".entries .entry-title a");
  const quoted = await text(page, ".told blockquote mark");
  await follow(page, ".told .source a");
  assert.match(page.url(), /\/a\d+#t-st\d+$/);
  const target = await page.$(".at:target");
  assert.ok(target, "the link leads to the row's words");
  const article = await text(page, ".read .text");
  assert.ok(article.includes(quoted.slice(0, 40)), "the sentence stands in its article");
  // Marks can be switched off, also without a script.
  const washed = () => page.evaluate(() => getComputedStyle(document.querySelector(".text .said, .text .undertook")).backgroundColor);
  const [kind] = await page.$$eval(".text .said, .text .undertook", (e) => [e[0].classList.contains("said") ? "said" : "undertook"]);
  const before = script ? await washed() : null;
  await page.click(`label[for="show-${kind}"]`);
  if (script) assert.notEqual(await washed(), before);
  await page.goto(`${base}/actors`);
  await follow(page, "tbody th a");
  assert.ok(await text(page, "h1"));
  await page.type("#top-q", "школами");
  await Promise.all([page.waitForNavigation(), page.click(".top-search button")]);
  assert.match(decodeURIComponent(page.url()), /\/search\?q=школами$/);
  assert.ok((await page.$$(".results .entry")).length > 0, "another inflection is found");
  const address = page.url();
  await follow(page, '.languages a[lang="ky"]');
  assert.equal(page.url(), address, "the address carries no language");
  assert.equal(await page.$eval("html", (e) => e.lang), "ky");
  assert.match(await text(page, "h1"), /Издөө/);
  await page.goto(`${base}/commitments?area=education&a=KGZ&b=RUS`);
  const shown = await page.$$eval(".entry-title a", (e) => e.map((a) => a.getAttribute("href")));
  const link = await page.$eval(".take a", (e) => e.href);
  const csv = await (await fetch(link)).text();
  const ids = csv.trim().split("\r\n").join("\n").split("\n").slice(1).map((l) => `/${l.split(",")[0]}`);
  for (const id of shown) assert.ok(ids.includes(id), `${id} is exported`);
  await page.browserContext().close();
};

for (const script of [true, false]) {
  await walk(script);
  console.log(`walked ${script ? "with" : "without"} a script`);
}

let looked = 0;
for (const [name, address] of Object.entries(await addresses(base))) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const page = await fresh(true);
      await page.setBypassCSP(true);
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.goto(base + address);
      await page.evaluate(axe);
      const found = await page.evaluate(() =>
        axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const v of found.violations) {
        const where = v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ");
        const line = `${name} ${width} ${theme}: ${v.impact} ${v.id}: ${v.help} (${where})`;
        if (["serious", "critical"].includes(v.impact)) problems.push(line);
        else console.log(line);
      }
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) problems.push(`${name}: wider than ${width}`);
      looked += 1;
      await page.browserContext().close();
    }
  }
}
await browser.close();
console.log(`looked at ${looked} pages`);
for (const p of [...new Set(problems)]) console.error(p);
process.exit(problems.length ? 1 : 0);
