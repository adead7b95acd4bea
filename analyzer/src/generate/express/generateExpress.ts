/** The extraction of a service from a monolith on Express. */
import type { SourceFile } from "ts-morph";
import type { Definition } from "../../model/shapes.ts";
import type { SeamsReport } from "../../model/seams.ts";
import { ServiceManifest, serviceManifestName, type ServiceRoute } from "../../model/serviceManifest.ts";
import { contractSource } from "../contract/contractSource.ts";
import { openApi } from "../contract/openApi.ts";
import type { Edit } from "../edits.ts";
import { monolithEventsSource, serviceEventsSource } from "../events/eventsSource.ts";
import { planBuses, type Bus } from "../events/planBuses.ts";
import type { Extraction, GeneratedFile, Note } from "../extraction.ts";
import { facadeSource, type FacadeSymbol } from "../facade/facadeSource.ts";
import { planOperations, type PlannedOperation } from "../planOperations.ts";
import { rewireImports, type Facade } from "../rewire/rewireImports.ts";
import { composeSource } from "../service/composeSource.ts";
import { mainSource, pinSource, serverSource, type ProcessInput } from "../service/mainSource.ts";
import { checkSource, operationNamesSource, readsOnly, servedOperationsSource, type WireClass } from "../service/operationsSource.ts";
import { composeYaml, dockerfile, packageJson, readme, tsconfigJson, type PackageInput } from "../service/packageFiles.ts";
import { identifierOf, quote } from "../source/names.ts";
import type { Knowledge } from "../startUp/judgeStatement.ts";
import { missingNotes } from "../startUp/missingNotes.ts";
import { sliceStartUp, type StartUp } from "../startUp/sliceStartUp.ts";
import { specifierOf, type PackageFolders, type Target } from "../target.ts";
import { startService, type Start } from "../service/startCommand.ts";
import { forwardEdits, importEdit, sideEffectImport } from "./forwardEdit.ts";
import { hostsOf, rootApplication } from "./hosts.ts";
import { readRouters } from "./readRouters.ts";
import { routesBelow, type MountedRoute, type RouterNode } from "./routerTree.ts";
import { sliceApplication } from "./sliceApplication.ts";

export interface ExpressInput {
  report: SeamsReport;
  /** Modules of the monolith, tests included. */
  files: readonly SourceFile[];
  pathOf: (file: SourceFile) => string;
  knowledge: Knowledge;
  target: Target;
  monolith: { name: string; tsconfig: string; start: readonly string[] };
  /** Where a repository of several packages has them; absent: all is one. */
  folders?: PackageFolders | undefined;
  /** Git commit that the extraction starts from. */
  before: string | undefined;
  /** The runtime's files, for the monolith's side and the service's. */
  runtime: (place: "monolith" | "service", folders: { folder: string; serviceFolder: string }) => GeneratedFile[];
}

export class NoApplicationError extends Error {
  override readonly name = "NoApplicationError";
}

/** @throws NoApplicationError when no application of Express is found whose routes could be told apart */
export function generateExpress(input: ExpressInput): Extraction {
  const { report, files, pathOf, knowledge } = input;
  const routers = readRouters(
    files.filter((file) => !knowledge.isTest(file)),
    pathOf,
  );
  const owns = (route: MountedRoute): boolean => {
    const router = route.chain.at(-1)!;
    return knowledge.serviceOf(router.made.getSourceFile()) === knowledge.service;
  };
  const application = rootApplication(routers, owns);
  if (application === undefined) throw new NoApplicationError("No application of Express was found: an express() that routers are mounted on.");
  const hosts = hostsOf(application, owns);
  const layout = layoutOf(input, hosts[0] ?? application);
  const slice = sliceApplication(application, owns);
  const startUp = findStartUp(application, files, knowledge);
  const plan = planOperations(report);
  const { buses, unbridged } = planBuses(report.events, files, pathOf);
  const code = codeSeam(input, layout, plan.operations, buses);
  const service = serviceFiles(input, layout, { application, slice, startUp, operations: plan.operations, buses });
  const routes = slice.routes.map(({ method, path }): ServiceRoute => ({ method, path }));
  const http = routes.length === 0 ? { files: [], edits: [] } : httpSeam(input, layout, hosts, routes, triedBefore(application, owns));
  const notes: Note[] = [
    ...plan.unserved.map(({ operation, why }): Note => ({
      kind: "unserved",
      message: `${operation.signature}: ${why}`,
      module: operation.at.module,
      line: operation.at.line,
    })),
    ...missingNotes([
      { module: application.file, needs: slice.needs },
      ...(startUp === undefined ? [] : [{ module: pathOf(startUp.file), needs: startUp.needs }]),
    ]),
    ...code.notes,
    ...unbridged.map(({ event, module, line }): Note => ({
      kind: "events",
      message: `the event ${event} is published on no exported object: nothing can carry it across`,
      module,
      line,
    })),
  ];
  const events = eventSeam(input, layout, startUp, buses);
  const edits = [...code.edits, ...http.edits, ...events.edits];
  const manifest = manifestOf(input, layout, plan.operations, routes, edits);
  const manifestFile = { path: `${layout.service}/${serviceManifestName}`, contents: `${JSON.stringify(manifest, null, 2)}\n` };
  return {
    service: report.service.id,
    files: [...service, manifestFile, ...code.files, ...http.files, ...events.files],
    edits,
    manifest,
    notes,
  };
}

