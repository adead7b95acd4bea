import type { PackageTypes } from "./packageTypes.ts";

const core = "express-serve-static-core";

/** Requests and responses, which projects add members to through the global namespace `Express`, and handlers, whose parameters they are. */
export const expressCore: PackageTypes = {
  specifiers: [core],
  globals: `declare namespace Express { interface Request {} interface Response {} interface Application {} interface User {} }`,
  body: `
  interface Request<P = any, ResBody = any, ReqBody = any, ReqQuery = any, Locals = any> extends Express.Request {
    params: P;
    body: ReqBody;
    query: ReqQuery;
    res: Response<ResBody, Locals>;
    app: Application;
    next: NextFunction;
  }
  interface Response<ResBody = any, Locals = any> extends Express.Response {
    locals: Locals;
    app: Application;
    req: Request;
    status(code: number): this;
    sendStatus(code: number): this;
    json(body?: ResBody): this;
    send(body?: ResBody): this;
    set(name: any, value?: any): this;
    header(name: any, value?: any): this;
    type(type: string): this;
    cookie(name: string, value: any, options?: any): this;
    clearCookie(name: string, options?: any): this;
    vary(name: string): this;
    links(links: any): this;
    attachment(name?: string): this;
  }
  interface NextFunction { (error?: any): void; }
  interface RequestHandler<P = any, ResBody = any, ReqBody = any, ReqQuery = any, Locals = any> {
    (req: Request<P, ResBody, ReqBody, ReqQuery, Locals>, res: Response<ResBody, Locals>, next: NextFunction): void;
  }
  interface ErrorRequestHandler<P = any, ResBody = any, ReqBody = any, ReqQuery = any, Locals = any> {
    (error: any, req: Request<P, ResBody, ReqBody, ReqQuery, Locals>, res: Response<ResBody, Locals>, next: NextFunction): void;
  }
  interface Handler extends RequestHandler {}
  interface IRoute {
    all(...handlers: RequestHandler[]): this;
    get(...handlers: RequestHandler[]): this;
    post(...handlers: RequestHandler[]): this;
    put(...handlers: RequestHandler[]): this;
    patch(...handlers: RequestHandler[]): this;
    delete(...handlers: RequestHandler[]): this;
  }
  interface IRouter {
    (req: Request, res: Response, next: NextFunction): void;
    all(path: any, ...handlers: RequestHandler[]): this;
    get(path: any, ...handlers: RequestHandler[]): this;
    post(path: any, ...handlers: RequestHandler[]): this;
    put(path: any, ...handlers: RequestHandler[]): this;
    patch(path: any, ...handlers: RequestHandler[]): this;
    delete(path: any, ...handlers: RequestHandler[]): this;
    options(path: any, ...handlers: RequestHandler[]): this;
    head(path: any, ...handlers: RequestHandler[]): this;
    use(...handlers: RequestHandler[]): this;
    param(name: string, handler: (req: Request, res: Response, next: NextFunction, value: any, name: string) => any): this;
    route(path: any): IRoute;
  }
  interface Router extends IRouter {}
  interface Application extends IRouter, Express.Application {
    listen(...args: any[]): any;
    set(name: string, value: any): this;
    enable(name: string): this;
    disable(name: string): this;
    engine(extension: string, run: any): this;
    locals: any;
  }
  interface Express extends Application {}
`,
};

const names = [
  "Request<P = any, ResBody = any, ReqBody = any, ReqQuery = any, Locals = any> | <P, ResBody, ReqBody, ReqQuery, Locals>",
  "Response<ResBody = any, Locals = any> | <ResBody, Locals>",
  "RequestHandler<P = any, ResBody = any, ReqBody = any, ReqQuery = any, Locals = any> | <P, ResBody, ReqBody, ReqQuery, Locals>",
  "ErrorRequestHandler<P = any, ResBody = any, ReqBody = any, ReqQuery = any, Locals = any> | <P, ResBody, ReqBody, ReqQuery, Locals>",
  "NextFunction",
  "Handler",
  "IRouter",
  "IRoute",
  "Router",
  "Application",
  "Express",
];

export const express: PackageTypes = {
  specifiers: ["express"],
  needs: [core],
  body: `
  import * as core from "${core}";
  function express(): express.Express;
  namespace express {
    ${names
      .map((name) => {
        const [head = "", args = ""] = name.split(" | ");
        return `interface ${head} extends core.${head.replace(/<.*/, "")}${args} {}`;
      })
      .join("\n    ")}
    function Router(options?: any): Router;
    function json(options?: any): RequestHandler;
    function urlencoded(options?: any): RequestHandler;
    function raw(options?: any): RequestHandler;
    function text(options?: any): RequestHandler;
  }
  export = express;
`,
};

/** Passport puts the user there. */
export const passport: PackageTypes = {
  specifiers: ["passport"],
  needs: [core],
  globals: `declare namespace Express { interface Request { user?: User; logIn(user: User, done: any): void; login(user: User, done: any): void; isAuthenticated(): boolean; } }`,
  body: ``,
};
