import type { EntityManager } from 'typeorm';
import type { User } from '../entities/index.js';
import { StockLevel, StockMovement, StockReservation } from '../entities/index.js';
import type { Shortage } from '../errors/index.js';
import { ConflictError, OutOfStockError } from '../errors/index.js';
import { stockRepository } from '../repositories/index.js';
import { groupBy, sumBy } from '../utils/index.js';

/**
 * Promises stock to an order, warehouse by warehouse; all of it or none. Belongs to the caller's
 * transaction, because a promise without an order would never be kept nor taken back.
 */
export async function reserveStock(
  manager: EntityManager,
  reference: string,
  quantities: Map<string, number>,
  expiresAt: Date,
): Promise<void> {
  const levels = await stockRepository.levelsOf([...quantities.keys()], manager);
  const bySku = groupBy(levels, (level) => level.sku);
  const shortages: Shortage[] = [];
  for (const [sku, requested] of quantities) {
    const available = sumBy(bySku.get(sku) ?? [], (level) => Math.max(0, level.available));
    if (available < requested) shortages.push({ sku, requested, available });
  }
  if (shortages.length > 0) throw new OutOfStockError(shortages);

  for (const [sku, requested] of quantities) {
    let missing = requested;
    for (const level of bySku.get(sku) ?? []) {
      const quantity = Math.min(missing, Math.max(0, level.available));
      if (quantity === 0) continue;
      level.reserved += quantity;
      missing -= quantity;
      await manager.save(level);
      await manager.save(
        manager.create(StockReservation, {
          reference,
          sku,
          warehouseId: level.warehouseId,
          quantity,
          status: 'held',
          expiresAt,
        }),
      );
    }
  }
}

/** Once an order is paid, its stock no longer falls back. */
export async function confirmReservations(
  manager: EntityManager,
  reference: string,
): Promise<void> {
  await manager.update(
    StockReservation,
    { reference, status: 'held' },
    { status: 'confirmed', expiresAt: null },
  );
}

async function takeFromLevel(
  manager: EntityManager,
  reservation: StockReservation,
  quantity: number,
  leavesTheHouse: boolean,
): Promise<void> {
  const key = { warehouseId: reservation.warehouseId, sku: reservation.sku };
  await manager.decrement(StockLevel, key, 'reserved', quantity);
  if (leavesTheHouse) await manager.decrement(StockLevel, key, 'onHand', quantity);
}

/** Gives back what an order held, for instance because it was cancelled. */
export async function releaseReservations(
  manager: EntityManager,
  reference: string,
): Promise<number> {
  const open = await stockRepository.reservations(reference, ['held', 'confirmed'], manager);
  for (const reservation of open) {
    await takeFromLevel(manager, reservation, reservation.quantity, false);
    await manager.update(StockReservation, reservation.id, { status: 'released' });
  }
  return sumBy(open, (reservation) => reservation.quantity);
}

/** Goods leave the house: turns promises into sales, splitting a promise that is only partly used. */
export async function consumeReservations(
  manager: EntityManager,
  reference: string,
  quantities: Map<string, number>,
  actor: User,
): Promise<void> {
  const open = await stockRepository.reservations(reference, ['confirmed'], manager);
  for (const [sku, wanted] of quantities) {
    let missing = wanted;
    for (const reservation of open.filter((candidate) => candidate.sku === sku)) {
      const quantity = Math.min(missing, reservation.quantity);
      if (quantity === 0) continue;
      missing -= quantity;
      await takeFromLevel(manager, reservation, quantity, true);
      await splitOff(manager, reservation, quantity);
      await manager.save(
        manager.create(StockMovement, {
          warehouseId: reservation.warehouseId,
          sku,
          delta: -quantity,
          reason: 'sale',
          reference,
          actorId: actor.id,
        }),
      );
    }
    if (missing > 0) {
      throw new ConflictError(`${reference} has no confirmed stock of ${sku} left to ship`);
    }
  }
}

async function splitOff(
  manager: EntityManager,
  reservation: StockReservation,
  quantity: number,
): Promise<void> {
  if (quantity === reservation.quantity) {
    await manager.update(StockReservation, reservation.id, { status: 'consumed' });
    return;
  }
  reservation.quantity -= quantity;
  await manager.update(StockReservation, reservation.id, { quantity: reservation.quantity });
  const { sku, warehouseId } = reservation;
  await manager.save(
    manager.create(StockReservation, {
      reference: reservation.reference,
      sku,
      warehouseId,
      quantity,
      status: 'consumed',
      expiresAt: null,
    }),
  );
}

export interface Pick {
  warehouse: string;
  sku: string;
  quantity: number;
}

/** Where to fetch the goods of an order. */
export async function pickList(reference: string): Promise<Pick[]> {
  const open = await stockRepository.reservations(reference, ['held', 'confirmed']);
  return open
    .map(({ warehouse, sku, quantity }) => ({ warehouse: warehouse.code, sku, quantity }))
    .sort((a, b) => a.warehouse.localeCompare(b.warehouse) || a.sku.localeCompare(b.sku));
}

export function expiredReservations(now: Date): Promise<string[]> {
  return stockRepository.expiredReferences(now);
}
