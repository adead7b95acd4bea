import type { PackageTypes } from "./packageTypes.ts";

const common = "@nestjs/common";

/** Containers and contexts give out the project's own classes. */
export const nestCommon: PackageTypes = {
  specifiers: [common],
  body: `
  interface Type<T = any> { new (...args: any[]): T; }
  interface Abstract<T> { prototype: T; }
  interface INestApplicationContext {
    get<T>(token: new (...args: any[]) => T, options?: any): T;
    resolve<T>(token: new (...args: any[]) => T, context?: any, options?: any): Promise<T>;
    select(module: any): INestApplicationContext;
  }
  interface INestApplication extends INestApplicationContext {}
  interface INestMicroservice extends INestApplicationContext {}
  interface ArgumentsHost {
    switchToHttp(): HttpArgumentsHost;
    switchToRpc(): { getData<T>(): T; getContext<T>(): T; };
    switchToWs(): { getData<T>(): T; getClient<T>(): T; };
    getArgByIndex<T>(index: number): T;
    getArgs<T>(): T;
  }
  interface HttpArgumentsHost { getRequest<T>(): T; getResponse<T>(): T; getNext<T>(): T; }
  interface ExecutionContext extends ArgumentsHost { getClass<T>(): Type<T>; getHandler(): any; }
  interface CallHandler<T = any> { handle(): import("rxjs").Observable<T>; }
  interface NestInterceptor<T = any, R = any> { intercept(context: ExecutionContext, next: CallHandler<T>): any; }
  interface CanActivate { canActivate(context: ExecutionContext): any; }
  interface ExceptionFilter<T = any> { catch(exception: T, host: ArgumentsHost): any; }
  function createParamDecorator<D>(read: (data: D, context: ExecutionContext) => any, more?: any): any;
  function forwardRef<T>(make: () => T): { forwardRef: T; };
  function mixin<T>(kind: T): T;
`,
  needs: ["rxjs"],
};

export const nestCore: PackageTypes = {
  specifiers: ["@nestjs/core"],
  needs: [common],
  body: `
  interface NestFactoryStatic {
    create<T = import("${common}").INestApplication>(module: any, ...rest: any[]): Promise<T>;
    createMicroservice(module: any, ...rest: any[]): Promise<import("${common}").INestMicroservice>;
    createApplicationContext(module: any, ...rest: any[]): Promise<import("${common}").INestApplicationContext>;
  }
  const NestFactory: NestFactoryStatic;
  interface ModuleRef {
    get<T>(token: new (...args: any[]) => T, options?: any): T;
    resolve<T>(token: new (...args: any[]) => T, context?: any, options?: any): Promise<T>;
    create<T>(kind: new (...args: any[]) => T): Promise<T>;
  }
  interface Reflector {
    get<T>(key: any, target: any): T;
    getAll<T>(key: any, targets: any[]): T;
    getAllAndOverride<T>(key: any, targets: any[]): T;
    getAllAndMerge<T>(key: any, targets: any[]): T;
  }
`,
};

export const nestPlatform: PackageTypes = {
  specifiers: ["@nestjs/platform-express", "@nestjs/platform-fastify"],
  needs: [common],
  body: `
  import * as common from "${common}";
  interface NestExpressApplication extends common.INestApplication {}
  interface NestFastifyApplication extends common.INestApplication {}
`,
};

export const nestTesting: PackageTypes = {
  specifiers: ["@nestjs/testing"],
  needs: [common],
  body: `
  import * as common from "${common}";
  interface TestingModule extends common.INestApplicationContext {
    createNestApplication<T = import("${common}").INestApplication>(...args: any[]): T;
  }
  interface TestingModuleBuilder {
    [step: string]: (...args: any[]) => this;
    compile(): Promise<TestingModule>;
    overrideProvider(token: any): Override;
    overrideGuard(token: any): Override;
    overrideInterceptor(token: any): Override;
    overridePipe(token: any): Override;
    overrideFilter(token: any): Override;
  }
  interface Override { useValue(value: any): TestingModuleBuilder; useClass(kind: any): TestingModuleBuilder; useFactory(options: any): TestingModuleBuilder; }
  interface TestStatic { createTestingModule(metadata: any, options?: any): TestingModuleBuilder; }
  const Test: TestStatic;
`,
};

export const nestSwagger: PackageTypes = {
  specifiers: ["@nestjs/swagger", "@nestjs/mapped-types", "@nestjs/graphql"],
  body: `
  function PartialType<T>(base: new (...args: any[]) => T, options?: any): new () => T;
  function PickType<T>(base: new (...args: any[]) => T, keys: any, options?: any): new () => T;
  function OmitType<T>(base: new (...args: any[]) => T, keys: any, options?: any): new () => T;
  function IntersectionType<A, B, C, D>(first: new (...args: any[]) => A, second: new (...args: any[]) => B, third?: new (...args: any[]) => C, fourth?: new (...args: any[]) => D): new () => A & B & C & D;
`,
};

export const nestAxios: PackageTypes = {
  specifiers: ["@nestjs/axios"],
  needs: ["axios", "rxjs"],
  body: `
  interface HttpService {
    axiosRef: import("axios").AxiosInstance;
    request<T>(config: any): import("rxjs").Observable<import("axios").AxiosResponse<T>>;
    get<T>(url: string, config?: any): import("rxjs").Observable<import("axios").AxiosResponse<T>>;
    delete<T>(url: string, config?: any): import("rxjs").Observable<import("axios").AxiosResponse<T>>;
    post<T>(url: string, data?: any, config?: any): import("rxjs").Observable<import("axios").AxiosResponse<T>>;
    put<T>(url: string, data?: any, config?: any): import("rxjs").Observable<import("axios").AxiosResponse<T>>;
    patch<T>(url: string, data?: any, config?: any): import("rxjs").Observable<import("axios").AxiosResponse<T>>;
  }
`,
};
