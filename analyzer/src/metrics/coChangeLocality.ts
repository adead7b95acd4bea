import type { CoChangeColumns } from "./input.ts";
import { incoming, type Tally } from "./tally.ts";

/**
 * Co-change locality: of all that pairs of modules were changed together, the share of pairs in one service; 0 to 1, 1 without such pairs, undefined without history. A pair
 * counts for Σ_c 1 / (n_c − 1) over the commits with both, n_c files in each, over the number of commits with either (evidence/history.ts). What changes together and is deployed apart costs a coordinated release each time.
 *
 * Logical coupling of H. Gall, K. Hajek, M. Jazayeri, "Detection of logical coupling based on product release history", ICSM 1998, used for services by G. Mazlami, J. Cito,
 * P. Leitner, "Extraction of microservices from monolithic software architectures", ICWS 2017.
 */
export function tallyCoChangeLocality(coChanges: CoChangeColumns | undefined, modules: number, service: Int32Array): Tally<number | undefined> {
  if (coChanges === undefined) return { move() {}, value: () => undefined };
  const { a, b, count } = coChanges;
  const rows = Int32Array.from({ length: a.length + 1 }, (_, row) => row);
  const ends = [
    { pairs: incoming(rows, a, modules), other: b },
    { pairs: incoming(rows, b, modules), other: a },
  ];
  let all = 0;
  let inside = 0;
  const countModule = (module: number, own: number, sign: 1 | -1): void => {
    if (own < 0) return;
    for (const { pairs, other } of ends) {
      for (let k = pairs.start[module]!; k < pairs.start[module + 1]!; k++) {
        const pair = pairs.entry[k]!;
        const its = service[other[pair]!]!;
        if (its < 0) continue;
        all += sign * count[pair]!;
        if (its === own) inside += sign * count[pair]!;
      }
    }
  };
  return {
    move(module, from, to) {
      countModule(module, from, -1);
      countModule(module, to, 1);
    },
    value: () => (all > 0 ? inside / all : 1),
  };
}
