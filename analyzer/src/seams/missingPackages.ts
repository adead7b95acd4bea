/**
 * Declarations for packages that are not installed. The checker answers `any` for a type that it cannot find, and `any` says nothing. A class of the
 * right name in the right package says at least what the value is called and where it comes from, which is what wire safety asks first.
 */

/** Members that make a name of a package a namespace: `Knex.Transaction`. */
const namespaces: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  knex: { Knex: ["Transaction", "QueryBuilder", "Raw", "QueryCallback", "QueryInterface", "JoinClause", "Client", "Config", "PoolConfig"] },
  "@prisma/client": { Prisma: ["TransactionClient", "PrismaClientKnownRequestError", "JsonValue", "Decimal"] },
};

const ambient = new Map([
  ["events", "export class EventEmitter { [name: string]: any }\nexport default EventEmitter;"],
  [
    "stream",
    [
      ...["Readable", "Writable", "Duplex", "Transform", "PassThrough", "Stream"].map((name) => `export class ${name} { [name: string]: any }`),
      "export const pipeline: any;",
    ].join("\n"),
  ],
]);

const webPackages = /^(express|express-serve-static-core|koa|@koa\/router|koa-router|hono|fastify|connect|restify)$/;
const handlers = new Set([
  "RequestHandler",
  "ErrorRequestHandler",
  "Handler",
  "MiddlewareHandler",
  "Middleware",
  "NextHandleFunction",
  "RouteHandler",
]);

/** Text of a declaration file for a package, with the names that the project imports from it. */
export function declareMissing(specifier: string, names: ReadonlySet<string>): string {
  const name = specifier.replace(/^node:/, "");
  const known = ambient.get(name);
  if (known !== undefined) return known;
  const spaces = Object.hasOwn(namespaces, name) ? namespaces[name]! : {};
  const lines: string[] = [];
  const isWeb = webPackages.test(name);
  if (isWeb && [...names].some((each) => handlers.has(each))) names = new Set([...names, "Request", "Response"]);
  for (const each of [...names].sort()) {
    if (each === "*" || each === "=") continue;
    const identifier = each === "default" ? "Default" : each;
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(identifier)) continue;
    if (isWeb && handlers.has(each)) {
      lines.push(
        `export interface ${each}<A = any, B = any, C = any, D = any, E = any> { (request: Request, response: Response, next: (error?: any) => void): any }`,
      );
      continue;
    }
    // A name can be a class, a decorator or a plain function: it is declared as all of them.
    const exported = each === "default" ? "export default " : "export ";
    lines.push(`${exported}class ${identifier}<A = any, B = any, C = any, D = any> { constructor(...args: any[]); [name: string]: any }`);
    const members = Object.hasOwn(spaces, identifier) ? spaces[identifier]! : [];
    if (members.length > 0) {
      const inner = members.map((member) => `class ${member}<A = any, B = any> { [name: string]: any }`);
      lines.push(`${each === "default" ? "" : "export "}namespace ${identifier} { ${inner.join(" ")} }`);
    } else lines.push(`${exported}function ${identifier}(...args: any[]): any;`);
  }
  return `${lines.join("\n")}\nexport {};\n`;
}

/** Globals of Node, for projects whose `@types/node` is not installed. */
export const nodeGlobals = `
interface Buffer extends Uint8Array { toString(encoding?: string, start?: number, end?: number): string }
interface BufferConstructor { from(data: any, encoding?: any): Buffer; concat(list: readonly Uint8Array[]): Buffer; alloc(size: number): Buffer; isBuffer(value: any): value is Buffer; byteLength(value: any): number; [name: string]: any }
declare var Buffer: BufferConstructor;
declare namespace NodeJS {
  interface ReadableStream { readable: boolean; [name: string]: any }
  interface WritableStream { writable: boolean; [name: string]: any }
  interface Timeout { ref(): this; unref(): this; [name: string]: any }
  interface ProcessEnv { [name: string]: string | undefined }
}
declare var process: { env: NodeJS.ProcessEnv; [name: string]: any };
declare var console: { [name: string]: any };
declare class URL { constructor(text: string, base?: string); href: string; host: string; pathname: string; search: string; searchParams: URLSearchParams; toString(): string }
declare class URLSearchParams { constructor(init?: any); get(name: string): string | null; set(name: string, value: string): void; append(name: string, value: string): void; toString(): string }
declare class AbortSignal { aborted: boolean; [name: string]: any }
declare class AbortController { signal: AbortSignal; abort(reason?: any): void }
declare function setTimeout(work: (...args: any[]) => void, ms?: number, ...args: any[]): NodeJS.Timeout;
declare function setInterval(work: (...args: any[]) => void, ms?: number, ...args: any[]): NodeJS.Timeout;
declare function setImmediate(work: (...args: any[]) => void, ...args: any[]): NodeJS.Timeout;
declare function clearTimeout(timer: any): void;
declare function clearInterval(timer: any): void;
declare function queueMicrotask(work: () => void): void;
declare function structuredClone<T>(value: T): T;
declare function fetch(url: any, options?: any): Promise<any>;
declare var require: any;
declare var module: { exports: any };
declare var __dirname: string;
declare var __filename: string;
declare var global: any;
`;
