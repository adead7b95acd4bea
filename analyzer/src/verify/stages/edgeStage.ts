/** The same requests to the monolith in both modes, as the tests sent them and at the edges of each route; the answers must be the same to the byte. */
import type { EdgeDifference } from "../../model/verdict.ts";
import type { Bench, MonolithServer } from "../bench.ts";
import { compareAnswers, countsRequests } from "../compareAnswers.ts";
import { edgeRequests, patternOf, type EdgeRequest, type Sample } from "../edgeRequests.ts";
import type { Evidence } from "../evidence.ts";
import type { Host } from "../host.ts";
import { bootMonolith } from "../monolithServer.ts";
import { recordsOf, type RecordLine } from "../records.ts";
import { sendRequest, type Answer } from "../sendRequest.ts";
import type { Outcome } from "../steps.ts";
import { prepare } from "../testRun.ts";
import { routeName, type ServiceRoute } from "../../model/serviceManifest.ts";

export async function edgeStage(bench: Bench, evidence: Evidence, host: Host): Promise<Outcome<void>> {
  const { routes } = bench.manifest;
  if (routes.length === 0) return { state: "skipped", detail: "no routes", value: undefined };
  const { server } = bench;
  if (server === undefined) return missing(evidence, "nothing says how the monolith is started: set verify.server in ficus.config.json");
  const samples = samplesIn(evidence.local?.records ?? []);
  const requests = [...samples.map((sample) => replayed(sample, routes)), ...edgeRequests(routes, samples)];
  const url = `http://127.0.0.1:1`;
  const local = await answersIn(bench, server, "local", url, requests);
  if (typeof local === "string") return missing(evidence, local);
  const problem = await host.fresh();
  if (problem !== undefined) return missing(evidence, problem);
  const remote = await answersIn(bench, server, "remote", host.url(), requests);
  if (typeof remote === "string") return missing(evidence, remote);
  const seen = await host.settled([]);
  // In process once more, and afterwards: what requests left behind in between is then no difference between the modes.
  const control = await answersIn(bench, server, "local", url, requests);
  if (typeof control === "string") return missing(evidence, control);
  evidence.schedules.monolith.push(...remote.records);
  evidence.schedules.service.push(...seen);
  const differences = requests.flatMap((request, index): EdgeDifference[] => {
    const [mine, again, theirs] = [local.answers[index], control.answers[index], remote.answers[index]];
    return mine === undefined || again === undefined || theirs === undefined ? [] : compareAnswers(request, mine, again, theirs);
  });
  // Requests of other parts are sent for the data that they leave behind.
  const own = differences.filter(({ route }) => route !== "");
  const limited = requests.filter((_, index) => countsRequests(local.answers[index]) && countsRequests(remote.answers[index])).length;
  if (limited > 0)
    evidence.reasons.push({
      kind: "answer-differs",
      state: "note",
      message: "Answers tell of a rate limit. Each process counts by itself unless the counts are shared: decide where requests are limited",
    });
  evidence.edges = { sent: requests.length, differences: own };
  const detail = `${requests.length} requests in both modes, ${own.length} differences`;
  return { state: own.length === 0 ? "passed" : "failed", detail, value: undefined };
}

function missing(evidence: Evidence, reason: string): Outcome<void> {
  evidence.edgesMissing = reason;
  return { state: "failed", detail: reason, value: undefined };
}

interface Answers {
  answers: Answer[];
  records: RecordLine[];
}

/** One after the other: what a request leaves behind, the next one meets in both modes. */
async function answersIn(
  bench: Bench,
  server: MonolithServer,
  mode: "local" | "remote",
  url: string,
  requests: readonly EdgeRequest[],
): Promise<Answers | string> {
  // In remote, data were prepared before the service started.
  const unprepared = mode === "local" ? await prepare(bench) : undefined;
  if (unprepared !== undefined) return unprepared;
  const boot = await bootMonolith(bench, server, { label: mode, mode, url });
  if (boot.kind === "failed") return boot.reason;
  const { monolith } = boot;
  try {
    const answers: Answer[] = [];
    for (const [index, request] of requests.entries()) {
      bench.signal.throwIfAborted();
      bench.onProgress("edges", index, requests.length);
      answers.push(await sendRequest(monolith.port, request, bench.limits.request, bench.signal));
    }
    return { answers, records: monolith.records() };
  } finally {
    await monolith.end();
  }
}

function samplesIn(records: readonly RecordLine[]): Sample[] {
  return recordsOf(records, "request").map(({ method, url, headers, body, status }) => ({
    method,
    url,
    headers,
    body: Buffer.from(body, "base64"),
    status,
  }));
}

function replayed({ method, url, headers, body }: Sample, routes: readonly ServiceRoute[]): EdgeRequest {
  const path = url.split("?")[0] ?? url;
  const route = routes.find((each) => (each.method === "ALL" || each.method === method) && patternOf(each.path).test(path));
  return {
    label: `${method} ${url}, as a test sent it`,
    route: route === undefined ? "" : routeName(route),
    method,
    path: url,
    headers,
    body: body.length === 0 ? undefined : body,
  };
}
