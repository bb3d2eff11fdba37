// Pictures of every page type: node shots.mjs BASE FOLDER [NAME...]
import { mkdir } from "node:fs/promises";
import { addresses, open } from "./browser.mjs";

const [base, folder, ...names] = process.argv.slice(2);
const browser = await open();
await mkdir(folder, { recursive: true });
for (const [name, address] of Object.entries(await addresses(base))) {
  if (names.length && !names.includes(name)) continue;
  for (const width of [1280, 360]) {
    for (const theme of ["light", "dark"]) {
      const page = await browser.newPage();
      await page.setViewport({ width, height: width === 360 ? 780 : 900 });
      await page.setExtraHTTPHeaders({ "Accept-Language": process.env.LANGUAGE_OF_PAGES ?? "ru" });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.goto(base + address);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) console.log(`${name} at ${width}: wider than the window`);
      await page.screenshot({ path: `${folder}/${name}-${width}-${theme}.png`, fullPage: process.env.WHOLE === "1" });
      await page.close();
    }
  }
}
await browser.close();
