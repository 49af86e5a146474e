// A person's way through the built app, in headless Chromium.
//
//   node tests/browser/run.mjs [words of a test's name ...]
//
// The app must be in dist/. Screens that the tests pass are kept in .cache/screens.

import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { serve } from "./serve.mjs";
import { tests } from "./tests.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(pathToFileURL(join(root, ".cache/node/")));
const { chromium } = require("playwright-core");

const screens = join(root, ".cache/screens");
mkdirSync(screens, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const wanted = process.argv.slice(2).join(" ");
let passed = 0;
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (!name.includes(wanted)) continue;
  const app = await serve(join(root, "dist"));
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  try {
    const kit = { app, context, page, root, screen: (file) => page.screenshot({ path: join(screens, `${file}.png`) }) };
    await test(kit);
    if (complaints.length) throw new Error(complaints.join("\n"));
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error.stack ?? error).replaceAll("\n", "\n        ")}`);
    await page.screenshot({ path: join(screens, `failed-${failed}.png`) }).catch(() => {});
  } finally {
    await context.close();
    await app.stop();
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
