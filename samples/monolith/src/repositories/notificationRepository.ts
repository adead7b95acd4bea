import type { EntityManager } from 'typeorm';
import { IsNull, LessThanOrEqual } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { Notification, NotificationPreference } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { pageOf, pageOffset } from '../utils/index.js';

export const notificationRepository = {
  isKnown(dedupeKey: string, manager: EntityManager = AppDataSource.manager): Promise<boolean> {
    return manager.existsBy(Notification, { dedupeKey });
  },

  /** Those whose turn has come, oldest first. */
  due(now: Date, limit: number): Promise<Notification[]> {
    return AppDataSource.manager.find(Notification, {
      where: { status: 'queued', nextAttemptAt: LessThanOrEqual(now) },
      relations: { recipient: true },
      order: { id: 'ASC' },
      take: limit,
    });
  },

  async inbox(recipientId: number, request: PageRequest): Promise<Page<Notification>> {
    const [notifications, total] = await AppDataSource.manager.findAndCount(Notification, {
      where: { recipientId },
      order: { id: 'DESC' },
      ...pageOffset(request),
    });
    return pageOf(notifications, total, request);
  },

  countUnread(recipientId: number): Promise<number> {
    return AppDataSource.manager.countBy(Notification, { recipientId, readAt: IsNull() });
  },

  preferencesOf(
    userId: number,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<NotificationPreference[]> {
    return manager.findBy(NotificationPreference, { userId });
  },
};
