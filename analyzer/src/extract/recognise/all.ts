/** Every recogniser. Those that patch what others found come after them. */
import type { Recogniser } from "../recogniser.ts";
import { activeRecord } from "./activeRecord.ts";
import { configRoutes } from "./configRoutes.ts";
import { decoratedRoutes } from "./decoratedRoutes.ts";
import { drizzleTables } from "./drizzle.ts";
import { decoratedEntities } from "./entities.ts";
import { entityVariables } from "./entityVariables.ts";
import { expressRoutes } from "./expressRoutes.ts";
import { fastifyRoutes } from "./fastifyRoutes.ts";
import { honoRoutes } from "./honoRoutes.ts";
import { knexTables } from "./knex.ts";
import { koaRoutes } from "./koaRoutes.ts";
import { mikroOrmAccess } from "./mikroOrm.ts";
import { mongodbAccess } from "./mongodb.ts";
import { mongooseAccess } from "./mongoose.ts";
import { prismaAccess } from "./prisma.ts";
import { sequelizeModels } from "./sequelize.ts";
import { typeOrmAccess } from "./typeorm.ts";

export const recognisers: readonly Recogniser[] = [
  expressRoutes, configRoutes, fastifyRoutes, koaRoutes, honoRoutes, decoratedRoutes,
  decoratedEntities, typeOrmAccess, mikroOrmAccess, prismaAccess, sequelizeModels, mongooseAccess, mongodbAccess, drizzleTables, knexTables, activeRecord,
  entityVariables,
];
