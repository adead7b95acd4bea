/**
 * Declarations of the language's own types, as far as they pass the project's types through: elements of collections, results of promises,
 * parameters of callbacks. They are read like any other source, so the linker needs neither TypeScript's library files nor a checker.
 */
export const standardLibrary = `
interface PromiseLike<T> { then<A = T, B = never>(done?: (value: T) => A | PromiseLike<A>, failed?: (reason: any) => B | PromiseLike<B>): Promise<A | B>; }
interface Promise<T> {
  then<A = T, B = never>(done?: (value: T) => A | PromiseLike<A>, failed?: (reason: any) => B | PromiseLike<B>): Promise<A | B>;
  catch<B = never>(failed?: (reason: any) => B | PromiseLike<B>): Promise<T | B>;
  finally(done?: () => void): Promise<T>;
}
interface PromiseConstructor {
  new <T>(run: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: any) => void) => void): Promise<T>;
  all<T extends readonly unknown[]>(values: T): Promise<{ [K in keyof T]: Awaited<T[K]> }>;
  allSettled<T>(values: Iterable<T>): Promise<PromiseSettledResult<Awaited<T>>[]>;
  race<T>(values: Iterable<T>): Promise<Awaited<T>>;
  any<T>(values: Iterable<T>): Promise<Awaited<T>>;
  resolve<T>(value: T): Promise<Awaited<T>>;
  reject<T = never>(reason?: any): Promise<T>;
  try<T>(run: (...args: any[]) => T): Promise<Awaited<T>>;
}
interface PromiseSettledResult<T> { status: string; value: T; reason: any; }
interface ReadonlyArray<T> {
  length: number;
  at(index: number): T;
  concat(...items: (T | T[])[]): T[];
  join(separator?: string): string;
  slice(start?: number, end?: number): T[];
  indexOf(item: T, from?: number): number;
  lastIndexOf(item: T, from?: number): number;
  includes(item: T, from?: number): boolean;
  every<S extends T>(test: (value: T, index: number, array: T[]) => boolean): boolean;
  some(test: (value: T, index: number, array: T[]) => unknown): boolean;
  forEach(run: (value: T, index: number, array: T[]) => void): void;
  map<U>(run: (value: T, index: number, array: T[]) => U): U[];
  flatMap<U>(run: (value: T, index: number, array: T[]) => U | readonly U[]): U[];
  flat(depth?: number): FlatElement<T>[];
  filter<S extends T>(test: (value: T, index: number, array: T[]) => value is S): S[];
  filter(test: (value: T, index: number, array: T[]) => unknown): T[];
  find<S extends T>(test: (value: T, index: number, array: T[]) => value is S): S;
  find(test: (value: T, index: number, array: T[]) => unknown): T;
  findLast(test: (value: T, index: number, array: T[]) => unknown): T;
  findIndex(test: (value: T, index: number, array: T[]) => unknown): number;
  findLastIndex(test: (value: T, index: number, array: T[]) => unknown): number;
  reduce<U>(run: (sum: U, value: T, index: number, array: T[]) => U, initial: U): U;
  reduce(run: (sum: T, value: T, index: number, array: T[]) => T): T;
  reduceRight<U>(run: (sum: U, value: T, index: number, array: T[]) => U, initial: U): U;
  entries(): IterableIterator<[number, T]>;
  keys(): IterableIterator<number>;
  values(): IterableIterator<T>;
  toSorted(compare?: (left: T, right: T) => number): T[];
  toReversed(): T[];
  toSpliced(start: number, count?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}
type FlatElement<T> = T extends readonly (infer E)[] ? E : T;
interface Array<T> extends ReadonlyArray<T> {
  push(...items: T[]): number;
  pop(): T;
  shift(): T;
  unshift(...items: T[]): number;
  splice(start: number, count?: number, ...items: T[]): T[];
  sort(compare?: (left: T, right: T) => number): T[];
  reverse(): T[];
  fill(value: T, start?: number, end?: number): T[];
}
interface ArrayConstructor {
  new <T>(...items: T[]): T[];
  <T>(...items: T[]): T[];
  from<T, U>(items: Iterable<T> | ArrayLike<T>, run: (value: T, index: number) => U): U[];
  from<T>(items: Iterable<T> | ArrayLike<T>): T[];
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]>;
  of<T>(...items: T[]): T[];
  isArray(value: any): boolean;
}
interface ArrayLike<T> { length: number; [index: number]: T; }
interface Iterable<T> {}
interface AsyncIterable<T> {}
interface IteratorResult<T> { done: boolean; value: T; }
interface Iterator<T> { next(): IteratorResult<T>; }
interface IterableIterator<T> extends Iterable<T> {
  next(): IteratorResult<T>;
  map<U>(run: (value: T, index: number) => U): IterableIterator<U>;
  filter(test: (value: T, index: number) => unknown): IterableIterator<T>;
  take(count: number): IterableIterator<T>;
  drop(count: number): IterableIterator<T>;
  toArray(): T[];
  find(test: (value: T, index: number) => unknown): T;
  some(test: (value: T, index: number) => unknown): boolean;
  every(test: (value: T, index: number) => unknown): boolean;
  forEach(run: (value: T, index: number) => void): void;
  reduce<U>(run: (sum: U, value: T, index: number) => U, initial: U): U;
}
interface Generator<T> extends IterableIterator<T> {}
interface AsyncGenerator<T> extends AsyncIterable<T> { next(): Promise<IteratorResult<T>>; }
interface AsyncIterableIterator<T> extends AsyncIterable<T> { next(): Promise<IteratorResult<T>>; }
interface Map<K, V> extends Iterable<[K, V]> {
  size: number;
  get(key: K): V;
  set(key: K, value: V): this;
  has(key: K): boolean;
  delete(key: K): boolean;
  clear(): void;
  forEach(run: (value: V, key: K, map: Map<K, V>) => void): void;
  entries(): IterableIterator<[K, V]>;
  keys(): IterableIterator<K>;
  values(): IterableIterator<V>;
}
interface ReadonlyMap<K, V> extends Map<K, V> {}
interface MapConstructor {
  new <K, V>(entries?: Iterable<readonly [K, V]>): Map<K, V>;
  groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]>;
}
interface WeakMap<K, V> { get(key: K): V; set(key: K, value: V): this; has(key: K): boolean; delete(key: K): boolean; }
interface WeakMapConstructor { new <K, V>(entries?: Iterable<readonly [K, V]>): WeakMap<K, V>; }
interface WeakRef<T> { deref(): T; }
interface WeakRefConstructor { new <T>(target: T): WeakRef<T>; }
interface Set<T> extends Iterable<T> {
  size: number;
  add(value: T): this;
  has(value: T): boolean;
  delete(value: T): boolean;
  clear(): void;
  forEach(run: (value: T, key: T, set: Set<T>) => void): void;
  entries(): IterableIterator<[T, T]>;
  keys(): IterableIterator<T>;
  values(): IterableIterator<T>;
  union(other: Set<T>): Set<T>;
  intersection(other: Set<T>): Set<T>;
  difference(other: Set<T>): Set<T>;
}
interface ReadonlySet<T> extends Set<T> {}
interface SetConstructor { new <T>(values?: Iterable<T>): Set<T>; }
interface WeakSet<T> { add(value: T): this; has(value: T): boolean; delete(value: T): boolean; }
interface WeakSetConstructor { new <T>(values?: Iterable<T>): WeakSet<T>; }
interface ObjectConstructor {
  keys(value: any): string[];
  values<T>(value: T): T[keyof T][];
  entries<T>(value: T): [string, T[keyof T]][];
  fromEntries<V>(entries: Iterable<readonly [any, V]>): { [key: string]: V };
  assign<A, B, C, D>(first: A, second?: B, third?: C, fourth?: D): A & B & C & D;
  freeze<T>(value: T): T;
  seal<T>(value: T): T;
  create<T>(prototype: T): T;
  setPrototypeOf<T>(value: T, prototype: any): T;
  groupBy<T>(items: Iterable<T>, key: (item: T, index: number) => any): { [key: string]: T[] };
}
interface Function {
  apply<R>(this: (...args: any[]) => R, self: any, args?: any): R;
  call<R>(this: (...args: any[]) => R, self: any, ...args: any[]): R;
  bind<F>(this: F, self: any, ...args: any[]): F;
  name: string;
  length: number;
}
interface String {
  split(separator: any, limit?: number): string[];
  match(expression: any): string[];
  replace(search: any, by: any): string;
  replaceAll(search: any, by: any): string;
  toString(): string;
}
interface Number { toString(): string; }
interface Boolean { toString(): string; }
interface Error { name: string; message: string; stack: string; cause: unknown; }
interface ErrorConstructor { new (message?: string): Error; (message?: string): Error; captureStackTrace(target: any, constructor?: any): void; }
interface ProxyConstructor { new <T>(target: T, handler: any): T; }
interface ReadonlyPartial<T> { [key: string]: T; }
declare const Promise: PromiseConstructor;
declare const Array: ArrayConstructor;
declare const Map: MapConstructor;
declare const WeakMap: WeakMapConstructor;
declare const WeakRef: WeakRefConstructor;
declare const Set: SetConstructor;
declare const WeakSet: WeakSetConstructor;
declare const Object: ObjectConstructor;
declare const Proxy: ProxyConstructor;
declare const Error: ErrorConstructor;
declare const TypeError: ErrorConstructor;
declare const RangeError: ErrorConstructor;
`;
