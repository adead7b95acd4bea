import { Node, SyntaxKind } from "ts-morph";
import type { SourceFile, Statement } from "ts-morph";
import { declarationOf } from "../source/declarations.ts";

/** What is known of modules beyond their syntax. */
export interface Knowledge {
  service: string;
  /** The service of a module; null for shared, platform and composition-root modules. */
  serviceOf: (file: SourceFile) => string | null;
  /** Timers, cron jobs or queue consumers are started here. */
  startsJobs: (file: SourceFile) => boolean;
  isTest: (file: SourceFile) => boolean;
}

export type Reason = "needed" | "of-service" | "of-other-service" | "serves" | "migration" | "starts-jobs" | "needs-what-is-left-out" | "answers";

export interface Fate {
  statement: Statement;
  keep: boolean;
  reason: Reason;
  /** Services other than this one that the statement starts something of. */
  others: string[];
}

const migrations = /^(runMigrations|migrate|migrateLatest|latest|sync|synchronize|createSchema|updateSchema|seed|seedDatabase)$/;
const serving = /^(listen|createServer)$/;
const depth = 4;

/** The fate of a statement; that of a call to a local function which mixes services is the fates of the function's own statements. */
export function judgeStatement(statement: Statement, use: Node, gone: ReadonlySet<string>, knowledge: Knowledge): Fate[] {
  const fate = (reason: Reason, others: string[] = []): Fate[] => [
    { statement, keep: reason === "needed" || reason === "of-service", reason, others },
  ];
  if (Node.isReturnStatement(statement)) return fate("answers");
  if (Node.isFunctionDeclaration(statement) || Node.isInterfaceDeclaration(statement) || Node.isTypeAliasDeclaration(statement))
    return fate("answers");
  if (statement === use || statement.getDescendants().includes(use)) return fate("serves");
  const reached = reach(statement, knowledge);
  if (reached.names.some((name) => serving.test(name))) return fate("serves");
  if (usesAny(statement, gone)) return fate("needs-what-is-left-out");
  if (reached.names.some((name) => migrations.test(name))) return fate("migration");
  const others = [...reached.services].filter((service) => service !== knowledge.service).sort();
  if (others.length > 0) {
    const inner = reached.services.has(knowledge.service) ? statementsBehind(statement) : undefined;
    if (inner === undefined) return fate("of-other-service", others);
    return inner.flatMap((each) => judgeStatement(each, use, gone, knowledge));
  }
  if (reached.services.has(knowledge.service)) return fate("of-service");
  return fate(reached.startsJobs ? "starts-jobs" : "needed");
}

interface Reach {
  services: Set<string>;
  startsJobs: boolean;
  /** Names of what is called, to see migrations and servers by. */
  names: string[];
}

/** Follows calls and constructions into functions of no service; where a service begins, that is the answer. */
function reach(from: Node, knowledge: Knowledge): Reach {
  const result: Reach = { services: new Set(), startsJobs: false, names: [] };
  const seen = new Set<Node>();
  const walk = (node: Node, left: number): void => {
    for (const call of [...node.getDescendantsOfKind(SyntaxKind.CallExpression), ...node.getDescendantsOfKind(SyntaxKind.NewExpression)]) {
      const callee = call.getExpression();
      const name = Node.isPropertyAccessExpression(callee) ? callee.getNameNode() : callee;
      if (Node.isIdentifier(name)) result.names.push(name.getText());
      const declaration = declarationOf(name);
      if (declaration === undefined || seen.has(declaration)) continue;
      seen.add(declaration);
      const file = declaration.getSourceFile();
      if (file.isInNodeModules() || file.isDeclarationFile()) continue;
      const service = knowledge.serviceOf(file);
      if (service !== null) result.services.add(service);
      else {
        if (file !== from.getSourceFile() && knowledge.startsJobs(file) && hasTimer(declaration)) result.startsJobs = true;
        if (left > 0) walk(declaration, left - 1);
      }
    }
  };
  walk(from, depth);
  return result;
}

function hasTimer(declaration: Node): boolean {
  return declaration
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .some((call) => /(^|\.)(setInterval|setTimeout|schedule|process|add|on|subscribe)$/.test(call.getExpression().getText()));
}

/** `registerListeners();` where the function is declared beside it and takes nothing. */
function statementsBehind(statement: Statement): Statement[] | undefined {
  if (!Node.isExpressionStatement(statement)) return undefined;
  const expression = statement.getExpression();
  const call = Node.isAwaitExpression(expression) ? expression.getExpression() : expression;
  if (!Node.isCallExpression(call) || call.getArguments().length > 0) return undefined;
  const declaration = declarationOf(call.getExpression());
  if (!Node.isFunctionDeclaration(declaration) || declaration.getSourceFile() !== statement.getSourceFile()) return undefined;
  const body = declaration.getBody();
  return Node.isBlock(body) ? body.getStatements() : undefined;
}

function usesAny(node: Node, names: ReadonlySet<string>): boolean {
  return names.size > 0 && node.getDescendantsOfKind(SyntaxKind.Identifier).some((name) => names.has(name.getText()));
}
