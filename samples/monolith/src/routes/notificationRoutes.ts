import { Router } from 'express';
import { z } from 'zod';
import { authenticate, currentUser } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import { idParams, pageQuery } from '../schemas/commonSchemas.js';
import { notificationService, topics } from '../services/index.js';

const preferenceSchema = z.object({ topic: z.enum(topics), email: z.boolean() });
type PreferenceInput = z.infer<typeof preferenceSchema>;

export const notificationRoutes = Router();

notificationRoutes.use(authenticate);

notificationRoutes.get('/', async (req, res) => {
  res.json(await notificationService.inbox(currentUser(req), pageQuery.parse(req.query)));
});

notificationRoutes.post('/:id/read', async (req, res) => {
  const { id } = idParams.parse(req.params);
  await notificationService.markRead(currentUser(req), id);
  res.status(204).end();
});

notificationRoutes.get('/preferences', async (req, res) => {
  res.json(await notificationService.preferences(currentUser(req)));
});

notificationRoutes.put('/preferences', validateBody(preferenceSchema), async (req, res) => {
  const { topic, email }: PreferenceInput = req.body;
  await notificationService.setPreference(currentUser(req), topic, email);
  res.json(await notificationService.preferences(currentUser(req)));
});
