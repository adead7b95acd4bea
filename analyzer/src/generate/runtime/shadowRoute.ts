/** The parallel run of one read over HTTP: the local handler answers, the service is asked as well, and what differs is told. */
import type { ServerResponse } from "http";
import type { Difference } from "./compare.ts";
import { compare, learnNoise } from "./compare.ts";
import { nextCrossingId } from "./crossing.ts";
import type { Outgoing } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { ForwardedRoute, Next } from "./forwardedRoute.ts";
import { beginRoute } from "./forwardedRoute.ts";
import { eachPair } from "./headerPairs.ts";
import { report } from "./hooks.ts";
import { currentObserver, observe } from "./observer.ts";

/** What is compared of an answer. */
interface Seen {
  readonly status: number;
  readonly type: string;
  readonly location: string | undefined;
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

/** Bytes beyond which bodies are not compared: a download must not be kept in memory for a comparison. */
const maxCompared = 1024 * 1024;
const tooLong = `(more than ${maxCompared} bytes)`;

/** Of each route, the paths in which two answers of the service differed. */
const learned = new Map<string, Set<string>>();

export function shadowRoute(route: ForwardedRoute, asked: Outgoing, response: ServerResponse, next: Next): void {
  const end = beginRoute(route, nextCrossingId(), { mode: "shadow", remote: false });
  // What is compared is what handlers write, before anything compresses it.
  const outgoing: Outgoing = { ...asked, rawHeaders: without(asked.rawHeaders, "accept-encoding") };
  const theirs = ask(route, outgoing);
  const written = record(response);
  response.once("close", () => {
    end(response.writableFinished ? "value" : "failed", { status: response.statusCode });
    if (!response.writableFinished) return;
    const type = String(response.getHeader("content-type") ?? "");
    const location = response.getHeader("location");
    const mine: Seen = {
      status: response.statusCode,
      type,
      location: location === undefined ? undefined : String(location),
      body: read(written(), type),
    };
    compareBoth(route, outgoing, mine, theirs).catch((error: unknown) => {
      process.emitWarning(`ficus: comparing ${route.service}:${route.route} in shadow failed: ${String(error)}`);
    });
  });
  next();
}

function without(raw: readonly string[], unwanted: string): string[] {
  const kept: string[] = [];
  eachPair(raw, (name, value, key) => void (key === unwanted || kept.push(name, value)));
  return kept;
}

/** What the service answers, or `undefined` when it does not; never rejects. */
async function ask(route: ForwardedRoute, outgoing: Outgoing): Promise<Seen | undefined> {
  const end = beginRoute(route, outgoing.id, { mode: "shadow", remote: true, background: true });
  try {
    const { status, unmatched, rawHeaders, stream } = await exchange(outgoing).answer;
    let type = "";
    let location: string | undefined;
    eachPair(rawHeaders, (_name, value, key) => {
      if (key === "content-type") type = value;
      if (key === "location") location = value;
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= maxCompared) chunks.push(chunk);
    }
    end(unmatched ? "unmatched" : "value", { status });
    return { status, type, location, body: read(size > maxCompared ? undefined : Buffer.concat(chunks), type) };
  } catch (error) {
    end("failed", { error });
    return undefined;
  }
}

/** Keeps a copy of what is written. Returns what gives it, `undefined` when it grew too long. */
function record(response: ServerResponse): () => Buffer | undefined {
  const chunks: Buffer[] = [];
  let size = 0;
  const keep = (chunk: unknown, encoding: unknown): void => {
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return;
    const bytes =
      typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8") : Buffer.from(chunk);
    size += bytes.length;
    if (size <= maxCompared) chunks.push(bytes);
  };
  // Overloaded: whatever is given is passed on as it came.
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.write = (...args: unknown[]): boolean => {
    keep(args[0], args[1]);
    return write(...args);
  };
  response.end = (...args: unknown[]): ServerResponse => {
    keep(args[0], args[1]);
    // Some versions of Node write what `end` is given through `write`, which would keep it twice.
    response.write = write as typeof response.write;
    return end(...args);
  };
  return () => (size > maxCompared ? undefined : Buffer.concat(chunks));
}

function read(body: Buffer | undefined, type: string): unknown {
  if (body === undefined) return tooLong;
  const text = body.toString("latin1");
  if (!/[/+]json\b/.test(type)) return text;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return text;
  }
}

async function compareBoth(route: ForwardedRoute, outgoing: Outgoing, mine: Seen, asked: Promise<Seen | undefined>): Promise<void> {
  const theirs = await asked;
  if (theirs === undefined) return;
  const name = `${route.service}:${route.route}`;
  const noise = learned.get(name) ?? new Set<string>();
  learned.set(name, noise);
  let differences = differencesOf(outgoing.method, mine, theirs, noise);
  if (differences.length > 0) {
    // Two answers of the service to one read: where these differ, it varies by itself.
    const control = await ask(route, { ...outgoing, id: nextCrossingId() });
    if (control !== undefined) for (const path of learnNoise(theirs, control, "response")) noise.add(path);
    differences = differencesOf(outgoing.method, mine, theirs, noise);
  }
  const shadow = {
    id: outgoing.id,
    service: route.service,
    route: route.route,
    differences: differences.map(({ path, left, right }) => ({ path, local: left, remote: right })),
    noise: [...noise].sort(),
  };
  if (differences.length > 0) report({ kind: "difference", ...shadow });
  const observer = currentObserver();
  if (observer?.shadow !== undefined) observe(() => observer.shadow?.(shadow));
}

/** A handler may write a body to HEAD, which Node then drops. */
function differencesOf(method: string, mine: Seen, theirs: Seen, noise: ReadonlySet<string>): Difference[] {
  const bare = (seen: Seen): Seen => (method === "HEAD" || seen.status === 304 || seen.status === 204 ? { ...seen, body: "" } : seen);
  return compare(bare(mine), bare(theirs), { root: "response", noise });
}
