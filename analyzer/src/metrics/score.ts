/**
 * The metrics of one membership, kept up to date while modules move: what a boundary map shows while somebody drags a module, and what `ficus boundaries` prints before and
 * after. Runs in a browser. A move costs what the module is joined to, not what the project holds.
 */
import type { ServiceMetrics, SystemMetrics } from "../model/analysis.ts";
import { balance, tallySizes } from "./balance.ts";
import { countAffinity } from "./affinityShares.ts";
import { tallyCoChangeLocality } from "./coChangeLocality.ts";
import { cohesionOf } from "./cohesion.ts";
import { coverage } from "./coverage.ts";
import { tallyCrossingCalls } from "./crossingCalls.ts";
import { tallyCyclicPairs } from "./cyclicPairs.ts";
import type { MetricsInput } from "./input.ts";
import { tallyInterfaceSize } from "./interfaceSize.ts";
import { largestShare } from "./largestShare.ts";
import { tallyLoopCalls } from "./loopCalls.ts";
import { tallyMigrationComplexity } from "./migrationComplexity.ts";
import { modularityOf } from "./modularity.ts";
import { tallyStability } from "./stability.ts";
import { incoming, type Tally } from "./tally.ts";
import { tallyTransactionalPurity } from "./transactionalPurity.ts";
import { tallyTurboMq } from "./turboMq.ts";

export interface ServiceScore extends ServiceMetrics {
  modules: number;
}

/** Each metric is explained in the file of its name, and in docs/metrics.md. */
export interface Metrics {
  system: SystemMetrics;
  /** By service; those without modules are included, up to the last that has any. */
  services: readonly ServiceScore[];
}

export interface Score {
  /** Service of each module, -1 for none. */
  readonly membership: Readonly<Int32Array>;
  metrics(): Metrics;
  /** Puts a module into a service, which may be a new one, or into none (-1). */
  move(module: number, service: number): void;
  /** Takes the last move back that was not taken back yet; false when there is none. */
  undo(): boolean;
}

/** `membership`: service of each module, -1 for none; services are numbered from 0. It is copied. */
export function createScore(input: MetricsInput, membership: ArrayLike<number>): Score {
  const service = new Int32Array(input.modules).fill(-1);
  const { uses } = input;
  const users = incoming(uses.start, uses.to, input.modules);
  const sizes: number[] = [];

  const calls = tallyCrossingCalls(uses, users, service);
  const loops = tallyLoopCalls(uses, users, service);
  const turboMq = tallyTurboMq(uses, users, service, sizes);
  const cyclic = tallyCyclicPairs(uses, users, service);
  const purity = tallyTransactionalPurity(input.accesses, sizes);
  const complexity = tallyMigrationComplexity(input.functionalities, input.modules, service);
  const interfaces = tallyInterfaceSize(input.symbols, input.modules, service, sizes);
  const coChange = tallyCoChangeLocality(input.coChanges, input.modules, service);
  const stability = tallyStability(input.affinity, service);
  const affinity = countAffinity(input.affinity, service);
  const tallies: Pick<Tally<unknown>, "move">[] = [
    tallySizes(sizes),
    calls,
    loops,
    turboMq,
    cyclic,
    purity,
    complexity,
    interfaces,
    coChange,
    stability,
    affinity,
  ];

  /** Modules that should have a service, and those that somebody gave one all the same. */
  let subjects = input.domain.reduce((count, domain) => count + domain, 0);
  let known: Metrics | undefined;
  const put = (module: number, to: number): void => {
    const from = service[module]!;
    if (from === to) return;
    for (const tally of tallies) tally.move(module, from, to);
    service[module] = to;
    if (input.domain[module] === 0) subjects += (to >= 0 ? 1 : 0) - (from >= 0 ? 1 : 0);
    known = undefined;
  };
  for (let module = 0; module < input.modules; module++) put(module, membership[module]!);

  const compute = (): Metrics => {
    const crossing = calls.value();
    const chatty = loops.value();
    const mq = turboMq.value();
    const circles = cyclic.value();
    const pure = purity.value();
    const migration = complexity.value();
    const published = interfaces.value();
    const cohesions = cohesionOf(affinity.shares);
    return {
      system: {
        modularity: modularityOf(affinity.shares),
        crossingShare: crossing.share,
        coverage: coverage(sizes, subjects),
        largestShare: largestShare(sizes, subjects),
        turboMq: mq.mean,
        cyclicPairs: circles.count,
        readPurity: pure.reads,
        writePurity: pure.writes,
        migrationComplexity: migration.mean,
        distributedShare: migration.distributed,
        interfaceSize: published.mean,
        crossingLoopCalls: chatty.crossing,
        balance: balance(sizes),
        coChangeLocality: coChange.value() ?? null,
        stability: stability.value(),
      },
      services: sizes.slice(0, sizes.findLastIndex((size) => size > 0) + 1).map((modules, s) => ({
        modules,
        cohesion: cohesions[s] ?? 0,
        callsIn: crossing.in[s] ?? 0,
        callsOut: crossing.out[s] ?? 0,
        clusterFactor: mq.factors[s] ?? 0,
        cyclicWith: circles.with[s] ?? 0,
        interfaceSize: published.sizes[s] ?? 0,
        loopCallsOut: chatty.out[s] ?? 0,
      })),
    };
  };

  const history: { module: number; from: number }[] = [];
  return {
    membership: service,
    metrics: () => (known ??= compute()),
    move(module, to) {
      if (!(module >= 0 && module < input.modules) || to < -1) throw new RangeError(`there is no module ${module} to be put into service ${to}`);
      if (service[module] === to) return;
      history.push({ module, from: service[module]! });
      put(module, to);
    },
    undo() {
      const last = history.pop();
      if (last === undefined) return false;
      put(last.module, last.from);
      return true;
    },
  };
}
