/** The part of an Express application that serves some of its routes: the same middleware in the same order, other routers left out. */
import { Node, SyntaxKind } from "ts-morph";
import { excerpt, type Excerpt } from "../source/excerpt.ts";
import { joinPaths, routesBelow, type MountedRoute, type RouterNode, type Step } from "./routerTree.ts";

export interface ApplicationSlice {
  /** The application, and routers of which only a part is kept, inner ones first: what makes each, and what is registered on it. */
  parts: { name: string; made: string; isApplication: boolean; lines: string[] }[];
  needs: Excerpt;
  routes: MountedRoute[];
  /** Middleware behind the last mount, which would answer what the service does not know. */
  dropped: { text: string; line: number }[];
}

export function sliceApplication(application: RouterNode, owns: (route: MountedRoute) => boolean): ApplicationSlice {
  const slicer = new Slicer(owns);
  slicer.slice(application, "", []);
  const needs = excerpt(slicer.copied, new Set(slicer.parts.map((part) => part.name)));
  return { parts: slicer.parts, needs, routes: routesBelow(application).filter(owns), dropped: slicer.dropped };
}

class Slicer {
  readonly parts: ApplicationSlice["parts"] = [];
  readonly copied: Node[] = [];
  readonly dropped: ApplicationSlice["dropped"] = [];
  readonly #owns: (route: MountedRoute) => boolean;

  constructor(owns: (route: MountedRoute) => boolean) {
    this.#owns = owns;
  }

  slice(router: RouterNode, prefix: string, chain: readonly RouterNode[]): void {
    const here = [...chain, router];
    const lines: string[] = [];
    const kept = router.steps.map((step) => this.#keeps(step, prefix, here));
    const last = kept.lastIndexOf(true);
    // An application that another mounts is one of its routers.
    const isApplication = chain.length === 0;
    for (const [at, step] of router.steps.entries()) {
      if (step.kind === "route" ? !kept[at] : step.kind === "mount" && !kept[at]) continue;
      if (isApplication && step.kind === "middleware" && at > last && !step.handlesErrors) {
        this.dropped.push({ text: step.statement.getText(), line: step.statement.getStartLineNumber() });
        continue;
      }
      lines.push(this.#text(step, prefix, here));
      if (isApplication && at === last) lines.push(`${router.name}.use(answerUnmatched);`);
    }
    const made = router.made.getFirstDescendantByKindOrThrow(SyntaxKind.VariableDeclaration).getInitializerOrThrow();
    this.copied.push(made);
    this.parts.push({ name: router.name, made: made.getText(), isApplication, lines: [...new Set(lines)] });
  }

  /** Whether the step leads to a route that is kept; nothing is said of middleware. */
  #keeps(step: Step, prefix: string, here: readonly RouterNode[]): boolean {
    if (step.kind === "route") return this.#owns({ ...step, path: joinPaths(prefix, step.path), chain: here });
    return step.kind === "mount" && routesBelow(step.router, joinPaths(prefix, step.path), here).some(this.#owns);
  }

  #text(step: Step, prefix: string, here: readonly RouterNode[]): string {
    const text = step.statement.getText();
    if (step.kind !== "mount") {
      this.copied.push(step.statement);
      return text;
    }
    const below = joinPaths(prefix, step.path);
    // What a class fills cannot be filled in part: the forwarder asks for the service's own routes alone.
    if (routesBelow(step.router, below, here).every(this.#owns) || Node.isClassDeclaration(step.router.made)) {
      this.copied.push(step.statement);
      return text;
    }
    if (!this.parts.some((part) => part.name === step.router.name)) this.slice(step.router, below, here);
    this.copied.push(...step.before);
    const start = step.at.getStart() - step.statement.getStart();
    return `${text.slice(0, start)}${step.router.name}${text.slice(start + step.at.getText().length)}`;
  }
}
