import assert from "node:assert/strict";
import fc from "fast-check";
import { createScore, type Metrics } from "../../src/metrics/score.ts";
import { inputOf, plainInput, type PlainInput } from "../../src/metrics/plainInput.ts";
import { findDegenerate } from "../../src/metrics/degenerate.ts";
import { makeColumns, type ColumnsSketch } from "./shopColumns.ts";

const modules = 9;
const module = fc.nat(modules - 1);
const table = fc.nat(3);
const sketches: fc.Arbitrary<ColumnsSketch> = fc.record({
  modules: fc.constant(modules),
  apart: fc.array(module, { maxLength: 2 }),
  uses: fc.array(
    fc.record({ from: module, to: module, calls: fc.nat(4), loopCalls: fc.nat(2), strength: fc.integer({ min: 1, max: 40 }), runtime: fc.boolean() }),
    { maxLength: 30 },
  ),
  affinity: fc.array(fc.tuple(module, module, fc.integer({ min: 1, max: 1000 })), { maxLength: 30 }),
  symbols: fc.array(fc.record({ module, users: fc.array(module, { maxLength: 5 }) }), { maxLength: 8 }),
  accesses: fc.array(fc.record({ module, table, reads: fc.nat(3), writes: fc.nat(3) }), { maxLength: 15 }),
  functionalities: fc.array(fc.array(fc.record({ module, table, writes: fc.boolean() }), { maxLength: 6 }), { maxLength: 8 }),
  coChanges: fc.array(fc.tuple(module, module, fc.integer({ min: 1, max: 9 })), { maxLength: 12 }),
});
const service = fc.integer({ min: -1, max: 4 });
const memberships = fc.array(service, { minLength: modules, maxLength: modules });

const system = (sketch: ColumnsSketch, membership: readonly number[]): Metrics["system"] =>
  createScore(makeColumns(sketch), membership).metrics().system;
const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe("score", () => {
  it("says after any moves and returns what it says of the same membership from scratch", () => {
    const steps = fc.array(fc.oneof(fc.record({ module, to: service }), fc.constant("undo" as const), fc.constant("look" as const)), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(sketches, memberships, steps, (sketch, membership, moves) => {
        const input = makeColumns(sketch);
        const score = createScore(input, membership);
        for (const step of moves) {
          if (step === "undo") score.undo();
          else if (step === "look") score.metrics();
          else score.move(step.module, step.to);
        }
        assert.deepEqual(score.metrics(), createScore(input, score.membership).metrics());
      }),
      { numRuns: 400 },
    );
  });

  it("takes back all moves, the last first", () => {
    fc.assert(
      fc.property(sketches, memberships, fc.array(fc.record({ module, to: service }), { maxLength: 10 }), (sketch, membership, moves) => {
        const score = createScore(makeColumns(sketch), membership);
        const before = score.metrics();
        for (const { module: moved, to } of moves) score.move(moved, to);
        while (score.undo());
        assert.deepEqual([...score.membership], membership);
        assert.deepEqual(score.metrics(), before);
      }),
    );
  });

  it("is the same of an input that went through JSON, or through a message", () => {
    fc.assert(
      fc.property(sketches, memberships, (sketch, membership) => {
        const input = makeColumns(sketch);
        const expected = createScore(input, membership).metrics();
        const written: PlainInput = JSON.parse(JSON.stringify(plainInput(input)));
        assert.deepEqual(createScore(inputOf(written), membership).metrics(), expected);
        assert.deepEqual(createScore(structuredClone(input), membership).metrics(), expected);
      }),
    );
  });

  it("does not depend on how services are numbered", () => {
    fc.assert(
      fc.property(sketches, memberships, (sketch, membership) => {
        const turned = membership.map((s) => (s < 0 ? s : 4 - s));
        const [one, other] = [system(sketch, membership), system(sketch, turned)];
        for (const [name, value] of Object.entries(one)) {
          // The value is under the same name in both.
          const mirrored = (other as unknown as Record<string, number | null>)[name];
          if (value === null) assert.equal(mirrored, null);
          else near(mirrored!, value);
        }
      }),
    );
  });

  it("keeps shares between 0 and 1", () => {
    const shares = [
      "crossingShare",
      "coverage",
      "largestShare",
      "turboMq",
      "readPurity",
      "writePurity",
      "distributedShare",
      "balance",
      "stability",
    ] as const;
    fc.assert(
      fc.property(sketches, memberships, (sketch, membership) => {
        const found = system(sketch, membership);
        for (const name of shares) assert.ok(found[name] >= -1e-12 && found[name] <= 1 + 1e-12, `${name} is ${found[name]}`);
      }),
    );
  });

  it("refuses modules that are not there", () => {
    const score = createScore(makeColumns({ modules: 2 }), [0, 0]);
    assert.throws(() => score.move(2, 0), RangeError);
    assert.throws(() => score.move(0, -2), RangeError);
    assert.equal(score.undo(), false);
  });
});

