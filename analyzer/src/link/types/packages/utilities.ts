import type { PackageTypes } from "./packageTypes.ts";

/** Collections in, collections out. An object given as a collection stands for its values. */
export const lodash: PackageTypes = {
  specifiers: ["lodash", "lodash-es"],
  body: `
  namespace _ {
    function map<T, R>(items: T[], change: (item: T, key: any) => R): R[];
    function flatMap<T, R>(items: T[], change: (item: T, key: any) => R | R[]): R[];
    function filter<T>(items: T[], test?: any): T[];
    function reject<T>(items: T[], test?: any): T[];
    function find<T>(items: T[], test?: any, from?: number): T;
    function findLast<T>(items: T[], test?: any, from?: number): T;
    function forEach<T>(items: T[], run: (item: T, key: any) => any): T[];
    function each<T>(items: T[], run: (item: T, key: any) => any): T[];
    function reduce<T, R>(items: T[], add: (sum: R, item: T, key: any) => R, start?: R): R;
    function sortBy<T>(items: T[], ...by: ((item: T) => any)[]): T[];
    function orderBy<T>(items: T[], by?: any, orders?: any): T[];
    function groupBy<T>(items: T[], by?: (item: T) => any): { [key: string]: T[] };
    function keyBy<T>(items: T[], by?: (item: T) => any): { [key: string]: T };
    function partition<T>(items: T[], test: (item: T) => any): [T[], T[]];
    function uniq<T>(items: T[]): T[];
    function uniqBy<T>(items: T[], by: (item: T) => any): T[];
    function uniqWith<T>(items: T[], same: (left: T, right: T) => boolean): T[];
    function compact<T>(items: T[]): T[];
    function chunk<T>(items: T[], size?: number): T[][];
    function flatten<T>(items: T[][]): T[];
    function head<T>(items: T[]): T;
    function first<T>(items: T[]): T;
    function last<T>(items: T[]): T;
    function nth<T>(items: T[], index?: number): T;
    function sample<T>(items: T[]): T;
    function shuffle<T>(items: T[]): T[];
    function take<T>(items: T[], count?: number): T[];
    function drop<T>(items: T[], count?: number): T[];
    function slice<T>(items: T[], start?: number, end?: number): T[];
    function difference<T>(items: T[], ...others: any[]): T[];
    function differenceBy<T>(items: T[], ...others: any[]): T[];
    function intersection<T>(...items: T[][]): T[];
    function intersectionBy<T>(items: T[], ...others: any[]): T[];
    function union<T>(...items: T[][]): T[];
    function concat<T>(...items: T[][]): T[];
    function maxBy<T>(items: T[], by: (item: T) => any): T;
    function minBy<T>(items: T[], by: (item: T) => any): T;
    function sumBy<T>(items: T[], by: (item: T) => any): number;
    function some<T>(items: T[], test?: (item: T) => any): boolean;
    function every<T>(items: T[], test?: (item: T) => any): boolean;
    function countBy<T>(items: T[], by?: (item: T) => any): any;
    function times<R>(count: number, make: (index: number) => R): R[];
    function values<T>(object: T): T[keyof T][];
    function mapValues<T, R>(object: T, change: (value: T[keyof T], key: string) => R): { [key: string]: R };
    function pickBy<T>(object: T, test?: any): T;
    function omitBy<T>(object: T, test?: any): T;
    function pick<T>(object: T, ...keys: any[]): T;
    function omit<T>(object: T, ...keys: any[]): T;
    function clone<T>(value: T): T;
    function cloneDeep<T>(value: T): T;
    function merge<A, B, C>(first: A, second: B, third?: C, ...more: any[]): A & B & C;
    function assign<A, B, C>(first: A, second: B, third?: C, ...more: any[]): A & B & C;
    function extend<A, B, C>(first: A, second: B, third?: C, ...more: any[]): A & B & C;
    function defaults<A, B, C>(first: A, second: B, third?: C, ...more: any[]): A & B & C;
    function debounce<F>(run: F, wait?: number, options?: any): F;
    function throttle<F>(run: F, wait?: number, options?: any): F;
    function memoize<F>(run: F, key?: any): F;
    function once<F>(run: F): F;
    function castArray<T>(value: T | T[]): T[];
    function constant<T>(value: T): () => T;
    function identity<T>(value: T): T;
  }
  export = _;
`,
};

