/** Seams of a shop that is written in the test itself. `src/<service>/…` is a service's, `src/shared` and `src/platform` are everybody's, `src/main.ts` starts it. */
import { openSourceHost } from "../../src/io/sourceHost.ts";
import type { Role } from "../../src/model/analysis.ts";
import type { Crossing, Operation, SeamsReport } from "../../src/model/seams.ts";
import { findSeams } from "../../src/seams/findSeams.ts";
import type { SourceHost } from "../../src/seams/host.ts";
import { graphOf, modulesOf, type ShopSources } from "../link/linkShop.ts";

export interface ShopSeams {
  report: SeamsReport;
  crossing(name: string): Crossing;
  operation(name: string): Operation;
}

const root = "/shop";
const { library } = openSourceHost();

export function seamsOf(sources: ShopSources, service: string): ShopSeams {
  const modules = modulesOf(Object.fromEntries(Object.entries(sources).filter(([path]) => !path.endsWith(".json")))).sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const graph = graphOf(modules);
  const paths = graph.modules.map(({ path }) => path);
  const report = findSeams({
    graph,
    sides: { service: paths.map(serviceOf), role: paths.map(roleOf) },
    service,
    name: service,
    rootName: "shop",
    root,
    host: hostOf(sources),
  });
  const crossing = (name: string): Crossing => {
    const found = report.crossings.find(({ symbol }) => symbol.name === name);
    if (found === undefined) throw new Error(`${name} does not cross; there are ${report.crossings.map(({ symbol }) => symbol.name).join(", ")}`);
    return found;
  };
  return {
    report,
    crossing,
    operation(name) {
      const [symbol = "", member = symbol] = name.split(".");
      const found = crossing(symbol).operations.find((operation) => operation.name === member);
      if (found === undefined)
        throw new Error(
          `${name} is no operation; there are ${crossing(symbol)
            .operations.map((each) => each.name)
            .join(", ")}`,
        );
      return found;
    },
  };
}

const common = new Set(["shared", "platform", "test"]);

function serviceOf(path: string): string | null {
  const folder = path.split("/")[1] ?? "";
  return path.split("/").length > 2 && !common.has(folder) && !path.includes(".test.") ? folder : null;
}

function roleOf(path: string): Role {
  if (path.includes(".test.")) return "test";
  const folder = path.split("/")[1];
  if (folder === "shared" || folder === "platform") return folder;
  return serviceOf(path) === null ? "composition-root" : "domain";
}

function hostOf(sources: ShopSources): SourceHost {
  const files = new Map(Object.entries(sources).map(([path, text]) => [`${root}/${path}`, text]));
  return {
    readFile: (path) => files.get(path),
    fileExists: (path) => files.has(path),
    directoryExists: (path) => [...files.keys()].some((file) => file.startsWith(`${path}/`)),
    directories: () => [],
    realpath: (path) => path,
    library,
  };
}

/** `src/orders/place.ts:3` */
export const at = ({ module, line }: { module: string; line: number }): string => `${module}:${line}`;
