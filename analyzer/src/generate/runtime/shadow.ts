/** The parallel run of one call: the local implementation answers, the service is asked as well, and what differs is told. */
import type { Envelope } from "./callService.ts";
import { callService } from "./callService.ts";
import type { Difference } from "./compare.ts";
import { compare, learnNoise } from "./compare.ts";
import type { CrossingEnd } from "./crossing.ts";
import { report } from "./hooks.ts";
import { currentObserver, observe } from "./observer.ts";
import type { Operation } from "./operation.ts";
import { switchName } from "./operation.ts";

/** Of each operation, the paths in which two local runs differed. */
const learned = new Map<string, Set<string>>();

/** For tests. */
export function forgetNoise(): void {
  learned.clear();
}

interface Shadowed<Result> {
  readonly operation: Operation;
  /** The call itself. */
  readonly run: () => Result;
  /** The same implementation with other arguments, for control runs. */
  readonly again: (args: readonly unknown[]) => unknown;
  /** The arguments as they were before the call, as text: a callee may change them. */
  readonly body: string;
  readonly background: CrossingEnd;
}

/** What `run` gives, no later and no different than without the shadow. */
export async function shadowedCall<Result>(shadowed: Shadowed<Result>): Promise<Awaited<Result>> {
  const { operation, run, body, background } = shadowed;
  const { service, name, timeoutMs } = operation;
  const remote = callService({ service, name, id: background.id, repeatable: false, body, timeoutMs }).then(
    (envelope) => {
      background(envelope.kind);
      return envelope;
    },
    (error: unknown) => {
      background("failed", { error });
      return undefined;
    },
  );
  const compareWith = (mine: Envelope): void => {
    remote
      .then((theirs) => (theirs === undefined ? undefined : compareBoth(shadowed, mine, theirs)))
      .catch((error: unknown) => {
        process.emitWarning(`ficus: comparing ${switchName(operation)} in shadow failed: ${String(error)}`);
      });
  };
  try {
    const result = await run();
    compareWith(valueOf(operation, result));
    return result;
  } catch (error) {
    compareWith(thrownOf(operation, error));
    throw error;
  }
}

/** In its wire form, which the caller cannot change any more. */
function valueOf({ codec }: Operation, result: unknown): Envelope {
  try {
    return { kind: "value", value: overJson(codec.encode(result, "result")) };
  } catch (error) {
    return { kind: "value", value: `cannot be sent: ${String(error)}` };
  }
}

function thrownOf({ codec }: Operation, error: unknown): Envelope {
  return { kind: "thrown", error: overJson(codec.encodeThrown(error)) };
}

function overJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function compareBoth<Result>({ operation, again, body, background }: Shadowed<Result>, mine: Envelope, theirs: Envelope): Promise<void> {
  const name = switchName(operation);
  const noise = learned.get(name) ?? new Set(operation.noise);
  learned.set(name, noise);
  let differences = differencesOf(mine, theirs, noise);
  if (differences.length > 0 && operation.reads === true) {
    // Only now is it worth asking whether the local implementation even agrees with itself.
    const control = await controlRun(operation, again, body);
    if (control.kind === mine.kind) for (const path of learnNoise(contents(mine), contents(control), rootOf(mine))) noise.add(path);
    differences = differencesOf(mine, theirs, noise);
  }
  const shadow = {
    id: background.id,
    service: operation.service,
    operation: operation.name,
    differences: differences.map(({ path, left, right }) => ({ path, local: left, remote: right })),
    noise: [...noise].sort(),
  };
  if (differences.length > 0) report({ kind: "difference", ...shadow });
  const observer = currentObserver();
  if (observer?.shadow !== undefined) observe(() => observer.shadow?.(shadow));
}

async function controlRun(operation: Operation, again: (args: readonly unknown[]) => unknown, body: string): Promise<Envelope> {
  try {
    // The text is ours: an object with the array of arguments.
    const { args } = JSON.parse(body) as { args: unknown };
    return valueOf(operation, await again(operation.codec.decode(args, "args") as readonly unknown[]));
  } catch (error) {
    return thrownOf(operation, error);
  }
}

function differencesOf(mine: Envelope, theirs: Envelope, noise: ReadonlySet<string>): Difference[] {
  if (mine.kind !== theirs.kind) return [{ path: "outcome", left: mine, right: theirs }];
  return compare(contents(mine), contents(theirs), { root: rootOf(mine), noise });
}

function contents(envelope: Envelope): unknown {
  return envelope.kind === "value" ? envelope.value : envelope.error;
}

function rootOf(envelope: Envelope): string {
  return envelope.kind === "value" ? "result" : "error";
}
