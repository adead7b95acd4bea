import type { PackageTypes } from "./packageTypes.ts";

export const mikroOrm: PackageTypes = {
  specifiers: [
    "@mikro-orm/core",
    "@mikro-orm/knex",
    "@mikro-orm/sql",
    "@mikro-orm/postgresql",
    "@mikro-orm/mysql",
    "@mikro-orm/mariadb",
    "@mikro-orm/sqlite",
    "@mikro-orm/better-sqlite",
    "@mikro-orm/libsql",
    "@mikro-orm/mssql",
    "@mikro-orm/mongodb",
  ],
  body: `
  type EntityName<E> = new (...args: any[]) => E;
  type Loaded<E, Hint = any> = E;
  type Rel<E> = E;
  type FilterQuery<E> = E;
  type RequiredEntityData<E> = E;
  type EntityData<E> = E;
  interface Reference<E> { load(options?: any): Promise<E>; loadOrFail(options?: any): Promise<E>; getEntity(): E; unwrap(): E; $: E; get(): E; set(entity: E): void; }
  interface ScalarReference<V> { load(options?: any): Promise<V>; unwrap(): V; $: V; }
  type Ref<E> = Reference<E>;
  type IdentifiedReference<E> = Reference<E>;
  interface Collection<E> extends Iterable<E> {
    new <E>(owner: any, items?: E[]): Collection<E>;
    getItems(check?: boolean): E[];
    loadItems(options?: any): Promise<E[]>;
    init(options?: any): Promise<this>;
    load(options?: any): Promise<this>;
    matching(options: any): Promise<E[]>;
    toArray(): E[];
    add(entity: any, ...entities: any[]): void;
    remove(entity: any, ...entities: any[]): void;
    set(entities: any[]): void;
    map<U>(run: (item: E, index: number) => U): U[];
    filter(test: (item: E, index: number) => unknown): E[];
    find(test: (item: E, index: number) => unknown): E;
    exists(test: (item: E) => boolean): boolean;
    slice(start?: number, end?: number): E[];
    [index: number]: E;
    $: Collection<E>;
  }
  const Collection: Collection<any>;
  interface EntityRepository<E> {
    find(where: any, options?: any): Promise<E[]>;
    findAll(options?: any): Promise<E[]>;
    findAndCount(where: any, options?: any): Promise<[E[], number]>;
    findOne(where: any, options?: any): Promise<E>;
    findOneOrFail(where: any, options?: any): Promise<E>;
    findByCursor(...args: any[]): Promise<Cursor<E>>;
    upsert(data: any, options?: any): Promise<E>;
    create(data: any, options?: any): E;
    assign(entity: E, data: any, options?: any): E;
    merge(data: any, options?: any): E;
    map(row: any): E;
    getReference(id: any, options?: any): E;
    getEntityManager(): EntityManager;
    em: EntityManager;
    populate(entities: any, ...rest: any[]): Promise<E[]>;
    createQueryBuilder(alias?: string): QueryBuilder<E>;
    qb(alias?: string): QueryBuilder<E>;
    count(where?: any, options?: any): Promise<number>;
  }
  interface Cursor<E> extends Iterable<E> { items: E[]; totalCount: number; }
  const EntityRepository: new <E>(manager: EntityManager, entity: EntityName<E>) => EntityRepository<E>;
  interface EntityManager {
    find<E>(entity: EntityName<E>, where: any, options?: any): Promise<E[]>;
    findAll<E>(entity: EntityName<E>, options?: any): Promise<E[]>;
    findAndCount<E>(entity: EntityName<E>, where: any, options?: any): Promise<[E[], number]>;
    findOne<E>(entity: EntityName<E>, where: any, options?: any): Promise<E>;
    findOneOrFail<E>(entity: EntityName<E>, where: any, options?: any): Promise<E>;
    upsert<E>(entity: EntityName<E>, data?: any, options?: any): Promise<E>;
    create<E>(entity: EntityName<E>, data: any, options?: any): E;
    assign<E>(entity: E, data: any, options?: any): E;
    merge<E>(entity: EntityName<E>, data?: any, options?: any): E;
    map<E>(entity: EntityName<E>, row: any): E;
    refresh<E>(entity: E, options?: any): Promise<E>;
    getReference<E>(entity: EntityName<E>, id: any, options?: any): E;
    getRepository<E>(entity: EntityName<E>): EntityRepository<E>;
    createQueryBuilder<E>(entity: EntityName<E>, alias?: string): QueryBuilder<E>;
    qb<E>(entity: EntityName<E>, alias?: string): QueryBuilder<E>;
    transactional<T>(run: (manager: EntityManager) => Promise<T>, options?: any): Promise<T>;
    fork(options?: any): this;
    persist(entity: any): this;
    remove(entity: any): this;
  }
  interface SqlEntityManager extends EntityManager {}
  interface SqlEntityRepository<E> extends EntityRepository<E> {}
  interface QueryBuilder<E> {
    [step: string]: (...args: any[]) => this;
    getResult(): Promise<E[]>;
    getResultList(): Promise<E[]>;
    getSingleResult(): Promise<E>;
    getResultAndCount(): Promise<[E[], number]>;
    execute(): Promise<any>;
  }
  interface MikroORM { em: EntityManager; }
  interface EventArgs<E> { entity: E; em: EntityManager; }
  function wrap<E>(entity: E): { assign(data: any, options?: any): E; init(options?: any): Promise<E>; toReference(): Reference<E>; toObject(): E; };
  function ref<E>(entity: E): Reference<E>;
  function ManyToOne<T>(entity: (of?: any) => new (...args: any[]) => T, inverse?: (object: T) => any, options?: any): any;
  function OneToMany<T>(entity: (of?: any) => new (...args: any[]) => T, mappedBy: (object: T) => any, options?: any): any;
  function ManyToMany<T>(entity: (of?: any) => new (...args: any[]) => T, mappedBy?: (object: T) => any, options?: any): any;
  function OneToOne<T>(entity: (of?: any) => new (...args: any[]) => T, mappedBy?: (object: T) => any, options?: any): any;
`,
};
