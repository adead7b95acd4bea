import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FicusError } from "../../src/errors.ts";
import { Analysis } from "../../src/model/analysis.ts";
import { GraphDocument } from "../../src/model/graphDocument.ts";
import { openShop, runMain } from "./runMain.ts";

describe("the command line", () => {
  let dir = "";
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "ficus-cli-"))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("analyzes for people: services on stdout, nothing on stderr", async () => {
    const { code, stdout, stderr } = await runMain(["analyze", dir]);
    assert.equal(code, 0);
    assert.match(stdout, /5 services proposed[^]*orders +5 +100[^]*Everything is in\s+\S+analysis\.json/);
    assert.equal(stderr, "");
  });

  it("analyzes for programs: one JSON document, also kept in .ficus", async () => {
    const { code, stdout } = await runMain(["analyze", dir, "--json"]);
    assert.equal(code, 0);
    const analysis = Analysis.parse(JSON.parse(stdout));
    assert.equal(analysis.services.length, 5);
    assert.deepEqual(analysis.timings, {});
    assert.equal(readFileSync(join(dir, ".ficus/analysis.json"), "utf8"), stdout);
    assert.equal(readFileSync(join(dir, ".ficus/.gitignore"), "utf8"), "*\n");
    assert.deepEqual(readdirSync(join(dir, ".ficus")).sort(), [".gitignore", "analysis.json"]);
  });

  it("hands its options to the session", async () => {
    const argv = [
      "analyze",
      dir,
      "--tsconfig",
      "tsconfig.app.json",
      "--include",
      "src/**",
      "--include",
      "lib/**",
      "--exclude",
      "**/*.js",
      "--no-cache",
      "--services",
      "3",
      "--seed",
      "9",
      "--blind",
      "names",
      "--json",
    ];
    const { stdout, opened } = await runMain(argv);
    const [{ onProgress: _, signal, ...options } = { onProgress: undefined, signal: undefined }] = opened;
    assert.deepEqual(options, { root: dir, tsconfig: "tsconfig.app.json", include: ["src/**", "lib/**"], exclude: ["**/*.js"], cache: false });
    assert.ok(signal instanceof AbortSignal);
    assert.deepEqual(
      Analysis.parse(JSON.parse(stdout)).services.map(({ id }) => id),
      ["service-1", "service-2", "service-3"],
    );
    const plain = await runMain(["analyze"].concat(dir));
    assert.equal(plain.opened[0]?.cache, true);
    assert.equal(plain.opened[0]?.include, undefined);
  });

  it("says how long the stages took only when asked", async () => {
    assert.match((await runMain(["analyze", dir, "--timings"])).stdout, /\n {2}extract +12 ms\n {2}link +6 ms\n$/);
    assert.deepEqual(JSON.parse((await runMain(["analyze", dir, "--timings", "--json"])).stdout).timings, { extract: 12.3, link: 6 });
  });

  it("gives the result and a warning where it cannot keep it", async () => {
    // A file where the folder should be: refused on every machine, and for every user.
    writeFileSync(join(dir, ".ficus"), "");
    const { code, stdout, stderr } = await runMain(["analyze", dir, "--json"]);
    assert.equal(code, 0);
    assert.equal(Analysis.parse(JSON.parse(stdout)).services.length, 5);
    assert.match(stderr, /^ficus: the result could not be kept in .*\n$/);
  });

  it("leaves no unfinished file behind", async () => {
    mkdirSync(join(dir, ".ficus/analysis.json"), { recursive: true });
    const { code, stderr } = await runMain(["analyze", dir]);
    assert.equal(code, 0);
    assert.match(stderr, /could not be kept/);
    assert.deepEqual(readdirSync(join(dir, ".ficus")).sort(), [".gitignore", "analysis.json"]);
  });

  it("prints the graph in every format", async () => {
    const starts = { dot: 'digraph "shop"', mermaid: "flowchart", graphml: "<?xml", gexf: "<?xml", csv: "module," };
    for (const [format, start] of Object.entries(starts)) {
      const { code, stdout } = await runMain(["graph", dir, "--format", format]);
      assert.equal(code, 0);
      assert.ok(stdout.startsWith(start), stdout.slice(0, 80));
      assert.match(stdout, /src\/services\/orderService\.ts/);
    }
    const { stdout, stderr } = await runMain(["graph", dir]);
    assert.equal(GraphDocument.parse(JSON.parse(stdout)).modules.length, 35);
    assert.equal(stderr, "ficus: public/chart.js: minified: left out\n");
  });

  it("answers wrong usage with one sentence on stderr and 2", async () => {
    const wrong: [string[], RegExp][] = [
      [["analyze", "--jsn"], /unknown option '--jsn' \(did you mean --json\?\)/],
      [["analyse"], /unknown command 'analyse' \(did you mean analyze\?\)/],
      [["analyze", "--services", "many"], /'--services <n>' argument 'many' is invalid\. Give a whole number from 1/],
      [["analyze", "--services", "0"], /whole number from 1/],
      [["analyze", "--services", "1e3"], /whole number/],
      [["analyze", "--seed", "-1"], /whole number from 0/],
      [["analyze", "--seed"], /'--seed <n>' argument missing/],
      [["analyze", "--blind", "eyes"], /Allowed choices are paths, names/],
      [["analyze", "shop", "store"], /too many arguments/],
      [["graph", "--format", "png"], /Allowed choices are json, dot, mermaid, graphml, gexf, csv/],
    ];
    for (const [argv, sentence] of wrong) {
      const { code, stdout, stderr, opened } = await runMain(argv);
      assert.equal(code, 2, argv.join(" "));
      assert.match(stderr, sentence);
      assert.match(stderr, /^ficus: [^\n]*\n$/, "one line");
      assert.equal(stdout, "");
      assert.deepEqual(opened, []);
    }
  });

  it("shows what there is when called without a command, with 2", async () => {
    const { code, stderr } = await runMain([]);
    assert.equal(code, 2);
    assert.match(stderr, /Usage: ficus[^]*analyze[^]*graph/);
  });

  it("helps with every command, with an example each", async () => {
    for (const argv of [["--help"], ["analyze", "--help"], ["graph", "--help"], ["help", "graph"]]) {
      const { code, stdout } = await runMain(argv);
      assert.equal(code, 0);
      assert.match(stdout, /Examples?:\n {2}ficus /, argv.join(" "));
    }
    assert.deepEqual(await runMain(["--version"]), { code: 0, stdout: "1.2.3\n", stderr: "", opened: [] });
  });

  it("ends with 2 and a sentence when the input cannot be analysed", async () => {
    const { code, stdout, stderr } = await runMain(["analyze", dir], async () => {
      throw new FicusError("no-modules", "No files in shop.");
    });
    assert.deepEqual({ code, stdout, stderr }, { code: 2, stdout: "", stderr: "ficus: No files in shop.\n" });
    assert.equal((await runMain(["analyze", dir, "--services", "500"])).code, 2);
  });

  it("ends with 70 and a stack when something is wrong with itself", async () => {
    const { code, stderr } = await runMain(["analyze", dir], async () => {
      throw new TypeError("stock is undefined", { cause: new Error("count") });
    });
    assert.equal(code, 70);
    assert.match(stderr, /TypeError: stock is undefined\n +at [^]*Caused by: Error: count/);
  });

  it("ends with 130 and no words when it is interrupted", async () => {
    const interrupt = new AbortController();
    const run = await runMain(
      ["analyze", dir],
      async ({ signal }) => {
        interrupt.abort();
        signal?.throwIfAborted();
        throw new Error("went on");
      },
      { signal: interrupt.signal },
    );
    assert.deepEqual([run.code, run.stdout, run.stderr], [130, "", ""]);
  });

  it("shows progress only on a terminal, and wipes it away", async () => {
    const { stderr } = await runMain(["analyze", dir], openShop, { stderr: { isTTY: true, columns: 30 } });
    assert.equal(stderr, "\r\u001b[2KReading files: 3 of 35\r\u001b[2K");
    assert.equal((await runMain(["analyze", dir])).stderr, "");
  });

  it("uses the width of the terminal", async () => {
    const narrow = await runMain(["analyze", dir], openShop, { stdout: { columns: 60 } });
    assert.ok(Math.max(...narrow.stdout.split("\n").map((line) => line.length)) <= 60);
    assert.match((await runMain(["analyze", dir], openShop, { stdout: { columns: 140 } })).stdout, /largest modules/);
  });
});
