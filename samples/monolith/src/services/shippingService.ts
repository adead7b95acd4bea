import type { EntityManager } from 'typeorm';
import { company } from '../config/company.js';
import { nextNumber } from '../db/sequences.js';
import { inTransaction } from '../db/transaction.js';
import type { Order, ShipmentLine, User } from '../entities/index.js';
import { Shipment, TrackingEvent } from '../entities/index.js';
import { BadRequestError, ConflictError, NotFoundError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { orderRepository, shipmentRepository } from '../repositories/index.js';
import type { ShipmentInput, ShipmentQuery } from '../schemas/shippingSchemas.js';
import {
  addressLines,
  escapeHtml,
  htmlPage,
  htmlTable,
  isoDate,
  mapPage,
  quantitiesBySku,
  sumBy,
} from '../utils/index.js';
import { orderService } from './orderService.js';
import { consumeReservations, pickList } from './reservationService.js';
import { estimateArrival } from './shippingRateService.js';
import { announceLowStock } from './stockService.js';

const QUEUE_LENGTH = 50;
const CARRIERS: Record<string, string> = { express: 'Falcon', standard: 'DPX', pickup: 'Store' };

/** Orders to be packed, the most urgent first, with the places where their goods lie. */
export async function packingQueue() {
  const orders = await shipmentRepository.ordersToPack(QUEUE_LENGTH);
  const waiting = orders.map((order) => ({
    order,
    dueAt: estimateArrival(order.paidAt ?? order.placedAt, order.shippingMethod),
  }));
  waiting.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.order.id - b.order.id);
  return Promise.all(
    waiting.map(async ({ order, dueAt }) => ({
      number: order.number,
      customer: order.user.name,
      method: order.shippingMethod,
      dueAt,
      picks: await pickList(order.number),
    })),
  );
}

/** What of each order line is in no parcel yet. */
function unpackedQuantities(order: Order, shipments: Shipment[]): Map<number, number> {
  const left = new Map(order.lines.map((line) => [line.id, line.quantity]));
  for (const { orderLineId, quantity } of shipments.flatMap((shipment) => shipment.lines)) {
    left.set(orderLineId, (left.get(orderLineId) ?? 0) - quantity);
  }
  return left;
}

function linesToPack(order: Order, input: ShipmentInput, left: Map<number, number>) {
  const wanted =
    input.lines ??
    [...left]
      .filter(([, quantity]) => quantity > 0)
      .map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
  if (wanted.length === 0) throw new ConflictError('Everything is in parcels already');
  return wanted.map(({ orderLineId, quantity }): ShipmentLine => {
    const line = order.lines.find((candidate) => candidate.id === orderLineId);
    if (!line) throw new BadRequestError(`Order ${order.number} has no line ${orderLineId}`);
    if (quantity > (left.get(orderLineId) ?? 0)) {
      throw new ConflictError(`Not that many of ${line.sku} are left to be packed`);
    }
    left.set(orderLineId, (left.get(orderLineId) ?? 0) - quantity);
    return { orderLineId, sku: line.sku, name: line.name, quantity };
  });
}

function weightOf(order: Order, lines: ShipmentLine[]): number {
  const weights = new Map(order.lines.map((line) => [line.id, line.weightGrams]));
  return sumBy(lines, (line) => (weights.get(line.orderLineId) ?? 0) * line.quantity);
}

export async function createShipment(input: ShipmentInput, actor: User): Promise<Shipment> {
  return inTransaction(async (manager) => {
    const order = await orderRepository.findByNumber(input.orderNumber, manager);
    if (!order) throw new NotFoundError('Order', input.orderNumber);
    if (order.status !== 'paid') {
      throw new ConflictError(`Order ${order.number} is ${order.status}: nothing to pack`);
    }
    const shipments = await shipmentRepository.activeOf(order.id, manager);
    const left = unpackedQuantities(order, shipments);
    const lines = linesToPack(order, input, left);
    const shipment = await manager.save(
      manager.create(Shipment, {
        orderId: order.id,
        trackingCode: await nextNumber(manager, 'shipment', new Date()),
        carrier: CARRIERS[order.shippingMethod] ?? 'DPX',
        status: 'label_created',
        lines,
        weightGrams: weightOf(order, lines),
        packedById: actor.id,
      }),
    );
    const complete = [...left.values()].every((quantity) => quantity === 0);
    if (complete) await orderService.transition(manager, order, 'packed', actor);
    return shipment;
  });
}

