/** Takes a specifier apart, before any file is looked for. */

/** Without what bundlers add: `raw-loader!./terms.md`, `./worker.ts?worker`. */
export function bareSpecifier(specifier: string): string {
  let bare = specifier;
  if (bare.includes("!")) bare = bare.slice(bare.lastIndexOf("!") + 1);
  const query = bare.indexOf("?");
  if (query > 0) bare = bare.slice(0, query);
  return isRelative(bare) ? bare : bare.replace(/\/+$/, "");
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith("./") || specifier.startsWith("../") || specifier === "." || specifier === "..";
}

/** `npm:`, `virtual:`, `https:`; a Windows drive is no scheme. */
export function schemeOf(specifier: string): string | undefined {
  return /^([a-z][a-z0-9+.-]+):/i.exec(specifier)?.[1];
}

/** The package that a specifier names, and the path in it: `.`, or `./orders/client`. Plugins of bundlers call what they make up `~icons/…`. */
export function splitPackage(specifier: string): { name: string; subpath: string } | undefined {
  const parts = /^((?:@[^/\\%]+\/)?(?:[^@./\\%#~]|~[\w-])[^/\\%]*)(?:\/(.*))?$/.exec(specifier);
  if (parts === null) return undefined;
  const [, name = "", rest = ""] = parts;
  return { name, subpath: rest === "" ? "." : `./${rest}` };
}

/** A package of declarations goes by the name of the package that it declares: `@types/acme__orders` is `@acme/orders`. */
export function runtimeName(name: string): string {
  if (!name.startsWith("@types/")) return name;
  const plain = name.slice("@types/".length);
  const scoped = plain.indexOf("__");
  return scoped < 0 ? plain : `@${plain.slice(0, scoped)}/${plain.slice(scoped + 2)}`;
}

export function declarationsName(name: string): string {
  return name.startsWith("@") ? `@types/${name.slice(1).replace("/", "__")}` : `@types/${name}`;
}

const assetExtensions = new Set(
  (
    "css scss sass less styl stylus pcss postcss svg png jpg jpeg gif webp avif ico bmp tiff woff woff2 ttf otf eot mp3 mp4 webm ogg wav flac pdf txt md mdx html htm " +
    "ejs hbs handlebars mustache pug njk tpl liquid graphql gql json json5 jsonc yaml yml toml ini xml csv tsv sql wasm node proto glsl vert frag wgsl po mo ftl " +
    "properties env zip gz tar bin dat pem key crt lua sh py map snap astro marko riot elm"
  ).split(" "),
);

/** Is it, by its extension, something that no program text is in? */
export function isAssetPath(path: string): boolean {
  const dot = path.lastIndexOf(".");
  return dot > path.lastIndexOf("/") && assetExtensions.has(path.slice(dot + 1).toLowerCase());
}
