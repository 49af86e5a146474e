// What a person does with the app, one function a test.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";

const PACKAGE = "argilla-server-2.8.0/files/argilla_server";

/** Opens the app and waits until it can take files. */
async function start({ app, page }) {
  await page.goto(app.url, { waitUntil: "networkidle" });
  await page.getByText("Drop a folder of migrations here").waitFor();
}

async function openDemo(kit, id) {
  await start(kit);
  await kit.page.locator(`[data-demo="${id}"]`).click();
  await kit.page.getByRole("tab", { name: "History" }).waitFor();
}

async function goTo(page, tab) {
  await page.getByRole("tab", { name: tab }).click();
}

/** The first line of the shown script that has this text. */
function script(page, text) {
  return page.locator('[id^="script-"]').filter({ hasText: text }).first();
}

/** Gives a folder to the app as a person picks one. */
async function pickFolder(page, folder) {
  await page.locator("input[webkitdirectory], input[type=file]").first().setInputFiles(folder);
  await page.getByRole("tab", { name: "History" }).waitFor({ timeout: 60_000 });
}

/** Writes files into a new folder, runs `use` with it, and takes it away again. */
async function withFolder(files, use) {
  const folder = await mkdtemp(join(tmpdir(), "migrascope-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(folder, path, ".."), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Drops files and folders of the disk on the page, as a person's hand does. */
async function drop({ context, page }, ...paths) {
  const session = await context.newCDPSession(page);
  const area = await page.getByText("Drop a folder of migrations here").boundingBox();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: area.x + 5, y: area.y + 5, data });
  }
  await page.getByRole("tab", { name: "History" }).waitFor();
}

/** Drags a handle of the track to this part of it, from 0 to 1. */
async function drag(page, handle, part) {
  // Once it stands still: a key may have sent it on its way.
  await handle.hover();
  const from = await handle.boundingBox();
  const track = await page.locator(".track").boundingBox();
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width * part, track.y + track.height / 2, { steps: 8 });
  await page.mouse.up();
}

const SHOP = {
  "shop/migrations/001_users.sql": "CREATE TABLE users (id int PRIMARY KEY);\n",
  "shop/migrations/002_orders.sql": "CREATE TABLE orders (id int PRIMARY KEY, by int REFERENCES users);\n",
};

