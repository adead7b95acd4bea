import type { PackageTypes } from "./packageTypes.ts";

export const inversify: PackageTypes = {
  specifiers: ["inversify"],
  body: `
  interface Container {
    new (options?: any): Container;
    get<T>(token: new (...args: any[]) => T, options?: any): T;
    getAsync<T>(token: new (...args: any[]) => T, options?: any): Promise<T>;
    getAll<T>(token: new (...args: any[]) => T, options?: any): T[];
    getNamed<T>(token: any, name: any): T;
    getTagged<T>(token: any, key: any, value: any): T;
    resolve<T>(kind: new (...args: any[]) => T): T;
    createChild(options?: any): Container;
    bind<T>(token: any): Binding<T>;
    rebind<T>(token: any): Binding<T>;
  }
  interface Binding<T> {
    to(kind: new (...args: any[]) => T): any;
    toConstantValue(value: T): any;
    toDynamicValue(make: (context: Context) => T | Promise<T>): any;
    toFactory(make: (context: Context) => any): any;
  }
  interface Context { container: Container; get<T>(token: any): T; }
  const Container: Container;
`,
};

export const tsyringe: PackageTypes = {
  specifiers: ["tsyringe"],
  body: `
  interface DependencyContainer {
    resolve<T>(token: new (...args: any[]) => T, context?: any): T;
    resolveAll<T>(token: new (...args: any[]) => T, context?: any): T[];
    createChildContainer(): DependencyContainer;
  }
  const container: DependencyContainer;
`,
};

export const typedi: PackageTypes = {
  specifiers: ["typedi"],
  body: `
  interface ContainerInstance { get<T>(token: new (...args: any[]) => T): T; getMany<T>(token: new (...args: any[]) => T): T[]; of(id?: any): ContainerInstance; }
  const Container: ContainerInstance;
`,
};
