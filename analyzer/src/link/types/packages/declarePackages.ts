/** Chooses the packages that a project imports, and declares them. */
import { inversify, tsyringe, typedi } from "./containers.ts";
import { express, expressCore, passport } from "./express.ts";
import { mikroOrm } from "./mikroOrm.ts";
import { mongoose } from "./mongoose.ts";
import { nestAxios, nestCommon, nestCore, nestPlatform, nestSwagger, nestTesting } from "./nest.ts";
import type { PackageTypes } from "./packageTypes.ts";
import { mobx, react, reactQuery } from "./react.ts";
import { rxjs, rxjsOperators } from "./rxjs.ts";
import { typeorm } from "./typeorm.ts";
import { asyncHooks, axios, lodash, queues, testDoubles, transformer } from "./utilities.ts";
import { zod } from "./zod.ts";

const all: readonly PackageTypes[] = [
  asyncHooks,
  axios,
  express,
  expressCore,
  inversify,
  lodash,
  mikroOrm,
  mobx,
  mongoose,
  nestAxios,
  nestCommon,
  nestCore,
  nestPlatform,
  nestSwagger,
  nestTesting,
  passport,
  queues,
  react,
  reactQuery,
  rxjs,
  rxjsOperators,
  testDoubles,
  transformer,
  tsyringe,
  typedi,
  typeorm,
  zod,
];

const bySpecifier = new Map(all.flatMap((types) => types.specifiers.map((specifier): [string, PackageTypes] => [specifier, types])));

/** Source of the declarations of all packages among `specifiers`, the same for the same set of them. */
export function declarePackages(specifiers: Iterable<string>): string {
  const wanted = new Set<string>();
  const add = (specifier: string): void => {
    const types = bySpecifier.get(specifier);
    if (types === undefined || wanted.has(specifier)) return;
    wanted.add(specifier);
    for (const needed of types.needs ?? []) add(needed);
  };
  for (const specifier of specifiers) add(specifier);
  return [...wanted]
    .sort()
    .map((specifier) => {
      const { body, globals = "" } = bySpecifier.get(specifier)!;
      return `${globals}\ndeclare module ${JSON.stringify(specifier)} {${body}}\n`;
    })
    .join("");
}