export const tests = {
  async "a demo opens, a revision is chosen, its SQL is read"(kit) {
    const { page } = kit;
    await openDemo(kit, "tax-assistant");
    const rows = page.getByRole("listbox", { name: /Revisions/ }).first();
    await rows.getByText("Add FAQ tables").click();
    await page.getByRole("heading", { name: "Add FAQ tables" }).waitFor();
    await kit.screen("history");
    await goTo(page, "SQL");
    await script(page, "CREATE TABLE").waitFor();
    await kit.screen("sql");
    assert.match(page.url(), /rev=20250805_add_faq_tables/);
  },

  async "after the page has loaded nothing asks the network"(kit) {
    const { page, context } = kit;
    await start(kit);
    const asked = [];
    page.on("request", (request) => {
      if (!/^(blob|data):/.test(request.url())) asked.push(request.url());
    });
    await context.setOffline(true);
    await page.locator('[data-demo="tender-platform"]').click();
    await page.getByRole("tab", { name: "History" }).waitFor();
    for (const tab of ["Schema", "SQL", "History"]) {
      await goTo(page, tab);
      await page.waitForTimeout(300);
    }
    assert.deepEqual(asked, []);
  },

  async "a real package opens from a picked folder"(kit) {
    const { page, root } = kit;
    const folder = join(root, ".cache/packages", PACKAGE);
    assert.ok(existsSync(folder), "run the oracles first: they download the package");
    await start(kit);
    await pickFolder(page, folder);
    await page.getByText("580a6553186f").first().waitFor();
    await goTo(page, "SQL");
    await script(page, /ALTER TABLE|CREATE/).waitFor();
    await goTo(page, "Schema");
    await page.getByText("workspaces").first().waitFor();
    await kit.screen("package-schema");
  },

  async "a folder, a zip and a tar.gz can be dropped"(kit) {
    await withFolder(SHOP, async (folder) => {
      execFileSync("tar", ["-czf", "shop.tar.gz", "shop"], { cwd: folder });
      execFileSync("python3", ["-m", "zipfile", "-c", "shop.zip", "shop"], { cwd: folder });
      for (const name of ["shop", "shop.zip", "shop.tar.gz"]) {
        await start(kit);
        await drop(kit, join(folder, name));
        await goTo(kit.page, "Schema");
        await kit.page.getByText("orders", { exact: true }).first().waitFor({ state: "attached" });
        assert.match(await kit.page.title(), /shop/, name);
      }
    });
  },

  async "pasted SQL is one migration"(kit) {
    const { page } = kit;
    await start(kit);
    await page.getByRole("button", { name: "Paste SQL" }).click();
    await page.getByLabel("SQL, as one migration").fill("CREATE TABLE pasted (id int PRIMARY KEY);");
    await page.getByRole("button", { name: "Read it", exact: true }).click();
    await page.getByRole("tab", { name: "History" }).waitFor();
    await goTo(page, "Schema");
    await page.getByText("pasted", { exact: true }).first().waitFor({ state: "attached" });
  },

  async "a project starts from the baseline that is given"(kit) {
    const files = {
      "chain/0001.sql": "ALTER TABLE users ADD COLUMN email text;\n",
      "dump.sql": "CREATE TABLE users (id int PRIMARY KEY, nick text);\n",
    };
    await withFolder(files, async (folder) => {
      const { page } = kit;
      await start(kit);
      await pickFolder(page, join(folder, "chain"));
      await page.getByRole("button", { name: "chain" }).click();
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        page.getByRole("button", { name: /A dump, models, or another project/ }).click(),
      ]);
      await chooser.setFiles(join(folder, "dump.sql"));
      await page.getByText("dump.sql, 1 table").waitFor();
      await goTo(page, "Schema");
      await page.getByText("nick", { exact: true }).first().waitFor({ state: "attached" });
      await kit.screen("baseline");
    });
  },

  async "a baseline of models is what their tables are, and what is wrong in it is found"(kit) {
    const models = `import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[str]
`;
    const files = {
      "chain/0001.sql": "ALTER TABLE users ADD COLUMN email text;\n",
      "models.py": models,
      "dump.sql": "CREATE TABLE users (id int);\nCRATE TABLE x;\n",
    };
    await withFolder(files, async (folder) => {
      const { page } = kit;
      await start(kit);
      await pickFolder(page, join(folder, "chain"));
      for (const [file, told] of [["models.py", "models.py, 1 table"], ["dump.sql", "dump.sql, 1 table"]]) {
        await page.getByRole("button", { name: "chain" }).click();
        const [chooser] = await Promise.all([
          page.waitForEvent("filechooser"),
          page.getByRole("button", { name: /A dump, models, or another project/ }).click(),
        ]);
        await chooser.setFiles(join(folder, file));
        await page.getByText(told).waitFor();
      }
      await goTo(page, "Findings");
      await page.getByText("baseline:dump.sql").first().waitFor();
    });
  },

  async "what the files don't tell is asked for by name, and known once it is given"(kit) {
    const revision = `import os
import sqlalchemy as sa
from alembic import op
from app.config import settings
revision, down_revision = "a1", None
def upgrade():
    op.create_table("people", sa.Column("name", sa.String(settings.db.LENGTH)), schema=settings.db.SCHEMA)
    op.execute(f"GRANT SELECT ON people TO {os.environ['ROLE']}")
def downgrade():
    op.drop_table("people", schema=settings.db.SCHEMA)
`;
    await withFolder({ "shop/versions/a1.py": revision }, async (folder) => {
      const { page } = kit;
      await start(kit);
      await pickFolder(page, join(folder, "shop"));
      await goTo(page, "Findings");
      await page.getByRole("button", { name: "Give values" }).first().click();
      const values = page.getByRole("dialog", { name: "Values" });
      // One name hides another: those that are asked for come to light as others are given.
      for (const [name, value] of [["SCHEMA", "sales"], ["LENGTH", "40"], ["ROLE", "reader"]]) {
        const field = values.getByLabel(new RegExp(`${name}$`));
        if (!(await field.count())) continue;
        await field.fill(value);
      }
      await kit.screen("values");
      await page.keyboard.press("Enter");
      await values.waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "shop", exact: true }).click();
      await page.getByRole("button", { name: "Values for names" }).click();
      await values.getByLabel(/LENGTH$/).fill("40");
      await values.getByLabel(/SCHEMA$/).fill("sales");
      await values.getByRole("button", { name: "Read again" }).click();
      await goTo(page, "SQL");
      await script(page, "CREATE TABLE sales.people").waitFor();
      await script(page, "VARCHAR(40)").waitFor();
      await script(page, "GRANT SELECT ON people TO reader").waitFor();
    });
  },

  async "what a server's version does not know is found for that version"(kit) {
    const files = { "p/0001.sql": "CREATE TABLE notes (body text COMPRESSION pglz);\n" };
    await withFolder(files, async (folder) => {
      const { page } = kit;
      await start(kit);
      await pickFolder(page, join(folder, "p"));
      await page.getByRole("button", { name: "p", exact: true }).click();
      await page.getByRole("group", { name: "Server version" }).getByRole("button", { name: "13" }).click();
      await page.getByText("postgresql 13").waitFor();
      await goTo(page, "Findings");
      await page.getByText("newer-server").first().waitFor();
      await kit.screen("server-version");
    });
  },

  async "a large file shows how far it is, and can be stopped"(kit) {
    const { page } = kit;
    const rows = Array.from({ length: 120_000 }, (_, idx) => `INSERT INTO t VALUES (${idx}, 'some text or other');\n`);
    const files = { "big/001_t.sql": "CREATE TABLE t (id int, words text);\n" + rows.join("") };
    await withFolder(files, async (folder) => {
      await start(kit);
      await page.locator("input[webkitdirectory], input[type=file]").first().setInputFiles(join(folder, "big"));
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByText("Drop a folder of migrations here").waitFor();
      await pickFolder(page, join(folder, "big"));
    });
  },

  async "a link brings back the same view"(kit) {
    const { page } = kit;
    await openDemo(kit, "tax-assistant");
    await page.getByRole("listbox", { name: /Revisions/ }).first().getByText("Add role to user").click();
    await goTo(page, "SQL");
    await script(page, "ALTER TABLE").waitFor();
    const link = page.url();
    await goTo(page, "Schema");
    await page.goBack();
    assert.equal(page.url(), link);
  },

  async "a broken file costs that file and is named"(kit) {
    const files = {
      "versions/0001.py": "revision = '0001'\ndown_revision = None\ndef upgrade(:\n    pass\n",
      "versions/0002.py":
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '0002'\ndown_revision = '0001'\n" +
        "def upgrade():\n    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))\n",
    };
    await withFolder(files, async (folder) => {
      await start(kit);
      await pickFolder(kit.page, folder);
      await goTo(kit.page, "Findings");
      await kit.page.getByText("syntax-error").first().waitFor();
      await kit.page.getByText(/0001\.py:3/).first().waitFor();
      await goTo(kit.page, "Schema");
      await kit.page.getByText("t", { exact: true }).first().waitFor();
    });
  },

  async "a hostile name is text and nothing else"(kit) {
    const name = "<img src=x onerror=document.title='owned'>";
    const files = { "001_a.sql": `CREATE TABLE "${name}" (id int PRIMARY KEY);\n` };
    await withFolder(files, async (folder) => {
      await start(kit);
      await pickFolder(kit.page, folder);
      await goTo(kit.page, "Schema");
      await kit.page.getByText("onerror").first().waitFor({ state: "attached" });
      await goTo(kit.page, "SQL");
      await script(kit.page, "onerror").waitFor();
      assert.notEqual(await kit.page.title(), "owned");
      assert.equal(await kit.page.locator("img[src=x]").count(), 0);
    });
  },

  async "a folder without migrations says what was looked for"(kit) {
    await withFolder({ "readme.py": "print('hello')\n" }, async (folder) => {
      await start(kit);
      await kit.page.locator("input[type=file]").first().setInputFiles(folder);
      await kit.page.getByText(/no migrations/i).first().waitFor();
      await kit.screen("no-migrations");
    });
  },

  async "a second visit works with the server stopped"(kit) {
    const { app, page } = kit;
    await start(kit);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 10_000 });
    await app.stop();
    await page.reload();
    await page.getByText("Drop a folder of migrations here").waitFor();
    await page.locator('[data-demo="tender-platform"]').click();
    await page.getByRole("tab", { name: "History" }).waitFor();
  },

  async "the schema is saved as SVG and as PNG, in the page's colors, and as SQL"(kit) {
    const { page } = kit;
    await page.emulateMedia({ colorScheme: "dark" });
    await openDemo(kit, "tender-platform");
    await goTo(page, "Schema");
    await page.getByText("31 tables").first().waitFor();
    const save = async (name) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const svg = await save("Save as SVG");
    assert.match(svg.name, /^Tender_platform-.+\.svg$/);
    const text = svg.bytes.toString();
    assert.match(text, /^<svg xmlns=/);
    assert.match(text, /#0E1318/);
    assert.doesNotMatch(text, /<script|url\(|var\(|href/);
    // It stands alone: a browser paints it, and its text is text.
    const blank = await kit.context.newPage();
    const { ok, names } = await blank.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      const names = [...parsed.querySelectorAll("text")].map((it) => it.textContent);
      return { ok: !parsed.querySelector("parsererror"), names };
    }, text);
    assert.ok(ok && names.includes("users"), names.slice(0, 9).join());
    const png = await save("Save as PNG");
    assert.match(png.name, /^Tender_platform-.+\.png$/);
    assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
    assert.ok(png.bytes.readUInt32BE(16) > 2000, "as wide as the whole diagram, not as the window");
    const sql = await save("Save as SQL");
    assert.match(sql.name, /^Tender_platform-.+-schema\.sql$/);
    assert.match(sql.bytes.toString(), /^-- Tender platform: the schema after .+\n[^]*\nCREATE TABLE users \(/);
  },

  async "search finds what belongs to tables, and tables of other revisions"(kit) {
    const files = {
      "p/001_a.sql": "CREATE TYPE mood AS ENUM ('glad', 'sad');\nCREATE TABLE old_users (id int PRIMARY KEY, m mood);\n",
      "p/002_b.sql": "CREATE TABLE users (id int PRIMARY KEY, mail text);\nCREATE INDEX ix_mail ON users (mail);\nDROP TABLE old_users;\n",
      "p/003_c.sql": "ALTER TABLE users ADD COLUMN nick text;\n",
    };
    await withFolder(files, async (folder) => {
      const { page } = kit;
      await start(kit);
      await pickFolder(page, join(folder, "p"));
      const find = async (letters, row) => {
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox").fill(letters);
        await page.getByRole("option", { name: row }).first().click();
      };
      await find("ix_mail", /ix_mail.*index/);
      await page.waitForURL(/tab=schema.*table=users/);
      await find("mood", /mood.*enum/);
      await page.getByText("glad, sad").waitFor();
      await find("old_users", /gone at 002/);
      await page.waitForURL(/table=old_users/);
      await page.locator(".table[data-mark=removed]").waitFor();
      await find("002_b.sql", /002_b\.sql.*file/);
      await page.waitForURL(/at=/);
    });
  },

  async "a range is made with the keyboard and with Shift-click, and counted"(kit) {
    const { page } = kit;
    await openDemo(kit, "tax-assistant");
    const list = page.getByRole("listbox", { name: /Revisions/ });
    await list.focus();
    const said = page.locator(".timeline__said");
    await page.keyboard.press("Shift+ArrowDown");
    await said.getByText("1 revision", { exact: true }).waitFor();
    await page.keyboard.press("Shift+ArrowDown");
    await said.getByText("2 revisions").waitFor();
    await page.keyboard.press("Shift+ArrowUp");
    await said.getByText("1 revision", { exact: true }).waitFor();
    await page.getByRole("slider", { name: "Revision", exact: true }).focus();
    await page.keyboard.press("Shift+Home");
    await page.waitForURL(/vs=base/);
    await said.getByText("19 revisions").waitFor();
    await kit.screen("range");
    const beginning = page.getByRole("slider", { name: "Beginning of the range" });
    await beginning.focus();
    await page.keyboard.press("ArrowRight");
    await said.getByText("18 revisions").waitFor();
    await drag(page, beginning, 0.5);
    await said.getByText(/^1?[0-9] revisions$/).waitFor();
    assert.match(page.url(), /vs=/);
    await page.getByRole("button", { name: "One revision", exact: true }).click();
    await list.getByRole("option").nth(3).click({ modifiers: ["Shift"] });
    await said.getByText("3 revisions").waitFor();
  },

  async "findings that say the same are one until they are opened"(kit) {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, at) => [`p/00${at + 1}_x.sql`, `ALTER TABLE t${at} ADD COLUMN x int;\n`]),
    );
    await withFolder(files, async (folder) => {
      const { page } = kit;
      await start(kit);
      await pickFolder(page, join(folder, "p"));
      await goTo(page, "Findings");
      const rows = page.locator(".findings__row");
      const more = page.getByRole("button", { name: /8 more like it/ });
      await more.waitFor();
      assert.equal(await rows.count(), 1);
      await more.click();
      assert.equal(await rows.count(), 9);
      await page.getByRole("button", { name: /Give a baseline/ }).first().waitFor();
      assert.equal(await page.getByText("--baseline").count(), 0);
    });
  },

  async "the back button comes back to the project before"(kit) {
    const { page } = kit;
    await openDemo(kit, "tax-assistant");
    await goTo(page, "SQL");
    const link = page.url();
    await page.locator(".project-menu__name").click();
    await page.getByRole("button", { name: "Tender platform" }).click();
    await page.waitForFunction(() => /Tender/.test(document.title));
    await page.goBack();
    await page.waitForFunction(() => /Tax/.test(document.title));
    assert.equal(page.url(), link);
    await script(page, /ALTER TABLE|CREATE/).waitFor();
    await page.goForward();
    await page.waitForFunction(() => /Tender/.test(document.title));
  },

  async "a link to a revision that is not there says so on every screen"(kit) {
    const { page, app } = kit;
    for (const tab of ["history", "schema", "sql"]) {
      await page.goto(`${app.url}?tab=${tab}&rev=nowhere`, { waitUntil: "networkidle" });
      await page.locator('[data-demo="tax-assistant"]').click();
      await page.getByText("No revision nowhere here").first().waitFor();
    }
    await page.getByRole("link", { name: "Go to the newest revision" }).first().click();
    await script(page, /ALTER TABLE|CREATE/).waitFor();
  },

  async "the keyboard goes everywhere"(kit) {
    const { page } = kit;
    await openDemo(kit, "tax-assistant");
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.waitForURL(/tab=schema/);
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.waitForURL((url) => !/tab=/.test(url.search) || /tab=history/.test(url.search));
    await page.getByRole("tab", { name: "History" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/tab=schema/);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Schema");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search everything" }).waitFor();
    await page.keyboard.type("expert");
    await kit.screen("palette");
    await page.keyboard.press("Escape");
  },

  async "a dialog keeps the keys to itself, and Esc closes it"(kit) {
    const { page } = kit;
    await openDemo(kit, "tax-assistant");
    for (const [key, name] of [["Control+k", "Search everything"], ["?", "Keyboard"]]) {
      await page.keyboard.press(key);
      const dialog = page.getByRole("dialog", { name });
      await dialog.waitFor();
      const place = page.url();
      await page.keyboard.press("]");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      // The field that had the focus is gone a moment later.
      await page.waitForFunction(() => !document.querySelector("dialog input"));
      assert.equal(page.url(), place);
    }
  },

  async "a project is closed, and the next one opens"(kit) {
    const { page } = kit;
    await openDemo(kit, "tax-assistant");
    await page.locator(".project-menu__name").click();
    await page.getByRole("button", { name: "Close this project" }).click();
    await page.getByText("Drop a folder of migrations here").waitFor();
    await page.locator('[data-demo="tender-platform"]').click();
    await page.getByRole("tab", { name: "History" }).waitFor();
  },

  async "every screen, light and dark, wide and narrow"(kit) {
    const { page } = kit;
    await openDemo(kit, "tender-platform");
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const [width, height] of [[1440, 900], [390, 844]]) {
        await page.setViewportSize({ width, height });
        for (const tab of ["History", "Schema", "SQL"]) {
          await goTo(page, tab);
          await page.waitForTimeout(500);
          await kit.screen(`${tab.toLowerCase()}-${scheme}-${width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.equal(wide, false, `${tab} scrolls sideways at ${width}`);
        }
      }
    }
  },
};
