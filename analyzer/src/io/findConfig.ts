/** Finds what configures Ficus. Apart from reading it, because most projects have nothing of the kind, and a warm run should not load a validator for it. */

export const configNames = ["ficus.config.json", "ficus.config.jsonc"] as const;
export const manifestName = "package.json";

export interface FoundConfig {
  name: (typeof configNames)[number] | typeof manifestName;
  text: string;
}

/** `read`: text of a file of the root, undefined when there is none. */
export function findConfig(read: (name: string) => string | undefined): FoundConfig[] {
  const found = configNames.flatMap((name): FoundConfig[] => {
    const text = read(name);
    return text === undefined ? [] : [{ name, text }];
  });
  const manifest = readManifest(read);
  return manifest !== undefined && configuresFicus(manifest) ? [...found, { name: manifestName, text: manifest }] : found;
}

/** A manifest that cannot be read is somebody else's finding. */
function readManifest(read: (name: string) => string | undefined): string | undefined {
  try {
    return read(manifestName);
  } catch {
    return undefined;
  }
}

/** Does the top level of a manifest have `"ficus"`? */
function configuresFicus(text: string): boolean {
  if (!text.includes('"ficus"')) return false;
  try {
    const manifest: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    return typeof manifest === "object" && manifest !== null && Object.hasOwn(manifest, "ficus");
  } catch {
    return false;
  }
}