/** Where everything goes. */
interface Layout {
  /** Folder of the service's package. */
  service: string;
  /** Folders inside the monolith's sources. */
  runtime: string;
  side: string;
  extension: "ts" | "js";
  /** Path of a file in the service's `src`. */
  own: (name: string) => string;
  /** Path of the module that stands in for one of the service's. */
  facade: (module: string) => string;
}

function layoutOf({ report, target, folders }: ExpressInput, host: RouterNode): Layout {
  const sources = sourcesOf(host.file, target, folders);
  const base = sources === "" ? "ficus" : `${sources}/ficus`;
  const extension = target.language;
  const service = `services/${report.service.id}`;
  const side = `${base}/${report.service.id}`;
  const within = (module: string): string => (sources !== "" && module.startsWith(`${sources}/`) ? module.slice(sources.length + 1) : module);
  return {
    service,
    runtime: `${base}/runtime`,
    side,
    extension,
    own: (name) => `${service}/src/${name}.${extension}`,
    facade: (module) => `${side}/${within(module)}`,
  };
}

/** In the package that hands the routes over: a folder beside all packages would be compiled and installed by none. */
function sourcesOf(host: string, target: Target, folders: PackageFolders | undefined): string {
  const folder = folders?.packageOf(host) ?? "";
  if (folder === "") return target.sources;
  return host.startsWith(`${folder}/src/`) ? `${folder}/src` : folder;
}

function findStartUp(application: RouterNode, files: readonly SourceFile[], knowledge: Knowledge): StartUp | undefined {
  const around = application.container.getParent();
  const isFunction = around !== undefined && application.container.getKindName() === "Block";
  const made = isFunction ? around : application.made.getFirstDescendant((node) => node.getKindName() === "VariableDeclaration")!;
  const name = isFunction && "getName" in around && typeof around.getName === "function" ? String(around.getName()) : application.name;
  return sliceStartUp(made, name, files, knowledge, new Set([application.made, ...application.steps.map((step) => step.statement)]));
}

interface Part {
  files: GeneratedFile[];
  edits: Edit[];
}

/** What the monolith's own code calls instead of the service's modules. */
function codeSeam(
  { report, files, pathOf, knowledge, target, runtime }: ExpressInput,
  layout: Layout,
  operations: readonly PlannedOperation[],
  buses: readonly Bus[],
): Part & { notes: Note[] } {
  const notes: Note[] = [];
  const shared = runtime("monolith", { folder: layout.runtime, serviceFolder: layout.service });
  if (operations.length === 0 && buses.length === 0) return { files: shared, edits: [], notes };
  const generated: GeneratedFile[] = [...shared];
  const namesPath = `${layout.side}/operations.${layout.extension}`;
  generated.push({
    path: namesPath,
    contents: operationNamesSource({
      service: report.service.id,
      operations,
      classes: classesOf(report.definitions, files, pathOf),
      specifierOf: (module) => specifierOf(namesPath, module, target),
      codec: specifierOf(namesPath, `${layout.runtime}/codec.${layout.extension}`, target),
    }),
  });
  const facades: Facade[] = [];
  for (const [module, symbols] of symbolsByModule(operations)) {
    const path = layout.facade(module);
    generated.push({
      path,
      contents: facadeSource({
        symbols,
        local: specifierOf(path, module, target),
        operations: specifierOf(path, namesPath, target),
        runtime: (file) => specifierOf(path, `${layout.runtime}/${file}.${layout.extension}`, target),
        language: target.language,
      }),
    });
    const file = files.find((each) => pathOf(each) === module);
    for (const { name } of symbols) {
      const declaration = file?.getExportedDeclarations().get(name)?.[0];
      if (declaration !== undefined) facades.push({ declaration, name, module: path });
    }
  }
  const callers = files.filter((file) => !knowledge.isTest(file) && knowledge.serviceOf(file) !== knowledge.service);
  const { edits, left } = rewireImports(callers, facades, pathOf, (from, to) => specifierOf(from, to, target));
  for (const { path, line, name, why } of left) {
    notes.push({ kind: "left", message: `${name} is reached through a ${why}, which no import can redirect: it stays local`, module: path, line });
  }
  return { files: generated, edits, notes };
}

