/** Requests at the edges of each route, which suites seldom send and forwarders often get wrong. */
import { routeName, type ServiceRoute } from "../model/serviceManifest.ts";

/** A request that a test sent, or one at an edge. */
export interface EdgeRequest {
  /** For people: `GET /orders/1, conditional`. */
  label: string;
  route: string;
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | undefined;
  /** Asks twice: the second time with what the first answer gave to validate it by. */
  conditional?: boolean;
  /** Without a length. */
  chunked?: boolean;
}

/** A request that a test sent, and what it was answered. */
export interface Sample {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  status: number;
}

const json = { "content-type": "application/json" };
/** More than the usual limits of body parsers (100 kB, 1 MB). */
const tooLong = 1_500_000;

export function edgeRequests(routes: readonly ServiceRoute[], samples: readonly Sample[]): EdgeRequest[] {
  return routes.flatMap((route) => edgesOf(route, sampleOf(route, samples), routes));
}

function edgesOf(route: ServiceRoute, sample: Sample, routes: readonly ServiceRoute[]): EdgeRequest[] {
  const { method, url, headers } = sample;
  const [path = "/", query] = splitQuery(url);
  const asked = query === undefined ? "" : `?${query}`;
  const hasBody = !["GET", "HEAD", "DELETE", "OPTIONS"].includes(method);
  const body = hasBody ? sample.body : undefined;
  const plain: EdgeRequest = { label: `${method} ${url}`, route: routeName(route), method, path: url, headers, body };
  const variant = (what: string, change: Partial<EdgeRequest>): EdgeRequest => ({
    ...plain,
    ...change,
    label: `${change.method ?? method} ${url}, ${what}`,
  });
  const edges = [
    plain,
    variant("trailing slash", { path: `${path}/${asked}` }),
    variant("double slash", { path: `/${path}${asked}` }),
    variant("upper case", { path: `${path.toUpperCase()}${asked}` }),
    variant("bad percent", { path: `${withBadPercent(path, route.path)}${asked}` }),
    variant("unknown subpath", { path: `${path}/nowhere${asked}` }),
    variant("bad token", { headers: { ...headers, authorization: "Bearer not-a-token" } }),
    variant("no token", { headers: withoutCredentials(headers) }),
    { ...variant("OPTIONS", { method: "OPTIONS" }), body: undefined },
    { ...variant("wrong method", { method: otherMethod(route, routes) }), body: undefined },
  ];
  if (method === "GET") edges.push({ ...variant("HEAD", { method: "HEAD" }) }, variant("conditional", { conditional: true }));
  if (hasBody)
    edges.push(
      variant("bad JSON", { headers: { ...headers, ...json }, body: Buffer.from('{"a": ') }),
      variant("over-long body", { headers: { ...headers, ...json }, body: Buffer.from(JSON.stringify({ text: "x".repeat(tooLong) })) }),
      variant("wrong content type", { headers: { ...headers, "content-type": "text/xml" }, body: Buffer.from("<a/>") }),
      variant("no body", { body: Buffer.alloc(0) }),
      variant("chunked", { chunked: true }),
    );
  return edges;
}

/** What a test sent to this route, a successful one if there is any; else made up from the pattern. */
function sampleOf(route: ServiceRoute, samples: readonly Sample[]): Sample {
  const pattern = patternOf(route.path);
  const matching = samples.filter(({ method, url }) => (route.method === "ALL" || method === route.method) && pattern.test(splitQuery(url)[0] ?? ""));
  const found = matching.find(({ status }) => status >= 200 && status < 300) ?? matching[0];
  if (found !== undefined) return found;
  const method = route.method === "ALL" ? "GET" : route.method;
  const url = route.path.replace(/:\w+(\([^)]*\))?[?*+]?/g, "1").replace(/\*\w*|\{[^}]*\}/g, "1");
  return { method, url, headers: method === "GET" ? {} : json, body: Buffer.from("{}"), status: 0 };
}

/** Close enough to tell the routes of one service apart; frameworks differ in the rest. */
export function patternOf(path: string): RegExp {
  const source = path
    .split("/")
    .map((part) =>
      part.startsWith("*") || part === "(.*)" ? ".*" : part.replace(/[\\^$.+()[\]{}|?]/g, "\\$&").replace(/:\w+(\\\(.*\\\))?(\\\?)?/g, "[^/]+"),
    )
    .join("/");
  return new RegExp(`^${source}/?$`, "i");
}

function splitQuery(url: string): [string, string | undefined] {
  const at = url.indexOf("?");
  return at === -1 ? [url, undefined] : [url.slice(0, at), url.slice(at + 1)];
}

/** Where the route has a parameter, there; otherwise behind it. */
function withBadPercent(path: string, pattern: string): string {
  const at = pattern.split("/").findIndex((part) => part.startsWith(":"));
  const parts = path.split("/");
  if (at === -1 || at >= parts.length) return `${path}/%E0%A4%A`;
  return parts.map((part, index) => (index === at ? "%E0%A4%A" : part)).join("/");
}

function otherMethod({ path }: ServiceRoute, routes: readonly ServiceRoute[]): string {
  const taken = new Set(routes.filter((route) => route.path === path).map(({ method }) => method));
  return ["PATCH", "PUT", "DELETE", "POST"].find((method) => !taken.has(method)) ?? "PROPFIND";
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "authorization" && name !== "cookie"));
}
