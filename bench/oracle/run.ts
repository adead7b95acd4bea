import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { markdownTable } from "../markdownTable.ts";
import { formatFigures, percent } from "./formatFigures.ts";
import { bars, runOracle, shares, type OracleFigures } from "./oracle.ts";

const usage = `Usage: npm run bench:oracle -- DIR... [--examples N] [--out FILE] [--no-cache]

Compares the graph that Ficus makes of each DIR with dependency-cruiser (file-level edges) and with TypeScript's checker
(module pairs, calls and constructions).

  --examples N   examples for each class of misses (default 5)
  --out FILE     write all figures and all misses as JSON
  --no-cache     ask the oracles again

Example: npm run bench:oracle -- samples/monolith --examples 2`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      examples: { type: "string", default: "5" },
      out: { type: "string" },
      "no-cache": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const missing = positionals.find((directory) => !existsSync(directory));
  if (values.help || positionals.length === 0 || missing !== undefined) {
    console.error(missing === undefined ? usage : `There is no folder ${missing}.`);
    return values.help ? 0 : 2;
  }
  const progress = (message: string): void => console.error(message);
  const all: OracleFigures[] = [];
  for (const directory of positionals) {
    const figures = await runOracle(directory, { useCache: !values["no-cache"], progress });
    all.push(figures);
    console.log(`${formatFigures(figures, Number(values.examples))}\n`);
  }
  if (all.length > 1) console.log(overview(all));
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(all, undefined, 1));
  return all.every(passes) ? 0 : 1;
}

function overview(all: readonly OracleFigures[]): string {
  const header = ["repository", "edges", "pairs", "calls", "precision", ""];
  const rows = all.map((figures) => {
    const share = shares(figures);
    const cells = [share.edges, share.pairs, share.calls, share.precision].map(percent);
    return [figures.root, ...cells, passes(figures) ? "pass" : "FAIL"];
  });
  return markdownTable(header, rows);
}

function passes(figures: OracleFigures): boolean {
  const share = shares(figures);
  return share.edges >= bars.edges && share.pairs >= bars.pairs && share.calls >= bars.calls && share.precision >= bars.precision;
}
