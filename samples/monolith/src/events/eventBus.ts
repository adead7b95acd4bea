import { EventEmitter } from 'node:events';
import { logger } from '../utils/logger.js';

/** Facts that one part of the shop tells all others, after its transaction has been committed. */
export interface ShopEvents {
  'user.registered': { userId: number; email: string; name: string };
  'user.passwordResetRequested': { userId: number; token: string };
  'cart.abandoned': { cartId: string; userId: number; items: number };
  'order.placed': { orderId: number; number: string; userId: number; placedAt: Date };
  'order.paid': { orderId: number; number: string; userId: number };
  'order.shipped': { orderId: number; number: string; userId: number; trackingCode: string };
  'order.delivered': { orderId: number; number: string; userId: number; total: bigint };
  'order.cancelled': { orderId: number; number: string; userId: number; reason: string };
  'payment.declined': { userId: number; reason: string; amount: bigint };
  'payment.refunded': {
    refundId: number;
    orderId: number;
    number: string;
    userId: number;
    amount: bigint;
  };
  'return.decided': { returnNumber: string; userId: number; approved: boolean };
  'stock.low': { sku: string; warehouse: string; onHand: number; reorderPoint: number };
  'review.posted': { reviewId: number; productName: string };
  'shipment.exception': { shipmentId: number; trackingCode: string; description: string };
}

export type ShopEventName = keyof ShopEvents;

type Handler<K extends ShopEventName> = (payload: ShopEvents[K]) => void | Promise<void>;

/** Runs handlers apart from the publisher: a failing handler is logged, never felt by a request. */
class EventBus {
  private readonly emitter = new EventEmitter();
  private readonly pending = new Set<Promise<void>>();

  publish<K extends ShopEventName>(name: K, payload: ShopEvents[K]): void {
    logger.debug({ event: name }, 'event published');
    this.emitter.emit(name, payload);
  }

  subscribe<K extends ShopEventName>(name: K, handler: Handler<K>): void {
    this.emitter.on(name, (payload: ShopEvents[K]) => {
      const run = Promise.resolve()
        .then(() => handler(payload))
        .catch((error: unknown) => logger.error({ err: error, event: name }, 'handler failed'))
        .finally(() => this.pending.delete(run));
      this.pending.add(run);
    });
  }

  /** Waits for the handlers under way, and for those that they cause. */
  async drain(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  unsubscribeAll(): void {
    this.emitter.removeAllListeners();
  }
}

export const eventBus = new EventBus();
