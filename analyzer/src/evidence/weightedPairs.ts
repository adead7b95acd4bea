import { groupRows } from "./groupRows.ts";

/**
 * What every evidence channel answers with: how much ordered pairs of modules belong together, as compressed sparse rows. Row `i` is
 * `start[i]` to `start[i + 1]`, ascending in `to`, without `i` itself.
 */
export interface WeightedPairs {
  readonly size: number;
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
}

function transpose(pairs: WeightedPairs): WeightedPairs {
  const { size, start, to, weight } = pairs;
  const turnedStart = new Int32Array(size + 1);
  for (let k = 0; k < to.length; k++) turnedStart[to[k]! + 1]!++;
  for (let i = 0; i < size; i++) turnedStart[i + 1]! += turnedStart[i]!;
  const next = turnedStart.slice(0, size);
  const turnedTo = new Int32Array(to.length);
  const turnedWeight = new Float64Array(to.length);
  for (let i = 0; i < size; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const at = next[to[k]!]!++;
      turnedTo[at] = i;
      turnedWeight[at] = weight[k]!;
    }
  }
  return { size, start: turnedStart, to: turnedTo, weight: turnedWeight };
}

/** Both directions of a pair added up, each pair in both rows; pairs without weight are left out. */
export function undirected(pairs: WeightedPairs): WeightedPairs {
  const { size } = pairs;
  const turned = transpose(pairs);
  const start = new Int32Array(size + 1);
  const to = new Int32Array(pairs.to.length * 2);
  const weight = new Float64Array(pairs.to.length * 2);
  let length = 0;
  for (let i = 0; i < size; i++) {
    let a = pairs.start[i]!;
    let b = turned.start[i]!;
    const endOfA = pairs.start[i + 1]!;
    const endOfB = turned.start[i + 1]!;
    while (a < endOfA || b < endOfB) {
      const left = a < endOfA ? pairs.to[a]! : size;
      const right = b < endOfB ? turned.to[b]! : size;
      const target = Math.min(left, right);
      const sum = (left === target ? pairs.weight[a++]! : 0) + (right === target ? turned.weight[b++]! : 0);
      if (sum <= 0) continue;
      to[length] = target;
      weight[length++] = sum;
    }
    start[i + 1] = length;
  }
  return { size, start, to: to.slice(0, length), weight: weight.slice(0, length) };
}

/** Pairs from rows in any order; weights of the same pair add up, those of a module with itself are left out. */
export function pairsFrom(size: number, rows: readonly (readonly [from: number, to: number, weight: number])[]): WeightedPairs {
  const from = new Int32Array(rows.length);
  const to = new Int32Array(rows.length);
  const weight = new Float64Array(rows.length);
  for (const [k, row] of rows.entries()) [from[k], to[k], weight[k]] = row;
  return pairsOfColumns(size, { from, to, weight });
}

export interface PairColumns {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** Nothing when the weights are yet to be found. */
  readonly weight?: ArrayLike<number>;
}

/** As `pairsFrom`, for channels of many pairs. Sorted by counting, first by the one end, then by the other; both are stable. */
export function pairsOfColumns(size: number, { from, to, weight }: PairColumns): WeightedPairs {
  const byTarget = groupRows(to, to.length, size).rows;
  const { rows: places, start: begin } = groupRows(from, from.length, size, byTarget);
  const start = new Int32Array(size + 1);
  const targets = new Int32Array(places.length);
  const weights = new Float64Array(places.length);
  let length = 0;
  for (let i = 0; i < size; i++) {
    for (let at = begin[i]!; at < begin[i + 1]!; at++) {
      const k = places[at]!;
      const target = to[k]!;
      if (target === i) continue;
      if (length > start[i]! && targets[length - 1] === target) weights[length - 1]! += weight?.[k] ?? 0;
      else {
        targets[length] = target;
        weights[length++] = weight?.[k] ?? 0;
      }
    }
    start[i + 1] = length;
  }
  return { size, start, to: targets.slice(0, length), weight: weights.slice(0, length) };
}

/** The weight from one module to another, 0 where they are no pair. */
export function weightBetween({ start, to, weight }: WeightedPairs, from: number, target: number): number {
  let low = start[from]!;
  let high = start[from + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (to[middle]! < target) low = middle + 1;
    else high = middle;
  }
  return low < start[from + 1]! && to[low] === target ? weight[low]! : 0;
}
