import type { PackageTypes } from "./packageTypes.ts";

/** Repositories give the entities that they are of; relations name members of each other's entities. */
export const typeorm: PackageTypes = {
  specifiers: ["typeorm"],
  body: `
  interface ObjectLiteral {}
  type ObjectType<E> = new () => E;
  type EntityTarget<E> = new () => E;
  type DeepPartial<E> = E;
  type FindOptionsWhere<E> = E;
  type Relation<E> = E;
  type UpdateResult = any;
  interface FindManyOptions<E> { where: E; }
  interface FindOneOptions<E> { where: E; }
  interface Repository<E> {
    manager: EntityManager;
    find(options?: any): Promise<E[]>;
    findBy(where: any): Promise<E[]>;
    findAndCount(options?: any): Promise<[E[], number]>;
    findAndCountBy(where: any): Promise<[E[], number]>;
    findByIds(ids: any[], options?: any): Promise<E[]>;
    findOne(options: any, more?: any): Promise<E>;
    findOneBy(where: any): Promise<E>;
    findOneById(id: any): Promise<E>;
    findOneOrFail(options: any, more?: any): Promise<E>;
    findOneByOrFail(where: any): Promise<E>;
    create(like?: any): E;
    merge(into: E, ...likes: any[]): E;
    preload(like: any): Promise<E>;
    save<T>(entity: T, options?: any): Promise<T & E>;
    remove<T>(entity: T, options?: any): Promise<T>;
    softRemove<T>(entity: T, options?: any): Promise<T>;
    recover<T>(entity: T, options?: any): Promise<T>;
    createQueryBuilder(alias?: string, runner?: any): SelectQueryBuilder<E>;
    extend<Added>(added: Added): this & Added;
    count(options?: any): Promise<number>;
    exists(options?: any): Promise<boolean>;
  }
  interface TreeRepository<E> extends Repository<E> {
    findTrees(options?: any): Promise<E[]>;
    findRoots(options?: any): Promise<E[]>;
    findDescendants(entity: E, options?: any): Promise<E[]>;
    findDescendantsTree(entity: E, options?: any): Promise<E>;
    findAncestors(entity: E, options?: any): Promise<E[]>;
    findAncestorsTree(entity: E, options?: any): Promise<E>;
  }
  interface MongoRepository<E> extends Repository<E> {}
  interface AbstractRepository<E> { repository: Repository<E>; manager: EntityManager; }
  interface EntityManager {
    connection: DataSource;
    queryRunner: QueryRunner;
    transaction<T>(run: (manager: EntityManager) => Promise<T>): Promise<T>;
    transaction<T>(isolation: string, run: (manager: EntityManager) => Promise<T>): Promise<T>;
    getRepository<E>(target: new () => E): Repository<E>;
    getTreeRepository<E>(target: new () => E): TreeRepository<E>;
    getCustomRepository<T>(repository: new () => T): T;
    withRepository<T>(repository: T): T;
    find<E>(target: new () => E, options?: any): Promise<E[]>;
    findBy<E>(target: new () => E, where: any): Promise<E[]>;
    findAndCount<E>(target: new () => E, options?: any): Promise<[E[], number]>;
    findOne<E>(target: new () => E, options?: any, more?: any): Promise<E>;
    findOneBy<E>(target: new () => E, where: any): Promise<E>;
    findOneOrFail<E>(target: new () => E, options?: any, more?: any): Promise<E>;
    findOneByOrFail<E>(target: new () => E, where: any): Promise<E>;
    create<E>(target: new () => E, like?: any): E;
    preload<E>(target: new () => E, like: any): Promise<E>;
    save<T>(entity: T): Promise<T>;
    save<E, T>(target: new () => E, entity: T, options?: any): Promise<T & E>;
    remove<T>(entity: T): Promise<T>;
    createQueryBuilder<E>(target: new () => E, alias?: string, runner?: any): SelectQueryBuilder<E>;
  }
  interface MongoEntityManager extends EntityManager {}
  interface DataSource {
    new (options?: any): DataSource;
    manager: EntityManager;
    initialize(): Promise<this>;
    transaction<T>(run: (manager: EntityManager) => Promise<T>): Promise<T>;
    transaction<T>(isolation: string, run: (manager: EntityManager) => Promise<T>): Promise<T>;
    getRepository<E>(target: new () => E): Repository<E>;
    getTreeRepository<E>(target: new () => E): TreeRepository<E>;
    getCustomRepository<T>(repository: new () => T): T;
    createQueryBuilder<E>(target?: new () => E, alias?: string, runner?: any): SelectQueryBuilder<E>;
    createQueryRunner(mode?: string): QueryRunner;
    createEntityManager(runner?: QueryRunner): EntityManager;
  }
  interface Connection extends DataSource {}
  interface QueryRunner { manager: EntityManager; connection: DataSource; }
  const DataSource: DataSource;
  const Repository: new <E>(target: new () => E, manager: EntityManager, runner?: QueryRunner) => Repository<E>;
  interface SelectQueryBuilder<E> {
    [step: string]: (...args: any[]) => this;
    getOne(): Promise<E>;
    getOneOrFail(): Promise<E>;
    getMany(): Promise<E[]>;
    getManyAndCount(): Promise<[E[], number]>;
    getCount(): Promise<number>;
    getRawOne<T>(): Promise<T>;
    getRawMany<T>(): Promise<T[]>;
    execute(): Promise<any>;
  }
  class BaseEntity {
    save(options?: any): Promise<this>;
    remove(options?: any): Promise<this>;
    softRemove(options?: any): Promise<this>;
    recover(options?: any): Promise<this>;
    reload(): Promise<void>;
    static getRepository<E>(this: new () => E): Repository<E>;
    static createQueryBuilder<E>(this: new () => E, alias?: string): SelectQueryBuilder<E>;
    static create<E>(this: new () => E, like?: any): E;
    static find<E>(this: new () => E, options?: any): Promise<E[]>;
    static findBy<E>(this: new () => E, where: any): Promise<E[]>;
    static findAndCount<E>(this: new () => E, options?: any): Promise<[E[], number]>;
    static findOne<E>(this: new () => E, options?: any, more?: any): Promise<E>;
    static findOneBy<E>(this: new () => E, where: any): Promise<E>;
    static findOneOrFail<E>(this: new () => E, options?: any, more?: any): Promise<E>;
    static findOneByOrFail<E>(this: new () => E, where: any): Promise<E>;
  }
  interface EntitySubscriberInterface<E = any> {
    afterInsert?(event: InsertEvent<E>): any;
    beforeInsert?(event: InsertEvent<E>): any;
    afterUpdate?(event: UpdateEvent<E>): any;
    beforeUpdate?(event: UpdateEvent<E>): any;
  }
  interface InsertEvent<E> { entity: E; manager: EntityManager; queryRunner: QueryRunner; connection: DataSource; }
  interface UpdateEvent<E> { entity: E; databaseEntity: E; manager: EntityManager; queryRunner: QueryRunner; connection: DataSource; }
  interface RemoveEvent<E> { entity: E; databaseEntity: E; manager: EntityManager; queryRunner: QueryRunner; connection: DataSource; }
  function getRepository<E>(target: new () => E, connection?: string): Repository<E>;
  function getCustomRepository<T>(repository: new () => T, connection?: string): T;
  function getConnection(name?: string): DataSource;
  function getManager(name?: string): EntityManager;
  function createConnection(options?: any): Promise<DataSource>;
  function OneToOne<T>(type: (of?: any) => new () => T, options?: any): any;
  function OneToOne<T>(type: (of?: any) => new () => T, inverse: (object: T) => any, options?: any): any;
  function OneToMany<T>(type: (of?: any) => new () => T, inverse: (object: T) => any, options?: any): any;
  function ManyToOne<T>(type: (of?: any) => new () => T, options?: any): any;
  function ManyToOne<T>(type: (of?: any) => new () => T, inverse: (object: T) => any, options?: any): any;
  function ManyToMany<T>(type: (of?: any) => new () => T, options?: any): any;
  function ManyToMany<T>(type: (of?: any) => new () => T, inverse: (object: T) => any, options?: any): any;
`,
};
