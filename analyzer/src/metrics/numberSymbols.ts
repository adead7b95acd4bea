import type { SymbolGraph } from "../model/graph.ts";

/** Numbers for all symbols that are named: those of module `m` begin at `first[m]`, its top level before its declarations. */
export interface SymbolNumbers {
  count: number;
  of: (module: number, declaration: number) => number;
}

export function numberSymbols({ modules, references, accesses, routes, jobs, events }: SymbolGraph): SymbolNumbers {
  const most = new Int32Array(modules.length).fill(-1);
  const note = (module: number, declaration: number): void => {
    if (module >= 0 && declaration > most[module]!) most[module] = declaration;
  };
  for (let row = 0; row < references.length; row++) {
    note(references.from[row]!, references.owner[row]!);
    note(references.to[row]!, references.symbol[row]!);
  }
  for (const { module, owner } of [...accesses, ...jobs, ...events, ...routes]) note(module, owner);
  for (const { target, symbol } of routes) note(target, symbol);
  const first = new Int32Array(modules.length + 1);
  for (let module = 0; module < modules.length; module++) first[module + 1] = first[module]! + most[module]! + 2;
  return { count: first[modules.length]!, of: (module, declaration) => first[module]! + declaration + 1 };
}
