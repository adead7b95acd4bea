import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { linkPackage } from "./linkPackage.ts";

describe("the ficus program", () => {
  let dir = "";
  let bin = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "ficus-bin-"));
    bin = linkPackage(dir);
    mkdirSync(join(dir, "shop/src"), { recursive: true });
    writeFileSync(
      join(dir, "shop/src/order.ts"),
      'import { price } from "./price.ts";\nexport function total(items: string[]): number {\n  return items.map(price).length;\n}\n',
    );
    writeFileSync(join(dir, "shop/src/price.ts"), "export function price(item: string): number {\n  return item.length;\n}\n");
    mkdirSync(join(dir, "empty"));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const run = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { cwd: dir, encoding: "utf8" });

  it("analyzes a folder", () => {
    const { status, stdout, stderr } = run("analyze", "shop", "--json", "--no-cache");
    assert.equal(status, 0, stderr);
    const { modules } = JSON.parse(stdout) as { modules: { path: string }[] };
    assert.deepEqual(
      modules.map(({ path }) => path),
      ["src/order.ts", "src/price.ts"],
    );
  });

  it("ends with 2 on a folder without sources, a file and nothing at all", () => {
    for (const input of ["empty", "shop/src/order.ts", "nowhere"]) {
      const { status, stdout, stderr } = run("analyze", input);
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^ficus: [^\n]+\n$/);
      assert.equal(stdout, "");
    }
  });

  it("says its version without loading the analyzer", () => {
    const probe = join(dir, "probe.mjs");
    writeFileSync(
      probe,
      `import { registerHooks } from "node:module";
       registerHooks({ load(url, context, next) {
         if (/node_modules\\/(zod|typescript|ts-morph|@ts-morph|graphology)|src\\/(session|analyze|extract|link)/.test(url)) console.log("loaded", url);
         return next(url, context);
       } });`,
    );
    const { status, stdout } = spawnSync(process.execPath, ["--import", pathToFileURL(probe).href, bin, "--version"], { encoding: "utf8" });
    assert.equal(status, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("is quiet when the reader goes away", async () => {
    const names = Array.from({ length: 400 }, (_, i) => `a${i}`);
    writeFileSync(
      join(dir, "shop/src/large.ts"),
      names.map((name) => `export function ${name}() { return ${JSON.stringify("x".repeat(200))}; }`).join("\n"),
    );
    const child = spawn(process.execPath, [bin, "graph", "shop", "--no-cache"], { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on("close", resolve));
    rmSync(join(dir, "shop/src/large.ts"));
    assert.deepEqual([code, errors], [0, ""]);
  });

  it("says what is needed when Node is too old", () => {
    const old = join(dir, "old.mjs");
    writeFileSync(old, `Object.defineProperty(process.versions, "node", { value: "20.20.2" });`);
    const { status, stderr } = spawnSync(process.execPath, ["--import", pathToFileURL(old).href, bin, "analyze"], { encoding: "utf8" });
    assert.equal(status, 2);
    assert.match(stderr, /^ficus: Node 22\.18 or later is needed, this is 20\.20\.2: [^\n]+\n$/);
  });

  it("ends on Ctrl-C, with what shells expect and without a result", async () => {
    // Windows has no signals that a process could answer.
    if (process.platform === "win32") return;
    mkdirSync(join(dir, "large"));
    const body = Array.from({ length: 3000 }, (_, i) => `export const order${i} = { id: ${i}, total: (price: number) => price * ${i} };`).join("\n");
    for (let i = 0; i < 80; i++) writeFileSync(join(dir, `large/orders${i}.ts`), body);
    const child = spawn(process.execPath, [bin, "analyze", "large", "--no-cache"], { cwd: dir, stdio: "ignore" });
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.on("close", resolve));
    assert.equal(code, 130);
    assert.equal(existsSync(join(dir, "large/.ficus/analysis.json")), false);
  });
});
