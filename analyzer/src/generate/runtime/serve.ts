/**
 * The service's side of the code seam, without a framework: a request's parts in, an answer's parts out. Whatever is sent, it answers, and with what went
 * wrong: `rejected` with a 4xx or 5xx when the operation did not run, `thrown` when it ran and threw, `value` otherwise.
 */
import { timingSafeEqual } from "crypto";
import { afterAbout, now } from "./clock.ts";
import { beginCrossing } from "./crossing.ts";
import { currentObserver } from "./observer.ts";
import type { Operation } from "./operation.ts";
import { WireError } from "./wireError.ts";

/** What an operation may want to know of its call. */
export interface CallContext {
  readonly crossing: string;
  /** Milliseconds that the caller still waits. */
  readonly remainingMs: number;
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
}

export interface ServedOperation {
  readonly operation: Operation;
  readonly run: (args: readonly unknown[], context: CallContext) => unknown;
  /** Strict mode: says what the contract's schema finds wrong with the arguments, or `undefined`. */
  readonly check?: ((args: readonly unknown[]) => string | undefined) | undefined;
}

export interface ServeOptions {
  readonly service: string;
  readonly operations: readonly ServedOperation[];
  /** What callers must send in `x-ficus-token`. `false` serves whoever can reach the port: say so only behind something that authenticates. */
  readonly token: string | false | undefined;
  /** Bytes of a request. */
  readonly maxBody?: number | undefined;
  /** Milliseconds, when the caller names no deadline. */
  readonly timeoutMs?: number | undefined;
  /** Runs every operation, as inside an ORM's request context. */
  readonly around?: ((run: () => unknown, context: CallContext) => unknown) | undefined;
  /** For logs. */
  readonly onEnd?: ((end: ServedEnd) => void) | undefined;
}

export interface ServedEnd {
  readonly operation: string;
  readonly crossing: string;
  readonly outcome: "value" | "thrown" | "rejected";
  readonly status: number;
  readonly ms: number;
  readonly error?: unknown;
}

export interface OperationRequest {
  readonly name: string;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly body: string;
}

export interface OperationAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface OperationsServer {
  readonly service: string;
  readonly maxBody: number;
  /** Never rejects. */
  handle(request: OperationRequest): Promise<OperationAnswer>;
}

export type RejectionReason =
  | "unauthorised"
  | "unknown-operation"
  | "unsupported-media-type"
  | "too-large"
  | "malformed"
  | "forbidden-key"
  | "too-deep"
  | "not-admitted"
  | "deadline";

class Rejection extends Error {
  readonly status: number;
  readonly reason: RejectionReason;
  readonly path: string | undefined;

  constructor(status: number, reason: RejectionReason, message: string, path?: string) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.path = path;
  }
}

/** @throws TypeError when there is no token: a service that anybody may call must be asked for by name */
export function createOperationsServer(options: ServeOptions): OperationsServer {
  const { service, token, maxBody = 4 * 1024 * 1024, timeoutMs = 30_000 } = options;
  if (token === undefined || token === "") {
    throw new TypeError(`${service}: set FICUS_TOKEN, or pass token: false to serve whoever can reach the port`);
  }
  const expected = token === false ? undefined : Buffer.from(token);
  const operations = new Map(options.operations.map((served): [string, ServedOperation] => [served.operation.name, served]));

  const admit = ({ name, headers, body }: OperationRequest): { served: ServedOperation; args: unknown[]; remainingMs: number } => {
    if (expected !== undefined && !isToken(headers["x-ficus-token"], expected)) {
      throw new Rejection(401, "unauthorised", "the header x-ficus-token is missing or wrong");
    }
    const served = operations.get(name);
    if (served === undefined) throw new Rejection(404, "unknown-operation", `${service} has no operation ${JSON.stringify(name.slice(0, 100))}`);
    if (!/^application\/json\b/i.test(String(headers["content-type"] ?? ""))) {
      throw new Rejection(415, "unsupported-media-type", "operations take application/json");
    }
    if (Buffer.byteLength(body) > maxBody) throw new Rejection(413, "too-large", `a request may have ${maxBody} bytes`);
    const args = argumentsOf(served, body);
    const problem = served.check?.(args);
    if (problem !== undefined) throw new Rejection(422, "not-admitted", problem);
    const remainingMs = remainingOf(headers["x-ficus-deadline"], timeoutMs);
    return { served, args, remainingMs };
  };

  return {
    service,
    maxBody,
    async handle(request) {
      const start = options.onEnd === undefined ? 0 : now();
      const crossing = String(request.headers["x-ficus-crossing"] ?? "");
      const finish = (outcome: ServedEnd["outcome"], status: number, body: object, error?: unknown): OperationAnswer => {
        try {
          options.onEnd?.({ operation: request.name, crossing, outcome, status, ms: now() - start, error });
        } catch (failure) {
          process.emitWarning(`ficus: onEnd threw: ${String(failure)}`);
        }
        return { status, headers: { "content-type": "application/json; charset=utf-8", "x-ficus-outcome": outcome }, body: JSON.stringify(body) };
      };
      const reject = ({ status, reason, message, path }: Rejection): OperationAnswer => finish("rejected", status, { reason, message, path });

      let admitted: ReturnType<typeof admit>;
      try {
        admitted = admit(request);
      } catch (error) {
        return reject(error instanceof Rejection ? error : new Rejection(400, "malformed", String(error)));
      }
      const { served, args, remainingMs } = admitted;
      const { name, codec } = served.operation;
      const end =
        currentObserver() === undefined
          ? undefined
          : beginCrossing({ id: crossing, service, operation: name, side: "server", mode: "remote", remote: true });
      try {
        const given = runUntil(remainingMs, crossing, served, args, service, options.around);
        const value = codec.encode(given instanceof Promise ? await given : given, "result");
        const answer = finish("value", 200, { value });
        end?.("value");
        return answer;
      } catch (error) {
        if (error instanceof Rejection) {
          end?.("failed", { error });
          return reject(error);
        }
        end?.("thrown", { error });
        return finish("thrown", 500, { error: codec.encodeThrown(error) }, error);
      }
    },
  };
}

