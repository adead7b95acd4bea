import type { EntityManager } from 'typeorm';
import { config } from '../config/env.js';
import { inTransaction } from '../db/transaction.js';
import type { Order, PaymentMethod, User } from '../entities/index.js';
import { Payment, Refund } from '../entities/index.js';
import type { PaymentDeclinedError } from '../errors/index.js';
import {
  BadRequestError,
  ConflictError,
  NotFoundError,
  UnauthorizedError,
} from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { orderRepository, paymentRepository } from '../repositories/index.js';
import type { CardInput } from '../schemas/paymentSchemas.js';
import { paymentReportSchema } from '../schemas/paymentSchemas.js';
import { Money, hmacHex, sameSignature } from '../utils/index.js';
import { cancelInvoices, issueCreditNote, issueInvoice, settleInvoice } from './invoiceService.js';
import { orderService } from './orderService.js';
import { authorizeCard, refundCard } from './paymentGateway.js';

class PaymentService {
  /** Reserves the money of a card, as part of placing the order. Throws when it is declined. */
  async authorize(
    manager: EntityManager,
    order: Order,
    amount: bigint,
    card: CardInput,
    payer: User,
  ): Promise<Payment> {
    const { reference, cardLast4 } = authorizeCard(card, amount, new Date());
    return manager.save(
      manager.create(Payment, {
        orderId: order.id,
        payerId: payer.id,
        method: 'card',
        status: 'authorized',
        amountMinor: amount,
        refundedMinor: 0n,
        gatewayReference: reference,
        cardLast4,
      }),
    );
  }

  /** The customer will transfer the money; the invoice goes out at once, because it says where to. */
  async awaitTransfer(manager: EntityManager, order: Order, payer: User): Promise<Payment> {
    await issueInvoice(manager, order, 'open');
    return manager.save(
      manager.create(Payment, {
        orderId: order.id,
        payerId: payer.id,
        method: 'transfer',
        status: 'awaiting',
        amountMinor: order.totalMinor,
        refundedMinor: 0n,
      }),
    );
  }

  /** Kept for the fraud desk, although the order was never written. */
  async recordDecline(
    payer: User,
    method: PaymentMethod,
    amount: bigint,
    decline: PaymentDeclinedError,
  ): Promise<void> {
    await inTransaction((manager) =>
      manager.save(
        manager.create(Payment, {
          orderId: null,
          payerId: payer.id,
          method,
          status: 'declined',
          amountMinor: amount,
          refundedMinor: 0n,
          declineReason: decline.reason,
        }),
      ),
    );
    const { reason } = decline;
    eventBus.publish('payment.declined', { userId: payer.id, reason, amount });
  }

  /** Takes the money that was reserved; from now on the order counts as paid. */
  async capture(orderId: number): Promise<Order> {
    const order = await inTransaction(async (manager) => {
      const found = await this.requireOrder(manager, orderId);
      const payment = await this.requirePayment(manager, found);
      if (payment.status !== 'authorized') {
        throw new ConflictError(`The payment of ${found.number} is ${payment.status}`);
      }
      await this.bookIncome(manager, payment, found);
      await issueInvoice(manager, found, 'paid');
      return found;
    });
    this.announcePaid(order);
    return order;
  }

  /** Books a bank transfer. Too little is an error; too much is paid back by hand. */
  async receiveTransfer(number: string, amount: Money): Promise<Order> {
    const order = await inTransaction(async (manager) => {
      const found = await orderRepository.findByNumber(number, manager);
      if (!found) throw new NotFoundError('Order', number);
      const payment = await this.requirePayment(manager, found);
      if (payment.status !== 'awaiting') {
        throw new ConflictError(`The payment of ${number} is ${payment.status}`);
      }
      if (amount.minor < payment.amountMinor) {
        const missing = new Money(payment.amountMinor).minus(amount);
        throw new BadRequestError(`${missing} are missing`, { missing });
      }
      await this.bookIncome(manager, payment, found);
      await settleInvoice(manager, found);
      return found;
    });
    this.announcePaid(order);
    return order;
  }

  /** The provider signs the bytes that it sends. */
  async handleReport(body: Buffer, signature: string): Promise<Order> {
    if (!sameSignature(hmacHex(config.webhookSecret, body), signature)) {
      throw new UnauthorizedError('The signature does not fit');
    }
    const report = paymentReportSchema.parse(JSON.parse(body.toString('utf8')));
    return this.receiveTransfer(report.orderNumber, report.amount);
  }

