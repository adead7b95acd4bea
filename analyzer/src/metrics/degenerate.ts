import type { Warning } from "../model/warning.ts";
import type { Metrics } from "./score.ts";

/** Fewer modules than this may well be one service, or one service each. */
const enoughModules = 20;
const mostInOne = 0.7;
const mostAlone = 0.5;

/**
 * Memberships that win on some metrics by saying nothing: everything in one service crosses nothing, every module alone shares no table, and what is left out cannot
 * count against anybody. They are named as findings instead of being weighed against honest ones.
 */
export function findDegenerate({ system, services }: Metrics): Warning[] {
  const modules = services.reduce((sum, service) => sum + service.modules, 0);
  const used = services.filter((service) => service.modules > 0);
  const alone = used.filter((service) => service.modules === 1).length;
  const subjects = system.coverage > 0 ? Math.round(modules / system.coverage) : Infinity;
  const findings: Warning[] = [];
  if (modules >= enoughModules && system.largestShare > mostInOne) {
    findings.push({
      reason: "one-service",
      message: `One service holds ${Math.round(system.largestShare * 100)} % of the domain modules: the code is too entangled for this first proposal. Ask for a number of services with --services, or leave parts out with --exclude.`,
    });
  }
  if (modules >= enoughModules && alone > used.length * mostAlone) {
    findings.push({
      reason: "singleton-services",
      message: `${alone} of ${used.length} services hold a single module: metrics of such services say little. Merge them, or ask for fewer with --services.`,
    });
  }
  if (subjects > modules) {
    const missing = Number.isFinite(subjects)
      ? `${subjects - modules} domain ${subjects - modules === 1 ? "module has" : "modules have"}`
      : "The domain modules have";
    findings.push({
      reason: "modules-without-service",
      message: `${missing} no service: the metrics leave them out. Give them one with ficus boundaries move.`,
    });
  }
  return findings;
}
