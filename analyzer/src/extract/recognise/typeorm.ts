/** TypeORM: `Repository<Order>`, `manager.save(Order, …)`, query builders, `EntitySchema`. Decorated entities are in entities.ts. */
import type { NamedRecogniser } from "./dispatch.ts";
import type { DataMapper } from "./dataMapper.ts";
import { mapperCall, mapperNames, repositoryClass, schemaEntity } from "./dataMapper.ts";
import { typeOrmTable } from "./naming.ts";
import { isFrontend, mentions } from "./packages.ts";
import { callee, importOf } from "./syntax.ts";

const typeOrm: DataMapper = {
  orm: "typeorm",
  package: /^(typeorm|@nestjs\/typeorm)/,
  reads: new Set([
    "find",
    "findBy",
    "findOne",
    "findOneBy",
    "findOneOrFail",
    "findOneByOrFail",
    "findAndCount",
    "findAndCountBy",
    "findByIds",
    "findOneById",
    "count",
    "countBy",
    "exists",
    "exist",
    "existsBy",
    "sum",
    "average",
    "minimum",
    "maximum",
    "preload",
    "findTrees",
    "findRoots",
    "findDescendants",
    "findAncestors",
    "countDescendants",
    "stream",
  ]),
  writes: new Set([
    "save",
    "insert",
    "update",
    "upsert",
    "delete",
    "remove",
    "softDelete",
    "softRemove",
    "restore",
    "recover",
    "increment",
    "decrement",
    "clear",
    "updateAll",
    "deleteAll",
  ]),
  repositoryTypes: new Set(["Repository", "TreeRepository", "MongoRepository", "AbstractRepository"]),
  managerTypes: new Set(["EntityManager", "DataSource", "Connection", "QueryRunner", "MongoEntityManager"]),
  managerNames: /^(manager|.*[eE]ntityManager|em|.*[dD]ataSource|connection|queryRunner|tx|trx)$/,
  instanceWrites: new Set(["save", "remove", "softRemove", "recover"]),
  builders: new Set(["createQueryBuilder"]),
  defaultTable: typeOrmTable,
};

export const typeOrmAccess: NamedRecogniser = {
  names: [...mapperNames(typeOrm), "EntitySchema"],
  // A data source is often imported from a file of the project, so that the package itself is not mentioned.
  applies: (context) => !isFrontend(context) && !mentions(context, "mikro-orm"),
  call(node, context) {
    if (callee(node) === "EntitySchema") {
      if (importOf(node.expression, context)?.specifier === "typeorm") schemaEntity(node, typeOrm, context);
      return;
    }
    mapperCall(node, typeOrm, context);
  },
  class(node, context) {
    repositoryClass(node, typeOrm, context);
  },
};
