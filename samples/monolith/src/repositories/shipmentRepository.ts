import type { EntityManager } from 'typeorm';
import { In, LessThan, Not } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import type { ShipmentStatus } from '../entities/index.js';
import { Order, Shipment } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { pageOf, pageOffset } from '../utils/index.js';

const WHOLE = {
  relations: { events: true, order: true, packedBy: true },
  order: { events: { occurredAt: 'ASC', id: 'ASC' } },
} as const;

export const shipmentRepository = {
  findById(id: number, manager: EntityManager = AppDataSource.manager): Promise<Shipment | null> {
    return manager.findOne(Shipment, { where: { id }, ...WHOLE });
  },

  findByTrackingCode(
    trackingCode: string,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<Shipment | null> {
    return manager.findOne(Shipment, { where: { trackingCode }, ...WHOLE });
  },

  /** The parcels of an order that have not been cancelled. */
  activeOf(orderId: number, manager: EntityManager = AppDataSource.manager): Promise<Shipment[]> {
    return manager.find(Shipment, {
      where: { orderId, status: Not('cancelled') },
      order: { id: 'ASC' },
    });
  },

  async page(request: PageRequest, status?: ShipmentStatus): Promise<Page<Shipment>> {
    const [shipments, total] = await AppDataSource.manager.findAndCount(Shipment, {
      where: status ? { status } : {},
      relations: { order: true, packedBy: true },
      order: { id: 'DESC' },
      ...pageOffset(request),
    });
    return pageOf(shipments, total, request);
  },

  /** Paid orders, those that have waited longest first. */
  ordersToPack(limit: number): Promise<Order[]> {
    return AppDataSource.manager.find(Order, {
      where: { status: 'paid' },
      relations: { lines: true, user: true },
      order: { paidAt: 'ASC', id: 'ASC' },
      take: limit,
    });
  },

  dispatchedBefore(date: Date): Promise<Shipment[]> {
    return AppDataSource.manager.find(Shipment, {
      where: { status: In(['in_transit', 'out_for_delivery']), dispatchedAt: LessThan(date) },
      ...WHOLE,
    });
  },
};
