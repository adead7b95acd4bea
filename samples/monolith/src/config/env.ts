import path from 'node:path';
import { z } from 'zod';

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .default('false')
  .transform((value) => value === 'true' || value === '1');

const DEVELOPMENT_SECRET = 'development-only-secret';

const environmentSchema = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info'),
    DATABASE_FILE: z.string().min(1).default('data/shop.sqlite'),
    DATABASE_BUSY_TIMEOUT_MS: z.coerce.number().int().min(0).default(5000),
    SEED_DEMO_DATA: flag,
    JOBS_ENABLED: flag,
    JWT_SECRET: z.string().min(16).default(DEVELOPMENT_SECRET),
    ACCESS_TOKEN_MINUTES: z.coerce.number().int().positive().default(30),
    REFRESH_TOKEN_DAYS: z.coerce.number().int().positive().default(14),
    PASSWORD_COST: z.coerce.number().int().min(1024).default(16_384),
    RATE_LIMIT_PER_MINUTE: z.coerce.number().int().positive().default(600),
    WEBHOOK_SECRET: z.string().min(8).default('development-webhooks'),
    MAIL_OUTBOX: z.string().min(1).default('data/outbox'),
    MAIL_FROM: z.string().min(3).default('Fig & Fern <shop@figandfern.example>'),
    INVOICE_PAYMENT_DAYS: z.coerce.number().int().positive().default(14),
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.JWT_SECRET !== DEVELOPMENT_SECRET, {
    message: 'JWT_SECRET must be set in production',
    path: ['JWT_SECRET'],
  });

export interface Config {
  environment: 'development' | 'test' | 'production';
  host: string;
  port: number;
  logLevel: string;
  databaseFile: string;
  databaseBusyTimeoutMs: number;
  seedDemoData: boolean;
  jobsEnabled: boolean;
  jwtSecret: string;
  accessTokenMinutes: number;
  refreshTokenDays: number;
  passwordCost: number;
  rateLimitPerMinute: number;
  webhookSecret: string;
  mailOutbox: string;
  mailFrom: string;
  invoicePaymentDays: number;
}

/** Reads the configuration from environment variables; throws one readable error for all problems. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
    );
    throw new Error(`Invalid configuration:\n${problems.join('\n')}`);
  }
  const values = parsed.data;
  return {
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    databaseFile: path.resolve(values.DATABASE_FILE),
    databaseBusyTimeoutMs: values.DATABASE_BUSY_TIMEOUT_MS,
    seedDemoData: values.SEED_DEMO_DATA,
    jobsEnabled: values.JOBS_ENABLED,
    jwtSecret: values.JWT_SECRET,
    accessTokenMinutes: values.ACCESS_TOKEN_MINUTES,
    refreshTokenDays: values.REFRESH_TOKEN_DAYS,
    passwordCost: values.PASSWORD_COST,
    rateLimitPerMinute: values.RATE_LIMIT_PER_MINUTE,
    webhookSecret: values.WEBHOOK_SECRET,
    mailOutbox: path.resolve(values.MAIL_OUTBOX),
    mailFrom: values.MAIL_FROM,
    invoicePaymentDays: values.INVOICE_PAYMENT_DAYS,
  };
}

export const config: Config = loadConfig(process.env);
