/** All evidence that the graph itself holds, and what comes from elsewhere, on one scale. */
import { aggregate } from "./aggregate.ts";
import type { EvidenceInput } from "./channel.ts";
import { data } from "./data.ts";
import { folder } from "./folder.ts";
import { channelNames, fuse, type ChannelName, type ChannelPairs, type Fused } from "./fuse.ts";
import { semantic } from "./semantic.ts";
import { sharesOfUse, structural } from "./structural.ts";
import { indexMembers, type SymbolReach } from "./symbolReach.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

/**
 * Found over monoliths whose areas are known, where the result hardly changes with half or twice of each (docs/partition.md). What is like is not what
 * works together: likeness (data, semantic, folder) decides where use leaves a choice.
 */
const defaultWeights: Readonly<Record<ChannelName, number>> = {
  structural: 0.34,
  aggregate: 0.5,
  data: 0.06,
  semantic: 0.06,
  folder: 0.04,
  history: 0.1,
  ownership: 0.05,
  runtime: 0.2,
};
/** Beside use, aggregates say less of how code falls apart than of what goes where. */
const aggregateBesideUse = 0.27;

/** What somebody says of the weights: what is not named stays as it is. */
export type TellWeights = Readonly<Partial<Record<ChannelName, number | undefined>>>;

export interface Evidence {
  readonly fused: Fused;
  /** Who uses whom, without what is merely alike: how code falls into parts. */
  readonly uses: WeightedPairs;
  /** Which symbols lead to which, where a channel asked for it. */
  readonly reach: SymbolReach | undefined;
}

/** `beside`: channels from outside of the code (history, ownership, runtime). */
export function gatherEvidence(input: Omit<EvidenceInput, "reach">, told: TellWeights = {}, beside: ChannelPairs = {}): Evidence {
  const weights: Record<ChannelName, number> = { ...defaultWeights };
  for (const name of channelNames) weights[name] = told[name] ?? weights[name];
  const size = input.order.length;
  const isOn = (name: ChannelName): boolean => weights[name] > 0;
  const reach = isOn("data") && input.graph.tables.length > 0 ? indexMembers(input) : undefined;
  const aggregates = isOn("aggregate") ? { aggregate: aggregate(input) } : {};
  const fused = fuse(
    size,
    {
      ...aggregates,
      ...(isOn("structural") && { structural: structural(input) }),
      ...(isOn("data") && { data: data({ ...input, reach }) }),
      ...(isOn("semantic") && { semantic: semantic(input) }),
      ...(isOn("folder") && { folder: folder(input) }),
      ...beside,
    },
    weights,
  );
  const { pairs } = fuse(
    size,
    { ...aggregates, ...(isOn("structural") && { structural: sharesOfUse(input.uses, input.members, 0) }) },
    { structural: weights.structural, aggregate: weights.aggregate * aggregateBesideUse },
  );
  return { fused, uses: pairs.to.length > 0 ? pairs : fused.pairs, reach };
}
