import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { IsNull, LessThan } from 'typeorm';
import { inTransaction } from '../db/transaction.js';
import type { User } from '../entities/index.js';
import { Cart, CartItem } from '../entities/index.js';
import type { Shortage } from '../errors/index.js';
import { BadRequestError, CouponRejectedError, NotFoundError } from '../errors/index.js';
import { cartRepository } from '../repositories/index.js';
import type { CartItemChange } from '../schemas/cartSchemas.js';
import { Money, quantitiesBySku } from '../utils/index.js';
import { catalogService } from './catalogService.js';
import { applyCoupon } from './couponService.js';
import type { PriceQuote } from './priceQuote.js';
import { pricingService } from './pricingService.js';
import type { ShippingOption } from './shippingRateService.js';
import { quoteShipping } from './shippingRateService.js';
import { findShortages } from './stockService.js';
import { taxIncluded } from './taxService.js';

const MAX_LINES = 100;
const MAX_QUANTITY = 999;

/** A cart with today's prices. */
export interface PricedCart {
  cart: Cart;
  quote: PriceQuote;
  /** Articles in the cart that are not for sale any more. */
  unavailable: string[];
  couponProblem: string | null;
}

export interface CartView {
  id: string;
  lines: {
    sku: string;
    name: string;
    quantity: number;
    unitPrice: Money;
    /** The unit price when it was put in, where it has changed since. */
    priceWas: Money | null;
    discount: Money;
    total: Money;
    taxIncluded: Money;
  }[];
  savedForLater: { sku: string; quantity: number }[];
  unavailable: string[];
  shortages: Shortage[];
  promotions: string[];
  coupon: { code: string; amount: Money } | null;
  couponProblem: string | null;
  subtotal: Money;
  discount: Money;
  total: Money;
  taxIncluded: Money;
}

class CartService {
  /** The customer's open cart, or a new one; a guest always gets a new one. */
  async open(user: User | null): Promise<Cart> {
    const existing = user ? await cartRepository.findOpenOf(user.id) : null;
    if (existing) return existing;
    return inTransaction((manager) => this.insertCart(manager, user?.id ?? null));
  }

  /** A cart that has an owner is shown to nobody else; a guest's to whoever knows its id. */
  async find(id: string, user: User | null): Promise<Cart> {
    const cart = await cartRepository.findOpen(id);
    if (!cart || (cart.userId !== null && cart.userId !== user?.id)) {
      throw new NotFoundError('Cart', id);
    }
    return cart;
  }

  async addItem(id: string, user: User | null, sku: string, quantity: number): Promise<Cart> {
    await this.find(id, user);
    const variant = (await catalogService.sellableVariants([sku])).get(sku);
    if (!variant) throw new NotFoundError('Article', sku);
    await inTransaction(async (manager) => {
      const items = await manager.findBy(CartItem, { cartId: id });
      const existing = items.find((item) => item.sku === sku);
      if (!existing && items.length >= MAX_LINES) {
        throw new BadRequestError(`A cart holds at most ${MAX_LINES} different articles`);
      }
      const wanted = quantity + (existing?.quantity ?? 0);
      if (wanted > MAX_QUANTITY) {
        throw new BadRequestError(`At most ${MAX_QUANTITY} of an article can be ordered at once`);
      }
      const item = existing ?? manager.create(CartItem, { cartId: id, sku });
      item.quantity = wanted;
      item.seenPriceMinor = variant.priceMinor;
      item.savedForLater = false;
      await manager.save(item);
      await this.touch(manager, id);
    });
    return this.find(id, user);
  }

  async changeItem(
    id: string,
    user: User | null,
    sku: string,
    change: CartItemChange,
  ): Promise<Cart> {
    const cart = await this.find(id, user);
    const item = cart.items.find((candidate) => candidate.sku === sku);
    if (!item) throw new NotFoundError('Cart line', sku);
    await inTransaction(async (manager) => {
      if (change.quantity === 0) await manager.delete(CartItem, item.id);
      else await manager.update(CartItem, item.id, change);
      await this.touch(manager, id);
    });
    return this.find(id, user);
  }

  async clear(id: string, user: User | null): Promise<void> {
    await this.find(id, user);
    await inTransaction(async (manager) => {
      await manager.delete(CartItem, { cartId: id });
      await manager.update(Cart, id, { couponCode: null });
      await this.touch(manager, id);
    });
  }

  /** Takes the coupon only if it can be used right now; the customer is told why not. */
  async setCoupon(id: string, user: User | null, code: string, country: string): Promise<Cart> {
    const cart = await this.find(id, user);
    const { quote } = await this.priceWithoutCoupon(cart, user, country);
    await applyCoupon(quote, code, user, new Date());
    return this.storeCoupon(id, user, code);
  }

  async removeCoupon(id: string, user: User | null): Promise<Cart> {
    await this.find(id, user);
    return this.storeCoupon(id, user, null);
  }

  /** A coupon that has lapsed since is left out, and the view says so. */
  async price(cart: Cart, user: User | null, country: string): Promise<PricedCart> {
    const priced = await this.priceWithoutCoupon(cart, user, country);
    let couponProblem: string | null = null;
    if (cart.couponCode) {
      try {
        await applyCoupon(priced.quote, cart.couponCode, user, new Date());
      } catch (error) {
        if (!(error instanceof CouponRejectedError)) throw error;
        couponProblem = error.problem;
      }
    }
    return { cart, ...priced, couponProblem };
  }

