import type { EntityManager } from 'typeorm';
import { inTransaction } from '../db/transaction.js';
import type { OrderStatus, Refund, User } from '../entities/index.js';
import { Order, OrderStatusChange } from '../entities/index.js';
import { ConflictError, ForbiddenError, NotFoundError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { orderRepository, shipmentRepository } from '../repositories/index.js';
import type { OrderQuery } from '../schemas/orderSchemas.js';
import type { Page } from '../utils/index.js';
import { Money, mapPage } from '../utils/index.js';
import { cartService } from './cartService.js';
import { restoreCoupon } from './couponService.js';
import { assertTransition, canGo, customerActions } from './orderStateMachine.js';
import { paymentService } from './paymentService.js';
import { confirmReservations, releaseReservations } from './reservationService.js';
import { estimateArrival } from './shippingRateService.js';
import { taxIncluded } from './taxService.js';

/** Orders placed since this process started; shown by the metrics page. */
let placedSinceStart = 0;

export function countPlacedOrder(): void {
  placedSinceStart += 1;
}

export function ordersSinceStart(): number {
  return placedSinceStart;
}

/** An order as customers see it. */
export class OrderSummary {
  private readonly order: Order;

  constructor(order: Order) {
    this.order = order;
  }

  /** Counted from the payment; nothing is promised for an order that is not paid. */
  get expectedArrival(): Date | null {
    const { paidAt, deliveredAt, status, shippingMethod } = this.order;
    if (deliveredAt) return deliveredAt;
    return paidAt && status !== 'cancelled' ? estimateArrival(paidAt, shippingMethod) : null;
  }

  get items(): number {
    return this.order.lines.reduce((sum, line) => sum + line.quantity, 0);
  }

  toJSON() {
    const { order } = this;
    return {
      number: order.number,
      status: order.status,
      placedAt: order.placedAt,
      items: this.items,
      subtotal: new Money(order.subtotalMinor),
      discount: new Money(order.discountMinor),
      shipping: new Money(order.shippingMinor),
      total: new Money(order.totalMinor),
      taxIncluded: new Money(order.taxMinor),
      couponCode: order.couponCode,
      shippingMethod: order.shippingMethod,
      expectedArrival: this.expectedArrival,
      actions: customerActions(order.status),
    };
  }
}

export interface Cancellation {
  order: Order;
  refund: Refund | null;
}

class OrderService {
  /** Customers see their own orders only, and do not learn which other numbers exist. */
  async get(number: string, viewer: User): Promise<Order> {
    const order = await orderRepository.findByNumber(number);
    if (!order || (order.userId !== viewer.id && !viewer.isStaff)) {
      throw new NotFoundError('Order', number);
    }
    return order;
  }

  async details(number: string, viewer: User) {
    const order = await this.get(number, viewer);
    const history = await orderRepository.timeline(order.id);
    return {
      ...new OrderSummary(order).toJSON(),
      shippingAddress: order.shippingAddress,
      cancelReason: order.cancelReason,
      customer: viewer.isStaff ? { id: order.user.id, email: order.user.email } : undefined,
      lines: order.lines.map((line) => {
        const total = new Money(line.totalMinor);
        return {
          id: line.id,
          sku: line.sku,
          name: line.name,
          quantity: line.quantity,
          returnedQuantity: line.returnedQuantity,
          unitPrice: new Money(line.unitPriceMinor),
          discount: new Money(line.discountMinor),
          total,
          taxIncluded: taxIncluded(total, line.taxBasisPoints),
        };
      }),
      history: history.map((change) => ({
        from: change.fromStatus,
        to: change.toStatus,
        note: change.note,
        by: viewer.isStaff ? (change.actor?.name ?? null) : undefined,
        at: change.createdAt,
      })),
    };
  }

  async listOwn(user: User, query: OrderQuery): Promise<Page<OrderSummary>> {
    const page = await orderRepository.search({ ...query, userId: user.id });
    return mapPage(page, (order) => new OrderSummary(order));
  }

  /** The list that staff work through: with the day on which the customer expects the parcel. */
  async search(query: OrderQuery) {
    const page = await orderRepository.search(query);
    return {
      ...page,
      items: page.items.map((order) => ({
        number: order.number,
        status: order.status,
        customer: { id: order.user.id, name: order.user.name, email: order.user.email },
        placedAt: order.placedAt,
        total: new Money(order.totalMinor),
        dueAt: estimateArrival(order.paidAt ?? order.placedAt, order.shippingMethod),
      })),
    };
  }

  async transition(
    manager: EntityManager,
    order: Order,
    to: OrderStatus,
    actor: User | null,
    note: string | null = null,
  ): Promise<void> {
    assertTransition(order.number, order.status, to);
    await manager.save(
      manager.create(OrderStatusChange, {
        orderId: order.id,
        fromStatus: order.status,
        toStatus: to,
        note,
        actorId: actor?.id ?? null,
      }),
    );
    order.status = to;
    await manager.update(Order, order.id, { status: to });
  }

  /** Called by the payments, within the transaction that books the money. */
  async markPaid(manager: EntityManager, order: Order, paidAt: Date): Promise<void> {
    await this.transition(manager, order, 'paid', null);
    order.paidAt = paidAt;
    await manager.update(Order, order.id, { paidAt });
    await confirmReservations(manager, order.number);
  }

  async markDelivered(manager: EntityManager, order: Order, deliveredAt: Date): Promise<void> {
    await this.transition(manager, order, 'delivered', null);
    order.deliveredAt = deliveredAt;
    await manager.update(Order, order.id, { deliveredAt });
  }

  async cancel(number: string, reason: string, actor: User): Promise<Cancellation> {
    const order = await this.get(number, actor);
    if (!actor.isStaff && !canGo(order.status, 'cancelled')) {
      throw new ForbiddenError('The order is on its way already: please send it back instead');
    }
    if ((await shipmentRepository.activeOf(order.id)).length > 0) {
      throw new ConflictError('Parcels have been packed for this order already');
    }
    return this.cancelOrder(order, reason, actor);
  }

  /** Housekeeping: orders whose stock was held for a payment that never came. */
  async cancelUnpaid(numbers: string[]): Promise<string[]> {
    const cancelled: string[] = [];
    for (const number of numbers) {
      const order = await orderRepository.findByNumber(number);
      if (order?.status !== 'pending') continue;
      await this.cancelOrder(order, 'The payment did not arrive in time', null);
      cancelled.push(number);
    }
    return cancelled;
  }

  /** Puts the articles of an old order into the customer's cart; answers those that are gone. */
  async reorder(number: string, user: User): Promise<{ cartId: string; unavailable: string[] }> {
    const order = await this.get(number, user);
    const cart = await cartService.open(user);
    const unavailable: string[] = [];
    for (const line of order.lines) {
      try {
        await cartService.addItem(cart.id, user, line.sku, line.quantity);
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        unavailable.push(line.sku);
      }
    }
    return { cartId: cart.id, unavailable };
  }

  private async cancelOrder(
    order: Order,
    reason: string,
    actor: User | null,
  ): Promise<Cancellation> {
    const refund = await inTransaction(async (manager) => {
      await this.transition(manager, order, 'cancelled', actor, reason);
      order.cancelReason = reason;
      order.cancelledAt = new Date();
      const { cancelReason, cancelledAt } = order;
      await manager.update(Order, order.id, { cancelReason, cancelledAt });
      await releaseReservations(manager, order.number);
      await restoreCoupon(manager, order.number);
      return paymentService.settleCancellation(manager, order, reason, actor);
    });
    const { id: orderId, number, userId } = order;
    eventBus.publish('order.cancelled', { orderId, number, userId, reason });
    if (refund) paymentService.announceRefund(order, refund);
    return { order, refund };
  }
}

export const orderService = new OrderService();
