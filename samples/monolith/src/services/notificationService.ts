import type { EntityManager } from 'typeorm';
import { inTransaction } from '../db/transaction.js';
import type { User } from '../entities/index.js';
import { Notification, NotificationPreference } from '../entities/index.js';
import { BadRequestError, NotFoundError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { notificationRepository, userRepository } from '../repositories/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { Money, addMinutes, isoDate, keyBy, logger, maskEmail, pageOf } from '../utils/index.js';
import type { TemplateName, Topic } from './emailTemplates.js';
import { articlesText, mandatoryTopics, renderEmail, topics } from './emailTemplates.js';
import type { Mail, Receipt } from './mailer.js';
import { MailboxError, deliver } from './mailer.js';

const MAX_ATTEMPTS = 5;

type Data = Record<string, string | number | boolean>;

interface Attachment {
  name: string;
  content: Buffer;
}

export interface InboxEntry {
  id: number;
  subject: string;
  body: string;
  topic: string;
  mailed: string;
  attachment: string | null;
  readAt: Date | null;
  createdAt: Date;
}

/** Waits 5 minutes after the first failure, then 10, 20, 40. */
function nextAttempt(now: Date, attempts: number): Date {
  return addMinutes(now, 5 * 2 ** (attempts - 1));
}

function send(mail: Mail): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    deliver(mail, (error, receipt) => {
      if (receipt) resolve(receipt);
      else reject(error ?? new Error('The mail was not delivered'));
    });
  });
}

class NotificationService {
  /** Queues a message; the same key to the same recipient is queued once only. */
  async notify(userId: number, template: TemplateName, data: Data, key: string): Promise<void> {
    await inTransaction((manager) => this.enqueue(manager, userId, template, data, key, null));
  }

  async sendDocument(
    recipient: User,
    template: TemplateName,
    data: Data,
    filename: string,
    content: Buffer,
  ): Promise<void> {
    const attachment = { name: filename, content };
    await inTransaction((manager) =>
      this.enqueue(manager, recipient.id, template, data, filename, attachment),
    );
  }

  async notifyStaff(template: TemplateName, data: Data, key: string): Promise<void> {
    const staff = await userRepository.findStaff();
    await inTransaction(async (manager) => {
      for (const { id } of staff) await this.enqueue(manager, id, template, data, key, null);
    });
  }

  /** Hands what is due to the mailer; failures come back later, but not for ever. */
  async sendQueued(now: Date, limit: number): Promise<{ sent: number; failed: number }> {
    const due = await notificationRepository.due(now, limit);
    let sent = 0;
    for (const notification of due) {
      const { id, recipient, subject, body, attachment, attachmentName } = notification;
      const attached = attachment && attachmentName;
      try {
        const receipt = await send({
          id,
          to: recipient.email,
          subject,
          html: body,
          attachment: attached ? { name: attachmentName, content: attachment } : null,
        });
        logger.debug({ id, ...receipt }, 'mail handed over');
        await inTransaction((manager) =>
          manager.update(Notification, id, {
            status: 'sent',
            attempts: notification.attempts + 1,
            lastError: null,
          }),
        );
        sent += 1;
      } catch (error) {
        await this.recordFailure(notification, error, now);
      }
    }
    return { sent, failed: due.length - sent };
  }

  async inbox(user: User, request: PageRequest): Promise<Page<InboxEntry> & { unread: number }> {
    const page = await notificationRepository.inbox(user.id, request);
    const entries = page.items.map((notification) => ({
      id: notification.id,
      subject: notification.subject,
      body: notification.body,
      topic: notification.topic,
      mailed: notification.status,
      attachment: notification.attachmentName,
      readAt: notification.readAt,
      createdAt: notification.createdAt,
    }));
    const unread = await notificationRepository.countUnread(user.id);
    return { ...pageOf(entries, page.total, request), unread };
  }

  async markRead(user: User, id: number): Promise<void> {
    const marked = await inTransaction((manager) =>
      manager.update(Notification, { id, recipientId: user.id }, { readAt: new Date() }),
    );
    if (marked.affected !== 1) throw new NotFoundError('Notification', id);
  }

  async preferences(user: User): Promise<{ topic: Topic; email: boolean; mandatory: boolean }[]> {
    const stored = await notificationRepository.preferencesOf(user.id);
    const byTopic = keyBy(stored, (preference) => preference.topic);
    return topics.map((topic) => {
      const mandatory = mandatoryTopics.has(topic);
      return { topic, email: mandatory || (byTopic.get(topic)?.email ?? true), mandatory };
    });
  }

