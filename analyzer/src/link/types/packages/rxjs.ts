import type { PackageTypes } from "./packageTypes.ts";

const letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];

/** `pipe` with one to nine steps, each taking what the one before gives. */
const pipes = letters
  .map((_, last) => {
    const used = letters.slice(0, last + 1);
    const steps = used.map((letter, at) => `${letter.toLowerCase()}: OperatorFunction<${at === 0 ? "T" : letters[at - 1]}, ${letter}>`);
    return `pipe<${used.join(", ")}>(${steps.join(", ")}): Observable<${letters[last]}>;`;
  })
  .join("\n    ");

const operators = `
  function map<T, R>(change: (value: T, index: number) => R): OperatorFunction<T, R>;
  function mergeMap<T, R>(change: (value: T, index: number) => ObservableInput<R>, more?: any): OperatorFunction<T, R>;
  function switchMap<T, R>(change: (value: T, index: number) => ObservableInput<R>): OperatorFunction<T, R>;
  function concatMap<T, R>(change: (value: T, index: number) => ObservableInput<R>): OperatorFunction<T, R>;
  function exhaustMap<T, R>(change: (value: T, index: number) => ObservableInput<R>): OperatorFunction<T, R>;
  function filter<T>(test: (value: T, index: number) => any): OperatorFunction<T, T>;
  function tap<T>(next?: (value: T) => void, error?: any, complete?: any): OperatorFunction<T, T>;
  function catchError<T, R>(handle: (error: any, caught: Observable<T>) => ObservableInput<R>): OperatorFunction<T, T | R>;
  function take<T>(count: number): OperatorFunction<T, T>;
  function takeUntil<T>(until: any): OperatorFunction<T, T>;
  function takeWhile<T>(test: (value: T, index: number) => any): OperatorFunction<T, T>;
  function first<T>(test?: (value: T) => any): OperatorFunction<T, T>;
  function last<T>(test?: (value: T) => any): OperatorFunction<T, T>;
  function debounceTime<T>(time: number): OperatorFunction<T, T>;
  function distinctUntilChanged<T>(same?: (before: T, now: T) => boolean): OperatorFunction<T, T>;
  function shareReplay<T>(count?: any): OperatorFunction<T, T>;
  function share<T>(): OperatorFunction<T, T>;
  function retry<T>(count?: any): OperatorFunction<T, T>;
  function timeout<T>(time: any): OperatorFunction<T, T>;
  function delay<T>(time: any): OperatorFunction<T, T>;
  function finalize<T>(run: () => void): OperatorFunction<T, T>;
  function startWith<T>(...values: T[]): OperatorFunction<T, T>;
  function skip<T>(count: number): OperatorFunction<T, T>;
  function defaultIfEmpty<T>(value: T): OperatorFunction<T, T>;
  function toArray<T>(): OperatorFunction<T, T[]>;
  function scan<T, R>(add: (sum: R, value: T, index: number) => R, start?: R): OperatorFunction<T, R>;
  function reduce<T, R>(add: (sum: R, value: T, index: number) => R, start?: R): OperatorFunction<T, R>;
`;

const observables = `
  interface OperatorFunction<T, R> { (source: Observable<T>): Observable<R>; }
  interface MonoTypeOperatorFunction<T> extends OperatorFunction<T, T> {}
  type ObservableInput<T> = Observable<T> | Promise<T> | Iterable<T>;
  interface Subscription { unsubscribe(): void; add(more: any): void; closed: boolean; }
  interface Observable<T> {
    new <T>(subscribe?: (subscriber: Subscriber<T>) => any): Observable<T>;
    subscribe(next?: (value: T) => void, error?: any, complete?: any): Subscription;
    forEach(next: (value: T) => void): Promise<void>;
    toPromise(): Promise<T>;
    pipe(): Observable<T>;
    ${pipes}
  }
  interface Subscriber<T> { next(value?: T): void; error(error?: any): void; complete(): void; }
  interface Observer<T> { next(value: T): void; error(error: any): void; complete(): void; }
  interface Subject<T> extends Observable<T> { new <T>(): Subject<T>; next(value?: T): void; error(error: any): void; complete(): void; asObservable(): Observable<T>; }
  interface BehaviorSubject<T> extends Subject<T> { new <T>(value: T): BehaviorSubject<T>; value: T; getValue(): T; }
  interface ReplaySubject<T> extends Subject<T> { new <T>(size?: number): ReplaySubject<T>; }
  const Observable: Observable<any>;
  const Subject: Subject<any>;
  const BehaviorSubject: BehaviorSubject<any>;
  const ReplaySubject: ReplaySubject<any>;
  function of<T>(...values: T[]): Observable<T>;
  function from<T>(input: ObservableInput<T>): Observable<T>;
  function defer<T>(make: () => ObservableInput<T>): Observable<T>;
  function firstValueFrom<T>(source: Observable<T>, options?: any): Promise<T>;
  function lastValueFrom<T>(source: Observable<T>, options?: any): Promise<T>;
  function throwError(error: any): Observable<never>;
  function merge<T>(...sources: Observable<T>[]): Observable<T>;
  function concat<T>(...sources: Observable<T>[]): Observable<T>;
`;

export const rxjs: PackageTypes = { specifiers: ["rxjs"], body: `${observables}${operators}` };

export const rxjsOperators: PackageTypes = {
  specifiers: ["rxjs/operators"],
  needs: ["rxjs"],
  body: `
  type Observable<T> = import("rxjs").Observable<T>;
  type ObservableInput<T> = import("rxjs").ObservableInput<T>;
  type OperatorFunction<T, R> = import("rxjs").OperatorFunction<T, R>;
${operators}`,
};
