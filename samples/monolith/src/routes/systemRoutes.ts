import { Router } from 'express';
import { z } from 'zod';
import { AppDataSource } from '../db/dataSource.js';
import { jobOverview, runJob } from '../jobs/scheduler.js';
import { requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import { ordersSinceStart } from '../services/index.js';

/** A job may be run as of an earlier moment, to make up for one that was missed. */
const jobRunSchema = z.object({ asOf: z.coerce.date().optional() });
type JobRunInput = z.infer<typeof jobRunSchema>;

export const systemRoutes = Router();

systemRoutes.get('/health', async (_req, res) => {
  await AppDataSource.query('SELECT 1');
  res.json({ status: 'ok' });
});

systemRoutes.get('/metrics', requireRole('staff'), (_req, res) => {
  res.json({
    uptimeSeconds: Math.round(process.uptime()),
    memoryMegabytes: Math.round(process.memoryUsage.rss() / 1024 / 1024),
    ordersSinceStart: ordersSinceStart(),
  });
});

systemRoutes.get('/jobs', requireRole('staff'), async (_req, res) => {
  res.json(await jobOverview());
});

systemRoutes.post(
  '/jobs/:name/run',
  requireRole('admin'),
  validateBody(jobRunSchema),
  async (req, res) => {
    const { asOf }: JobRunInput = req.body;
    const run = await runJob(String(req.params['name']), asOf ?? new Date());
    res.status(run.ok ? 201 : 500).json(run);
  },
);
