import { Router } from 'express';
import type { StockLevel } from '../entities/index.js';
import { currentUser, requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import { stockRepository } from '../repositories/index.js';
import { skuParams } from '../schemas/catalogSchemas.js';
import type {
  AdjustmentInput,
  ReceiptInput,
  ReorderPointInput,
  StocktakeInput,
  TransferInput,
  WarehouseChange,
  WarehouseInput,
} from '../schemas/inventorySchemas.js';
import {
  adjustmentSchema,
  receiptSchema,
  reorderPointSchema,
  stockQuery,
  stocktakeSchema,
  transferSchema,
  warehouseChangeSchema,
  warehouseSchema,
} from '../schemas/inventorySchemas.js';
import {
  adjustStock,
  availableQuantities,
  bookStocktake,
  changeWarehouse,
  createWarehouse,
  listWarehouses,
  movementsOf,
  receiveGoods,
  setReorderPoint,
  transferStock,
} from '../services/index.js';
import { mapPage } from '../utils/index.js';

function presentLevel(level: StockLevel) {
  const { sku, onHand, reserved, available, reorderPoint } = level;
  return { sku, onHand, reserved, available, reorderPoint };
}

export const inventoryRoutes = Router();

/** Anyone may ask whether an article can be had; only staff see where it lies. */
inventoryRoutes.get('/availability/:sku', async (req, res) => {
  const { sku } = skuParams.parse(req.params);
  const available = await availableQuantities([sku]);
  res.json({ sku, available: Math.max(0, available.get(sku) ?? 0) });
});

inventoryRoutes.use(requireRole('staff'));

inventoryRoutes.get('/warehouses', async (_req, res) => {
  res.json(await listWarehouses());
});

inventoryRoutes.post('/warehouses', validateBody(warehouseSchema), async (req, res) => {
  const input: WarehouseInput = req.body;
  res.status(201).json(await createWarehouse(input));
});

inventoryRoutes.patch(
  '/warehouses/:code',
  validateBody(warehouseChangeSchema),
  async (req, res) => {
    const change: WarehouseChange = req.body;
    res.json(await changeWarehouse(String(req.params['code']).toUpperCase(), change));
  },
);

inventoryRoutes.get('/levels', async (req, res) => {
  const page = await stockRepository.search(stockQuery.parse(req.query));
  res.json(mapPage(page, (level) => ({ ...presentLevel(level), warehouse: level.warehouse.code })));
});

inventoryRoutes.get('/movements/:sku', async (req, res) => {
  const { sku } = skuParams.parse(req.params);
  const movements = await movementsOf(sku);
  res.json(
    movements.map((movement) => ({
      warehouse: movement.warehouse.code,
      delta: movement.delta,
      reason: movement.reason,
      reference: movement.reference,
      by: movement.actor?.name ?? null,
      at: movement.createdAt,
    })),
  );
});

inventoryRoutes.post('/receipts', validateBody(receiptSchema), async (req, res) => {
  const input: ReceiptInput = req.body;
  const levels = await receiveGoods(input, currentUser(req));
  res.status(201).json(levels.map((level) => presentLevel(level)));
});

inventoryRoutes.post('/adjustments', validateBody(adjustmentSchema), async (req, res) => {
  const input: AdjustmentInput = req.body;
  res.status(201).json(presentLevel(await adjustStock(input, currentUser(req))));
});

inventoryRoutes.post('/transfers', validateBody(transferSchema), async (req, res) => {
  const input: TransferInput = req.body;
  const levels = await transferStock(input, currentUser(req));
  res.status(201).json(levels.map((level) => presentLevel(level)));
});

inventoryRoutes.post('/stocktakes', validateBody(stocktakeSchema), async (req, res) => {
  const input: StocktakeInput = req.body;
  const counts = new Map(Object.entries(input.counts));
  res.status(201).json(await bookStocktake(input.warehouse, counts, currentUser(req)));
});

inventoryRoutes.put('/reorder-points', validateBody(reorderPointSchema), async (req, res) => {
  const input: ReorderPointInput = req.body;
  res.json(presentLevel(await setReorderPoint(input)));
});