  async setPreference(user: User, topic: Topic, email: boolean): Promise<void> {
    if (mandatoryTopics.has(topic) && !email) {
      throw new BadRequestError(`Messages about ${topic} cannot be turned off`);
    }
    await inTransaction(async (manager) => {
      const stored = await notificationRepository.preferencesOf(user.id, manager);
      const existing = stored.find((preference) => preference.topic === topic);
      const preference =
        existing ?? manager.create(NotificationPreference, { userId: user.id, topic });
      preference.email = email;
      await manager.save(preference);
    });
  }

  private async enqueue(
    manager: EntityManager,
    userId: number,
    template: TemplateName,
    data: Data,
    key: string,
    attachment: Attachment | null,
  ): Promise<void> {
    const dedupeKey = `${template}/${userId}/${key}`;
    if (await notificationRepository.isKnown(dedupeKey, manager)) return;
    const { topic, subject, body } = renderEmail(template, data);
    const stored = await notificationRepository.preferencesOf(userId, manager);
    const declined = stored.some((preference) => preference.topic === topic && !preference.email);
    await manager.save(
      manager.create(Notification, {
        recipientId: userId,
        template,
        topic,
        dedupeKey,
        subject,
        body,
        status: declined ? 'muted' : 'queued',
        nextAttemptAt: new Date(),
        attachmentName: attachment?.name ?? null,
        attachment: attachment?.content ?? null,
      }),
    );
  }

  private async recordFailure(
    notification: Notification,
    error: unknown,
    now: Date,
  ): Promise<void> {
    const attempts = notification.attempts + 1;
    const hopeless = error instanceof MailboxError || attempts >= MAX_ATTEMPTS;
    const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 200);
    logger.warn(
      { id: notification.id, to: maskEmail(notification.recipient.email), lastError, hopeless },
      'mail not delivered',
    );
    await inTransaction((manager) =>
      manager.update(Notification, notification.id, {
        status: hopeless ? 'failed' : 'queued',
        attempts,
        lastError,
        nextAttemptAt: nextAttempt(now, attempts),
      }),
    );
  }
}

export const notificationService = new NotificationService();

export function registerNotificationListeners(): void {
  eventBus.subscribe('user.registered', ({ userId, name }) =>
    notificationService.notify(userId, 'welcome', { name }, 'welcome'),
  );
  eventBus.subscribe('user.passwordResetRequested', ({ userId, token }) =>
    notificationService.notify(userId, 'passwordReset', { token }, token.slice(-40)),
  );
  eventBus.subscribe('order.placed', ({ userId, number, placedAt }) =>
    notificationService.notify(userId, 'orderPlaced', { number, date: isoDate(placedAt) }, number),
  );
  eventBus.subscribe('order.paid', ({ userId, number }) =>
    notificationService.notify(userId, 'orderPaid', { number }, number),
  );
  eventBus.subscribe('order.shipped', ({ userId, number, trackingCode }) =>
    notificationService.notify(userId, 'orderShipped', { number, trackingCode }, number),
  );
  eventBus.subscribe('order.delivered', ({ userId, number }) =>
    notificationService.notify(userId, 'orderDelivered', { number }, number),
  );
  eventBus.subscribe('order.cancelled', ({ userId, number, reason }) =>
    notificationService.notify(userId, 'orderCancelled', { number, reason }, number),
  );
  eventBus.subscribe('payment.declined', ({ userId, reason, amount }) =>
    notificationService.notify(
      userId,
      'paymentDeclined',
      { reason, amount: new Money(amount).toString() },
      new Date().toISOString(),
    ),
  );
  eventBus.subscribe('payment.refunded', ({ userId, number, amount, refundId }) =>
    notificationService.notify(
      userId,
      'refunded',
      { number, amount: new Money(amount).toString() },
      String(refundId),
    ),
  );
  eventBus.subscribe('return.decided', ({ userId, returnNumber, approved }) => {
    const decision = approved ? 'please send the goods back' : 'we cannot accept it';
    return notificationService.notify(
      userId,
      'returnDecided',
      { number: returnNumber, decision },
      returnNumber,
    );
  });
  eventBus.subscribe('cart.abandoned', ({ userId, cartId, items }) =>
    notificationService.notify(
      userId,
      'cartReminder',
      { articles: articlesText(items) },
      `${cartId}/${isoDate(new Date())}`,
    ),
  );
  eventBus.subscribe('stock.low', (level) =>
    notificationService.notifyStaff(
      'lowStock',
      { ...level },
      `${level.warehouse}/${level.sku}/${isoDate(new Date())}`,
    ),
  );
  eventBus.subscribe('review.posted', ({ reviewId, productName }) =>
    notificationService.notifyStaff(
      'reviewPosted',
      { review: reviewId, product: productName },
      String(reviewId),
    ),
  );
  eventBus.subscribe('shipment.exception', ({ trackingCode, description }) =>
    notificationService.notifyStaff(
      'parcelProblem',
      { trackingCode, description },
      `${trackingCode}/${isoDate(new Date())}`,
    ),
  );
}
