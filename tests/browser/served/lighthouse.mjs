// Asks Lighthouse about one page after the other, in one browser: [{ categories, audits }, …] as JSON.
// node lighthouse.mjs CLI-OF-LIGHTHOUSE FLAGS-OF-CHROME CATEGORIES ADDRESS…   (each list with spaces between)

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [cli, chromeFlags, categories, ...addresses] = process.argv.slice(2);
const { resolve } = createRequire(cli);
const load = (path) => import(pathToFileURL(resolve(path)));
const { default: lighthouse } = await load("../core/index.js");
const { launch } = await load("chrome-launcher");

const chrome = await launch({ chromeFlags: chromeFlags.split(" ") });
const reports = [];
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      onlyCategories: categories.split(" "),
      disableFullPageScreenshot: true,
    });
    reports.push({ categories: lhr.categories, audits: lhr.audits });
  }
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(reports));
