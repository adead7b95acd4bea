import assert from "node:assert/strict";
import fc from "fast-check";
import { extractFile } from "../../src/extract/extractFile.ts";
import { linkProject } from "../../src/link/linkProject.ts";
import type { LinkInput, Linked } from "../../src/link/linkProject.ts";
import { linkReferences } from "../../src/link/linkReferences.ts";
import { decodeLinks, encodeLinks } from "../../src/link/linksBlob.ts";
import { ReferenceTableWriter } from "../../src/link/referenceTable.ts";
import { changedModules, planRelinking } from "../../src/link/relink.ts";
import { createResolver } from "../../src/link/resolve/resolver.ts";
import { createEngine } from "../../src/link/types/createEngine.ts";
import { standardLibrary } from "../../src/link/types/standardLibrary.ts";
import { createWorld } from "../../src/link/world.ts";
import type { FileFacts } from "../../src/model/facts.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";
import { edited, edits, shopFiles, shopPaths } from "./relinkShop.ts";
import type { ShopFiles } from "./relinkShop.ts";
import { relinkCases, unseenEdits } from "./relinkCases.ts";

type Sources = Readonly<Record<string, string>>;

const standard = extractFile("standard.d.ts", standardLibrary);
const known = new Map<string, FileFacts>();

/** The key of a file is its path and text, so that nothing has to be remembered beside it. */
function factsOf(key: string): FileFacts {
  let facts = known.get(key);
  if (facts === undefined) known.set(key, (facts = extractFile(key.slice(0, key.indexOf("\n")), key.slice(key.indexOf("\n") + 1))));
  return facts;
}

function inputOf(sources: Sources): LinkInput {
  const paths = Object.keys(sources).sort();
  const keys = paths.map((path) => `${path}\n${sources[path]}`);
  return {
    modules: keys.map((key, file) => ({ path: paths[file]!, facts: factsOf(key) })),
    keys,
    schemas: [],
    standard,
    resolver: () => createResolver({ paths, config: { packages: [], workspaces: [], typescript: [], warnings: [] } }),
  };
}

function link(sources: Sources, before?: Linked): Linked {
  const input = inputOf(sources);
  // Through bytes, as between two runs.
  return linkProject(before === undefined ? input : { ...input, before: { links: decodeLinks(encodeLinks(before.links))!, factsOf } });
}

const linksOf = ({ edges: imports, references, tables, accesses, routes, events, jobs }: SymbolGraph): unknown => ({
  imports,
  references,
  tables,
  accesses,
  routes,
  events,
  jobs,
});
const written = (files: ShopFiles): Sources => Object.fromEntries(shopPaths.map((path, file) => [path, files[file]!.join("\n")]));

/** Paths of the modules that are linked again, "all" when nobody can tell. */
function relinkedAfter(before: Sources, after: Sources): readonly string[] | "all" {
  const { links } = link(before);
  const { modules, keys } = inputOf(after);
  const plan = planRelinking(modules, changedModules(keys, links)!, links, link(after).links.targets, factsOf);
  return plan === undefined ? "all" : plan.relinked.map((index) => modules[index]!.path);
}

/** What the modules that did not change refer to. */
function seenByOthers(sources: Sources, changed: ReadonlySet<string>): string[] {
  const { modules, references } = link(sources).graph;
  const rows: string[] = [];
  for (let row = 0; row < references.length; row++) {
    const target = modules[references.to[row]!]!;
    const declaration = target.facts.declarations[references.symbol[row]!];
    if (!changed.has(modules[references.from[row]!]!.path))
      rows.push(`${references.line[row]}:${references.column[row]} ${target.path}:${declaration?.line}:${declaration?.column} ${declaration?.kind}`);
  }
  return rows;
}

describe("relinking", () => {
  afterEach(() => known.clear());

  it("gives what linking from scratch gives, whatever was edited", () => {
    fc.assert(
      fc.property(shopFiles, fc.array(edits, { minLength: 1, maxLength: 3 }), (files, rounds) => {
        let now = files;
        let links = link(written(files));
        for (const changes of rounds) {
          now = edited(now, changes);
          links = link(written(now), links);
          assert.deepEqual(linksOf(links.graph), linksOf(link(written(now)).graph));
        }
      }),
      { numRuns: Number(process.env["RELINK_RUNS"] ?? 300) },
    );
  });

  it("gives each module the references that it has when it is linked alone", () => {
    fc.assert(
      fc.property(shopFiles, (files) => {
        const input = inputOf(written(files));
        const { graph, links } = linkProject(input);
        const alone = new ReferenceTableWriter();
        const facts = input.modules.map((module) => module.facts);
        for (const file of facts.keys()) linkReferences(createEngine(createWorld(facts, standard, links.targets)), file, alone);
        assert.deepEqual(alone.table(), graph.references);
      }),
      { numRuns: Number(process.env["RELINK_RUNS"] ?? 300) },
    );
  });

  for (const { name, before, after } of relinkCases) {
    it(`sees ${name}`, () => {
      const now = { ...before, ...after };
      const changed = new Set(Object.keys(after));
      assert.notDeepEqual(seenByOthers(now, changed), seenByOthers(before, changed), "an edit that nobody sees shows nothing");
      assert.deepEqual(linksOf(link(now, link(before)).graph), linksOf(link(now).graph));
      assert.deepEqual(linksOf(link(before, link(now)).graph), linksOf(link(before).graph), "and back");
    });
  }

  for (const { name, before, after } of unseenEdits) {
    it(`links no other module again after ${name}`, () => {
      const now = { ...before, ...after };
      assert.deepEqual(relinkedAfter(before, now), Object.keys(after));
      assert.deepEqual(linksOf(link(now, link(before)).graph), linksOf(link(now).graph));
    });
  }

  it("links only those again who can see the change", () => {
    const before = {
      "orders.ts": "export const create = () => new Order();\nexport class Order { ship() {} }",
      "index.ts": 'export * from "./orders";',
      "cart.ts": 'import { create } from "./index";\ncreate().ship();',
      "stock.ts": "export const count = () => 1;",
      "report.ts": 'import { count } from "./stock";\ncount();',
    };
    const now = { ...before, "orders.ts": before["orders.ts"].replace("new Order()", "[new Order()]") };
    assert.deepEqual(relinkedAfter(before, now), ["cart.ts", "index.ts", "orders.ts"]);
  });

  it("tells the same of a circle whatever was asked first", () => {
    const circular = {
      "events.js": 'module.exports = require("./legacy");',
      "legacy.js": 'module.exports = require("./events");\nexports.create = () => 1;',
      "a.ts": 'import { step } from "./b";\nexport class Order { go() { return step(); } }\nexport const next = () => (flag ? step() : new Order());',
      "b.ts":
        'import { next, Order } from "./a";\nexport const step = () => (flag ? [next()] : { go() { return new Order().go(); } });\nnext().go();',
      "z.ts": 'import { next } from "./a";\nimport { step } from "./b";\nstep().go();\nnext().go();',
    };
    for (const path of Object.keys(circular)) {
      const touched = { ...circular, [path]: `${circular[path as keyof typeof circular]}\n` };
      assert.deepEqual(linksOf(link(touched, link(circular)).graph), linksOf(link(touched).graph), path);
    }
  });
});
