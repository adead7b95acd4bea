export type WireReason =
  | "function"
  | "symbol"
  | "stream"
  | "promise"
  | "cycle"
  | "unregistered-class"
  | "forbidden-key"
  | "too-deep"
  | "too-large"
  | "unsupported"
  | "malformed";

/** Where in a value: an index, a key, or text such as `.get("total")` for what is neither. */
export type Segment = string | number | { readonly text: string };

/** A value that the wire does not carry, or a text from the wire that is none of ours. */
export class WireError extends Error {
  readonly code = "FICUS_WIRE";
  readonly reason: WireReason;
  /** `args[0].items[3].price` */
  readonly path: string;

  constructor(reason: WireReason, path: string, detail: string) {
    super(`${path}: ${detail}`);
    this.name = "WireError";
    this.reason = reason;
    this.path = path;
  }
}

export function writePath(root: string, segments: readonly Segment[]): string {
  return root + segments.map(writeSegment).join("");
}

function writeSegment(segment: Segment): string {
  if (typeof segment === "object") return segment.text;
  if (typeof segment === "number") return `[${segment}]`;
  return /^[A-Za-z_$][\w$]*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}
