/** Errors that an operation can throw: `throw` statements in it and in what it calls. */
import type { Thrown } from "../model/seams.ts";
import type { Place } from "../model/shapes.ts";
import { byPlace, targetKey, type GraphIndex } from "./graphIndex.ts";
import type { Reached } from "./reach.ts";
import type { Shaper } from "./shapeOf.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";
import { judgeWire } from "./wireSafety.ts";

export interface Throws {
  of(reached: Reached): Omit<Thrown, "caughtBy">[];
}

interface Site {
  line: number;
  place: Place;
  type: ts.Type;
}

export function openThrows(program: TypeProgram, syntax: SyntaxAt, index: GraphIndex, shaper: Shaper): Throws {
  const sites = new Map<number, readonly Site[]>();
  const sitesOf = (module: number): readonly Site[] => {
    let found = sites.get(module);
    if (found === undefined) sites.set(module, (found = collect(program, syntax, module)));
    return found;
  };
  const described = new Map<ts.Type, Pick<Thrown, "type" | "symbol" | "wire" | "definition"> | undefined>();
  const describe = (type: ts.Type): Pick<Thrown, "type" | "symbol" | "wire" | "definition"> | undefined => {
    if (described.has(type)) return described.get(type);
    const result = describeError(program, index, shaper, type);
    described.set(type, result);
    return result;
  };
  const byTarget = new Map<string, readonly Site[]>();
  return {
    of({ targets }) {
      const found = new Map<string, Omit<Thrown, "caughtBy">>();
      for (const target of targets) {
        const key = targetKey(target);
        let own = byTarget.get(key);
        if (own === undefined) {
          const declaration = index.declaration(target.module, target.declaration);
          own = declaration === undefined ? [] : sitesOf(target.module).filter(({ line }) => line >= declaration.line && line <= declaration.endLine);
          byTarget.set(key, own);
        }
        for (const { place, type } of own) {
          for (const part of type.isUnion() ? type.types : [type]) {
            const error = describe(part);
            if (error === undefined) continue;
            const known = found.get(error.type);
            if (known === undefined || byPlace(place, known.at) < 0) found.set(error.type, { ...error, at: place });
          }
        }
      }
      return [...found.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
    },
  };
}

function collect(program: TypeProgram, syntax: SyntaxAt, module: number): Site[] {
  const file = program.source(module);
  if (file === undefined) return [];
  const found: Site[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node)) {
      const place = syntax.place(node.expression);
      found.push({ line: place.line, place, type: program.checker.getTypeAtLocation(node.expression) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function describeError(
  program: TypeProgram,
  index: GraphIndex,
  shaper: Shaper,
  type: ts.Type,
): Pick<Thrown, "type" | "symbol" | "wire" | "definition"> | undefined {
  const symbol = type.getSymbol();
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  // `throw error` of a catch clause: what it is was said where it was thrown first.
  if (symbol === undefined || declaration === undefined) return undefined;
  const module = program.moduleOf(declaration.getSourceFile());
  const shape = shaper.shapeOf(type);
  const at = module < 0 ? null : { module: index.graph.modules[module]!.path, ...lineOf(declaration) };
  const name = ts.getNameOfDeclaration(declaration)?.getText() ?? symbol.name;
  return {
    type: name,
    symbol: module < 0 ? null : { module: index.graph.modules[module]!.path, name },
    wire: judgeWire(shape, `throws.${name}`, at, shaper),
    ...(shape.kind === "named" ? { definition: shape.id } : {}),
  };
}

function lineOf(node: ts.Declaration): { line: number; column: number } {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition((ts.getNameOfDeclaration(node) ?? node).getStart(file));
  return { line: line + 1, column: character + 1 };
}
