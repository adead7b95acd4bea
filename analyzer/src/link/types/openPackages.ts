/**
 * Packages whose types a project opens through a global namespace: Express reads `declare global { namespace Express { interface Request … } }` into the
 * `Request` that it exports. (Those that are opened by `declare module "fastify"` need no list: the specifier says it.)
 */
import { childrenNamed } from "../world.ts";
import type { World } from "../world.ts";
import { instance } from "./type.ts";
import type { Type } from "./type.ts";

const globalNamespace: ReadonlyMap<string, string> = new Map([
  ["express", "Express"],
  ["express-serve-static-core", "Express"],
  ["passport", "Express"],
  ["multer", "Express"],
]);

/** What the project adds to a type of a package. */
export function additionsTo(world: World, type: Type & { kind: "external" }): Type[] {
  const namespace = globalNamespace.get(type.specifier);
  if (namespace === undefined) return [];
  const name = type.name.slice(type.name.lastIndexOf(".") + 1);
  return (world.globals.get(namespace) ?? []).flatMap((place) =>
    childrenNamed(world, place.file, place.declaration, name).map((declaration) => instance(place.file, declaration)),
  );
}
