import type { EntityManager } from 'typeorm';
import { In, LessThanOrEqual } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import type { ReservationStatus } from '../entities/index.js';
import { StockLevel, StockMovement, StockReservation, Warehouse } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { likePattern, pageOf, pageOffset } from '../utils/index.js';

export interface StockFilter extends PageRequest {
  warehouse?: string | undefined;
  q?: string | undefined;
  low?: boolean | undefined;
}

export const stockRepository = {
  findWarehouse(
    code: string,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<Warehouse | null> {
    return manager.findOneBy(Warehouse, { code });
  },

  warehouses(): Promise<Warehouse[]> {
    return AppDataSource.manager.find(Warehouse, { order: { priority: 'ASC', code: 'ASC' } });
  },

  /** Levels in warehouses that are in use, those to be emptied first first. */
  levelsOf(skus: string[], manager: EntityManager = AppDataSource.manager): Promise<StockLevel[]> {
    return manager.find(StockLevel, {
      where: { sku: In(skus), warehouse: { active: true } },
      relations: { warehouse: true },
      order: { warehouse: { priority: 'ASC', code: 'ASC' } },
    });
  },

  /** The level of an article in a warehouse; a new one, not yet saved, where it never lay before. */
  async levelAt(manager: EntityManager, warehouse: Warehouse, sku: string): Promise<StockLevel> {
    const level = await manager.findOneBy(StockLevel, { warehouseId: warehouse.id, sku });
    return (
      level ??
      manager.create(StockLevel, {
        warehouseId: warehouse.id,
        sku,
        onHand: 0,
        reserved: 0,
        reorderPoint: 0,
      })
    );
  },

  async search(filter: StockFilter): Promise<Page<StockLevel>> {
    const query = AppDataSource.manager
      .createQueryBuilder(StockLevel, 'level')
      .innerJoinAndSelect('level.warehouse', 'warehouse');
    if (filter.warehouse) query.andWhere('warehouse.code = :code', { code: filter.warehouse });
    if (filter.q) query.andWhere("level.sku LIKE :q ESCAPE '\\'", { q: likePattern(filter.q) });
    if (filter.low) query.andWhere('level.onHand - level.reserved <= level.reorderPoint');
    const { skip, take } = pageOffset(filter);
    const [levels, total] = await query
      .orderBy('level.sku', 'ASC')
      .addOrderBy('warehouse.code', 'ASC')
      .skip(skip)
      .take(take)
      .getManyAndCount();
    return pageOf(levels, total, filter);
  },

  movementsOf(sku: string, limit: number): Promise<StockMovement[]> {
    return AppDataSource.manager.find(StockMovement, {
      where: { sku },
      relations: { warehouse: true, actor: true },
      order: { id: 'DESC' },
      take: limit,
    });
  },

  reservations(
    reference: string,
    statuses: ReservationStatus[],
    manager: EntityManager = AppDataSource.manager,
  ): Promise<StockReservation[]> {
    return manager.find(StockReservation, {
      where: { reference, status: In(statuses) },
      relations: { warehouse: true },
      order: { id: 'ASC' },
    });
  },

  async expiredReferences(now: Date): Promise<string[]> {
    const expired = await AppDataSource.manager.find(StockReservation, {
      where: { status: 'held', expiresAt: LessThanOrEqual(now) },
      order: { id: 'ASC' },
    });
    return [...new Set(expired.map((reservation) => reservation.reference))];
  },
};