  async refund(number: string, amount: Money, reason: string, actor: User): Promise<Refund> {
    const { order, refund } = await inTransaction(async (manager) => {
      const found = await orderRepository.findByNumber(number, manager);
      if (!found) throw new NotFoundError('Order', number);
      const booked = await this.bookRefund(manager, found, amount.minor, reason, actor);
      return { order: found, refund: booked };
    });
    this.announceRefund(order, refund);
    return refund;
  }

  /** Part of the caller's transaction; the caller announces the refund once that is committed. */
  async bookRefund(
    manager: EntityManager,
    order: Order,
    amount: bigint,
    reason: string,
    actor: User | null,
  ): Promise<Refund> {
    const payment = await this.requirePayment(manager, order);
    if (payment.status !== 'captured' && payment.status !== 'partially_refunded') {
      throw new ConflictError(`The payment of ${order.number} is ${payment.status}`);
    }
    const left = payment.amountMinor - payment.refundedMinor;
    if (amount > left) {
      throw new BadRequestError(`At most ${new Money(left)} can be refunded`);
    }
    const refundedMinor = payment.refundedMinor + amount;
    await manager.update(Payment, payment.id, {
      refundedMinor,
      status: refundedMinor === payment.amountMinor ? 'refunded' : 'partially_refunded',
    });
    await issueCreditNote(manager, order, amount, reason);
    return manager.save(
      manager.create(Refund, {
        paymentId: payment.id,
        amountMinor: amount,
        reason,
        gatewayReference: payment.gatewayReference && refundCard(payment.gatewayReference, amount),
        issuedById: actor?.id ?? null,
      }),
    );
  }

  /** Gives the money of a cancelled order back, or lets go of what was never taken. */
  async settleCancellation(
    manager: EntityManager,
    order: Order,
    reason: string,
    actor: User | null,
  ): Promise<Refund | null> {
    const payment = await this.requirePayment(manager, order);
    if (payment.status === 'authorized' || payment.status === 'awaiting') {
      await manager.update(Payment, payment.id, { status: 'voided' });
      await cancelInvoices(manager, order, reason);
      return null;
    }
    const left = payment.amountMinor - payment.refundedMinor;
    return left > 0n ? this.bookRefund(manager, order, left, reason, actor) : null;
  }

  announceRefund(order: Order, refund: Refund): void {
    eventBus.publish('payment.refunded', {
      refundId: refund.id,
      orderId: order.id,
      number: order.number,
      userId: order.userId,
      amount: refund.amountMinor,
    });
  }

  /** What was paid and given back, for the order page. */
  async statement(number: string, viewer: User) {
    const order = await orderService.get(number, viewer);
    const payment = await paymentRepository.findOfOrder(order.id);
    if (!payment) throw new NotFoundError('Payment of order', number);
    const refunds = await paymentRepository.refundsOf(payment.id);
    return {
      method: payment.method,
      status: payment.status,
      amount: new Money(payment.amountMinor),
      refunded: new Money(payment.refundedMinor),
      cardLast4: payment.cardLast4,
      capturedAt: payment.capturedAt,
      refunds: refunds.map((refund) => ({
        amount: new Money(refund.amountMinor),
        reason: refund.reason,
        by: viewer.isStaff ? (refund.issuedBy?.name ?? null) : undefined,
        at: refund.createdAt,
      })),
    };
  }

  private async bookIncome(manager: EntityManager, payment: Payment, order: Order): Promise<void> {
    const capturedAt = new Date();
    await manager.update(Payment, payment.id, { status: 'captured', capturedAt });
    await orderService.markPaid(manager, order, capturedAt);
  }

  private announcePaid({ id: orderId, number, userId }: Order): void {
    eventBus.publish('order.paid', { orderId, number, userId });
  }

  private async requireOrder(manager: EntityManager, id: number): Promise<Order> {
    const order = await orderRepository.findById(id, manager);
    if (!order) throw new NotFoundError('Order', id);
    return order;
  }

  private async requirePayment(manager: EntityManager, order: Order): Promise<Payment> {
    const payment = await paymentRepository.findOfOrder(order.id, manager);
    if (!payment) throw new NotFoundError('Payment of order', order.number);
    return payment;
  }
}

export const paymentService = new PaymentService();
