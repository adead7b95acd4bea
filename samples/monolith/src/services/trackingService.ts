import { config } from '../config/env.js';
import { inTransaction } from '../db/transaction.js';
import type { Order, ShipmentStatus } from '../entities/index.js';
import { Shipment, TrackingEvent } from '../entities/index.js';
import { ConflictError, NotFoundError, UnauthorizedError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { orderRepository, shipmentRepository } from '../repositories/index.js';
import type { CarrierReport } from '../schemas/shippingSchemas.js';
import { carrierReportSchema } from '../schemas/shippingSchemas.js';
import { addDays, hmacHex, sameSignature } from '../utils/index.js';
import { orderService } from './orderService.js';

const STATUS_OF: Record<CarrierReport['status'], ShipmentStatus> = {
  PICKED_UP: 'in_transit',
  IN_TRANSIT: 'in_transit',
  OUT_FOR_DELIVERY: 'out_for_delivery',
  DELIVERED: 'delivered',
  PROBLEM: 'exception',
};

const TEXTS: Record<CarrierReport['status'], string> = {
  PICKED_UP: 'The carrier has the parcel',
  IN_TRANSIT: 'On its way',
  OUT_FOR_DELIVERY: 'In the delivery van',
  DELIVERED: 'Delivered',
  PROBLEM: 'The parcel could not be delivered',
};

const STUCK_AFTER_DAYS = 7;

/** Carriers sign the bytes that they send. */
export async function handleCarrierReport(body: Buffer, signature: string): Promise<Shipment> {
  if (!sameSignature(hmacHex(config.webhookSecret, body), signature)) {
    throw new UnauthorizedError('The signature does not fit');
  }
  return recordReport(carrierReportSchema.parse(JSON.parse(body.toString('utf8'))));
}

/** Books what a carrier or a member of staff reports; reports may come late and out of order. */
export async function recordReport(report: CarrierReport): Promise<Shipment> {
  const { shipment, delivered } = await inTransaction(async (manager) => {
    const found = await shipmentRepository.findByTrackingCode(report.trackingCode, manager);
    if (!found) throw new NotFoundError('Shipment', report.trackingCode);
    if (found.status === 'label_created' || found.status === 'cancelled') {
      throw new ConflictError(`Shipment ${found.trackingCode} has not been handed over`);
    }
    const status = STATUS_OF[report.status];
    const newest = found.events.at(-1);
    await manager.save(
      manager.create(TrackingEvent, {
        shipmentId: found.id,
        status,
        description: report.description || TEXTS[report.status],
        location: report.location,
        occurredAt: report.occurredAt,
      }),
    );
    const outdated = newest !== undefined && newest.occurredAt > report.occurredAt;
    if (outdated || found.status === 'delivered') return { shipment: found, delivered: null };

    found.status = status;
    found.deliveredAt = status === 'delivered' ? report.occurredAt : null;
    await manager.update(Shipment, found.id, { status, deliveredAt: found.deliveredAt });

    const parcels = await shipmentRepository.activeOf(found.orderId, manager);
    const order = await orderRepository.findById(found.orderId, manager);
    const complete = parcels.every((parcel) => parcel.status === 'delivered');
    if (!order || !complete || order.status !== 'shipped') {
      return { shipment: found, delivered: null };
    }
    await orderService.markDelivered(manager, order, report.occurredAt);
    return { shipment: found, delivered: order };
  });
  announce(shipment, delivered, report);
  return shipment;
}

function announce(shipment: Shipment, delivered: Order | null, report: CarrierReport): void {
  if (delivered) {
    eventBus.publish('order.delivered', {
      orderId: delivered.id,
      number: delivered.number,
      userId: delivered.userId,
      total: delivered.totalMinor,
    });
  }
  if (STATUS_OF[report.status] === 'exception') {
    eventBus.publish('shipment.exception', {
      shipmentId: shipment.id,
      trackingCode: shipment.trackingCode,
      description: report.description || TEXTS[report.status],
    });
  }
}

/** For anyone who knows the code; so neither names nor streets stand in it. */
export async function publicTimeline(trackingCode: string) {
  const shipment = await shipmentRepository.findByTrackingCode(trackingCode);
  if (!shipment || shipment.status === 'cancelled') {
    throw new NotFoundError('Shipment', trackingCode);
  }
  return {
    trackingCode: shipment.trackingCode,
    carrier: shipment.carrier,
    status: shipment.status,
    destination: `${shipment.order.shippingAddress.city}, ${shipment.order.shippingAddress.country}`,
    deliveredAt: shipment.deliveredAt,
    events: shipment.events.map(({ status, description, location, occurredAt }) => ({
      status,
      description,
      location,
      occurredAt,
    })),
  };
}

/** Parcels that have been under way for too long without a word. */
export async function stuckShipments(now: Date) {
  const since = addDays(now, -STUCK_AFTER_DAYS);
  const shipments = await shipmentRepository.dispatchedBefore(since);
  return shipments
    .filter((shipment) => shipment.events.every((event) => event.occurredAt < since))
    .map((shipment) => ({
      trackingCode: shipment.trackingCode,
      order: shipment.order.number,
      carrier: shipment.carrier,
      lastSeenAt: shipment.events.at(-1)?.occurredAt ?? shipment.dispatchedAt,
    }));
}
