import type { PackageTypes } from "./packageTypes.ts";

/** A schema's output is a type of its own: the members of an object are declared where the schema is written. */
export const zod: PackageTypes = {
  specifiers: ["zod", "zod/v3", "zod/v4", "zod/mini", "zod/v4-mini"],
  body: `
  namespace z {
    type infer<S> = S["_output"];
    type output<S> = S["_output"];
    type TypeOf<S> = S["_output"];
    type input<S> = S["_output"];
    interface Context { addIssue(issue: any): void; path: any[]; issues: any[]; value: any; }
    interface ZodType<Output = any, Input = any, More = any> {
      _output: Output;
      parse(value: unknown, options?: any): Output;
      parseAsync(value: unknown, options?: any): Promise<Output>;
      safeParse(value: unknown, options?: any): SafeParseReturnType<Output>;
      safeParseAsync(value: unknown, options?: any): Promise<SafeParseReturnType<Output>>;
      optional(): ZodOptional<this>;
      nullable(): ZodNullable<this>;
      nullish(): ZodOptional<this>;
      default(value: any): ZodDefault<this>;
      prefault(value: any): ZodDefault<this>;
      catch(value: any): ZodDefault<this>;
      array(): ZodArray<this>;
      refine(check: (value: Output, context: Context) => any, message?: any): this;
      superRefine(check: (value: Output, context: Context) => any): this;
      check(...checks: any[]): this;
      overwrite(change: (value: Output) => any): this;
      transform<Next>(change: (value: Output, context: Context) => Next): ZodType<Awaited<Next>>;
      pipe<S>(schema: S): S;
      or<Other>(other: Other): ZodType<Output | Other["_output"]>;
      and<Other>(other: Other): ZodType<Output & Other["_output"]>;
      brand(name?: any): this;
      readonly(): this;
      describe(text: string): this;
      meta(data?: any): this;
      register(registry: any, data?: any): this;
      clone(): this;
      unwrap(): this;
    }
    interface ZodTypeAny extends ZodType {}
    interface Schema<Output = any> extends ZodType<Output> {}
    interface ZodSchema<Output = any> extends ZodType<Output> {}
    interface SafeParseReturnType<Output> { success: boolean; data: Output; error: any; }
    interface ZodOptional<S> extends ZodType<S["_output"]> { unwrap(): S; }
    interface ZodNullable<S> extends ZodType<S["_output"]> { unwrap(): S; }
    interface ZodDefault<S> extends ZodType<S["_output"]> { removeDefault(): S; }
    interface ZodEffects<S> extends ZodType<S["_output"]> { innerType(): S; }
    interface ZodArray<S> extends ZodType<S["_output"][]> {
      element: S;
      min(count: number, message?: any): this;
      max(count: number, message?: any): this;
      length(count: number, message?: any): this;
      nonempty(message?: any): this;
    }
    interface ZodRecord<K, V> extends ZodType<Record<string, V["_output"]>> { valueSchema: V; }
    interface ZodEnum<Values> extends ZodType<string> { options: string[]; enum: any; extract(values: any): this; exclude(values: any): this; }
    interface ZodUnion<Options> extends ZodType<Options[number]["_output"]> { options: Options; }
    interface ZodObject<Shape> extends ZodType<{ [K in keyof Shape]: Shape[K]["_output"] }> {
      shape: Shape;
      extend<More>(more: More): ZodObject<Shape & More>;
      safeExtend<More>(more: More): ZodObject<Shape & More>;
      augment<More>(more: More): ZodObject<Shape & More>;
      merge<Other>(other: ZodObject<Other>): ZodObject<Shape & Other>;
      pick(keys: any): this;
      omit(keys: any): this;
      partial(keys?: any): this;
      deepPartial(): this;
      required(keys?: any): this;
      strict(message?: any): this;
      strip(): this;
      passthrough(): this;
      loose(): this;
      catchall(schema: any): this;
      keyof(): ZodType<string>;
    }
    /** Texts, numbers, dates: whatever is asked of them, they stay what they are. */
    interface ZodScalar<Output> extends ZodType<Output> { [check: string]: (...args: any[]) => this; }
    function object<Shape>(shape: Shape, options?: any): ZodObject<Shape>;
    function strictObject<Shape>(shape: Shape, options?: any): ZodObject<Shape>;
    function looseObject<Shape>(shape: Shape, options?: any): ZodObject<Shape>;
    function array<S>(item: S, options?: any): ZodArray<S>;
    function set<S>(item: S, options?: any): ZodType<Set<S["_output"]>>;
    function map<K, V>(key: K, value: V, options?: any): ZodType<Map<K["_output"], V["_output"]>>;
    function record<V>(value: V): ZodRecord<any, V>;
    function record<K, V>(key: K, value: V, options?: any): ZodRecord<K, V>;
    function tuple<Items>(items: Items, rest?: any): ZodType<{ [K in keyof Items]: Items[K]["_output"] }>;
    function union<Options>(options: Options, more?: any): ZodUnion<Options>;
    function discriminatedUnion<Options>(key: string, options: Options, more?: any): ZodUnion<Options>;
    function intersection<A, B>(first: A, second: B): ZodType<A["_output"] & B["_output"]>;
    function optional<S>(schema: S): ZodOptional<S>;
    function nullable<S>(schema: S): ZodNullable<S>;
    function nullish<S>(schema: S): ZodOptional<S>;
    function promise<S>(schema: S): ZodType<Promise<S["_output"]>>;
    function lazy<S>(make: () => S): S;
    function preprocess<S>(change: (value: any, context: Context) => any, schema: S): S;
    function pipe<S>(first: any, second: S): S;
    function nativeEnum<E>(values: E): ZodType<E[keyof E]>;
    function enumOf<Values>(values: Values, options?: any): ZodEnum<Values>;
    function instanceof_<T>(kind: new (...args: any[]) => T, options?: any): ZodType<T>;
    function custom<T>(check?: any, message?: any): ZodType<T>;
    function literal<T>(value: T, options?: any): ZodType<T>;
    function string(options?: any): ZodScalar<string>;
    function number(options?: any): ZodScalar<number>;
    function boolean(options?: any): ZodScalar<boolean>;
    function date(options?: any): ZodScalar<Date>;
    function email(options?: any): ZodScalar<string>;
    function url(options?: any): ZodScalar<string>;
    function uuid(options?: any): ZodScalar<string>;
    function any(): ZodType<any>;
    function unknown(): ZodType<any>;
    export { enumOf as enum, instanceof_ as instanceof };
    namespace coerce {
      function string(options?: any): ZodScalar<string>;
      function number(options?: any): ZodScalar<number>;
      function boolean(options?: any): ZodScalar<boolean>;
      function date(options?: any): ZodScalar<Date>;
    }
  }
  export = z;
`,
};