/** In constant time, so that nobody can guess it letter by letter. Its length is no secret. */
export function isToken(given: string | readonly string[] | undefined, expected: Buffer): boolean {
  const bytes = Buffer.from(typeof given === "string" ? given : "");
  return timingSafeEqual(bytes.length === expected.length ? bytes : Buffer.alloc(expected.length), expected) && bytes.length === expected.length;
}

function argumentsOf({ operation }: ServedOperation, body: string): unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new Rejection(400, "malformed", "the body is not JSON");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Rejection(400, "malformed", 'the body must be {"args":[...]}');
  if (Object.keys(json).some((key) => key === "__proto__")) throw new Rejection(400, "forbidden-key", "a key __proto__ is not accepted");
  const { args } = json as { readonly args?: unknown };
  if (!Array.isArray(args)) throw new Rejection(400, "malformed", 'the body must be {"args":[...]}');
  try {
    const decoded = operation.codec.decode(args, "args");
    if (Array.isArray(decoded)) return decoded as unknown[];
    throw new Rejection(400, "malformed", "the arguments are a list");
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const { reason } = error;
    if (reason === "too-large") throw new Rejection(413, "too-large", error.message, error.path);
    throw new Rejection(400, reason === "forbidden-key" || reason === "too-deep" ? reason : "malformed", error.message, error.path);
  }
}

function remainingOf(header: string | readonly string[] | undefined, timeoutMs: number): number {
  const remaining = header === undefined ? timeoutMs : Number(header);
  if (!Number.isFinite(remaining)) throw new Rejection(400, "malformed", "x-ficus-deadline is a number of milliseconds");
  if (remaining <= 0) throw new Rejection(504, "deadline", "the deadline had passed on arrival");
  return Math.min(remaining, timeoutMs);
}

/** What the operation gives, or a promise of it that the deadline ends. */
function runUntil(
  remainingMs: number,
  crossing: string,
  { operation, run }: ServedOperation,
  args: readonly unknown[],
  service: string,
  around: ServeOptions["around"],
): unknown {
  const fault = currentObserver()?.fault?.(service, operation.name);
  if (fault === "noop") return undefined;
  if (fault === "error") throw new Error(`${service}.${operation.name} was broken on purpose`);
  const context = new Context(crossing, remainingMs);
  const running = around === undefined ? run(args, context) : around(() => run(args, context), context);
  // What answers at once needs no timer.
  if (typeof running !== "object" || running === null || typeof (running as { then?: unknown }).then !== "function") return running;
  return new Promise<unknown>((resolve, reject) => {
    const cancel = afterAbout(remainingMs, () => {
      reject(new Rejection(504, "deadline", `no answer within ${remainingMs} ms`));
      context.end();
    });
    (running as PromiseLike<unknown>).then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** Few operations ask for the signal, and making one costs more than all else here. */
class Context implements CallContext {
  readonly crossing: string;
  readonly remainingMs: number;
  private controller: AbortController | undefined;
  private isOver = false;

  constructor(crossing: string, remainingMs: number) {
    this.crossing = crossing;
    this.remainingMs = remainingMs;
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.isOver) this.controller.abort();
    return this.controller.signal;
  }

  end(): void {
    this.isOver = true;
    this.controller?.abort();
  }
}
