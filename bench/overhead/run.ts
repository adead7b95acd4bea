/** What the runtime costs: a call through a facade in `local` mode, a call over loopback, and the load that a service's operations bear. */
import { execFile, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { invoke } from "../../analyzer/src/generate/runtime/invoke.ts";
import { closeLinks } from "../../analyzer/src/generate/runtime/link.ts";
import { configureService } from "../../analyzer/src/generate/runtime/settings.ts";
import { refreshSwitch } from "../../analyzer/src/generate/runtime/switch.ts";
import { markdownTable } from "../markdownTable.ts";
import { basket, priceBasket, token, total } from "./shop.ts";

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly bar: string;
  readonly passes: boolean;
}

const rounds = 5;
const rows = [await measureLocal(), ...(await measureRemote()), ...(await measureLoad())];
console.log(
  markdownTable(
    ["what", "measured", "bar", "passes"],
    rows.map(({ what, figure, bar, passes }) => [what, figure, bar, passes ? "yes" : "NO"]),
  ),
);
process.exitCode = rows.every(({ passes }) => passes) ? 0 : 1;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The same awaited calls with and without the facade between; the difference is the facade. */
async function measureLocal(): Promise<Row> {
  refreshSwitch({ FICUS_SWITCH: "billing=remote" });
  const calls = 300_000;
  const local = async (given: typeof basket): Promise<unknown> => priceBasket(given);
  const time = async (call: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    for (let count = 0; count < calls; count++) await call();
    return ((performance.now() - start) / calls) * 1000;
  };
  const direct = (): Promise<unknown> => local(basket);
  const throughFacade = (): Promise<unknown> => invoke(total, local, [basket]);
  await time(direct);
  await time(throughFacade);
  const differences: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const without = await time(direct);
    differences.push((await time(throughFacade)) - without);
  }
  const overhead = median(differences);
  return { what: "facade in local mode, over the call itself", figure: `${overhead.toFixed(2)} µs`, bar: "≤ 2 µs", passes: overhead <= 2 };
}

interface Running {
  readonly url: string;
  /** Microseconds of processor time that it has used. */
  readonly used: () => Promise<number>;
  readonly stop: () => void;
}

function start(kind: "bare" | "operations"): Promise<Running> {
  const child = fork(fileURLToPath(new URL("service.ts", import.meta.url)), [kind]);
  return new Promise((resolve, reject) => {
    const used = (): Promise<number> => {
      const answer = new Promise<number>((told) => child.once("message", (microseconds) => told(Number(microseconds))));
      child.send("used");
      return answer;
    };
    child.once("message", (port) => resolve({ url: `http://127.0.0.1:${String(port)}`, used, stop: () => child.disconnect() }));
    child.once("exit", (code) => reject(new Error(`the ${kind} service ended with ${code}`)));
  });
}

async function measureRemote(): Promise<Row[]> {
  const service = await start("operations");
  configureService("ordering", { url: service.url, token });
  refreshSwitch({ FICUS_SWITCH: "ordering=remote" });
  const never = (_given: typeof basket): never => {
    throw new Error("this must go over the wire");
  };
  const times: number[] = [];
  for (let call = 0; call < 6000; call++) {
    const before = performance.now();
    await invoke(total, never, [basket]);
    if (call >= 1000) times.push(performance.now() - before);
  }
  closeLinks();
  service.stop();
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  const p50 = at(0.5);
  return [
    { what: "call over loopback, small payload, p50", figure: `${p50.toFixed(3)} ms`, bar: "≤ 1 ms", passes: p50 <= 1 },
    { what: "the same, p99", figure: `${at(0.99).toFixed(3)} ms`, bar: "–", passes: true },
  ];
}

/**
 * Runs of both in turn. The bar is held against processor time a request, the inverse of what a full process bears: other processes on the machine take from
 * requests a second, which are shown beside it, and hardly from this.
 */
async function measureLoad(): Promise<Row[]> {
  const [bare, operations] = await Promise.all([start("bare"), start("operations")]);
  const times: number[] = [];
  const rates: number[] = [];
  await load(bare, 2);
  await load(operations, 2);
  for (let round = 0; round < rounds; round++) {
    const without = await load(bare, 3);
    const served = await load(operations, 3);
    times.push(without.microseconds / served.microseconds);
    rates.push(served.perSecond / without.perSecond);
  }
  bare.stop();
  operations.stop();
  const ratio = median(times);
  return [
    { what: "load on operations, of a bare Fastify route, by processor time", figure: `${ratio.toFixed(2)} ×`, bar: "≥ 0.8 ×", passes: ratio >= 0.8 },
    { what: "the same, by requests a second", figure: `${median(rates).toFixed(2)} ×`, bar: "–", passes: true },
  ];
}

interface Load {
  readonly perSecond: number;
  /** Of processor time, a request. */
  readonly microseconds: number;
}

/** All requests are answered with 200, or this throws. */
async function load({ url, used }: Running, seconds: number): Promise<Load> {
  const autocannon = fileURLToPath(new URL("../../node_modules/autocannon/autocannon.js", import.meta.url));
  const headers = ["content-type: application/json", `x-ficus-token: ${token}`, "x-ficus-crossing: bench-1", "x-ficus-deadline: 5000"];
  const body = JSON.stringify({ args: [basket] });
  const options = ["--json", "-c", "20", "-d", String(seconds), "-m", "POST", ...headers.flatMap((each) => ["-H", each]), "-b", body];
  const before = await used();
  const { stdout } = await promisify(execFile)(process.execPath, [autocannon, ...options, `${url}/ficus/operations/total`]);
  const microseconds = (await used()) - before;
  // Its documented output.
  const result = JSON.parse(stdout) as { requests: { average: number; total: number }; non2xx: number; errors: number };
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 200, ${result.errors} requests failed`);
  return { perSecond: result.requests.average, microseconds: microseconds / result.requests.total };
}