/** Orders (0, 1) and billing (2, 3), and a logger that stays apart (4). */
const apart = [0, 0, 1, 1, -1];

describe("each metric", () => {
  it("share of crossing calls, and calls in loops, count what goes to another service", () => {
    const uses = [
      { from: 0, to: 1, calls: 6 },
      { from: 1, to: 2, calls: 2, loopCalls: 2 },
      { from: 3, to: 4, calls: 50, loopCalls: 50 },
      { from: 2, to: 3, calls: 2, loopCalls: 1 },
    ];
    const { system: found, services } = createScore(makeColumns({ modules: 5, apart: [4], uses }), apart).metrics();
    assert.equal(found.crossingShare, 0.2);
    assert.equal(found.crossingLoopCalls, 2);
    assert.deepEqual(
      services.map(({ callsIn, callsOut, loopCallsOut }) => [callsIn, callsOut, loopCallsOut]),
      [
        [0, 2, 2],
        [2, 0, 0],
      ],
    );
  });

  it("TurboMQ is the mean cluster factor", () => {
    const uses = [
      { from: 0, to: 1, strength: 30 },
      { from: 1, to: 2, strength: 20 },
      { from: 2, to: 3, strength: 10 },
      { from: 3, to: 0, strength: 5 },
    ];
    const { system: found, services } = createScore(makeColumns({ modules: 5, uses }), apart).metrics();
    assert.deepEqual(
      services.map(({ clusterFactor }) => clusterFactor),
      [60 / 85, 20 / 45],
    );
    near(found.turboMq, (60 / 85 + 20 / 45) / 2);
  });

  it("cyclic pairs need each other when they run", () => {
    const there = { from: 0, to: 2 };
    assert.equal(system({ modules: 5, uses: [there, { from: 3, to: 1, runtime: false }] }, apart).cyclicPairs, 0);
    const { system: found, services } = createScore(
      makeColumns({ modules: 5, uses: [there, { from: 3, to: 1 }, { from: 0, to: 4 }] }),
      [0, 0, 1, 1, 2],
    ).metrics();
    assert.equal(found.cyclicPairs, 1);
    assert.deepEqual(
      services.map(({ cyclicWith }) => cyclicWith),
      [1, 1, 0],
    );
  });

  it("purity is 1 for a table of one service and 0 for one that all use alike, writes apart from reads", () => {
    const accesses = [
      { module: 0, table: 0, reads: 2, writes: 1 },
      { module: 2, table: 0, reads: 2 },
      { module: 3, table: 1, reads: 5 },
    ];
    const found = system({ modules: 5, accesses }, apart);
    assert.equal(found.writePurity, 1);
    near(found.readPurity, 0.5);
    // Of three services two use it alike: ln 2 of ln 3.
    near(system({ modules: 5, accesses: accesses.slice(0, 2) }, [0, 0, 1, 1, 2]).readPurity, 1 - Math.log(2) / Math.log(3));
    assert.equal(system({ modules: 5, accesses }, [0, 0, 0, 0, -1]).readPurity, 1);
  });

  it("migration complexity counts, for each part of a distributed functionality, the others that may see it half done", () => {
    const [orders, invoices, products] = [0, 1, 2];
    const functionalities = [
      // Places an order and its invoice.
      [
        { module: 0, table: orders, writes: true },
        { module: 2, table: invoices, writes: true },
      ],
      // Shows an order with its invoice.
      [
        { module: 1, table: orders, writes: false },
        { module: 3, table: invoices, writes: false },
      ],
      // Lists invoices: one service.
      [{ module: 3, table: invoices, writes: false }],
      // Nothing to do with the others, though distributed.
      [
        { module: 1, table: products, writes: false },
        { module: 2, table: products, writes: false },
      ],
    ];
    const found = system({ modules: 5, functionalities }, apart);
    // Both parts of the first meet the second, and the other way round.
    assert.equal(found.migrationComplexity, (2 + 2) / 4);
    assert.equal(found.distributedShare, 3 / 4);
    assert.equal(system({ modules: 5, functionalities }, [0, 0, 0, 0, -1]).migrationComplexity, 0);
  });

  it("interface size is of symbols that other services use", () => {
    const symbols = [
      { module: 0, users: [1] },
      { module: 0, users: [1, 2, 3] },
      { module: 3, users: [0, 4] },
      { module: 4, users: [0, 1, 2] },
    ];
    const { system: found, services } = createScore(makeColumns({ modules: 5, symbols }), apart).metrics();
    assert.deepEqual(
      services.map(({ interfaceSize }) => interfaceSize),
      [1, 1],
    );
    assert.equal(found.interfaceSize, 1);
  });

  it("balance is 1 for equal services, 0 for one", () => {
    assert.equal(system({ modules: 5 }, apart).balance, 1);
    assert.equal(system({ modules: 5 }, [0, 0, 0, 0, 0]).balance, 0);
    near(system({ modules: 4 }, [0, 0, 0, 1]).balance, (-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)) / Math.log(2));
  });

  it("co-change locality is null without history", () => {
    assert.equal(system({ modules: 5 }, apart).coChangeLocality, null);
    const coChanges = [
      [0, 1, 6],
      [1, 2, 2],
      [0, 4, 9],
    ] as const;
    assert.equal(system({ modules: 5, coChanges }, apart).coChangeLocality, 0.75);
  });

  it("stability falls when a module has more in common with another service", () => {
    const affinity = [
      [0, 1, 5],
      [2, 3, 5],
      [1, 2, 1],
    ] as const;
    assert.equal(system({ modules: 5, affinity }, apart).stability, 1);
    // 1 is away from 0, and 0 from 1; 2 and 3 are where they were, 4 is content.
    assert.equal(system({ modules: 5, affinity }, [0, 1, 1, 1, 2]).stability, 3 / 5);
  });

  it("names degenerate winners", () => {
    const reasons = (membership: readonly number[], outside: readonly number[] = []) =>
      findDegenerate(createScore(makeColumns({ modules: membership.length, apart: outside }), membership).metrics()).map(({ reason }) => reason);
    const all = (serviceOf: (m: number) => number) => Array.from({ length: 30 }, (_, m) => serviceOf(m));
    assert.deepEqual(reasons(all(() => 0)), ["one-service"]);
    assert.deepEqual(reasons(all((m) => m)), ["singleton-services"]);
    assert.deepEqual(reasons(all((m) => (m < 27 ? m % 3 : -1))), ["modules-without-service"]);
    assert.deepEqual(
      reasons(
        all((m) => (m < 27 ? m % 3 : -1)),
        [27, 28, 29],
      ),
      [],
    );
    assert.deepEqual(reasons(all(() => -1)), ["modules-without-service"]);
    assert.deepEqual(reasons(all((m) => m % 3)), []);
  });
});
