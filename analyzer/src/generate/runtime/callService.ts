import { callBackAddress, callBackHeader } from "./callBacks.ts";
import { addPropagation } from "./hooks.ts";
import type { Link } from "./link.ts";
import { linkTo } from "./link.ts";
import { after, now } from "./clock.ts";
import type { Answer } from "./post.ts";
import { post, PostFailure } from "./post.ts";
import {
  CircuitOpen,
  RemoteAborted,
  RemoteError,
  RemoteOverloaded,
  RemoteProtocol,
  RemoteRejected,
  RemoteTimeout,
  RemoteUnavailable,
} from "./remoteError.ts";
import { environmentName } from "./settings.ts";

export interface Call {
  readonly service: string;
  readonly name: string;
  /** Travels in `x-ficus-crossing`; the same for every attempt. */
  readonly id: string;
  /** May run twice. */
  readonly repeatable: boolean;
  /** Text of the request's JSON. */
  readonly body: string;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the operation gave, in its wire form. */
export type Envelope = { readonly kind: "value"; readonly value: unknown } | { readonly kind: "thrown"; readonly error: unknown };

/**
 * One call of one operation of a service: waits for room, tries, tries again where that is safe, and always ends.
 * @throws RemoteError
 */
export async function callService(call: Call): Promise<Envelope> {
  const link = linkTo(call.service);
  const deadline = now() + (call.timeoutMs ?? link.settings.timeoutMs);
  link.countCall();
  const entered = link.bulkhead.enter(deadline - now(), call.signal);
  const admission = "then" in entered ? await entered : entered;
  if (admission.kind === "full")
    throw new RemoteOverloaded(saying(call, `${link.settings.maxInFlight} calls are under way and ${link.settings.maxQueue} wait`));
  if (admission.kind === "late") throw new RemoteTimeout(saying(call, `waited for other calls of the service until the deadline`));
  if (admission.kind === "aborted") throw new RemoteAborted(saying(call, "the caller gave up"));
  try {
    return await attempts(link, call, deadline);
  } finally {
    admission.release();
  }
}

async function attempts(link: Link, call: Call, deadline: number): Promise<Envelope> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await tryOnce(link, call, deadline);
    } catch (error) {
      if (!(error instanceof RemoteError) || !mayTryAgain(error, call) || attempt >= link.settings.retries) throw error;
      // Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
      const pause = Math.random() * 25 * 2 ** attempt;
      if (now() + pause >= deadline || !link.mayRetry()) throw error;
      await new Promise<void>((resolve) => void after(pause, resolve));
    }
  }
}

function mayTryAgain(error: RemoteError, call: Call): boolean {
  return call.repeatable && call.signal?.aborted !== true && (error.reason === "unavailable" || error.reason === "overloaded");
}

async function tryOnce(link: Link, call: Call, deadline: number): Promise<Envelope> {
  const { origin, settings } = link;
  if (origin === undefined) {
    const variable = `FICUS_URL_${environmentName(call.service)}`;
    throw new RemoteUnavailable(saying(call, `nothing says where the service is: set ${variable}`), "not-configured");
  }
  const remaining = deadline - now();
  if (remaining <= 0) throw new RemoteTimeout(saying(call, "the deadline passed"));
  const settle = link.breaker.enter();
  if (settle === undefined) throw new CircuitOpen(saying(call, "the service failed too often of late; trying again shortly"));
  const headers: { [name: string]: string } = {};
  addPropagation(headers);
  headers["x-ficus-crossing"] = call.id;
  headers["x-ficus-deadline"] = String(Math.max(1, Math.floor(remaining)));
  if (settings.token !== undefined) headers["x-ficus-token"] = settings.token;
  const callBack = callBackAddress();
  const url = typeof callBack === "object" ? await callBack : callBack;
  if (url !== undefined) headers[callBackHeader] = url;
  try {
    const path = `/ficus/operations/${encodeURIComponent(call.name)}`;
    const envelope = read(
      call,
      await post(origin, { path, headers, body: call.body, timeoutMs: remaining, maxAnswer: settings.maxAnswer, signal: call.signal }),
    );
    settle("success");
    return envelope;
  } catch (error) {
    const failure = error instanceof RemoteError ? error : asRemoteError(call, error);
    settle(failure.reason === "aborted" ? "ignored" : failure.reason === "rejected" ? "success" : "failure");
    throw failure;
  }
}

function saying(call: Call, detail: string, sent = false, cause?: unknown): ConstructorParameters<typeof RemoteTimeout>[0] {
  return { service: call.service, name: call.name, detail, sent, cause };
}

function asRemoteError(call: Call, error: unknown): RemoteError {
  if (!(error instanceof PostFailure)) return new RemoteUnavailable(saying(call, `the request could not be made: ${String(error)}`, false, error));
  const circumstances = saying(
    call,
    error.reason instanceof Error ? error.reason.message || String(error.reason) : String(error.reason),
    error.sent,
    error.reason,
  );
  if (error.kind === "timeout") return new RemoteTimeout(circumstances);
  if (error.kind === "aborted") return new RemoteAborted(circumstances);
  return error.kind === "too-large" ? new RemoteProtocol(circumstances) : new RemoteUnavailable(circumstances);
}

function read(call: Call, answer: Answer): Envelope {
  const outcome = answer.headers["x-ficus-outcome"];
  const json = parse(answer.body);
  if (json !== undefined && outcome === "value" && "value" in json) return { kind: "value", value: json["value"] };
  if (json !== undefined && outcome === "thrown" && "error" in json) return { kind: "thrown", error: json["error"] };
  if (outcome === "rejected") throw rejection(call, answer.status, json);
  // A proxy between the two, or a service on its way up or down.
  if (answer.status === 502 || answer.status === 503) throw new RemoteUnavailable(saying(call, `status ${answer.status}`, true));
  if (answer.status === 504) throw new RemoteTimeout(saying(call, "status 504", true));
  throw new RemoteProtocol(saying(call, `status ${answer.status} without an answer of ours: is this the service's URL?`, true));
}

function rejection(call: Call, status: number, json: { readonly [key: string]: unknown } | undefined): RemoteError {
  const detail = String(json?.["message"] ?? `status ${status}`);
  if (status === 503) return new RemoteOverloaded(saying(call, detail));
  return status === 504 ? new RemoteTimeout(saying(call, detail, true)) : new RemoteRejected(saying(call, detail));
}

function parse(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as { readonly [key: string]: unknown }) : undefined;
  } catch {
    return undefined;
  }
}
