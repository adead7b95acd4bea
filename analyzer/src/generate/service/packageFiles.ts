/** The files around a service's code: package, compiler settings, container, documentation. */
import type { Fate } from "../startUp/judgeStatement.ts";
import { commentText } from "../source/names.ts";
import { whyLeftOut } from "../startUp/whyLeftOut.ts";

export interface PackageInput {
  service: string;
  /** Name of the monolith's package. */
  monolith: string;
  modules: "esm" | "commonjs";
  language: "ts" | "js";
  /** Command that starts the service, run in the root of the monolith: its code may look for files from there. */
  start: readonly string[];
  /** From the service's folder to the monolith's root: `../..`. */
  up: string;
}

/** What the generated code imports beyond the monolith's own packages. */
const dependencies = { "@opentelemetry/api": "^1.9.0", fastify: "^5.6.0", pino: "^10.0.0", zod: "^4.1.0" };

export function packageJson({ service, monolith, modules, language, start, up }: PackageInput): string {
  const manifest = {
    name: `${monolith.replace(/^@[^/]+\//, "")}-${service}`,
    version: "1.0.0",
    private: true,
    description: `The ${service} service of ${monolith}: runs the monolith's own modules where they stand.`,
    type: modules === "esm" ? "module" : "commonjs",
    scripts: { start: `cd ${up} && ${start.join(" ")}`, ...(language === "ts" ? { typecheck: "tsc --noEmit" } : {}) },
    dependencies,
    engines: { node: ">=20" },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** @param ambient declaration files of the monolith, below its root */
export function tsconfigJson({ up, tsconfig, ambient = [] }: { up: string; tsconfig: string; ambient?: readonly string[] }): string {
  const include = ["src", "test", ...ambient.map((path) => `${up}/${path}`)];
  return `${JSON.stringify({ extends: `${up}/${tsconfig}`, compilerOptions: { rootDir: up, noEmit: true, incremental: false, composite: false }, include, exclude: [] }, null, 2)}\n`;
}

/** Built from the monolith's root: the service runs its modules where they stand. */
export function dockerfile({ service, start }: PackageInput, folder: string, sources: readonly string[]): string {
  const [program = "node", ...args] = start;
  return `FROM node:24.11-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json* ./
RUN npm ci --omit=dev --ignore-scripts && npm rebuild
COPY ${folder}/package.json ./${folder}/
RUN npm install --prefix ${folder} --omit=dev --ignore-scripts

FROM node:24.11-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000${program === "node" ? "" : " PATH=/app/node_modules/.bin:$PATH"}
WORKDIR /app
COPY --from=dependencies /app ./
${sources.map((path) => `COPY ${JSON.stringify([path, `./${path}`])}`).join("\n")}
COPY ${folder} ./${folder}
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
LABEL org.opencontainers.image.title=${JSON.stringify(service)}
CMD ${JSON.stringify([program, ...args])}
`;
}

export function composeYaml({ service, up }: PackageInput, folder: string): string {
  return `services:
  ${service}:
    build:
      context: ${up}
      dockerfile: ${folder}/Dockerfile
    environment:
      FICUS_TOKEN: \${FICUS_TOKEN:?set a secret that the monolith sends as well}
    ports:
      - "127.0.0.1:3000"
    restart: unless-stopped
    stop_grace_period: 15s
`;
}

export interface ReadmeInput {
  service: string;
  folder: string;
  operations: readonly { name: string; signature: string }[];
  routes: readonly { method: string; path: string }[];
  startUp: readonly Fate[];
  carried: readonly { module: string; because: string }[];
  findings: readonly { message: string; module: string; line: number }[];
}

export function readme({ service, folder, operations, routes, startUp, carried, findings }: ReadmeInput): string {
  const left = startUp.flatMap((fate) => {
    const why = whyLeftOut(fate);
    return why === undefined ? [] : [`- \`${code(fate.statement.getText().split("\n")[0] ?? "")}\`: ${why}`];
  });
  return [
    `# ${service}`,
    "",
    "Runs the monolith's own modules in a process of their own. Until the service is retired from the monolith, no second copy of the code exists: `local` and `remote` run the same source.",
    "",
    ...section(
      "Routes",
      table(
        ["method", "path"],
        routes.map((route) => [route.method, `\`${code(route.path)}\``]),
      ),
    ),
    ...section(
      "Operations",
      table(
        ["operation", "signature"],
        operations.map((each) => [`\`${code(each.name)}\``, `\`${code(each.signature)}\``]),
      ),
    ),
    "## Running it",
    "",
    "```sh",
    `npm install --prefix ${folder}`,
    `FICUS_TOKEN=secret npm start --prefix ${folder}`,
    "```",
    "",
    `The monolith sends what it is told to: \`FICUS_SWITCH="${service}=remote" FICUS_URL_${service.replace(/[^A-Za-z0-9]/g, "_").toUpperCase()}=http://127.0.0.1:3000 FICUS_TOKEN=secret\`.`,
    "",
    "| variable | |",
    "| --- | --- |",
    "| `HOST`, `PORT` | where it listens; 127.0.0.1 and a free port by default |",
    "| `FICUS_TOKEN` | secret that callers of operations must send |",
    "| `FICUS_STRICT` | `true`: calls that the contract does not admit are refused |",
    "| `LOG_LEVEL` | info by default |",
    "",
    "`GET /health/ready` answers 200 when the service can serve, `GET /health/live` while the process lives. SIGTERM finishes what is under way.",
    "",
    ...section("What the monolith's start does and this one does not", left),
    ...section(
      "Modules of others that run here too",
      carried.map((each) => `- \`${code(each.module)}\`, for \`${code(each.because)}\``),
    ),
    ...section(
      "To decide",
      findings.map((each) => `- ${commentText(each.message)} (\`${code(each.module)}:${each.line}\`)`),
    ),
  ].join("\n");
}

const code = (text: string): string => commentText(text).replaceAll("`", "'").replaceAll("|", "\\|");

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...lines, ""];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...rows.map((row) => `| ${row.join(" | ")} |`)];
}
