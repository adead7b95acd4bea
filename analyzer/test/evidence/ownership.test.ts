import assert from "node:assert/strict";
import fc from "fast-check";
import { explainOwnership, findOwnershipEvidence, type OwnershipSources } from "../../src/evidence/ownership.ts";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { weightBetween } from "../../src/evidence/weightedPairs.ts";
import type { CommitRecord } from "../../src/model/history.ts";
import { redact } from "../../src/partition/redact.ts";
import { makeGraph, reorder } from "../makeGraph.ts";

const paths = ["cart.ts", "catalog.ts", "invoice.ts", "order.ts", "tax.ts"];
const shop = makeGraph(Object.fromEntries(paths.map((path) => [path, {}])));

function findIn(sources: OwnershipSources, graph = shop) {
  const order = orderOfPaths(graph.modules.map(({ path }) => path));
  const evidence = findOwnershipEvidence({ graph, order, members: new Uint8Array(paths.length).fill(1) }, sources);
  const row = (path: string) => paths.indexOf(path);
  return { evidence, row, weight: (a: string, b: string) => Math.round(weightBetween(evidence.pairs, row(a), row(b)) * 1e4) / 1e4 };
}

const commit = (author: string, files: string): CommitRecord => ({ author, changed: files.split(" ").length, files: files.split(" ") });
const filler = Array.from({ length: 100 }, (_, k) => commit(k % 2 === 0 ? "ada" : "grace", "README.md"));
const history = { commits: [commit("ada", "order.ts cart.ts"), commit("grace", "invoice.ts tax.ts"), commit("grace", "order.ts"), ...filler] };
const owners = (path: string) => (path === "order.ts" || path === "cart.ts" ? ["@sales"] : path === "tax.ts" ? ["@finance"] : []);

describe("ownership evidence", () => {
  it("joins what the same people maintain", () => {
    const { weight } = findIn({ history });
    assert.equal(weight("invoice.ts", "tax.ts"), 0); // Grace works on three of four modules: she tells nobody apart.
    assert.equal(weight("order.ts", "cart.ts"), 1);
    const without = findIn({ history: { commits: history.commits.filter((each) => each.files[0] !== "order.ts" || each.author === "ada") } });
    assert.deepEqual([without.weight("invoice.ts", "tax.ts"), without.weight("order.ts", "tax.ts")], [1, 0]);
  });

  it("joins what the same people are responsible for", () => {
    const { weight } = findIn({ owners });
    // Two of the three modules that have owners have this one.
    assert.equal(weight("order.ts", "cart.ts"), 0);
    const three = findIn({
      owners: (path) => [...owners(path), ...(path === "invoice.ts" ? ["@finance"] : path === "catalog.ts" ? ["@shelf"] : [])],
    });
    assert.deepEqual([three.weight("order.ts", "cart.ts"), three.weight("tax.ts", "invoice.ts"), three.weight("tax.ts", "cart.ts")], [1, 1, 0]);
  });

  it("tells who binds two modules, as what, and for how much", () => {
    const three = (path: string) => (path === "order.ts" || path === "cart.ts" ? ["@sales"] : [`@${path}`]);
    const { evidence, row } = findIn({ history, owners: three });
    const told = explainOwnership(evidence, row("order.ts"), row("cart.ts"));
    assert.deepEqual(
      told.map((each) => ({ ...each, weight: Math.round(each.weight * 1e4) / 1e4 })),
      [
        { name: "@sales", as: "owner", shares: [1, 1], weight: 0.5 },
        { name: "ada", as: "author", shares: [1, 1], weight: 0.5 },
      ],
    );
  });

  it("is absent without people, for a short history, and where paths are withheld", () => {
    const size = (sources: OwnershipSources, graph = shop) => findIn(sources, graph).evidence.pairs.to.length;
    assert.deepEqual(
      [size({}), size({ history: { commits: history.commits.slice(0, 20) } }), size({ history, owners }, redact(shop, "paths"))],
      [0, 0, 0],
    );
  });

  const people = fc.constantFrom("ada", "grace", "edsger", "barbara");
  const work = fc.array(fc.tuple(people, fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1 })), { maxLength: 30 });

  it("is symmetric, between 0 and 1, and the same however commits and modules are ordered", () => {
    fc.assert(
      fc.property(work, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (drawn, moved) => {
        const commits = [...drawn.map(([author, files]) => ({ author, files, changed: files.length })), ...filler];
        const { pairs } = findIn({ history: { commits } }).evidence;
        assert.deepEqual(findIn({ history: { commits: commits.toReversed() } }, reorder(shop, moved)).evidence.pairs, pairs);
        for (let i = 0; i < pairs.size; i++) {
          for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
            assert.ok(pairs.weight[k]! > 0 && pairs.weight[k]! <= 1);
            assert.equal(pairs.weight[k], weightBetween(pairs, pairs.to[k]!, i));
          }
        }
      }),
    );
  });
});
