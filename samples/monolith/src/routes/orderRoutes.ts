import { Router } from 'express';
import {
  cancelOrder,
  listOwnOrders,
  placeOrder,
  reorder,
  searchOrders,
  showOrder,
} from '../controllers/orderController.js';
import {
  createReturn,
  listReturns,
  postReturnDecision,
  postReturnReceipt,
} from '../controllers/returnController.js';
import { authenticate, requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import {
  cancelSchema,
  checkoutSchema,
  returnDecisionSchema,
  returnReceiptSchema,
  returnSchema,
} from '../schemas/orderSchemas.js';

export const orderRoutes = Router();

orderRoutes.use(authenticate);
orderRoutes.post('/', validateBody(checkoutSchema), placeOrder);
orderRoutes.get('/', listOwnOrders);
orderRoutes.get('/search', requireRole('staff'), searchOrders);
orderRoutes.get('/:number', showOrder);
orderRoutes.post('/:number/cancel', validateBody(cancelSchema), cancelOrder);
orderRoutes.post('/:number/reorder', reorder);
orderRoutes.post('/:number/returns', validateBody(returnSchema), createReturn);

export const returnRoutes = Router();

returnRoutes.use(requireRole('staff'));
returnRoutes.get('/', listReturns);
returnRoutes.post('/:number/decision', validateBody(returnDecisionSchema), postReturnDecision);
returnRoutes.post('/:number/receipt', validateBody(returnReceiptSchema), postReturnReceipt);
