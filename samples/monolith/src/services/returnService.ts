import type { EntityManager } from 'typeorm';
import { returnWindowDays } from '../config/company.js';
import { nextNumber } from '../db/sequences.js';
import { inTransaction } from '../db/transaction.js';
import type { Order, OrderLine as Line, ReturnReason, User } from '../entities/index.js';
import { OrderLine, ReturnRequest } from '../entities/index.js';
import { BadRequestError, ConflictError, NotFoundError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { orderRepository } from '../repositories/index.js';
import type { ReturnInput, ReturnReceipt } from '../schemas/orderSchemas.js';
import { Money, daysBetween, divideRounded, quantitiesBySku, sumBy } from '../utils/index.js';
import { orderService } from './orderService.js';
import { paymentService } from './paymentService.js';
import { restock } from './stockService.js';

const LIST_LENGTH = 100;

/** Then the shop pays for the way there, too. */
const OUR_FAULT: ReadonlySet<ReturnReason> = new Set([
  'wrong_item',
  'damaged',
  'defective',
  'late',
]);

export interface ReturnView {
  number: string;
  order: string;
  status: string;
  reason: string;
  comment: string | null;
  lines: { orderLineId: number; sku: string; quantity: number; condition: string | null }[];
  refund: Money | null;
  requestedBy: string;
  createdAt: Date;
}

function present(request: ReturnRequest): ReturnView {
  return {
    number: request.number,
    order: request.order.number,
    status: request.status,
    reason: request.reason,
    comment: request.comment,
    lines: request.lines,
    refund: request.refundMinor === null ? null : new Money(request.refundMinor),
    requestedBy: request.requestedBy.name,
    createdAt: request.createdAt,
  };
}

function assertReturnable(order: Order, now: Date): void {
  if (order.status !== 'delivered' || !order.deliveredAt) {
    throw new ConflictError(`Order ${order.number} is ${order.status}: nothing to send back yet`);
  }
  if (daysBetween(order.deliveredAt, now) > returnWindowDays) {
    throw new ConflictError(`Articles can be sent back within ${returnWindowDays} days`);
  }
}

/** How many of a line are announced in other returns that are still open. */
function announced(line: Line, others: ReturnRequest[]): number {
  const open = others.filter(({ status }) => status === 'requested' || status === 'approved');
  const lines = open.flatMap((other) => other.lines);
  return sumBy(lines, (other) => (other.orderLineId === line.id ? other.quantity : 0));
}

export async function requestReturn(
  orderNumber: string,
  user: User,
  input: ReturnInput,
): Promise<ReturnView> {
  const now = new Date();
  const order = await orderService.get(orderNumber, user);
  assertReturnable(order, now);
  const request = await inTransaction(async (manager) => {
    const others = await orderRepository.returnsOf(order.id, manager);
    const lines = input.lines.map(({ orderLineId, quantity }) => {
      const line = order.lines.find((candidate) => candidate.id === orderLineId);
      if (!line) throw new BadRequestError(`Order ${order.number} has no line ${orderLineId}`);
      const left = line.quantity - line.returnedQuantity - announced(line, others);
      if (quantity > left) {
        throw new ConflictError(`At most ${left} of ${line.sku} can be sent back`);
      }
      return { orderLineId, sku: line.sku, quantity, condition: null };
    });
    return manager.save(
      manager.create(ReturnRequest, {
        number: await nextNumber(manager, 'return', now),
        orderId: order.id,
        requestedById: user.id,
        reason: input.reason,
        comment: input.comment,
        status: 'requested',
        lines,
        refundMinor: null,
      }),
    );
  });
  return present(Object.assign(request, { order, requestedBy: user }));
}

async function requireReturn(
  manager: EntityManager,
  number: string,
  status: 'requested' | 'approved',
): Promise<ReturnRequest> {
  const request = await orderRepository.findReturn(number, manager);
  if (!request) throw new NotFoundError('Return', number);
  if (request.status !== status) {
    throw new ConflictError(`Return ${number} is ${request.status}, not ${status}`);
  }
  return request;
}

export async function decideReturn(number: string, approve: boolean): Promise<ReturnView> {
  const request = await inTransaction(async (manager) => {
    const found = await requireReturn(manager, number, 'requested');
    found.status = approve ? 'approved' : 'rejected';
    await manager.update(ReturnRequest, found.id, { status: found.status });
    return found;
  });
  eventBus.publish('return.decided', {
    returnNumber: request.number,
    userId: request.requestedById,
    approved: approve,
  });
  return present(request);
}

/** The price of the first `quantity` pieces of a line; differences of it never lose a cent. */
function valueOf(line: Line, quantity: number): bigint {
  return divideRounded(line.totalMinor * BigInt(quantity), BigInt(line.quantity));
}

/** Books the goods back, gives the money back, and closes the order when nothing of it is left. */
export async function receiveReturn(
  number: string,
  receipt: ReturnReceipt,
  actor: User,
): Promise<ReturnView> {
  const conditions = new Map(receipt.lines.map((line) => [line.orderLineId, line.condition]));
  const { request, order, refund } = await inTransaction(async (manager) => {
    const found = await requireReturn(manager, number, 'approved');
    const ofOrder = await orderRepository.findById(found.orderId, manager);
    if (!ofOrder) throw new NotFoundError('Order', found.orderId);
    let amount = 0n;
    for (const returned of found.lines) {
      const line = ofOrder.lines.find((candidate) => candidate.id === returned.orderLineId);
      const condition = conditions.get(returned.orderLineId);
      if (!line || !condition) {
        throw new BadRequestError(`The condition of ${returned.sku} is missing`);
      }
      returned.condition = condition;
      const before = valueOf(line, line.returnedQuantity);
      line.returnedQuantity += returned.quantity;
      amount += valueOf(line, line.returnedQuantity) - before;
      const { returnedQuantity } = line;
      await manager.update(OrderLine, line.id, { returnedQuantity });
    }
    const resellable = found.lines.filter((line) => line.condition === 'resellable');
    await restock(manager, number, quantitiesBySku(resellable), actor);

    const everything = ofOrder.lines.every((line) => line.returnedQuantity === line.quantity);
    if (everything && OUR_FAULT.has(found.reason)) amount += ofOrder.shippingMinor;
    const booked = await paymentService.bookRefund(manager, ofOrder, amount, number, actor);
    if (everything) await orderService.transition(manager, ofOrder, 'returned', actor, number);

    Object.assign(found, { status: 'refunded', refundMinor: amount, receivedAt: new Date() });
    const { status, lines, refundMinor, receivedAt } = found;
    await manager.update(ReturnRequest, found.id, { status, lines, refundMinor, receivedAt });
    return { request: found, order: ofOrder, refund: booked };
  });
  paymentService.announceRefund(order, refund);
  return present(request);
}

export async function listOpenReturns(afterId: number): Promise<ReturnView[]> {
  const requests = await orderRepository.openReturns(afterId, LIST_LENGTH);
  return requests.map((request) => present(request));
}
