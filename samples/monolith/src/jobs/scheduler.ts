import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import { JobRun } from '../entities/index.js';
import { ConflictError, NotFoundError } from '../errors/index.js';
import { logger } from '../utils/index.js';
import { handleAbandonedCarts } from './abandonedCartsJob.js';
import { expireReservations } from './expireReservationsJob.js';
import { runNightly } from './nightlyJob.js';
import { sendNotifications } from './sendNotificationsJob.js';

const MINUTE_MS = 60_000;

interface Job {
  everyMinutes: number;
  run(now: Date): Promise<string>;
}

const jobs = new Map<string, Job>([
  ['send-notifications', { everyMinutes: 1, run: sendNotifications }],
  ['expire-reservations', { everyMinutes: 5, run: expireReservations }],
  ['abandoned-carts', { everyMinutes: 60, run: handleAbandonedCarts }],
  ['nightly', { everyMinutes: 24 * 60, run: runNightly }],
]);

/** Jobs under way in this process: a slow one is not started a second time. */
const running = new Map<string, Promise<JobRun>>();

async function execute(name: string, job: Job, now: Date): Promise<JobRun> {
  const run = await inTransaction((manager) =>
    manager.save(manager.create(JobRun, { job: name, startedAt: new Date(), ok: true })),
  );
  try {
    run.outcome = await job.run(now);
    logger.info({ job: name, outcome: run.outcome }, 'job finished');
  } catch (error) {
    run.ok = false;
    run.outcome = String(error).slice(0, 300);
    logger.error({ err: error, job: name }, 'job failed');
  }
  run.finishedAt = new Date();
  return inTransaction((manager) => manager.save(run));
}

export async function runJob(name: string, now: Date): Promise<JobRun> {
  const job = jobs.get(name);
  if (!job) throw new NotFoundError('Job', name);
  if (running.has(name)) throw new ConflictError(`Job ${name} is running already`);
  const run = execute(name, job, now).finally(() => running.delete(name));
  running.set(name, run);
  return run;
}

export async function jobOverview() {
  const overview = [];
  for (const [name, { everyMinutes }] of jobs) {
    const [last] = await AppDataSource.manager.find(JobRun, {
      where: { job: name },
      order: { id: 'DESC' },
      take: 1,
    });
    overview.push({ name, everyMinutes, lastRun: last ?? null });
  }
  return overview;
}

export interface Scheduler {
  /** Starts no more jobs, and waits for those under way. */
  stop(): Promise<void>;
}

export function startScheduler(): Scheduler {
  const timers = [...jobs].map(([name, { everyMinutes }]) =>
    setInterval(() => {
      if (running.has(name)) return;
      runJob(name, new Date()).catch((error: unknown) =>
        logger.error({ err: error, job: name }, 'job could not be started'),
      );
    }, everyMinutes * MINUTE_MS),
  );
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(running.values());
    },
  };
}
