/** Channels into one: each brought to the same scale, weighed, summed; and, for one module, what each channel says of each service. */
import { exact } from "./exact.ts";
import { undirected, type WeightedPairs } from "./weightedPairs.ts";

export const channelNames = ["structural", "aggregate", "data", "semantic", "folder", "history", "ownership", "runtime"] as const;
export type ChannelName = (typeof channelNames)[number];

/** Weights by channel, 0 or more; a channel that is not named, or weighs 0, is off. They need not sum to 1. */
export type ChannelWeights = Readonly<Partial<Record<ChannelName, number>>>;

/** What each channel found; a channel that could say nothing (no git, no traces, names withheld) is missing or has no pairs. */
export type ChannelPairs = Readonly<Partial<Record<ChannelName, WeightedPairs>>>;

export interface FusedChannel {
  readonly name: ChannelName;
  /** Share of this channel in the sum, over the channels that are present: 0 to 1. */
  readonly weight: number;
  /** Symmetric, before the share is taken: rows that are not empty sum to 1 in the mean. */
  readonly pairs: WeightedPairs;
}

export interface Fused {
  /** Symmetric: the sum over channels of weight × pairs. */
  readonly pairs: WeightedPairs;
  /** Channels that are present, in the order of `channelNames`. */
  readonly channels: readonly FusedChannel[];
}

/**
 * fused(i, j) = Σ_c W_c · w_c(i, j) / m_c, where w_c is the symmetric weight of channel c, m_c the mean sum of those of its rows that are not empty, and
 * W_c is the weight of c over the sum of the weights of the channels that have pairs at all. A dense channel thus says no more than a sparse one, a channel
 * that speaks of few modules says no more of these, and a missing one leaves its share to the rest.
 *
 * A row is not brought to 1 by itself: it would make the one vague tie of a module as strong as the many clear ones of another. Over eight monoliths whose
 * areas are known, that cost a tenth of what was found (docs/partition.md).
 *
 * `size`: number of modules, which all channels agree on.
 */
export function fuse(size: number, found: ChannelPairs, weights: ChannelWeights): Fused {
  const present = channelNames.flatMap((name) => {
    const pairs = found[name];
    const weight = weights[name] ?? 0;
    return pairs === undefined || !(weight > 0) || pairs.to.length === 0 ? [] : [{ name, weight, pairs: toScale(undirected(pairs)) }];
  });
  const channels = present.filter(({ pairs }) => pairs.to.length > 0);
  const total = channels.reduce((sum, { weight }) => sum + weight, 0);
  const shared = channels.map((channel) => ({ ...channel, weight: channel.weight / total }));
  return { pairs: sumOf(size, shared), channels: shared };
}

/** Rows that are not empty sum to 1 in the mean. Shares of the largest weight are summed, so that neither order nor magnitude matters. */
function toScale(pairs: WeightedPairs): WeightedPairs {
  const { size, start, weight } = pairs;
  let rows = 0;
  for (let i = 0; i < size; i++) if (start[i + 1]! > start[i]!) rows++;
  let most = 0;
  for (const each of weight) if (each > most) most = each;
  const scaled = new Float64Array(weight.length);
  let sum = 0;
  for (let k = 0; k < weight.length; k++) sum += scaled[k] = exact(weight[k]! / most);
  for (let k = 0; k < weight.length; k++) scaled[k] = (scaled[k]! * rows) / sum;
  return { ...pairs, weight: scaled };
}

function sumOf(size: number, channels: readonly FusedChannel[]): WeightedPairs {
  const capacity = channels.reduce((sum, { pairs }) => sum + pairs.to.length, 0);
  const start = new Int32Array(size + 1);
  const to = new Int32Array(capacity);
  const weight = new Float64Array(capacity);
  const sum = new Float64Array(size);
  const seenBy = new Int32Array(size).fill(-1);
  const targets = new Int32Array(size);
  let length = 0;
  for (let i = 0; i < size; i++) {
    let found = 0;
    for (const { pairs, weight: share } of channels) {
      for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
        const j = pairs.to[k]!;
        if (seenBy[j] !== i) {
          seenBy[j] = i;
          targets[found++] = j;
          sum[j] = 0;
        }
        sum[j]! += share * pairs.weight[k]!;
      }
    }
    for (const j of targets.subarray(0, found).sort()) {
      if (!(sum[j]! > 0)) continue; // Too small a number to be one.
      to[length] = j;
      weight[length++] = sum[j]!;
    }
    start[i + 1] = length;
  }
  return { size, start, to: to.slice(0, length), weight: weight.slice(0, length) };
}

/** What one channel says of a module and a group of modules. */
export interface ChannelPull {
  readonly channel: ChannelName;
  /** Σ of weight × pairs over the group: the channel's part of the module's fused weight to it. */
  readonly pull: number;
  /** The same as a share of all that this channel says of the module: 0 to 1. */
  readonly share: number;
  /** Modules of the group that contribute most, the strongest first. */
  readonly strongest: readonly { readonly module: number; readonly weight: number }[];
}

const toldStrongest = 5;

/** How much each channel binds `module` to the modules for which `belongs` is true. Channels that say nothing of the module have pull and share 0. */
export function pullOf(fused: Fused, module: number, belongs: (other: number) => boolean): ChannelPull[] {
  return fused.channels.map(({ name, weight, pairs }) => {
    let all = 0;
    let inside = 0;
    const partners: { module: number; weight: number }[] = [];
    for (let k = pairs.start[module]!; k < pairs.start[module + 1]!; k++) {
      const other = pairs.to[k]!;
      const part = weight * pairs.weight[k]!;
      all += part;
      if (!belongs(other)) continue;
      inside += part;
      partners.push({ module: other, weight: part });
    }
    partners.sort((a, b) => b.weight - a.weight || a.module - b.module);
    return { channel: name, pull: inside, share: all > 0 ? inside / all : 0, strongest: partners.slice(0, toldStrongest) };
  });
}