function symbolsByModule(operations: readonly PlannedOperation[]): Map<string, FacadeSymbol[]> {
  const modules = new Map<string, Map<string, FacadeSymbol & { operations: Map<string, string> }>>();
  for (const { module, symbol, member, name, operation } of operations) {
    const symbols = modules.get(module) ?? new Map<string, FacadeSymbol & { operations: Map<string, string> }>();
    modules.set(module, symbols);
    const found = symbols.get(symbol) ?? {
      name: symbol,
      kind: member === undefined ? "function" : "instance",
      operations: new Map<string, string>(),
      cast: false,
    };
    symbols.set(symbol, { ...found, cast: found.cast || operation.overloads > 1 || operation.typeParameters.length > 0 });
    found.operations.set(member ?? "", name);
  }
  return new Map([...modules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([module, symbols]) => [module, [...symbols.values()]]));
}

/** Classes of the definitions that the codec must rebuild, and that can be imported. */
function classesOf(definitions: readonly Definition[], files: readonly SourceFile[], pathOf: (file: SourceFile) => string): WireClass[] {
  const classes = new Map<string, WireClass>();
  for (const { kind, symbol } of definitions) {
    if (kind !== "class" && kind !== "entity" && kind !== "error") continue;
    const file = files.find((each) => pathOf(each) === symbol.module);
    if (file === undefined || !file.getExportedDeclarations().has(symbol.name)) continue;
    classes.set(`${symbol.module}#${symbol.name}`, { id: symbol.name, symbol: symbol.name, module: symbol.module });
  }
  return [...classes.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Routes of others that are tried before one of the service's and could answer the same requests. */
function triedBefore(application: RouterNode, owns: (route: MountedRoute) => boolean): string[] {
  const all = routesBelow(application);
  const names = all.flatMap((route, at) => {
    if (owns(route)) return [];
    const overlaps = all.some((later, position) => position > at && owns(later) && mayMeet(route, later));
    return overlaps ? [`${route.method} ${route.path}`] : [];
  });
  return [...new Set(names)];
}

/** Two routes that one request could match: segment by segment, a parameter is like anything. */
function mayMeet(a: MountedRoute, b: MountedRoute): boolean {
  if (a.method !== b.method && a.method !== "ALL" && b.method !== "ALL") return false;
  if (/[*{?]/.test(a.path) || /[*{?]/.test(b.path)) return true;
  const left = a.path.split("/");
  const right = b.path.split("/");
  const open = /[:(]/;
  return (
    left.length === right.length &&
    left.every((segment, at) => open.test(segment) || open.test(right[at]!) || segment.toLowerCase() === right[at]!.toLowerCase())
  );
}

function httpSeam(
  { report, target, pathOf }: ExpressInput,
  layout: Layout,
  hosts: readonly RouterNode[],
  routes: readonly ServiceRoute[],
  except: readonly string[],
): Part {
  const name = identifierOf(`forward ${report.service.id}`);
  const path = `${layout.side}/routes.${layout.extension}`;
  const forward = specifierOf(path, `${layout.runtime}/forwardRoutes.${layout.extension}`, target);
  const contents = [
    `import { forwardRoutes } from ${quote(forward)};`,
    "",
    `/** Hands the routes of ${report.service.id} over where the switch says so; everything else passes. */`,
    `export const ${name} = forwardRoutes({ service: ${quote(report.service.id)}, routes: [`,
    ...routes.map((route) => `${quote(`${route.method} ${route.path}`)},`),
    ...(except.length === 0
      ? ["] });"]
      : ["],", "// Tried before these in the application, and answered by others.", `except: [${except.map(quote).join(", ")}] });`]),
    "",
  ].join("\n");
  const edits = hosts.flatMap((host) => {
    const file = pathOf(host.made.getSourceFile());
    return forwardEdits(host, name, specifierOf(file, path, target), file);
  });
  return { files: [{ path, contents }], edits };
}

/** Events reach listeners in the other process, and what the monolith's start does for the service follows the switch. */
function eventSeam({ report, target, pathOf }: ExpressInput, layout: Layout, startUp: StartUp | undefined, buses: readonly Bus[]): Part {
  const result: Part = { files: [], edits: [] };
  const own = startUp?.statements.filter((fate) => fate.reason === "of-service") ?? [];
  const byFile = new Map<SourceFile, string[]>();
  const startFile = startUp?.file;
  if (startUp === undefined || startFile === undefined) return result;
  const add = (file: SourceFile, line: string): void => void byFile.set(file, [...(byFile.get(file) ?? []), line]);
  if (buses.length > 0) {
    const path = `${layout.side}/events.${layout.extension}`;
    result.files.push({
      path,
      contents: monolithEventsSource({
        service: report.service.id,
        buses,
        specifierOf: (module) => specifierOf(path, module, target),
        runtime: (file) => specifierOf(path, `${layout.runtime}/${file}.${layout.extension}`, target),
        operations: specifierOf(path, `${layout.side}/operations.${layout.extension}`, target),
      }),
    });
    add(startFile, specifierOf(pathOf(startFile), path, target));
  }
  for (const { statement } of own) {
    const path = pathOf(statement.getSourceFile());
    result.edits.push({ path, start: statement.getStart(), end: statement.getStart(), text: `if (runsHere(${quote(report.service.id)})) ` });
  }
  for (const file of new Set(own.map(({ statement }) => statement.getSourceFile()))) {
    const path = pathOf(file);
    result.edits.push({ path, ...importEdit(file, "{ runsHere }", specifierOf(path, `${layout.runtime}/bridge.${layout.extension}`, target)) });
  }
  for (const [file, specifiers] of byFile) {
    for (const specifier of specifiers) result.edits.push({ path: pathOf(file), ...sideEffectImport(file, specifier) });
  }
  return result;
}

interface ServiceParts {
  application: RouterNode;
  slice: ReturnType<typeof sliceApplication>;
  startUp: StartUp | undefined;
  operations: readonly PlannedOperation[];
  buses: readonly Bus[];
}

function serviceFiles(input: ExpressInput, layout: Layout, { application, slice, startUp, operations, buses }: ServiceParts): GeneratedFile[] {
  const { report, pathOf, target, monolith, runtime } = input;
  const id = report.service.id;
  const from = (name: string) => (path: string) => specifierOf(layout.own(name), path, target);
  const process = (name: string): ProcessInput => ({
    service: id,
    runtime: (file) => from(name)(`${layout.runtime}/${file}.${layout.extension}`),
    own: (file) => from(name)(layout.own(file)),
    events: buses.length > 0,
  });
  const byName = new Map(operations.map((each) => [each.name, each.operation]));
  const start = startOf(input, layout);
  const around: PackageInput = {
    service: id,
    monolith: monolith.name,
    modules: target.modules,
    language: target.language,
    start: start.command,
    up: "../..",
  };
  const compose = composeSource({
    service: id,
    application: { slice, file: application.file },
    startUp,
    startFile: startUp === undefined ? undefined : pathOf(startUp.file),
    specifierOf: (file) => from("compose")(pathOf(file)),
    unmatchedFrom: from("compose")(`${layout.runtime}/servedRoutes.${layout.extension}`),
  });
  const served = servedOperationsSource({
    operations,
    specifierOf: from("operations"),
    serve: from("operations")(`${layout.runtime}/serve.${layout.extension}`),
    names: from("operations")(`${layout.side}/operations.${layout.extension}`),
    contract: from("operations")(layout.own("contract")),
    check: from("operations")(layout.own("check")),
    language: target.language,
  });
  return [
    { path: layout.own("pin"), contents: pinSource(process("pin")) },
    { path: layout.own("main"), contents: mainSource(process("main"), target.modules) },
    ...start.files,
    { path: layout.own("server"), contents: serverSource(process("server")) },
    { path: layout.own("compose"), contents: compose },
    ...(operations.length === 0
      ? [{ path: layout.own("operations"), contents: "/** Nothing outside calls this service in process. */\nexport const operations = [];\n" }]
      : [
          { path: layout.own("contract"), contents: contractSource(report, byName) },
          { path: layout.own("check"), contents: checkSource },
          { path: layout.own("operations"), contents: served },
        ]),
    ...(buses.length === 0
      ? []
      : [
          {
            path: layout.own("events"),
            contents: serviceEventsSource({
              service: id,
              buses,
              specifierOf: from("events"),
              runtime: (file) => from("events")(`${layout.runtime}/${file}.${layout.extension}`),
              operations: from("events")(`${layout.side}/operations.${layout.extension}`),
            }),
          },
        ]),
    ...runtime("service", { folder: layout.runtime, serviceFolder: `${layout.service}/src` }),
    {
      path: `${layout.service}/openapi.json`,
      contents: `${JSON.stringify(openApi({ report, operations: byName, routes: slice.routes, version: "1.0.0" }), null, 2)}\n`,
    },
    { path: `${layout.service}/package.json`, contents: packageJson(around) },
    ...(target.language === "ts"
      ? [
          {
            path: `${layout.service}/tsconfig.json`,
            contents: tsconfigJson({ up: around.up, tsconfig: monolith.tsconfig, ambient: ambientFiles(input) }),
          },
        ]
      : []),
    {
      path: `${layout.service}/Dockerfile`,
      contents: dockerfile(around, layout.service, [target.sources === "" ? "." : target.sources, monolith.tsconfig]),
    },
    { path: `${layout.service}/compose.yaml`, contents: composeYaml(around, layout.service) },
    {
      path: `${layout.service}/README.md`,
      contents: readme({
        service: id,
        folder: layout.service,
        operations: operations.map((each) => ({ name: each.name, signature: each.operation.signature })),
        routes: slice.routes,
        startUp: [...(startUp?.statements ?? []), ...(startUp?.close ?? [])],
        carried: report.carries,
        findings: report.findings,
      }),
    },
  ];
}

/** Runners are installed where the application is that hands the routes over. */
function startOf({ monolith, folders }: ExpressInput, layout: Layout): Start {
  return startService(monolith.start, layout.service, layout.own("main"), folders?.packageOf(`${layout.runtime}/switch.ts`) ?? "");
}

function manifestOf(
  input: ExpressInput,
  layout: Layout,
  operations: readonly PlannedOperation[],
  routes: ServiceRoute[],
  edits: readonly Edit[],
): ServiceManifest {
  const { report, before, monolith, target, folders } = input;
  const projects = edits.map(({ path }) => folders?.tsconfigOf(path) ?? monolith.tsconfig);
  const checkedProjects = [...new Set([monolith.tsconfig, ...projects])];
  return ServiceManifest.parse({
    schemaVersion: 1,
    service: report.service.id,
    monolith: "../..",
    ...(before === undefined ? {} : { before }),
    modules: report.service.modules,
    operations: operations.map((each) => ({
      name: each.name,
      facade: { module: layout.facade(each.module), export: each.symbol },
      local: { module: each.module, export: each.symbol },
      ...(each.member === undefined ? {} : { member: each.member }),
      reads: readsOnly(each),
      blockers: each.operation.inTransaction.map((place) => ({
        module: place.module,
        line: place.line,
        kind: "transaction",
        reason: "called from inside a transaction of the caller",
      })),
    })),
    routes,
    start: { command: startOf(input, layout).command, directory: "../.." },
    ...(target.language === "ts"
      ? {
          typecheck: [
            { of: "service", command: ["tsc", "--noEmit", "-p", "."] },
            ...checkedProjects.map((project) => ({ of: "monolith", command: ["tsc", "--noEmit", "-p", project], directory: "../.." })),
          ],
        }
      : {}),
  });
}

/** Declarations that no import brings along, such as what middleware adds to requests: of the packages whose modules the service runs. */
function ambientFiles({ report, files, pathOf, folders }: ExpressInput): string[] {
  if (folders === undefined) return [];
  const packages = new Set(report.service.modules.map(folders.packageOf));
  return files
    .map(pathOf)
    .filter((path) => path.endsWith(".d.ts") && packages.has(folders.packageOf(path)))
    .sort();
}
