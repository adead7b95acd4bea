/** What is left of a request's body: the stream itself before the body parsers, or what a parser made of it behind them. */
import type { IncomingMessage } from "http";

/** Of Express, Connect, Nest and others; each may be missing. */
export interface ForwardableRequest extends IncomingMessage {
  readonly baseUrl?: string | undefined;
  readonly originalUrl?: string | undefined;
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "stream" }
  /** `contentType`: when the bytes are in another charset than the header says. */
  | { readonly kind: "bytes"; readonly bytes: Buffer; readonly contentType?: string | undefined }
  | { readonly kind: "lost"; readonly why: string };

export function bodyOf(request: ForwardableRequest): RequestBody {
  const { headers } = request;
  const isEmpty = headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0;
  if (isEmpty) return { kind: "none" };
  if (!wasRead(request)) return { kind: "stream" };
  if (Buffer.isBuffer(request.rawBody)) return { kind: "bytes", bytes: request.rawBody };
  return writeAgain(request.body, String(headers["content-type"] ?? ""));
}

function wasRead(request: ForwardableRequest): boolean {
  return request.readableEnded || (request as { readonly readableDidRead?: boolean }).readableDidRead === true;
}

/** A parsed body in the form that it came in. A stream that was read cannot be forwarded: the service would wait for it for ever. */
function writeAgain(body: unknown, contentType: string): RequestBody {
  if (Buffer.isBuffer(body)) return { kind: "bytes", bytes: body };
  const type = contentType.replace(/;.*$/, "").trim().toLowerCase();
  const utf8 = /charset/i.test(contentType) && !/charset="?utf-?8/i.test(contentType) ? `${type}; charset=utf-8` : undefined;
  const asText = (text: string): RequestBody => ({ kind: "bytes", bytes: Buffer.from(text), contentType: utf8 });
  if (typeof body === "string" && !/[/+]json$/.test(type)) return asText(body);
  if (/[/+]json$/.test(type) && body !== undefined) return asText(JSON.stringify(body));
  if (type === "application/x-www-form-urlencoded" && typeof body === "object" && body !== null) return asText(writeForm(body));
  return { kind: "lost", why: `something before the forwarder has read the body (${type === "" ? "of no type" : type}) and left nothing to send on` };
}

/** What `querystring` and `qs` both read back as the same: repeated keys for lists of texts, brackets where only `qs` can have made the body. */
function writeForm(body: object): string {
  const parts: string[] = [];
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) {
      const isFlat = value.every((each) => typeof each !== "object" || each === null);
      value.forEach((each, index) => add(isFlat ? (value.length > 1 ? name : `${name}[]`) : `${name}[${index}]`, each));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, each] of Object.entries(value)) add(`${name}[${key}]`, each);
    } else {
      parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(value === undefined || value === null ? "" : String(value))}`);
    }
  };
  for (const [key, value] of Object.entries(body)) add(key, value);
  return parts.join("&");
}
