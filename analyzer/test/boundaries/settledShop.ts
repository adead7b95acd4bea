import { examineGraph } from "../../src/analyze.ts";
import { Boundaries } from "../../src/model/boundaries.ts";
import type { Session, SessionOptions } from "../../src/session.ts";
import { openShop } from "../cli/runMain.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";

export const areas = ["customer", "order", "payment", "product", "shipment"] as const;
export const graph = makeGraph(layeredShop());

/** Whose each domain module of the layered shop is. */
export const today: Readonly<Record<string, string>> = Object.fromEntries(
  areas.flatMap((area) =>
    graph.modules
      .filter(({ path }) => path.startsWith("src/") && new RegExp(`/${area}\\w*\\.ts$`).test(path))
      .map(({ path }): [string, string] => [path, `${area}s`]),
  ),
);

/** A session whose proposal is the shop's five areas, however well modules are divided these days: all that is tested is what comes of a proposal. */
export async function openSettledShop(options: SessionOptions): Promise<Session> {
  const services = Object.fromEntries(areas.map((area) => [`${area}s`, { name: area, locked: true }]));
  const boundaries = Boundaries.parse({ version: 1, services, modules: today });
  const session = await openShop(options);
  const examination = examineGraph(graph, { root: "shop", boundaries });
  return { ...session, analyze: async () => examination.analysis, examine: async () => ({ graph, examination, outside: { ownership: false } }) };
}
