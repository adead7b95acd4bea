import type { Request, Response } from 'express';
import { currentUser } from '../middleware/authenticate.js';
import { numberParams } from '../schemas/commonSchemas.js';
import type { CancelInput, CheckoutInput } from '../schemas/orderSchemas.js';
import { orderQuery } from '../schemas/orderSchemas.js';
import { OrderSummary, checkoutService, orderService } from '../services/index.js';
import { Money } from '../utils/index.js';

export async function placeOrder(req: Request, res: Response): Promise<void> {
  const input: CheckoutInput = req.body;
  const order = await checkoutService.placeOrder(currentUser(req), input);
  res.status(201).location(`/api/orders/${order.number}`).json(new OrderSummary(order));
}

export async function listOwnOrders(req: Request, res: Response): Promise<void> {
  res.json(await orderService.listOwn(currentUser(req), orderQuery.parse(req.query)));
}

export async function searchOrders(req: Request, res: Response): Promise<void> {
  res.json(await orderService.search(orderQuery.parse(req.query)));
}

export async function showOrder(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  res.json(await orderService.details(number, currentUser(req)));
}

export async function cancelOrder(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  const { reason }: CancelInput = req.body;
  const { order, refund } = await orderService.cancel(number, reason, currentUser(req));
  const refunded = refund && new Money(refund.amountMinor);
  res.json({ ...new OrderSummary(order).toJSON(), refunded });
}

export async function reorder(req: Request, res: Response): Promise<void> {
  const { number } = numberParams.parse(req.params);
  res.status(201).json(await orderService.reorder(number, currentUser(req)));
}
