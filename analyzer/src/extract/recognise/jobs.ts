/** Work that starts by the clock: timers that a module or its start sets, cron expressions of the common schedulers. */
import type { JobFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { callback, origin } from "./access.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at } from "./routing.ts";
import {
  bare,
  callee,
  decorated,
  field,
  importOf,
  isAccess,
  isFunction,
  isIdentifier,
  isNew,
  isObject,
  isString,
  lastName,
  literal,
  method,
  objectArgument,
  receiver,
  written,
} from "./syntax.ts";

/** Functions that run once, when the program or a part of it starts. */
const startName =
  /^(start|init|initiali[sz]e|run|boot|bootstrap|main|setup|schedule|launch|listen|register|onModuleInit|onApplicationBootstrap|constructor)|(start|init|boot|schedule)$/i;

export const timers: NamedRecogniser = {
  names: ["setInterval", "setTimeout"],
  applies: (context) => !isFrontend(context) && !mentions(context, "test"),
  call(node, context) {
    const name = callee(node) || globalMethod(node);
    if (name !== "setInterval" && name !== "setTimeout") return;
    const [work, delay] = node.arguments ?? [];
    if (work === undefined || !startsHere(node, context)) return;
    // `setTimeout(resolve, 100)` waits; it starts nothing.
    if (name === "setTimeout" && (!isFunction(bare(work)) || isResolving(work) || isMomentary(delay, context))) return;
    push(node, name === "setInterval" ? "interval" : "timeout", delay === undefined ? "0" : scheduleText(delay, context), context);
  },
};

const globalMethod = (node: Call): string => {
  const name = method(node);
  return (name === "setInterval" || name === "setTimeout") && /^(global|globalThis|timers)$/.test(lastName(receiver(node))) ? name : "";
};

function startsHere(node: ts.Node, context: FileContext): boolean {
  if (context.owner < 0) return isTopLevel(node, context.sourceFile);
  const owner = context.facts.declarations[context.owner];
  return (
    owner !== undefined && (startName.test(owner.name) || (owner.kind === "variable" && owner.parent < 0 && isTopLevel(node, context.sourceFile)))
  );
}

/** Runs when the module is loaded: no function stands around it. */
function isTopLevel(node: ts.Node, file: ts.SourceFile): boolean {
  let at: ts.Node = file;
  for (;;) {
    if (at === node) return true;
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return false;
    let next: ts.Node | undefined;
    ts.forEachChild(at, (child) => {
      if (child.pos <= node.pos && node.end <= child.end) next = child;
      return next;
    });
    if (next === undefined) return false;
    at = next;
  }
}

/** Less than a second: the rest of the current work, put off. */
function isMomentary(delay: ts.Expression | undefined, context: FileContext): boolean {
  if (delay === undefined) return true;
  const inner = bare(delay);
  return inner.kind === ts.SyntaxKind.NumericLiteral && Number(written(inner, context).replaceAll("_", "")) < 1000;
}

/** `setTimeout(() => resolve(), 100)`, `setTimeout(() => reject(…), limit)` */
function isResolving(work: ts.Expression): boolean {
  const inner = bare(work);
  if (!isFunction(inner)) return false;
  const body = inner.body.kind === ts.SyntaxKind.Block ? (inner.body as ts.Block).statements[0] : inner.body;
  const call = body?.kind === ts.SyntaxKind.ExpressionStatement ? (body as ts.ExpressionStatement).expression : body;
  return (
    call?.kind === ts.SyntaxKind.CallExpression &&
    /^(resolve|reject|done|res|rej|r|exit|abort|cancel|kill|destroy|close|clearTimeout)$/.test(lastName((call as ts.CallExpression).expression))
  );
}

/** A cron expression, a delay or a rule as written. */
function scheduleText(expression: ts.Expression, context: FileContext): string {
  return literal(expression, context) ?? written(expression, context);
}

function push(node: Call, kind: JobFact["kind"], schedule: string, context: FileContext): void {
  context.facts.jobs.push({ kind, schedule, owner: context.owner, ...at(node, context) });
}

const cronText = /^@(yearly|annually|monthly|weekly|daily|hourly)$|^(?=.*[\d*])[\d*/,\-A-Za-z?LW#]+(\s+[\d*/,\-A-Za-z?LW#]+){4,6}$/;
const scheduling = new Set(["schedule", "scheduleJob", "from", "every", "repeatEvery", "createTask"]);
const constructed = new Map<string, JobFact["kind"]>([
  ["CronJob", "cron"],
  ["Cron", "cron"],
  ["SimpleIntervalJob", "interval"],
  ["LongIntervalJob", "interval"],
]);
const schedulers = /^(node-cron|cron|node-schedule|agenda|@hokify\/agenda|toad-scheduler|@fastify\/schedule|croner)$/;

export const scheduledJobs: NamedRecogniser = {
  names: [...scheduling, "define"],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    if (scheduling.has(name)) scheduled(node, name, context);
    else if (name === "define") defined(node, context);
  },
  class(node, context) {
    if (!mentions(context, "schedule")) return;
    for (const member of node.members) {
      if (member.kind !== ts.SyntaxKind.MethodDeclaration) continue;
      for (const decoration of decorated(member)) {
        const kind = ({ Cron: "cron", Interval: "interval", Timeout: "timeout" } as const)[decoration.name];
        if (kind === undefined || importOf(decoration.callee, context)?.specifier !== "@nestjs/schedule") continue;
        // `@Interval("name", 1000)`: the name stands before the delay.
        const schedule = decoration.arguments[kind === "cron" || decoration.arguments.length < 2 ? 0 : 1];
        context.facts.jobs.push({
          kind,
          schedule: schedule === undefined ? "*" : scheduleText(schedule, context),
          owner: context.declaration(member),
          ...context.position(decoration.node),
        });
      }
    }
  },
};

export const constructedJobs: NamedRecogniser = {
  // Imported under whatever name.
  everyCall: true,
  applies: (context) => mentions(context, "schedule"),
  call(node, context) {
    if (node.kind === ts.SyntaxKind.NewExpression) made(node, context);
  },
};

/** `cron.schedule("0 3 * * *", work)`, `scheduleJob("nightly", "0 3 * * *", work)`, `CronJob.from({ cronTime })`, `agenda.every("1 day", "report")` */
function scheduled(node: Call, name: string, context: FileContext): void {
  const [first, second] = node.arguments ?? [];
  if (first === undefined) return;
  if (name === "from") {
    const time = field(objectArgument(node), "cronTime");
    if (time !== undefined && lastName(receiver(node)) === "CronJob") push(node, "cron", scheduleText(time, context), context);
    return;
  }
  if (name === "every") {
    if (second !== undefined && isAgenda(receiver(node), context)) push(node, "cron", scheduleText(first, context), context);
    return;
  }
  const isScheduler = schedulers.test(importOf(receiver(node), context)?.specifier ?? "");
  const text = literal(first, context);
  const later = second === undefined ? undefined : literal(second, context);
  if (text !== undefined && cronText.test(text)) push(node, "cron", text, context);
  else if (later !== undefined && cronText.test(later)) push(node, "cron", later, context);
  else if (isScheduler && (callback(node) !== undefined || second !== undefined))
    push(node, "cron", scheduleText(isFunctionName(second) || node.arguments?.length !== 3 ? first : (second ?? first), context), context);
}

const isFunctionName = (expression: ts.Expression | undefined): boolean =>
  expression !== undefined && (isFunction(bare(expression)) || isIdentifier(bare(expression)));

function isAgenda(target: ts.Expression, context: FileContext): boolean {
  const created = origin(target, context);
  return isNew(created) ? lastName(created.expression) === "Agenda" : /agenda/i.test(lastName(target)) && (isIdentifier(target) || isAccess(target));
}

/** `agenda.define("report", work)` */
function defined(node: Call, context: FileContext): void {
  const first = node.arguments?.[0];
  if (first === undefined || !isString(bare(first)) || (node.arguments?.length ?? 0) < 2 || !isAgenda(receiver(node), context)) return;
  push(node, "consumer", literal(first, context) ?? "*", context);
}

/** `new CronJob("0 3 * * *", work)`, `new SimpleIntervalJob({ minutes: 5 }, task)` */
function made(node: Call, context: FileContext): void {
  const imported = importOf(node.expression, context);
  const kind = imported === undefined || !schedulers.test(imported.specifier) ? undefined : constructed.get(imported.name);
  const first = node.arguments?.[0];
  if (kind === undefined || first === undefined) return;
  const inner = bare(first);
  const time = isObject(inner) ? (field(inner, "cronTime") ?? field(inner, "cronExpression") ?? inner) : inner;
  push(
    node,
    kind === "interval" && isObject(inner) && field(inner, "cronExpression") !== undefined ? "cron" : kind,
    scheduleText(time, context),
    context,
  );
}
