import type { EntityManager } from 'typeorm';
import { inTransaction } from '../db/transaction.js';
import type { MovementReason, StockLevel, StockMovement, User } from '../entities/index.js';
import { StockMovement as Movement, Warehouse } from '../entities/index.js';
import type { Shortage } from '../errors/index.js';
import { BadRequestError, ConflictError, NotFoundError, OutOfStockError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { productRepository, stockRepository } from '../repositories/index.js';
import type {
  AdjustmentInput,
  ReceiptInput,
  ReorderPointInput,
  TransferInput,
  WarehouseChange,
  WarehouseInput,
} from '../schemas/inventorySchemas.js';
import { groupBy, sumBy } from '../utils/index.js';

const MOVEMENTS_SHOWN = 100;

/** What can be promised of each article, over all warehouses; articles never stocked are left out. */
export async function availableQuantities(skus: string[]): Promise<Map<string, number>> {
  const levels = await stockRepository.levelsOf(skus);
  const available = new Map<string, number>();
  for (const [sku, ofArticle] of groupBy(levels, (level) => level.sku)) {
    available.set(
      sku,
      sumBy(ofArticle, (level) => level.available),
    );
  }
  return available;
}

/** Compares what is wanted with what is there; an empty answer means that all can be had. */
export async function findShortages(wanted: Map<string, number>): Promise<Shortage[]> {
  const available = await availableQuantities([...wanted.keys()]);
  const shortages: Shortage[] = [];
  for (const [sku, requested] of wanted) {
    const left = Math.max(0, available.get(sku) ?? 0);
    if (left < requested) shortages.push({ sku, requested, available: left });
  }
  return shortages;
}

async function requireWarehouse(manager: EntityManager, code: string): Promise<Warehouse> {
  const warehouse = await stockRepository.findWarehouse(code, manager);
  if (!warehouse) throw new NotFoundError('Warehouse', code);
  return warehouse;
}

async function assertArticle(manager: EntityManager, sku: string): Promise<void> {
  const variant = await productRepository.findVariant(sku, manager);
  if (!variant) throw new NotFoundError('Article', sku);
}

/** Changes what is on hand and writes it into the journal; the only place that does. */
async function move(
  manager: EntityManager,
  warehouse: Warehouse,
  sku: string,
  delta: number,
  reason: MovementReason,
  reference: string,
  actor: User | null,
): Promise<StockLevel> {
  const level = await stockRepository.levelAt(manager, warehouse, sku);
  if (level.onHand + delta < level.reserved) {
    throw new OutOfStockError([{ sku, requested: -delta, available: level.available }]);
  }
  level.onHand += delta;
  await manager.save(level);
  await manager.save(
    manager.create(Movement, {
      warehouseId: warehouse.id,
      sku,
      delta,
      reason,
      reference,
      actorId: actor?.id ?? null,
    }),
  );
  return level;
}

export function listWarehouses(): Promise<Warehouse[]> {
  return stockRepository.warehouses();
}

export async function createWarehouse(input: WarehouseInput): Promise<Warehouse> {
  return inTransaction(async (manager) => {
    if (await stockRepository.findWarehouse(input.code, manager)) {
      throw new ConflictError(`There is a warehouse ${input.code} already`);
    }
    return manager.save(manager.create(Warehouse, { ...input, active: true }));
  });
}

export async function changeWarehouse(code: string, change: WarehouseChange): Promise<Warehouse> {
  return inTransaction(async (manager) => {
    const warehouse = await requireWarehouse(manager, code);
    return manager.save(Object.assign(warehouse, change));
  });
}

export async function receiveGoods(input: ReceiptInput, actor: User): Promise<StockLevel[]> {
  return inTransaction(async (manager) => {
    const warehouse = await requireWarehouse(manager, input.warehouse);
    if (!warehouse.active) throw new ConflictError(`Warehouse ${warehouse.code} is closed`);
    const levels: StockLevel[] = [];
    for (const { sku, quantity } of input.lines) {
      await assertArticle(manager, sku);
      levels.push(await move(manager, warehouse, sku, quantity, 'receipt', input.reference, actor));
    }
    return levels;
  });
}

export async function adjustStock(input: AdjustmentInput, actor: User): Promise<StockLevel> {
  return inTransaction(async (manager) => {
    const warehouse = await requireWarehouse(manager, input.warehouse);
    await assertArticle(manager, input.sku);
    return move(manager, warehouse, input.sku, input.delta, 'adjustment', input.note, actor);
  });
}

export async function transferStock(input: TransferInput, actor: User): Promise<StockLevel[]> {
  return inTransaction(async (manager) => {
    const from = await requireWarehouse(manager, input.from);
    const to = await requireWarehouse(manager, input.to);
    if (!to.active) throw new ConflictError(`Warehouse ${to.code} is closed`);
    const reference = `${from.code} to ${to.code}`;
    const { sku, quantity } = input;
    return [
      await move(manager, from, sku, -quantity, 'transfer', reference, actor),
      await move(manager, to, sku, quantity, 'transfer', reference, actor),
    ];
  });
}

export interface StocktakeDifference {
  sku: string;
  expected: number;
  counted: number;
}

/** Books what was counted; fewer than is promised to customers is an error to be sorted out first. */
export async function bookStocktake(
  warehouseCode: string,
  counts: Map<string, number>,
  actor: User,
): Promise<StocktakeDifference[]> {
  if (counts.size === 0) throw new BadRequestError('Nothing was counted');
  return inTransaction(async (manager) => {
    const warehouse = await requireWarehouse(manager, warehouseCode);
    const differences: StocktakeDifference[] = [];
    for (const [sku, counted] of counts) {
      await assertArticle(manager, sku);
      const level = await stockRepository.levelAt(manager, warehouse, sku);
      if (level.onHand === counted) continue;
      differences.push({ sku, expected: level.onHand, counted });
      const delta = counted - level.onHand;
      await move(manager, warehouse, sku, delta, 'stocktake', 'stocktake', actor);
    }
    return differences;
  });
}

export async function setReorderPoint(input: ReorderPointInput): Promise<StockLevel> {
  return inTransaction(async (manager) => {
    const warehouse = await requireWarehouse(manager, input.warehouse);
    await assertArticle(manager, input.sku);
    const level = await stockRepository.levelAt(manager, warehouse, input.sku);
    level.reorderPoint = input.reorderPoint;
    return manager.save(level);
  });
}

/** Puts returned goods back, into the warehouse that is emptied first. */
export async function restock(
  manager: EntityManager,
  reference: string,
  quantities: Map<string, number>,
  actor: User,
): Promise<void> {
  const warehouse = (await stockRepository.warehouses()).find((candidate) => candidate.active);
  if (!warehouse) throw new ConflictError('There is no open warehouse to take goods back');
  for (const [sku, quantity] of quantities) {
    await move(manager, warehouse, sku, quantity, 'return', reference, actor);
  }
}

export function movementsOf(sku: string): Promise<StockMovement[]> {
  return stockRepository.movementsOf(sku, MOVEMENTS_SHOWN);
}

/** Tells the shop which of these articles have fallen to their reorder point. */
export async function announceLowStock(skus: string[]): Promise<void> {
  for (const level of await stockRepository.levelsOf(skus)) {
    if (level.reorderPoint === 0 || level.available > level.reorderPoint) continue;
    eventBus.publish('stock.low', {
      sku: level.sku,
      warehouse: level.warehouse.code,
      onHand: level.onHand,
      reorderPoint: level.reorderPoint,
    });
  }
}
