/** The code seam: what a facade calls instead of the local implementation. */
import { auditedCall } from "./audit.ts";
import { callService } from "./callService.ts";
import type { CrossingEnd } from "./crossing.ts";
import { beginCrossing, nextCrossingId } from "./crossing.ts";
import { report } from "./hooks.ts";
import type { Crossing, CrossingMode } from "./observer.ts";
import { currentObserver } from "./observer.ts";
import type { InvokeOptions, Operation } from "./operation.ts";
import { switchName } from "./operation.ts";
import { RemoteError } from "./remoteError.ts";
import { settingsOf } from "./settings.ts";
import { shadowedCall } from "./shadow.ts";
import { drawsRemote, modeOf } from "./switch.ts";
import { WireError } from "./wireError.ts";

type Local<Args extends readonly unknown[], Result> = (...args: Args) => Result;

/**
 * Runs an operation where the switch says. In `local` mode this is the local call and little else; what it throws at once becomes a rejection, as the facade
 * is asynchronous anyway.
 */
export function invoke<Args extends readonly unknown[], Result>(
  operation: Operation,
  local: Local<Args, Result>,
  args: Args,
  options: InvokeOptions<Args> = {},
): Promise<Awaited<Result>> {
  try {
    const name = switchName(operation);
    const mode = modeOf(operation.service, name);
    if (mode.kind === "local" && currentObserver() === undefined) return settled(local(...args));
    const kept = options.keepLocal?.(args);
    if (kept !== undefined) return runLocal(operation, local, args, mode.kind, mode.kind === "local" ? undefined : kept, false);
    if (mode.kind === "local") return runLocal(operation, local, args, "local", undefined, true);
    if (mode.kind === "shadow") return runShadow(operation, local, args);
    if (mode.kind === "canary" && !drawsRemote(mode.percent, name, options.canaryKey))
      return runLocal(operation, local, args, "canary", undefined, true);
    // Before anything asynchronous: these are the frames of whoever calls.
    const caller: { stack?: string } = {};
    Error.captureStackTrace(caller, invoke);
    return runRemote(operation, local, args, mode.kind, options, caller);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A promise stays the one it is. */
function settled<Result>(result: Result): Promise<Awaited<Result>> {
  // `Promise.resolve` of T is a promise of what T awaits to; older declarations do not say so.
  return Promise.resolve(result) as Promise<unknown> as Promise<Awaited<Result>>;
}

async function runLocal<Args extends readonly unknown[], Result>(
  operation: Operation,
  local: Local<Args, Result>,
  args: Args,
  mode: CrossingMode,
  keptLocal: string | undefined,
  auditable: boolean,
): Promise<Awaited<Result>> {
  const end = begin(operation, { mode, remote: false, keptLocal });
  try {
    const audit = auditable ? currentObserver()?.audit : undefined;
    const result = await (audit === undefined ? local(...args) : auditedCall(operation, local, args, end.id, audit));
    end("value");
    // Awaited by now, whichever way it came.
    return result as Awaited<Result>;
  } catch (error) {
    end("thrown", { error });
    throw error;
  }
}

async function runShadow<Args extends readonly unknown[], Result>(
  operation: Operation,
  local: Local<Args, Result>,
  args: Args,
): Promise<Awaited<Result>> {
  if (operation.reads !== true && !settingsOf(operation.service).shadowWrites) {
    return runLocal(operation, local, args, "shadow", "only reads are shadowed", true);
  }
  const body = encodeArguments(operation, args);
  if (body instanceof WireError) return runLocal(operation, local, args, "shadow", body.message, false);
  const end = begin(operation, { mode: "shadow", remote: false });
  const background = begin(operation, { mode: "shadow", remote: true, background: true });
  try {
    // A control run's arguments are these, once over the wire.
    const again = (copy: readonly unknown[]): unknown => local(...(copy as Args));
    const result = await shadowedCall({ operation, run: () => local(...args), again, body, background });
    end("value");
    return result;
  } catch (error) {
    end("thrown", { error });
    throw error;
  }
}

/** @param local what answers in process after a failure, where settings allow it and where there is one */
export async function runRemote<Args extends readonly unknown[], Result>(
  operation: Operation,
  local: Local<Args, Result> | undefined,
  args: Args,
  mode: CrossingMode,
  { signal }: InvokeOptions<Args>,
  caller: { readonly stack?: string },
): Promise<Awaited<Result>> {
  const { service, name, codec, timeoutMs } = operation;
  const end = begin(operation, { mode, remote: true });
  const repeatable = operation.reads === true || operation.idempotent === true;
  let thrown: unknown;
  try {
    const body = encodeArguments(operation, args);
    if (body instanceof WireError) throw body;
    const envelope = await callService({ service, name, id: end.id, repeatable, body, timeoutMs, signal });
    if (envelope.kind === "value") {
      // The contract says that the service returns what the local implementation returns.
      const result = codec.decode(envelope.value, "result") as Awaited<Result>;
      end("value");
      return result;
    }
    thrown = codec.decodeThrown(envelope.error, caller.stack);
  } catch (failure) {
    if (local !== undefined && failure instanceof RemoteError && settingsOf(service).fallback === "local" && mayAnswerLocally(failure, operation)) {
      report({ kind: "fallback", id: end.id, service, name, error: failure });
      end("fallback", { error: failure });
      return await local(...args);
    }
    end("failed", { error: failure });
    throw failure;
  }
  end("thrown", { error: thrown });
  throw thrown;
}

/** Never when the service may have run it and twice would be wrong; never when the caller gave up or the two sides disagree. */
function mayAnswerLocally(failure: RemoteError, operation: Operation): boolean {
  if (failure.reason === "aborted" || failure.reason === "rejected" || failure.reason === "protocol") return false;
  return !failure.sent || operation.reads === true || operation.idempotent === true;
}

function encodeArguments(operation: Operation, args: readonly unknown[]): string | WireError {
  try {
    return JSON.stringify({ args: operation.codec.encode(args, "args") });
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

function begin({ service, name }: Operation, what: Pick<Crossing, "mode" | "remote" | "background" | "keptLocal">): CrossingEnd {
  return beginCrossing({ id: nextCrossingId(), service, operation: name, side: "client", ...what });
}
