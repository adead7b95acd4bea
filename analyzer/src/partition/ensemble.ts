/** Many runs of a clustering that depends on chance, and how often they put modules together. */

/** Runs over the same nodes: a label by node, from 0. */
export type Runs = readonly Int32Array[];

/**
 * For groups of nodes, how often their members have each label in each run: how often the runs put a node together with a group is then a sum over
 * runs instead of over pairs.
 */
export class GroupLabels {
  readonly #runs: Runs;
  /** Where the labels of each run begin in a group's counts. */
  readonly #offsets: Int32Array;
  readonly #counts = new Map<number, Int32Array>();
  readonly sizes = new Map<number, number>();

  constructor(runs: Runs, group: Int32Array) {
    this.#runs = runs;
    this.#offsets = new Int32Array(runs.length + 1);
    runs.forEach((labels, r) => (this.#offsets[r + 1] = this.#offsets[r]! + countOf(labels)));
    for (let node = 0; node < group.length; node++) if (group[node]! >= 0) this.#change(node, group[node]!, 1);
  }

  move(node: number, from: number, to: number): void {
    this.#change(node, from, -1);
    this.#change(node, to, 1);
  }

  #change(node: number, group: number, by: number): void {
    let counts = this.#counts.get(group);
    if (counts === undefined) this.#counts.set(group, (counts = new Int32Array(this.#offsets.at(-1)!)));
    this.sizes.set(group, (this.sizes.get(group) ?? 0) + by);
    for (let r = 0; r < this.#runs.length; r++) {
      const label = this.#runs[r]![node]!;
      if (label >= 0) counts[this.#offsets[r]! + label]! += by;
    }
  }

  /** Sum over the group's other members of the share of runs that put the node together with them. `isIn`: the node is one of them. */
  together(node: number, group: number, isIn: boolean): number {
    const counts = this.#counts.get(group);
    if (counts === undefined) return 0;
    let sum = 0;
    for (let r = 0; r < this.#runs.length; r++) {
      const label = this.#runs[r]![node]!;
      if (label >= 0) sum += counts[this.#offsets[r]! + label]! - (isIn ? 1 : 0);
    }
    return sum / this.#runs.length;
  }
}

function countOf(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label), -1) + 1;
}
