/** Share of the domain modules that have a service, 0 to 1; 1 when there is no domain module to miss. */
export function coverage(service: Int32Array, domainModules: number): number {
  if (domainModules === 0) return 1;
  return service.reduce((count, s) => (s >= 0 ? count + 1 : count), 0) / domainModules;
}
