import type { SymbolGraph } from "../model/graph.ts";
import type { SymbolReach } from "./symbolReach.ts";
import type { Uses } from "./uses.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

export interface EvidenceInput {
  /** Without what may not be used as evidence. */
  graph: SymbolGraph;
  /** Modules of the graph in the order of the rows of `uses` and of the answer. */
  order: Int32Array;
  uses: Uses;
  /** 1 for the modules to be divided among services; the others get no pairs. */
  members: Uint8Array;
  /** Words that name a layer of this project, beside those that do so anywhere: lower case, singular. */
  layerWords?: ReadonlySet<string> | undefined;
  /** Which symbols lead to which, where somebody worked it out already (`indexMembers`). */
  reach?: SymbolReach | undefined;
}

/** One independent reason why modules belong together. New channels (data, words, folders, history) have this form; the partition sees only pairs. */
export type Channel = (input: EvidenceInput) => WeightedPairs;
