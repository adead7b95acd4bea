import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createShop } from "../io/temporaryShop.ts";
import type { TemporaryShop } from "../io/temporaryShop.ts";
import { analyzeShop, linkProgram, shopFiles, told } from "./shops.ts";
import type { Program } from "./shops.ts";

/** Enough files that threads read them, and that there is something to lose. */
function manyFiles(count: number): Record<string, string> {
  const pathOf = (n: number): string => `area${n % 7}/order${n}`;
  const fileOf = (n: number): [string, string] => {
    const next = (n + 1) % count;
    const code = `import { order${next} } from "../${pathOf(next)}";\nexport const order${n} = (): number => order${next}().valueOf() + ${n};\n`;
    return [`src/${pathOf(n)}.ts`, code];
  };
  return Object.fromEntries(Array.from({ length: count }, (_, n) => fileOf(n)));
}

describe("the cache of a shop", () => {
  let shop: TemporaryShop;
  let program: Program;
  before(() => void (program = linkProgram()));
  after(() => program.remove());
  beforeEach(() => void (shop = createShop(shopFiles)));
  afterEach(() => shop.remove());

  const cacheFolder = (): string => join(shop.root, ".ficus/cache");
  describe("that something happened to", () => {
    const damage: [string, (file: string) => void][] = [
      ["emptied", (file) => truncateSync(file, 0)],
      ["cut", (file) => truncateSync(file, statSync(file).size >> 1)],
      ["overwritten by noise", (file) => writeFileSync(file, Buffer.alloc(statSync(file).size, 0xa7))],
      ["changed by one bit", (file) => writeFileSync(file, flipped(readFileSync(file)))],
      ["removed", (file) => rmSync(file)],
      ["of another program", (file) => writeFileSync(file, '{"version":"3.1","entries":{}}')],
    ];
    for (const [what, harm] of damage) {
      it(`is rebuilt silently, each of its files being ${what}`, async () => {
        const expected = await analyzeShop(shop.root);
        await analyzeShop(shop.root, { cache: true });
        const names = readdirSync(cacheFolder()).filter((name) => !name.startsWith("."));
        assert.ok(names.length >= 4, names.join());
        for (const name of names) {
          if (!readdirSync(cacheFolder()).includes(name)) continue;
          harm(join(cacheFolder(), name));
          const found = await analyzeShop(shop.root, { cache: true });
          assert.deepEqual([found.analysis, found.edges], [expected.analysis, expected.edges], name);
        }
      });
    }
  });

  function flipped(bytes: Buffer): Buffer {
    bytes[bytes.length >> 1]! ^= 1;
    return bytes;
  }

  it("is right for two that fill it at once, and whole afterwards", async () => {
    shop.write(manyFiles(450));
    const expected = program.run(["analyze", shop.root, "--json", "--no-cache"]);
    assert.equal(expected.status, 0, expected.stderr);
    const results = await Promise.all(
      [1, 2].map(async () => {
        const child = program.start(["analyze", shop.root, "--json"]);
        const chunks: Buffer[] = [];
        child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
        const [code] = (await once(child, "close")) as [number];
        return [code, Buffer.concat(chunks).toString()];
      }),
    );
    assert.deepEqual(results, [
      [0, expected.stdout],
      [0, expected.stdout],
    ]);
    assert.deepEqual(
      readdirSync(cacheFolder()).filter((name) => name.endsWith(".tmp")),
      [],
    );
    let read = 0;
    const warm = await analyzeShop(shop.root, { cache: true, onProgress: () => read++ });
    assert.equal(`${JSON.stringify(warm.analysis)}\n`, expected.stdout);
    assert.equal(read, 0, "files had to be read again");
  });

  it("survives Ctrl-C at any moment, and Ctrl-C is obeyed at once", async function () {
    // Windows has no signals that a process could answer.
    if (process.platform === "win32") return;
    program.run(["analyze", shop.root]);
    shop.write(manyFiles(300));
    const expected = program.run(["analyze", shop.root, "--json", "--no-cache"]);
    const body = (area: number): string =>
      Array.from({ length: 2500 }, (_, n) => `export const stock${n} = { id: ${n}, of: (price: number) => price * ${n + area} };`).join("\n");
    const large = Object.fromEntries(Array.from({ length: 60 }, (_, area) => [`src/stock/stock${area}.ts`, body(area)]));
    shop.write(large);
    for (const pause of [250, 600, 900]) {
      const child = program.start(["analyze", shop.root, "--json"]);
      await new Promise((resolve) => setTimeout(resolve, pause));
      const start = performance.now();
      child.kill("SIGINT");
      const [code, signal] = (await once(child, "close")) as [number | null, string | null];
      // Before the program is loaded, the signal itself ends the process, which shells call 130, too.
      assert.ok(code === 130 || signal === "SIGINT", `${pause} ms: ${code} ${signal}`);
      assert.ok(performance.now() - start < 1500);
    }
    for (const path of Object.keys(large)) rmSync(join(shop.root, path));
    const next = program.run(["analyze", shop.root, "--json"]);
    assert.deepEqual([next.status, next.stdout, next.stderr], [0, expected.stdout, ""]);
  });

  it("costs a warning and nothing else where the disk is full", () => {
    // Windows has no limits on the size of files.
    if (process.platform === "win32") return;
    const expected = JSON.parse(program.run(["analyze", shop.root, "--json", "--no-cache"]).stdout) as { services: unknown; dependencies: unknown };
    rmSync(join(shop.root, ".ficus"), { recursive: true });
    for (const blocks of [0, 1, 4]) {
      // The limit on the size of files stands for the full disk: writing fails in the middle.
      const limit = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`;
      const { status, stdout, stderr } = spawnSync("sh", ["-c", limit, "sh", ...program.command, "analyze", shop.root, "--json"], {
        encoding: "utf8",
      });
      assert.equal(status, 0, stderr);
      const found = JSON.parse(stdout) as typeof expected & { warnings: { reason: string }[] };
      assert.deepEqual([found.services, found.dependencies], [expected.services, expected.dependencies]);
      if (blocks < 4) assert.match(stderr + JSON.stringify(found.warnings), /EFBIG/);
    }
    const next = program.run(["analyze", shop.root, "--json"]);
    assert.deepEqual([next.status, JSON.parse(next.stdout), next.stderr], [0, expected, ""]);
  });

  it("costs a warning and nothing else where it cannot be", async () => {
    const expected = await analyzeShop(shop.root);
    shop.write({ ".ficus": "a file where the folder should be" });
    const found = await analyzeShop(shop.root, { cache: true });
    assert.deepEqual([found.analysis.services, found.edges], [expected.analysis.services, expected.edges]);
    assert.deepEqual(told(found.warnings), ["cache-unavailable .ficus/cache"]);
  });
});
