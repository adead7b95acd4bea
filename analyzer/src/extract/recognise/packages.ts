/** What framework families a file mentions at its top level: the cheap test by which recognisers leave files alone. */
import { ts } from "../typescript.ts";
import type { FileContext } from "../recogniser.ts";
import { bare, isAccess, isCall, requireSpecifier } from "./syntax.ts";

const K = ts.SyntaxKind;

export type Family =
  | "express"
  | "fastify"
  | "koa"
  | "hono"
  | "nestjs"
  | "decorated-routes"
  | "typeorm"
  | "prisma"
  | "sequelize"
  | "mongoose"
  | "mikro-orm"
  | "drizzle"
  | "knex"
  | "mongodb"
  | "emitter"
  | "queue"
  | "kafka"
  | "redis"
  | "amqp"
  | "schedule"
  | "frontend"
  | "test";

/** Package names, and scopes where the entry ends in a slash. */
const packagesOf: Record<Family, readonly string[]> = {
  express: [
    "express",
    "express-serve-static-core",
    "express-promise-router",
    "express-async-router",
    "express-ws",
    "@awaitjs/express",
    "@types/express",
  ],
  fastify: ["fastify", "fastify-plugin", "@fastify/"],
  koa: ["koa", "koa-router", "@koa/", "koa-mount", "koa-joi-router", "koa-tree-router"],
  hono: ["hono", "@hono/"],
  nestjs: ["@nestjs/"],
  "decorated-routes": [
    "@nestjs/",
    "inversify-express-utils",
    "@inversifyjs/http-core",
    "routing-controllers",
    "tsoa",
    "@tsoa/",
    "@tsed/common",
    "@tsed/schema",
    "@midwayjs/core",
    "@midwayjs/decorator",
    "type-graphql",
  ],
  typeorm: ["typeorm", "@nestjs/typeorm", "typeorm-transactional", "typeorm-transactional-cls-hooked", "@nestjs-cls/transactional"],
  prisma: ["@prisma/client", "prisma", "nestjs-prisma"],
  sequelize: ["sequelize", "sequelize-typescript", "@nestjs/sequelize", "@sequelize/"],
  mongoose: ["mongoose", "@nestjs/mongoose", "@typegoose/", "nestjs-typegoose"],
  "mikro-orm": ["@mikro-orm/", "mikro-orm", "@medusajs/"],
  drizzle: ["drizzle-orm"],
  knex: ["knex", "nestjs-knex", "nest-knexjs"],
  mongodb: ["mongodb"],
  emitter: [
    "events",
    "node:events",
    "eventemitter3",
    "eventemitter2",
    "@nestjs/event-emitter",
    "@nestjs/cqrs",
    "@nestjs/microservices",
    "@nestjs/websockets",
    "mitt",
    "emittery",
    "tiny-emitter",
    "tiny-typed-emitter",
    "typed-emitter",
    "strict-event-emitter-types",
  ],
  queue: ["bullmq", "bull", "@nestjs/bull", "@nestjs/bullmq", "bee-queue", "pg-boss", "@taskforcesh/bullmq-pro"],
  kafka: ["kafkajs", "@confluentinc/kafka-javascript", "node-rdkafka"],
  redis: ["redis", "ioredis", "@redis/client"],
  amqp: ["amqplib", "amqp-connection-manager", "@golevelup/nestjs-rabbitmq"],
  schedule: [
    "node-cron",
    "cron",
    "node-schedule",
    "@nestjs/schedule",
    "agenda",
    "@hokify/agenda",
    "toad-scheduler",
    "@fastify/schedule",
    "croner",
    "bree",
  ],
  frontend: [
    "react",
    "react-dom",
    "preact",
    "vue",
    "svelte",
    "solid-js",
    "next",
    "@angular/",
    "@mui/",
    "@emotion/",
    "@storybook/",
    "react-router-dom",
    "react-router",
    "styled-components",
    "swr",
    "@tanstack/react-query",
  ],
  test: ["supertest", "vitest", "@jest/globals", "mocha", "chai", "node:test", "ava", "sinon", "@testing-library/", "@playwright/test", "cypress"],
};