async function requireLabelled(manager: EntityManager, id: number): Promise<Shipment> {
  const shipment = await shipmentRepository.findById(id, manager);
  if (!shipment) throw new NotFoundError('Shipment', id);
  if (shipment.status !== 'label_created') {
    throw new ConflictError(`Shipment ${shipment.trackingCode} is ${shipment.status} already`);
  }
  return shipment;
}

async function requireOrder(manager: EntityManager, id: number): Promise<Order> {
  const order = await orderRepository.findById(id, manager);
  if (!order) throw new NotFoundError('Order', id);
  return order;
}

export async function cancelShipment(id: number, actor: User): Promise<void> {
  await inTransaction(async (manager) => {
    const shipment = await requireLabelled(manager, id);
    await manager.update(Shipment, id, { status: 'cancelled' });
    const order = await requireOrder(manager, shipment.orderId);
    if (order.status === 'packed') {
      await orderService.transition(manager, order, 'paid', actor, 'Parcel unpacked again');
    }
  });
}

/** Hands a parcel to the carrier: the goods leave the stock, and perhaps the order is complete. */
export async function dispatchShipment(id: number, actor: User): Promise<Shipment> {
  const { shipment, order } = await inTransaction(async (manager) => {
    const found = await requireLabelled(manager, id);
    const ofOrder = await requireOrder(manager, found.orderId);
    const dispatchedAt = new Date();
    await consumeReservations(manager, ofOrder.number, quantitiesBySku(found.lines), actor);
    await manager.update(Shipment, id, { status: 'in_transit', dispatchedAt });
    Object.assign(found, { status: 'in_transit', dispatchedAt });
    await manager.save(
      manager.create(TrackingEvent, {
        shipmentId: id,
        status: 'in_transit',
        description: `Handed over to ${found.carrier}`,
        location: company.city,
        occurredAt: dispatchedAt,
      }),
    );
    const parcels = await shipmentRepository.activeOf(ofOrder.id, manager);
    const allGone = parcels.every((parcel) => parcel.status !== 'label_created');
    if (ofOrder.status === 'packed' && allGone) {
      await orderService.transition(manager, ofOrder, 'shipped', actor);
    }
    return { shipment: found, order: ofOrder };
  });
  if (order.status === 'shipped') {
    eventBus.publish('order.shipped', {
      orderId: order.id,
      number: order.number,
      userId: order.userId,
      trackingCode: shipment.trackingCode,
    });
  }
  await announceLowStock(shipment.lines.map((line) => line.sku));
  return shipment;
}

export async function listShipments({ status, ...request }: ShipmentQuery) {
  return mapPage(await shipmentRepository.page(request, status), (shipment) => ({
    id: shipment.id,
    trackingCode: shipment.trackingCode,
    order: shipment.order.number,
    carrier: shipment.carrier,
    status: shipment.status,
    weightGrams: shipment.weightGrams,
    packedBy: shipment.packedBy?.name ?? null,
    dispatchedAt: shipment.dispatchedAt,
  }));
}

async function requireShipment(id: number): Promise<Shipment> {
  const shipment = await shipmentRepository.findById(id);
  if (!shipment) throw new NotFoundError('Shipment', id);
  return shipment;
}

/** The sheet that lies in the parcel; it names no prices, since it may be a present. */
export async function packingSlip(id: number): Promise<string> {
  const shipment = await requireShipment(id);
  const { order, lines, trackingCode } = shipment;
  const recipient = addressLines(order.shippingAddress).map((line) => escapeHtml(line));
  return htmlPage(
    `Packing slip ${trackingCode}`,
    [
      `<h1>${escapeHtml(company.name)}</h1>`,
      `<p>${recipient.join('<br>')}</p>`,
      `<p>Order ${escapeHtml(order.number)} of ${isoDate(order.placedAt)}</p>`,
      htmlTable(
        ['Article', 'Name', 'Quantity'],
        lines.map((line) => [line.sku, line.name, String(line.quantity)]),
        1,
      ),
    ].join('\n'),
  );
}

/** The label in the language of label printers, in their code page. */
export async function shippingLabel(id: number): Promise<Buffer> {
  const { order, trackingCode, carrier, weightGrams } = await requireShipment(id);
  const rows = [carrier, ...addressLines(order.shippingAddress), `${weightGrams} g`];
  const fields = rows.map(
    (text, index) => `^FO40,${60 + index * 40}^A0N,30^FD${text.replace(/[\^~]/g, ' ')}^FS`,
  );
  const barcode = `^FO40,${80 + rows.length * 40}^BCN,100^FD${trackingCode}^FS`;
  return Buffer.from(['^XA', ...fields, barcode, '^XZ'].join('\n'), 'latin1');
}
