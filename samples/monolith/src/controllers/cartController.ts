import type { Request, Response } from 'express';
import type { Cart } from '../entities/index.js';
import type { CartCouponInput, CartItemChange, CartItemInput } from '../schemas/cartSchemas.js';
import { cartParams, cartQuery } from '../schemas/cartSchemas.js';
import { skuParams } from '../schemas/catalogSchemas.js';
import { cartService } from '../services/index.js';

function visitor(req: Request) {
  return req.user ?? null;
}

async function answer(req: Request, res: Response, cart: Cart): Promise<void> {
  const { country } = cartQuery.parse(req.query);
  res.json(await cartService.view(cart, visitor(req), country));
}

async function requestedCart(req: Request): Promise<Cart> {
  const { cartId } = cartParams.parse(req.params);
  return cartService.find(cartId, visitor(req));
}

export async function openCart(req: Request, res: Response): Promise<void> {
  const cart = await cartService.open(visitor(req));
  res.status(201).location(`/api/carts/${cart.id}`);
  await answer(req, res, cart);
}

export async function showCart(req: Request, res: Response): Promise<void> {
  await answer(req, res, await requestedCart(req));
}

export async function emptyCart(req: Request, res: Response): Promise<void> {
  const { cartId } = cartParams.parse(req.params);
  await cartService.clear(cartId, visitor(req));
  res.status(204).end();
}

export async function addCartItem(req: Request, res: Response): Promise<void> {
  const { cartId } = cartParams.parse(req.params);
  const { sku, quantity }: CartItemInput = req.body;
  await answer(req, res, await cartService.addItem(cartId, visitor(req), sku, quantity));
}

export async function changeCartItem(req: Request, res: Response): Promise<void> {
  const { cartId } = cartParams.parse(req.params);
  const { sku } = skuParams.parse(req.params);
  const change: CartItemChange = req.body;
  await answer(req, res, await cartService.changeItem(cartId, visitor(req), sku, change));
}

export async function removeCartItem(req: Request, res: Response): Promise<void> {
  const { cartId } = cartParams.parse(req.params);
  const { sku } = skuParams.parse(req.params);
  const cart = await cartService.changeItem(cartId, visitor(req), sku, { quantity: 0 });
  await answer(req, res, cart);
}

export async function putCoupon(req: Request, res: Response): Promise<void> {
  const { cartId } = cartParams.parse(req.params);
  const { country } = cartQuery.parse(req.query);
  const { code }: CartCouponInput = req.body;
  await answer(req, res, await cartService.setCoupon(cartId, visitor(req), code, country));
}

export async function deleteCoupon(req: Request, res: Response): Promise<void> {
  const { cartId } = cartParams.parse(req.params);
  await answer(req, res, await cartService.removeCoupon(cartId, visitor(req)));
}

export async function listShippingOptions(req: Request, res: Response): Promise<void> {
  const { country } = cartQuery.parse(req.query);
  const cart = await requestedCart(req);
  res.json(await cartService.shippingOptions(cart, visitor(req), country));
}
