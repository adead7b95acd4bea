/** Types of packages, by name: what a codec can carry, and what is bound to the process that made it. */
import { builtinNames, type BuiltinName, type LiveKind } from "../model/shapes.ts";

const builtins = new Map<string, BuiltinName>(builtinNames.map((name) => [name, name]));
builtins.set("ReadonlyMap", "Map");
builtins.set("ReadonlySet", "Set");
builtins.set("NonSharedBuffer", "Buffer");
for (const name of ["TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError"])
  builtins.set(name, "Error");

export const builtinOf = (name: string): BuiltinName | undefined => builtins.get(name);

/** Of the language and of Node. */
const ownKinds: Readonly<Record<string, LiveKind>> = {
  Promise: "promise",
  PromiseLike: "promise",
  WeakMap: "weak",
  WeakSet: "weak",
  WeakRef: "weak",
  Iterator: "iterator",
  IterableIterator: "iterator",
  IteratorObject: "iterator",
  Iterable: "iterator",
  Generator: "iterator",
  MapIterator: "iterator",
  SetIterator: "iterator",
  ArrayIterator: "iterator",
  AsyncIterator: "iterator",
  AsyncIterable: "iterator",
  AsyncIterableIterator: "iterator",
  AsyncIteratorObject: "iterator",
  AsyncGenerator: "iterator",
  Readable: "stream",
  Writable: "stream",
  Duplex: "stream",
  Transform: "stream",
  PassThrough: "stream",
  Stream: "stream",
  ReadStream: "stream",
  WriteStream: "stream",
  ReadableStream: "stream",
  WritableStream: "stream",
  TransformStream: "stream",
  Blob: "stream",
  File: "stream",
  FileHandle: "handle",
  EventEmitter: "emitter",
  EventTarget: "emitter",
  Socket: "socket",
  Server: "socket",
  IncomingMessage: "request",
  ServerResponse: "response",
  ClientRequest: "request",
  Timeout: "handle",
  Timer: "handle",
  Immediate: "handle",
  AbortSignal: "handle",
  AbortController: "handle",
  Worker: "handle",
  ChildProcess: "handle",
  MessagePort: "handle",
  AsyncLocalStorage: "handle",
  KeyObject: "handle",
  Hash: "handle",
  Hmac: "handle",
};
// A map: every object has a `toString`.
const own = new Map(Object.entries(ownKinds));

export const liveOfLanguage = (name: string): LiveKind | undefined => own.get(name);

const requestNames =
  /^(Request|FastifyRequest|IncomingMessage|NextApiRequest|ExpressRequest|RawRequest|HonoRequest|ParameterizedContext|Context|Koa)$/;
const webPackages =
  /^(express|express-serve-static-core|fastify|koa|hono|@nestjs\/|@types\/express|http|restify|@hapi\/hapi|next|body-parser|multer)/;

/** Of packages. `undefined`: nothing is known of the type. */
export function liveOfPackage(packageName: string, name: string): LiveKind | undefined {
  if (webPackages.test(packageName)) {
    if (requestNames.test(name)) return "request";
    if (/^(Response|FastifyReply|ServerResponse|Reply|ResponseToolkit)$/.test(name)) return "response";
    if (/^(Application|Express|FastifyInstance|Router|IRouter|Hono|INestApplication)$/.test(name)) return "handle";
  }
  if (/^(typeorm|@nestjs\/typeorm)$/.test(packageName)) {
    if (/^(EntityManager|QueryRunner)$/.test(name)) return "transaction-handle";
    if (name.endsWith("QueryBuilder")) return "query-builder";
    if (/^(DataSource|Connection|Repository|TreeRepository|MongoRepository|BaseEntity)$/.test(name)) return "database";
  }
  if (packageName.startsWith("@mikro-orm/")) {
    if (/EntityManager$|^Transaction/.test(name)) return "transaction-handle";
    if (name.endsWith("QueryBuilder")) return "query-builder";
    if (/Repository$|^MikroORM$|Connection$|Driver$/.test(name)) return "database";
    if (/^Collection$|^Loaded/.test(name)) return undefined;
  }
  if (packageName === "knex") {
    if (name === "Transaction") return "transaction-handle";
    if (/QueryBuilder|^Raw$|^QueryInterface$|JoinClause|ChainableInterface/.test(name)) return "query-builder";
    if (name === "Knex") return "database";
  }
  if (/^(@prisma\/client|\.prisma)/.test(packageName)) {
    if (name === "TransactionClient") return "transaction-handle";
    if (name === "PrismaClient") return "database";
  }
  if (/^(sequelize|sequelize-typescript)$/.test(packageName)) {
    if (name === "Transaction") return "transaction-handle";
    if (/^(Sequelize|Model|ModelStatic|ModelCtor)$/.test(name)) return "database";
  }
  if (/^(mongoose|mongodb)$/.test(packageName)) {
    if (/^(ClientSession)$/.test(name)) return "transaction-handle";
    if (/Query$|^Aggregate$|Cursor$/.test(name)) return "query-builder";
    if (/^(Connection|Mongoose|MongoClient|Db|Collection|Model)$/.test(name)) return "database";
  }
  if (packageName.startsWith("drizzle-orm")) {
    if (name.endsWith("Transaction")) return "transaction-handle";
    if (name.endsWith("Database")) return "database";
    if (/Select|Insert|Update|Delete|QueryBuilder|^SQL$/.test(name)) return "query-builder";
  }
  if (/^(pg|mysql2?|better-sqlite3|ioredis|redis)$/.test(packageName) && /^(Pool|Client|PoolClient|Connection|Database|Redis|Statement)$/.test(name))
    return "database";
  if (/^(events|eventemitter2|eventemitter3|rxjs|@nestjs\/event-emitter)$/.test(packageName) && /Emitter|Subject|Observable/.test(name))
    return "emitter";
  if (/^(pino|winston|bunyan|log4js)$/.test(packageName) && /Logger/.test(name)) return "handle";
  return undefined;
}
