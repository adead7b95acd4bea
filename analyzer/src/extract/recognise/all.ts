/** Every recogniser. Those that patch what others found come after them. */
import type { Recogniser } from "../recogniser.ts";
import { activeRecord } from "./activeRecord.ts";
import { brokerMessages } from "./brokers.ts";
import { configRoutes } from "./configRoutes.ts";
import { decoratedRoutes } from "./decoratedRoutes.ts";
import { dispatch } from "./dispatch.ts";
import { drizzleQueries, drizzleTables } from "./drizzle.ts";
import { decoratedEntities } from "./entities.ts";
import { entityVariables } from "./entityVariables.ts";
import { domEvents, emitterEvents } from "./events.ts";
import { expressRoutes } from "./expressRoutes.ts";
import { fastifyRoutes } from "./fastifyRoutes.ts";
import { honoRoutes } from "./honoRoutes.ts";
import { constructedJobs, scheduledJobs, timers } from "./jobs.ts";
import { knexTables } from "./knex.ts";
import { koaRoutes } from "./koaRoutes.ts";
import { mikroOrmAccess } from "./mikroOrm.ts";
import { mongodbAccess } from "./mongodb.ts";
import { mongooseAccess } from "./mongoose.ts";
import { families } from "./packages.ts";
import { prismaAccess } from "./prisma.ts";
import { queueJobs, queueWorkers } from "./queues.ts";
import { rawSql } from "./rawSql.ts";
import { sequelizeModels } from "./sequelize.ts";
import { transactions } from "./transactions.ts";
import { typeOrmAccess } from "./typeorm.ts";

export const recognisers: readonly Recogniser[] = [
  dispatch(
    [
      expressRoutes,
      configRoutes,
      fastifyRoutes,
      koaRoutes,
      honoRoutes,
      decoratedRoutes,
      decoratedEntities,
      typeOrmAccess,
      mikroOrmAccess,
      prismaAccess,
      sequelizeModels,
      mongooseAccess,
      mongodbAccess,
      drizzleTables,
      drizzleQueries,
      knexTables,
      activeRecord,
      rawSql,
      entityVariables,
      transactions,
      emitterEvents,
      domEvents,
      queueJobs,
      queueWorkers,
      brokerMessages,
      timers,
      scheduledJobs,
      constructedJobs,
    ],
    families,
  ),
];
