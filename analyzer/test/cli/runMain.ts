import { PassThrough } from "node:stream";
import { analyzeGraph, examineGraph } from "../../src/analyze.ts";
import { main, type MainOptions } from "../../src/cli/main.ts";
import type { Output } from "../../src/cli/output.ts";
import type { Session, SessionOptions } from "../../src/session.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
  /** What sessions were opened with. */
  opened: SessionOptions[];
}

type Terminals = { stdout?: Partial<Output>; stderr?: Partial<Output> };

/** Runs the command line in this process, on a session that needs no files unless `open` is given. */
export async function runMain(
  argv: readonly string[],
  open: (options: SessionOptions) => Promise<Session> = openShop,
  { signal, ...terminals }: Terminals & { signal?: AbortSignal } = {},
): Promise<Run> {
  const opened: SessionOptions[] = [];
  const stdout = collecting(terminals.stdout);
  const stderr = collecting(terminals.stderr);
  const loadSession: MainOptions["loadSession"] = async () => ({
    openSession: (options) => {
      opened.push(options);
      return open(options);
    },
  });
  const code = await main({
    argv,
    version: "1.2.3",
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: signal ?? new AbortController().signal,
    loadSession,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text(), opened };
}

function collecting(properties: Partial<Output> = {}): { stream: Output; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = Object.assign(new PassThrough(), properties);
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}

const graph = makeGraph(layeredShop());

export async function openShop(options: SessionOptions): Promise<Session> {
  options.onProgress?.("extract", 3, 35);
  return {
    name: "shop",
    warnings: [{ reason: "minified", message: "minified: left out", path: "public/chart.js" }],
    timings: { extract: 12.345, link: 6 },
    graph: async () => graph,
    analyze: async (choices = {}) => analyzeGraph(graph, { root: "shop", ...choices }),
    examine: async (choices = {}) => ({ graph, examination: examineGraph(graph, { root: "shop", ...choices }), outside: { ownership: false } }),
  };
}