  async view(cart: Cart, user: User | null, country: string): Promise<CartView> {
    const { quote, unavailable, couponProblem } = await this.price(cart, user, country);
    const seen = new Map(cart.items.map((item) => [item.sku, new Money(item.seenPriceMinor)]));
    const wanted = quantitiesBySku(quote.lines.map((line) => line.article));
    return {
      id: cart.id,
      lines: quote.lines.map((line) => {
        const { sku, name, quantity, unitPrice, taxBasisPoints } = line.article;
        const before = seen.get(sku);
        return {
          sku,
          name,
          quantity,
          unitPrice,
          priceWas: before && before.minor !== unitPrice.minor ? before : null,
          discount: line.discount,
          total: line.total,
          taxIncluded: taxIncluded(line.total, taxBasisPoints),
        };
      }),
      savedForLater: cart.items
        .filter((item) => item.savedForLater)
        .map(({ sku, quantity }) => ({ sku, quantity })),
      unavailable,
      shortages: await findShortages(wanted),
      promotions: quote.promotions,
      coupon: quote.coupon,
      couponProblem,
      subtotal: quote.subtotal,
      discount: quote.discount,
      total: quote.total,
      taxIncluded: quote.tax,
    };
  }

  async shippingOptions(cart: Cart, user: User | null, country: string): Promise<ShippingOption[]> {
    const { quote } = await this.price(cart, user, country);
    const { weightGrams, goodsTotal } = quote;
    return new Promise((resolve, reject) => {
      quoteShipping({ country, weightGrams, goodsTotal }, (error, options) => {
        if (error) reject(error);
        else if (quote.freeShipping) {
          resolve(options.map((option) => ({ ...option, price: Money.zero() })));
        } else resolve(options);
      });
    });
  }

  /** What was put in before logging in joins the customer's cart; the guest's cart is closed. */
  async mergeGuestCart(guestCartId: string, user: User): Promise<void> {
    const guest = await cartRepository.findOpen(guestCartId);
    if (!guest || guest.userId !== null) return;
    const own = await this.open(user);
    await inTransaction(async (manager) => {
      for (const item of guest.items) {
        const existing = own.items.find((candidate) => candidate.sku === item.sku);
        const quantity = Math.min(MAX_QUANTITY, item.quantity + (existing?.quantity ?? 0));
        const { sku, seenPriceMinor, savedForLater } = item;
        const target = existing ?? manager.create(CartItem, { cartId: own.id, sku });
        await manager.save(Object.assign(target, { quantity, seenPriceMinor, savedForLater }));
      }
      const couponCode = own.couponCode ?? guest.couponCode;
      await manager.update(Cart, own.id, { couponCode, touchedAt: new Date() });
      await manager.update(Cart, guest.id, { status: 'merged' });
    });
  }

  /** After a checkout failed for want of stock: the cart says what can be had. */
  async reduceToStock(id: string, shortages: Shortage[]): Promise<void> {
    await inTransaction(async (manager) => {
      for (const { sku, available } of shortages) {
        if (available === 0) {
          await manager.update(CartItem, { cartId: id, sku }, { savedForLater: true });
        } else await manager.update(CartItem, { cartId: id, sku }, { quantity: available });
      }
    });
  }

  /** Belongs to the order's transaction: an ordered cart must not be ordered again. */
  async close(manager: EntityManager, cart: Cart): Promise<void> {
    const closed = await manager.update(
      Cart,
      { id: cart.id, status: 'open' },
      { status: 'ordered' },
    );
    if (closed.affected !== 1) throw new BadRequestError('This cart has been ordered already');
    const saved = cart.items.filter((item) => item.savedForLater);
    if (saved.length === 0) return;
    const next = await this.insertCart(manager, cart.userId);
    for (const item of saved) await manager.update(CartItem, item.id, { cartId: next.id });
  }

  abandonedSince(date: Date): Promise<Cart[]> {
    return cartRepository.idleSince(date);
  }

  async markReminded(id: string, now: Date): Promise<void> {
    await inTransaction((manager) => manager.update(Cart, id, { remindedAt: now }));
  }

  /** Guests rarely come back after weeks, and nobody else can reach their carts. */
  async discardGuestCarts(untouchedSince: Date): Promise<number> {
    const result = await inTransaction((manager) =>
      manager.update(
        Cart,
        { userId: IsNull(), status: 'open', touchedAt: LessThan(untouchedSince) },
        { status: 'discarded' },
      ),
    );
    return result.affected ?? 0;
  }

  private async priceWithoutCoupon(cart: Cart, user: User | null, country: string) {
    const wanted = quantitiesBySku(cart.items.filter((item) => !item.savedForLater));
    const sellable = await catalogService.sellableVariants(wanted.keys());
    const unavailable = [...wanted.keys()].filter((sku) => !sellable.has(sku));
    for (const sku of unavailable) wanted.delete(sku);
    return { quote: await pricingService.quote(wanted, country, user, new Date()), unavailable };
  }

  private insertCart(manager: EntityManager, userId: number | null): Promise<Cart> {
    const touchedAt = new Date();
    return manager.save(
      manager.create(Cart, { id: randomUUID(), userId, status: 'open', touchedAt, items: [] }),
    );
  }

  private async storeCoupon(id: string, user: User | null, code: string | null): Promise<Cart> {
    await inTransaction(async (manager) => {
      await manager.update(Cart, id, { couponCode: code });
      await this.touch(manager, id);
    });
    return this.find(id, user);
  }

  private async touch(manager: EntityManager, id: string): Promise<void> {
    await manager.update(Cart, id, { touchedAt: new Date(), remindedAt: null });
  }
}

export const cartService = new CartService();
