import { splitIdentifier } from "../evidence/words.ts";
import { isDomainWord } from "../evidence/vocabulary.ts";

/** Folder and service agree by this much (harmonic mean of the share of the folder in the service and of the service in the folder). */
const leastAgreement = 0.7;

/**
 * For each service the folder that is as good as the service, as words: its name is what people call the area already. Layers are no such folders, for
 * they hold parts of all services. `services`: rows; `paths`: by row, empty where they are withheld.
 */
export function nameByFolders(services: readonly (readonly number[])[], paths: readonly string[]): (string | undefined)[] {
  const inFolder = new Map<string, number>();
  const count = (counts: Map<string, number>, row: number): void => {
    const path = paths[row]!;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  };
  for (const rows of services) for (const row of rows) count(inFolder, row);
  return services.map((rows) => {
    const counts = new Map<string, number>();
    for (const row of rows) count(counts, row);
    let best: string | undefined;
    let most = leastAgreement;
    for (const [folder, shared] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const agreement = (2 * shared) / (rows.length + inFolder.get(folder)!);
      const name = nameOf(folder);
      if (agreement < most || name === undefined || (agreement === most && best !== undefined)) continue;
      best = name;
      most = agreement;
    }
    return best;
  });
}

/** A single word that names a layer or anything at all names no area; two together do. */
function nameOf(folder: string): string | undefined {
  const words = splitIdentifier(folder.slice(folder.lastIndexOf("/") + 1));
  return words.length > 1 || words.some(isDomainWord) ? words.join(" ") : undefined;
}
