/** OpenTelemetry traces: the OTLP JSON that exporters write, as far as it is read, and what is kept of it. */
import { z } from "zod";

/** Only texts are read; of numbers, arrays and lists of pairs it is enough that they are there. */
const AttributeValue = z.object({ stringValue: z.string().optional() });
const Attribute = z.object({ key: z.string(), value: AttributeValue.optional() });

const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().nullish(),
  name: z.string().default(""),
  attributes: z.array(Attribute).nullish(),
});
const ScopeSpans = z.object({ spans: z.array(Span).nullish() });

/** `ExportTraceServiceRequest` of OTLP in JSON; `instrumentationLibrarySpans` is what `scopeSpans` was called before 0.19. */
export const TraceExport = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(ScopeSpans).nullish(), instrumentationLibrarySpans: z.array(ScopeSpans).nullish() })),
});
export type TraceExport = z.infer<typeof TraceExport>;

/** One piece of work as it was seen; "" for what its exporter did not say. */
export interface SpanRecord {
  trace: string;
  span: string;
  parent: string;
  name: string;
  /** `code.file.path` */
  file: string;
  /** `code.function.name`, with its namespace: `OrderService.place`. */
  function: string;
  /** `http.request.method`, upper case, and `http.route`. */
  method: string;
  route: string;
}

/** Names of attributes, today's first: the conventions for code were renamed in 1.30, those for HTTP in 1.23. */
const attributeNames = {
  file: ["code.file.path", "code.filepath"],
  function: ["code.function.name", "code.function"],
  namespace: ["code.namespace"],
  method: ["http.request.method", "http.method"],
  route: ["http.route"],
} as const;

export function spansOf({ resourceSpans }: TraceExport): SpanRecord[] {
  return resourceSpans.flatMap(({ scopeSpans, instrumentationLibrarySpans }) =>
    [...(scopeSpans ?? []), ...(instrumentationLibrarySpans ?? [])].flatMap(({ spans }) =>
      (spans ?? []).map((span): SpanRecord => {
        const told = new Map((span.attributes ?? []).map(({ key, value }) => [key, value?.stringValue ?? ""]));
        const read = (names: readonly string[]): string => names.map((name) => told.get(name) ?? "").find((text) => text !== "") ?? "";
        const [namespace, name] = [read(attributeNames.namespace), read(attributeNames.function)];
        return {
          trace: span.traceId,
          span: span.spanId,
          parent: span.parentSpanId ?? "",
          name: span.name,
          file: read(attributeNames.file),
          function: namespace === "" || name === "" ? name : `${namespace}.${name}`,
          method: read(attributeNames.method).toUpperCase(),
          route: read(attributeNames.route),
        };
      }),
    ),
  );
}
