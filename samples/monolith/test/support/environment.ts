import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

// Loaded before any test file, because the shop reads its configuration once, when it is imported.
process.env['NODE_ENV'] = 'test';
process.env['LOG_LEVEL'] ??= 'silent';
process.env['PASSWORD_COST'] ??= '1024';
process.env['RATE_LIMIT_PER_MINUTE'] ??= '1000000';
process.env['MAIL_OUTBOX'] ??= path.join(os.tmpdir(), `shop-outbox-${process.pid}`);

const outbox = process.env['MAIL_OUTBOX'];

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await rm(outbox, { recursive: true, force: true });
  },
};
