/** `pin.ts`, `main.ts` and `server.ts` of a service: the process around its composition. */
import { quote } from "../source/names.ts";

export interface ProcessInput {
  service: string;
  /** Specifier of a file of the runtime that lies in the monolith. */
  runtime: (file: "serve" | "switch" | "servedRoutes" | "callBacks") => string;
  /** Specifier of a file beside the generated one. */
  own: (file: "pin" | "compose" | "operations" | "server" | "fastifyOperations" | "events") => string;
  /** Events cross. */
  events: boolean;
}

/** Its own module, because it must run before any module of the service is loaded. */
export function pinSource({ service, runtime }: ProcessInput): string {
  return [
    `import { pinLocal } from ${quote(runtime("switch"))};`,
    "",
    "// What this process serves, it runs itself, whatever the environment's switch says: it would call itself for ever.",
    `pinLocal(${quote(service)});`,
    "",
  ].join("\n");
}

export function mainSource({ own }: ProcessInput, modules: "esm" | "commonjs" = "esm"): string {
  return modules === "commonjs"
    ? commonJsMain(own)
    : `import ${quote(own("pin"))};
import { startService } from ${quote(own("server"))};

try {
  const service = await startService();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void service.stop(signal).then((clean) => process.exit(clean ? 0 : 1));
    });
  }
} catch (error) {
  // A process that lives and cannot serve would be taken for one that can.
  console.error(error);
  process.exit(1);
}
`;
}

/** CommonJS knows no `await` outside of functions. */
function commonJsMain(own: ProcessInput["own"]): string {
  return `import ${quote(own("pin"))};
import { startService } from ${quote(own("server"))};

async function main(): Promise<void> {
  const service = await startService();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void service.stop(signal).then((clean) => process.exit(clean ? 0 : 1));
    });
  }
}

main().catch((error: unknown) => {
  // A process that lives and cannot serve would be taken for one that can.
  console.error(error);
  process.exit(1);
});
`;
}

export function serverSource({ service, runtime, own, events }: ProcessInput): string {
  return `import { createServer } from "node:http";
import { trace } from "@opentelemetry/api";
import { fastify } from "fastify";
import { pino } from "pino";
${events ? `import { rememberCaller } from ${quote(runtime("callBacks"))};\n` : ""}import { createOperationsServer } from ${quote(runtime("serve"))};
import { recordServed } from ${quote(runtime("servedRoutes"))};
import { compose } from ${quote(own("compose"))};
${events ? `import { eventOperations } from ${quote(own("events"))};\n` : ""}import { fastifyOperations } from ${quote(own("fastifyOperations"))};
import { operations } from ${quote(own("operations"))};

export interface RunningService {
  url: string;
  /** Answers whether everything under way was finished in time. */
  stop(reason: string): Promise<boolean>;
}

const drainMs = 10_000;
const tracer = trace.getTracer(${quote(service)});
const record = recordServed(${quote(service)});

/** Brings the service up; when this resolves, it can serve. */
export async function startService(env: NodeJS.ProcessEnv = process.env): Promise<RunningService> {
  const log = pino({ name: ${quote(service)}, level: env["LOG_LEVEL"] ?? "info" });
  const composition = await compose();
  let draining = false;

  const app = fastify({
    requestTimeout: 60_000,
    // Operations and health are Fastify's; every other request goes to the routes as the monolith would serve them.
    serverFactory: (operationsHandler) =>
      createServer((request, response) => {
${events ? `        rememberCaller(request.headers, env["FICUS_TOKEN"]);\n` : ""}        if (/^\\/(ficus|health)\\//.test(request.url ?? "")) operationsHandler(request, response);
        else record(request, response, () => composition.handle(request, response));
      }),
  });
  app.get("/health/live", async () => ({ alive: true }));
  app.get("/health/ready", async (_request, reply) => reply.code(draining ? 503 : 200).send({ ready: !draining }));
  await fastifyOperations(
    app,
    createOperationsServer({
      service: ${quote(service)},
      operations${events ? ": [...operations, ...eventOperations]" : ""},
      token: env["FICUS_TOKEN"],
      around: (run, { crossing }) =>
        tracer.startActiveSpan(${quote(`${service} operation`)}, { attributes: { "ficus.crossing": crossing } }, async (span) => {
          try {
            return await run();
          } finally {
            span.end();
          }
        }),
      onEnd: ({ operation, crossing, outcome, status, ms, error }) => {
        const level = outcome === "rejected" ? "warn" : "debug";
        log[level]({ operation, crossing, outcome, status, ms, err: error }, "operation ended");
      },
    }),
  );
  const url = await app.listen({ host: env["HOST"] ?? "127.0.0.1", port: Number(env["PORT"] ?? 0) });
  log.info({ url }, "service is ready");

  return {
    url,
    async stop(reason) {
      log.info({ reason }, "service stops");
      // Readiness goes first, so that nobody sends more while what is under way is finished.
      draining = true;
      const closed = app.close().then(
        () => true,
        () => false,
      );
      const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), drainMs).unref());
      const clean = await Promise.race([closed, late]);
      await composition.close();
      log.info({ clean }, "service has stopped");
      return clean;
    },
  };
}
`;
}
