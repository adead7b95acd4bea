import { notificationService } from '../services/index.js';

const BATCH = 200;

export async function sendNotifications(now: Date): Promise<string> {
  const { sent, failed } = await notificationService.sendQueued(now, BATCH);
  return `${sent} sent, ${failed} not delivered`;
}
