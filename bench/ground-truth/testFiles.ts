/**
 * Tests are no part of what is divided: they are left out of labels and of the graphs of the baselines. By their paths alone, so that no analyzer has a
 * say in what it is judged by.
 */
export function isTestPath(path: string): boolean {
  return /[.-](?:spec|test|e2e)\.|(?:^|\/)(?:tests?|spec|__tests__|__mocks__|e2e)\//.test(path);
}