/** One bit for each family, so that a file's families are one integer. */
const bits = new Map<Family, number>();
const familiesOf = new Map<string, number>();
for (const [family, names] of Object.entries(packagesOf)) {
  const bit = 1 << bits.size;
  // The keys of a record of families are families.
  bits.set(family as Family, bit);
  for (const name of names) familiesOf.set(name, (familiesOf.get(name) ?? 0) | bit);
}

const bitOf = (family: Family): number => bits.get(family) ?? 0;

// All recognisers ask about the same file in a row; keeping the last answer is cheaper than a map of all files.
let known: { file: ts.SourceFile; families: number } | undefined;

/** The families that a file imports packages of, one bit each. */
export function families(context: FileContext): number {
  if (known?.file !== context.sourceFile) known = { file: context.sourceFile, families: collect(context.sourceFile) };
  return known.families;
}

/** Does the file import a package of the family? */
export const mentions = (context: FileContext, family: Family): boolean => (families(context) & bitOf(family)) !== 0;

/** Is the package one of the family's? */
export const isOfFamily = (specifier: string, family: Family): boolean =>
  packagesOf[family].some((name) => (name.endsWith("/") ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`)));

/** No server framework is used in a browser's file; what looks like one there is a client. */
export const isFrontend = (context: FileContext): boolean => mentions(context, "frontend");

function collect(file: ts.SourceFile): number {
  let found = 0;
  for (const statement of file.statements) {
    switch (statement.kind) {
      case K.ImportDeclaration:
        found |= ofSpecifier((statement as ts.ImportDeclaration).moduleSpecifier);
        break;
      case K.ImportEqualsDeclaration: {
        const reference = (statement as ts.ImportEqualsDeclaration).moduleReference;
        if (reference.kind === K.ExternalModuleReference) found |= ofSpecifier((reference as ts.ExternalModuleReference).expression);
        break;
      }
      case K.VariableStatement:
        for (const declaration of (statement as ts.VariableStatement).declarationList.declarations) {
          if (declaration.initializer !== undefined) found |= ofRequire(declaration.initializer);
        }
        break;
      default:
    }
  }
  const name = file.fileName;
  if (name.endsWith(".tsx") || name.endsWith(".jsx") || name.endsWith(".vue") || name.endsWith(".svelte")) found |= bitOf("frontend");
  return found;
}

const ofSpecifier = (specifier: ts.Expression): number => (specifier.kind === K.StringLiteral ? ofText((specifier as ts.StringLiteral).text) : 0);

/** Specifiers of packages recur in file after file. */
const knownSpecifiers = new Map<string, number>();

function ofText(specifier: string): number {
  if (specifier.charCodeAt(0) === 46) return 0;
  let found = knownSpecifiers.get(specifier);
  if (found === undefined) knownSpecifiers.set(specifier, (found = ofPackage(specifier)));
  return found;
}

function ofPackage(specifier: string): number {
  // Clients that are generated into a package of the project's own are named after what made them.
  const generated = specifier.includes("prisma") ? bitOf("prisma") : 0;
  const slash = specifier.indexOf("/");
  if (slash < 0) return (familiesOf.get(specifier) ?? 0) | generated;
  if (specifier.charCodeAt(0) !== 64) return (familiesOf.get(specifier.slice(0, slash)) ?? 0) | generated;
  const second = specifier.indexOf("/", slash + 1);
  return (
    (familiesOf.get(specifier.slice(0, slash + 1)) ?? 0) | (familiesOf.get(second < 0 ? specifier : specifier.slice(0, second)) ?? 0) | generated
  );
}

/** `require("x")`, `require("x").y`, `require("x")(…)`. */
function ofRequire(expression: ts.Expression): number {
  let at = bare(expression);
  for (;;) {
    const specifier = requireSpecifier(at);
    if (specifier !== undefined) return ofText(specifier);
    if (!isAccess(at) && !isCall(at)) return 0;
    at = bare(at.expression);
  }
}
