/** The service's interface as an OpenAPI 3.1 document: its operations, and the routes that it serves. */
import type { Operation, SeamRoute, SeamsReport } from "../../model/seams.ts";
import { wireSchemas, type JsonSchema, type WireSchemas } from "./wireSchema.ts";

export interface OpenApiInput {
  report: Pick<SeamsReport, "service" | "definitions">;
  /** By the names under which they are served. */
  operations: ReadonlyMap<string, Operation>;
  routes: readonly Pick<SeamRoute, "method" | "path">[];
  version: string;
}

/** Where operations are served, by name. */
export const operationPath = (name: string): string => `/ficus/operations/${encodeURIComponent(name)}`;

export function openApi({ report, operations, routes, version }: OpenApiInput): JsonSchema {
  const schemas = wireSchemas(report.definitions);
  const paths: Record<string, JsonSchema> = {};
  for (const [name, operation] of operations) paths[operationPath(name)] = { post: describeOperation(name, operation, schemas) };
  for (const route of routes) addRoute(paths, route);
  return {
    openapi: "3.1.0",
    info: { title: report.service.name, version },
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: { service: { type: "apiKey", in: "header", name: "x-ficus-token" } },
    },
  };
}

function describeOperation(name: string, operation: Operation, { schemaOf }: WireSchemas): JsonSchema {
  const parameters = operation.parameters;
  const args = schemaOf({ kind: "tuple", elements: parameters.map(({ shape, optional, rest }) => ({ shape, optional, rest })) });
  const json = (schema: JsonSchema): JsonSchema => ({ content: { "application/json": { schema } } });
  return {
    operationId: name,
    summary: operation.signature,
    tags: ["operations"],
    security: [{ service: [] }],
    requestBody: { required: true, ...json({ type: "object", properties: { args }, required: ["args"] }) },
    responses: {
      "200": {
        description: "What the operation returned, or what it threw",
        ...json({
          type: "object",
          properties: { result: schemaOf(operation.result.shape), error: { type: "object", description: "what it threw" } },
        }),
      },
      "4XX": { description: "The request was refused before the operation ran" },
      "5XX": { description: "The service could not run the operation" },
    },
  };
}

const methodNames = new Set(["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]);

function addRoute(paths: Record<string, JsonSchema>, { method, path }: Pick<SeamRoute, "method" | "path">): void {
  const parameters: JsonSchema[] = [];
  const templated = path.replace(/:([A-Za-z_]\w*)(\([^)]*\))?[?*+]?/g, (_, name: string) => {
    parameters.push({ name, in: "path", required: true, schema: { type: "string" } });
    return `{${name}}`;
  });
  const verbs = method === "ALL" ? ["GET", "PUT", "POST", "DELETE", "PATCH"] : methodNames.has(method) ? [method] : [];
  for (const verb of verbs) {
    const item = (paths[templated] ??= {});
    item[verb.toLowerCase()] ??= {
      tags: ["routes"],
      ...(parameters.length > 0 ? { parameters } : {}),
      responses: { default: { description: "As the monolith answers" } },
    };
  }
}
