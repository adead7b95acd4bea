/** Traces from disk: OTLP JSON as the collector's file exporter writes it (a document a line), or one document a file; a file, or all files of a folder. */
import { readFileSync, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { FicusError } from "../errors.ts";
import { TraceExport, spansOf, type SpanRecord } from "../model/traces.ts";
import { traceFiles } from "./traceFiles.ts";

export interface TraceReading {
  /** Sorted by trace and span: the order of files and lines says nothing. */
  spans: SpanRecord[];
  /** Documents that are no OTLP JSON, at their place. */
  problems: { file: string; line: number; message: string }[];
}

/** A text of more characters than this does not fit into one of Node's strings. */
const mostBytes = 500 << 20;

/** @throws {FicusError} `unreadable` when there is nothing to read at the path */
export async function readTraces(path: string, signal?: AbortSignal): Promise<TraceReading> {
  const reading: TraceReading = { spans: [], problems: [] };
  for (const file of traceFiles(path)) {
    signal?.throwIfAborted();
    // Lets a signal in between two files.
    await setImmediate();
    readFile(file, reading);
  }
  reading.spans.sort((a, b) => compare(a.trace, b.trace) || compare(a.span, b.span));
  return reading;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readFile(file: string, { spans, problems }: TraceReading): void {
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > mostBytes) {
      problems.push({ file, line: 1, message: `${size >> 20} MiB are too many: split the file, its lines are independent` });
      return;
    }
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new FicusError("unreadable", `The traces in ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const whole = parse(text);
  if (whole !== undefined) take(whole, 1);
  else {
    for (const [at, line] of text.split("\n").entries()) {
      if (line.trim() === "") continue;
      const value = parse(line);
      if (value === undefined) problems.push({ file, line: at + 1, message: "no JSON" });
      else take(value, at + 1);
    }
  }

  function take(value: unknown, line: number): void {
    for (const each of Array.isArray(value) ? value : [value]) {
      const read = TraceExport.safeParse(each);
      if (read.success) for (const span of spansOf(read.data)) spans.push(span);
      else {
        const issue = read.error.issues[0];
        problems.push({ file, line, message: `no OTLP traces: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim() });
      }
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
