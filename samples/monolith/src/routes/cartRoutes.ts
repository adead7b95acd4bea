import { Router } from 'express';
import {
  addCartItem,
  changeCartItem,
  deleteCoupon,
  emptyCart,
  listShippingOptions,
  openCart,
  putCoupon,
  removeCartItem,
  showCart,
} from '../controllers/cartController.js';
import { identify } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import { cartCouponSchema, cartItemChangeSchema, cartItemSchema } from '../schemas/cartSchemas.js';

export const cartRoutes = Router();

cartRoutes.use(identify);
cartRoutes.post('/', openCart);
cartRoutes.get('/:cartId', showCart);
cartRoutes.delete('/:cartId', emptyCart);
cartRoutes.post('/:cartId/items', validateBody(cartItemSchema), addCartItem);
cartRoutes.patch('/:cartId/items/:sku', validateBody(cartItemChangeSchema), changeCartItem);
cartRoutes.delete('/:cartId/items/:sku', removeCartItem);
cartRoutes.put('/:cartId/coupon', validateBody(cartCouponSchema), putCoupon);
cartRoutes.delete('/:cartId/coupon', deleteCoupon);
cartRoutes.get('/:cartId/shipping-options', listShippingOptions);
