/** What the sample's README says of its code. Not among the shop's own tests, which must hold wherever its lines are moved. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../samples/monolith");
const README = path.join(ROOT, "README.md");

/** `src/a/b.ts:12` `text that stands in that line` */
const REFERENCE = /`(src\/[\w./-]+):(\d+)` `([^`]+)`/g;

function sourceFiles(): string[] {
  return readdirSync(path.join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `src/${file.split(path.sep).join("/")}`)
    .sort();
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

/** The line that holds the text, the nearest to the given one if there are several. */
function lineOf(file: string, text: string, near: number): number | null {
  const holding = read(file)
    .split("\n")
    .flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  holding.sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
  return holding[0] ?? null;
}

/** What a file imports when it runs: imports of types alone are gone by then. */
function runtimeImports(file: string): string[] {
  const statements = read(file).matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)\.js';/gm);
  return [...statements].map(([, specifier = ""]) => path.posix.join(path.posix.dirname(file), `${specifier}.ts`));
}

/** Groups of files that all reach each other (Tarjan's strongly connected components). */
function cycles(files: string[]): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const index = order.size;
    let lowest = index;
    order.set(file, index);
    stack.push(file);
    for (const next of runtimeImports(file)) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? lowest);
    }
    low.set(file, lowest);
    if (lowest === index) {
      const group = stack.splice(stack.indexOf(file));
      if (group.length > 1) found.push(group.sort());
    }
    return lowest;
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return found.sort();
}

describe("the README", () => {
  it("points at lines that hold what it quotes", () => {
    const text = readFileSync(README, "utf8");
    const wrong: string[] = [];
    const updated = text.replace(REFERENCE, (whole, file: string, line: string, quote: string) => {
      const actual = lineOf(file, quote, Number(line));
      if (actual === Number(line)) return whole;
      wrong.push(`${file}:${line} should be ${actual ?? "taken out"}: ${quote}`);
      return actual === null ? whole : `\`${file}:${actual}\` \`${quote}\``;
    });
    assert.ok([...text.matchAll(REFERENCE)].length >= 50, "the list of tangles is gone");
    if (process.env["UPDATE_GOLDENS"] === "1") writeFileSync(README, updated);
    else assert.deepEqual(wrong, []);
  });

  it("names all circular imports", () => {
    assert.deepEqual(cycles(sourceFiles()), [
      ["src/services/catalogService.ts", "src/services/pricingService.ts"],
      ["src/services/orderService.ts", "src/services/paymentService.ts"],
    ]);
  });
});

describe("the labels of areas", () => {
  it("name modules that exist, each of them once", () => {
    const areas: Record<string, string[]> = JSON.parse(read("test/areas.json"));
    const labelled = Object.values(areas).flat();
    const known = new Set(sourceFiles());
    assert.deepEqual(
      labelled.filter((file) => !known.has(file)),
      [],
    );
    assert.equal(new Set(labelled).size, labelled.length);
    assert.equal(Object.keys(areas).length, 10);
  });
});
