import type { Analysis } from "../model/analysis.ts";

export interface SharedTable {
  name: string;
  owner: string | null;
  /** Other services that use the table; those that write it first, as they make it hard to part. */
  others: { service: string; writes: boolean }[];
}

/** Tables that modules of several services read or write, those with the most foreign writers first. */
export function findSharedTables({ modules, data }: Analysis): SharedTable[] {
  const serviceOf = new Map(modules.map(({ path, service }) => [path, service]));
  const servicesOf = (paths: readonly string[]) => new Set(paths.map((path) => serviceOf.get(path)).filter((service) => typeof service === "string"));
  const shared: SharedTable[] = [];
  for (const { name, owner, readers, writers } of data.tables) {
    const writing = servicesOf(writers);
    const using = servicesOf([...readers, ...writers]);
    const others = [...using]
      .filter((service) => service !== owner)
      .map((service) => ({ service, writes: writing.has(service) }))
      .sort((a, b) => Number(b.writes) - Number(a.writes) || (a.service < b.service ? -1 : 1));
    if (others.length > 0) shared.push({ name, owner, others });
  }
  const writersOf = ({ others }: SharedTable) => others.filter((other) => other.writes).length;
  return shared.sort((a, b) => writersOf(b) - writersOf(a) || b.others.length - a.others.length || (a.name < b.name ? -1 : 1));
}
