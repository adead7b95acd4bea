import type { PackageTypes } from "./packageTypes.ts";

export const mongoose: PackageTypes = {
  specifiers: ["mongoose"],
  body: `
  namespace mongoose {
    interface Document<Id = any, Helpers = any, D = any> {
      save(options?: any): Promise<this>;
      populate(...args: any[]): Promise<this>;
      deleteOne(options?: any): Promise<this>;
      remove(options?: any): Promise<this>;
      set(...args: any[]): this;
      $set(...args: any[]): this;
    }
    type HydratedDocument<T, M = {}> = T & M & Document;
    interface Query<Result, D = any> extends Promise<Result> {
      [step: string]: (...args: any[]) => this;
      exec(): Promise<Result>;
      then<A, B>(done?: (value: Result) => A, failed?: (reason: any) => B): Promise<A | B>;
      catch<B>(failed?: (reason: any) => B): Promise<Result | B>;
      lean(...args: any[]): this;
      orFail(error?: any): this;
    }
    interface Aggregate<Result> extends Promise<Result> { exec(): Promise<Result>; [step: string]: (...args: any[]) => this; }
    interface Model<T, Helpers = {}, M = {}> {
      new (like?: any): T & M & Document;
      find(...args: any[]): Query<(T & M & Document)[]>;
      findOne(...args: any[]): Query<T & M & Document>;
      findById(...args: any[]): Query<T & M & Document>;
      findOneAndUpdate(...args: any[]): Query<T & M & Document>;
      findOneAndDelete(...args: any[]): Query<T & M & Document>;
      findOneAndReplace(...args: any[]): Query<T & M & Document>;
      findOneAndRemove(...args: any[]): Query<T & M & Document>;
      findByIdAndUpdate(...args: any[]): Query<T & M & Document>;
      findByIdAndDelete(...args: any[]): Query<T & M & Document>;
      findByIdAndRemove(...args: any[]): Query<T & M & Document>;
      where(...args: any[]): Query<(T & M & Document)[]>;
      create(...args: any[]): Promise<T & M & Document>;
      insertMany(...args: any[]): Promise<(T & M & Document)[]>;
      hydrate(like: any): T & M & Document;
      populate(...args: any[]): Promise<T & M & Document>;
      aggregate<R>(...args: any[]): Aggregate<R[]>;
      countDocuments(...args: any[]): Query<number>;
      exists(...args: any[]): Query<any>;
      watch(...args: any[]): any;
    }
    interface Schema<T = any, M = any, I = any> {
      new <T>(definition?: any, options?: any): Schema<T>;
      methods: any;
      statics: any;
      pre(hook: any, run: (this: T & Document, ...args: any[]) => any): this;
      post(hook: any, run: (...args: any[]) => any): this;
    }
    const Schema: Schema;
    interface Connection { model<T>(name: string, schema?: Schema<T>, collection?: string): Model<T>; }
    type InferSchemaType<S> = S extends Schema<infer T> ? T : any;
    function model<T>(name: string, schema?: Schema<T>, collection?: string): Model<T>;
    function model<T, U>(name: string, schema?: any, collection?: string, options?: any): U;
    function createConnection(...args: any[]): Connection;
    const connection: Connection;
    namespace Types {
      interface Array<T> extends ReadonlyArray<T> {}
      interface DocumentArray<T> extends ReadonlyArray<T & Document> { id(id: any): T & Document; create(like: any): T & Document; }
    }
  }
  export = mongoose;
`,
};