export const axios: PackageTypes = {
  specifiers: ["axios"],
  body: `
  interface AxiosResponse<T = any> { data: T; status: number; headers: any; config: any; request: any; }
  interface AxiosError<T = any> extends Error { response: AxiosResponse<T>; }
  interface AxiosInstance {
    <T>(config: any, more?: any): Promise<AxiosResponse<T>>;
    request<T>(config: any): Promise<AxiosResponse<T>>;
    get<T>(url: string, config?: any): Promise<AxiosResponse<T>>;
    delete<T>(url: string, config?: any): Promise<AxiosResponse<T>>;
    post<T>(url: string, data?: any, config?: any): Promise<AxiosResponse<T>>;
    put<T>(url: string, data?: any, config?: any): Promise<AxiosResponse<T>>;
    patch<T>(url: string, data?: any, config?: any): Promise<AxiosResponse<T>>;
  }
  interface AxiosStatic extends AxiosInstance { create(config?: any): AxiosInstance; }
  const axios: AxiosStatic;
  export default axios;
`,
};

export const queues: PackageTypes = {
  specifiers: ["bullmq", "bull"],
  body: `
  interface Job<D = any, R = any, N = string> { id: string; name: N; data: D; returnvalue: R; opts: any; queue: Queue<D>; }
  interface Queue<D = any, R = any, N = string> {
    new <D>(name: string, options?: any): Queue<D>;
    add(...args: any[]): Promise<Job<D>>;
    getJob(id: any): Promise<Job<D>>;
    getJobs(...args: any[]): Promise<Job<D>[]>;
    process(run: (job: Job<D>, done?: any) => any): Promise<void>;
    process(name: any, run: (job: Job<D>, done?: any) => any): Promise<void>;
  }
  interface Worker<D = any, R = any, N = string> { new <D, R>(name: string, run?: (job: Job<D, R>, token?: string) => Promise<R>, options?: any): Worker<D, R>; }
  const Queue: Queue;
  const Worker: Worker;
`,
};

export const transformer: PackageTypes = {
  specifiers: ["class-transformer"],
  body: `
  function plainToInstance<T>(kind: new (...args: any[]) => T, plain: any, options?: any): T;
  function plainToClass<T>(kind: new (...args: any[]) => T, plain: any, options?: any): T;
  function instanceToInstance<T>(instance: T, options?: any): T;
  function deserialize<T>(kind: new (...args: any[]) => T, json: string, options?: any): T;
`,
};

export const asyncHooks: PackageTypes = {
  specifiers: ["async_hooks", "node:async_hooks"],
  body: `
  interface AsyncLocalStorage<T> { new <T>(options?: any): AsyncLocalStorage<T>; getStore(): T; run<R>(store: T, run: (...args: any[]) => R, ...args: any[]): R; enterWith(store: T): void; }
  const AsyncLocalStorage: AsyncLocalStorage<any>;
`,
};

/** Doubles have the members of what they stand for. */
export const testDoubles: PackageTypes = {
  specifiers: ["@golevelup/ts-jest", "@golevelup/ts-vitest", "jest-mock-extended", "vitest-mock-extended", "ts-mockito", "@jest/globals", "vitest"],
  body: `
  type DeepMocked<T> = T;
  type MockProxy<T> = T;
  type DeepMockProxy<T> = T;
  type Mocked<T> = T;
  type MockedFunction<T> = T;
  type MockedObject<T> = T;
  function createMock<T>(like?: any, options?: any): T;
  function mock<T>(like?: any, options?: any): T;
  function mockDeep<T>(like?: any, options?: any): T;
  function instance<T>(double: T): T;
  function spy<T>(real: T): T;
  function when<T>(call: T): any;
  interface Doubles { mocked<T>(value: T, deep?: any): T; }
  const jest: Doubles;
  const vi: Doubles;
`,
};
