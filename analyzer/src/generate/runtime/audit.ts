/** Test-time only: what would the wire have changed of a call that ran in process? A suite can be green with a codec that loses what no test looks at. */
import { compare } from "./compare.ts";
import { lostFields } from "./decode.ts";
import type { AuditFinding, AuditReport } from "./observer.ts";
import { observe } from "./observer.ts";
import type { Operation } from "./operation.ts";
import { WireError } from "./wireError.ts";

export async function auditedCall<Args extends readonly unknown[], Result>(
  operation: Operation,
  local: (...args: Args) => Result,
  args: Args,
  id: string,
  audit: (report: AuditReport) => void,
): Promise<Awaited<Result>> {
  const findings: AuditFinding[] = [];
  const before = auditValue(operation, args, "args", findings);
  const seen = new Map<object, string>();
  if (before !== undefined) findShared(args, "args", seen, findings);
  const finish = (): void => {
    if (before !== undefined) findMutations(operation, args, before, findings);
    observe(() => audit({ id, service: operation.service, operation: operation.name, findings }));
  };
  try {
    const result = await local(...args);
    if (auditValue(operation, result, "result", findings) !== undefined) findShared(result, "result", seen, findings);
    finish();
    return result;
  } catch (error) {
    auditThrown(operation, error, findings);
    finish();
    throw error;
  }
}

/** Text of the wire form; `undefined` when there is none. */
function auditValue({ codec }: Operation, value: unknown, root: string, findings: AuditFinding[]): string | undefined {
  let text: string;
  try {
    text = JSON.stringify(codec.encode(value, root));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    findings.push({ kind: "unsendable", path: error.path, detail: error.message });
    return undefined;
  }
  try {
    compareArrived(value, codec.decode(JSON.parse(text), root), root, findings);
  } catch (error) {
    findings.push({ kind: "lossy", path: root, detail: `cannot be rebuilt: ${String(error)}` });
  }
  return text;
}

function auditThrown({ codec }: Operation, error: unknown, findings: AuditFinding[]): void {
  const arrived = codec.decodeThrown(JSON.parse(JSON.stringify(codec.encodeThrown(error))));
  const lost: unknown = typeof arrived === "object" && arrived !== null ? Reflect.get(arrived, lostFields) : undefined;
  if (Array.isArray(lost)) for (const path of lost) findings.push({ kind: "lossy", path: String(path), detail: "not on the wire" });
  else compareArrived(error, arrived, "error", findings);
}

function compareArrived(value: unknown, arrived: unknown, root: string, findings: AuditFinding[]): void {
  for (const { path, left, right } of compare(value, arrived, { root })) {
    findings.push({ kind: "lossy", path, detail: `${describe(left)} arrives as ${describe(right)}` });
  }
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? JSON.stringify(value) : String(value);
  const { constructor } = value as { readonly constructor?: unknown };
  return typeof constructor === "function" ? `a ${constructor.name}` : "an object";
}

function findMutations({ codec }: Operation, args: readonly unknown[], before: string, findings: AuditFinding[]): void {
  let after: unknown;
  try {
    after = JSON.parse(JSON.stringify(codec.encode(args, "args")));
  } catch (error) {
    findings.push({ kind: "mutated", path: "args", detail: `the callee leaves what cannot be sent: ${String(error)}` });
    return;
  }
  for (const { path, left, right } of compare(JSON.parse(before), after, { root: "args" })) {
    findings.push({ kind: "mutated", path, detail: `the callee changes ${JSON.stringify(left)} to ${JSON.stringify(right)}` });
  }
}

/** Objects that stand in two places: callers may rely on a change in one being seen in the other. Constants of both sides (frozen) are no matter. */
function findShared(value: unknown, path: string, seen: Map<object, string>, findings: AuditFinding[]): void {
  if (typeof value !== "object" || value === null || findings.length > 50) return;
  const first = seen.get(value);
  if (first !== undefined) {
    if (!Object.isFrozen(value)) findings.push({ kind: "shared", path, detail: `the same object as ${first}, and a copy of it on the other side` });
    return;
  }
  seen.set(value, path);
  if (Array.isArray(value)) value.forEach((each, index) => findShared(each, `${path}[${index}]`, seen, findings));
  else if (!ArrayBuffer.isView(value)) for (const [key, each] of Object.entries(value)) findShared(each, `${path}.${key}`, seen, findings);
}
