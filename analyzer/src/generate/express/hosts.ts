/** Which applications of a monolith are its roots, and which of them have a service's routes to hand over. */
import type { MountedRoute, RouterNode } from "./routerTree.ts";
import { routesBelow } from "./routerTree.ts";

/**
 * The application that a service is a slice of: one that no other mounts, with most of its routes. A monolith may be put together from
 * applications that also run alone, one for each package.
 */
export function rootApplication(routers: readonly RouterNode[], owns: (route: MountedRoute) => boolean): RouterNode | undefined {
  const mounted = new Set(routers.flatMap((router) => router.steps.flatMap((step) => (step.kind === "mount" ? [step.router] : []))));
  const candidates = routers
    .filter((router) => router.kind === "application" && router.steps.some((step) => step.kind === "mount" || step.kind === "route"))
    .map((router) => ({ router, isRoot: !mounted.has(router), owned: routesBelow(router).filter(owns).length }));
  candidates.sort((a, b) => Number(b.isRoot) - Number(a.isRoot) || b.owned - a.owned);
  return candidates[0]?.router;
}

/** The innermost applications with routes of the service: each route passes exactly one, whether the application runs alone or mounted. */
export function hostsOf(root: RouterNode, owns: (route: MountedRoute) => boolean): RouterNode[] {
  const hosts = routesBelow(root)
    .filter(owns)
    .map(({ chain }) => chain.findLast((router) => router.kind === "application") ?? root);
  return [...new Set(hosts)];
}
