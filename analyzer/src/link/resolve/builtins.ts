/** Modules that Node itself provides. Written down, because results must not depend on the Node that runs the analysis. */
const names = new Set([
  "assert",
  "async_hooks",
  "buffer",
  "child_process",
  "cluster",
  "console",
  "constants",
  "crypto",
  "dgram",
  "diagnostics_channel",
  "dns",
  "domain",
  "events",
  "fs",
  "http",
  "http2",
  "https",
  "inspector",
  "module",
  "net",
  "os",
  "path",
  "perf_hooks",
  "process",
  "punycode",
  "querystring",
  "readline",
  "repl",
  "stream",
  "string_decoder",
  "sys",
  "timers",
  "tls",
  "trace_events",
  "tty",
  "url",
  "util",
  "v8",
  "vm",
  "wasi",
  "worker_threads",
  "zlib",
]);
/** Built-in modules with a path of their own; `fs/promises` and its kin are the built-in itself. */
const paths =
  /^(?:assert\/strict|dns\/promises|fs\/promises|inspector\/promises|path\/(?:posix|win32)|readline\/promises|stream\/(?:consumers|promises|web)|timers\/promises|util\/types)$/;

/** `node:fs` for `fs` and `node:fs`; undefined for what is no built-in module. */
export function builtinName(specifier: string): string | undefined {
  if (specifier.startsWith("node:")) return specifier;
  return names.has(specifier) || paths.test(specifier) ? `node:${specifier}` : undefined;
}
