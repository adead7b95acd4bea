import type { EntityManager } from 'typeorm';
import { prepaymentHoldHours, shopCurrency } from '../config/company.js';
import { nextNumber } from '../db/sequences.js';
import { inTransaction } from '../db/transaction.js';
import type { User } from '../entities/index.js';
import { Order, OrderLine, OrderStatusChange } from '../entities/index.js';
import {
  BadRequestError,
  ConflictError,
  OutOfStockError,
  PaymentDeclinedError,
  ShippingUnavailableError,
} from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import type { CheckoutInput } from '../schemas/orderSchemas.js';
import type { PostalAddress } from '../utils/index.js';
import { addMinutes, quantitiesBySku } from '../utils/index.js';
import type { PricedCart } from './cartService.js';
import { cartService } from './cartService.js';
import { redeemCoupon } from './couponService.js';
import { addressSnapshot } from './customerService.js';
import { countPlacedOrder } from './orderService.js';
import { paymentService } from './paymentService.js';
import { announceLowStock } from './stockService.js';
import type { PriceQuote, PricedLine } from './priceQuote.js';
import { reserveStock } from './reservationService.js';

/** A card answers at once; the stock need not be held for longer than that may take. */
const CARD_HOLD_MINUTES = 30;

class CheckoutService {
  /**
   * Turns a cart into an order. Order, stock and payment are written in one transaction: none of
   * them may exist without the others.
   */
  async placeOrder(user: User, input: CheckoutInput): Promise<Order> {
    const now = new Date();
    const cart = await cartService.find(input.cartId, user);
    if (cart.userId === null) await cartService.mergeGuestCart(cart.id, user);
    const own = cart.userId === null ? await cartService.open(user) : cart;
    const address = await addressSnapshot(user, input.addressId);
    const priced = await cartService.price(own, user, address.country);
    this.assertOrderable(priced);
    await this.addShipping(priced, user, address, input.shippingMethod);

    let order: Order;
    try {
      order = await inTransaction((manager) =>
        this.write(manager, user, input, priced, address, now),
      );
    } catch (error) {
      if (error instanceof OutOfStockError) {
        await cartService.reduceToStock(own.id, error.shortages);
      } else if (error instanceof PaymentDeclinedError) {
        const { minor } = priced.quote.total;
        await paymentService.recordDecline(user, input.payment.method, minor, error);
      }
      throw error;
    }

    countPlacedOrder();
    const { id: orderId, number } = order;
    eventBus.publish('order.placed', { orderId, number, userId: user.id, placedAt: now });
    await announceLowStock(order.lines.map((line) => line.sku));
    return input.payment.method === 'card' ? paymentService.capture(order.id) : order;
  }

  private assertOrderable({ quote, unavailable, couponProblem }: PricedCart): void {
    if (quote.lines.length === 0) throw new BadRequestError('The cart is empty');
    if (unavailable.length > 0) {
      throw new ConflictError('Some articles are not for sale any more', { unavailable });
    }
    if (couponProblem) {
      throw new ConflictError('The coupon cannot be used any more', { problem: couponProblem });
    }
  }

  private async addShipping(
    { cart, quote }: PricedCart,
    user: User,
    address: PostalAddress,
    method: string,
  ): Promise<void> {
    const options = await cartService.shippingOptions(cart, user, address.country);
    const option = options.find((candidate) => candidate.method === method);
    if (!option) {
      throw new ShippingUnavailableError(`There is no ${method} shipping to ${address.country}`);
    }
    quote.setShipping(option.price);
  }

  private async write(
    manager: EntityManager,
    user: User,
    input: CheckoutInput,
    { cart, quote }: PricedCart,
    address: PostalAddress,
    now: Date,
  ): Promise<Order> {
    const { payment } = input;
    await cartService.close(manager, cart);
    const number = await nextNumber(manager, 'order', now);
    const order = await manager.save(
      this.newOrder(manager, number, user, input, quote, address, now),
    );
    await manager.save(
      manager.create(OrderStatusChange, { orderId: order.id, toStatus: 'pending', note: null }),
    );
    const holdMinutes = payment.method === 'card' ? CARD_HOLD_MINUTES : prepaymentHoldHours * 60;
    const quantities = quantitiesBySku(order.lines);
    await reserveStock(manager, number, quantities, addMinutes(now, holdMinutes));
    if (quote.coupon) {
      const { code, amount } = quote.coupon;
      await redeemCoupon(manager, code, user, number, amount.minor);
    }
    if (payment.method === 'card') {
      await paymentService.authorize(manager, order, order.totalMinor, payment.card, user);
    } else await paymentService.awaitTransfer(manager, order, user);
    return order;
  }

  private newOrder(
    manager: EntityManager,
    number: string,
    user: User,
    input: CheckoutInput,
    quote: PriceQuote,
    address: PostalAddress,
    now: Date,
  ): Order {
    return manager.create(Order, {
      number,
      userId: user.id,
      status: 'pending',
      currency: shopCurrency,
      subtotalMinor: quote.subtotal.minor,
      discountMinor: quote.discount.minor,
      shippingMinor: quote.shipping.minor,
      shippingTaxBasisPoints: quote.shippingTaxBasisPoints,
      taxMinor: quote.tax.minor,
      totalMinor: quote.total.minor,
      couponCode: quote.coupon?.code ?? null,
      shippingMethod: input.shippingMethod,
      shippingAddress: address,
      placedAt: now,
      lines: quote.lines.map((line) => this.newLine(manager, line)),
    });
  }

  private newLine(manager: EntityManager, { article, discount }: PricedLine): OrderLine {
    return manager.create(OrderLine, {
      sku: article.sku,
      productId: article.productId,
      name: article.name,
      quantity: article.quantity,
      unitPriceMinor: article.unitPrice.minor,
      discountMinor: discount.minor,
      taxBasisPoints: article.taxBasisPoints,
      weightGrams: article.weightGrams,
    });
  }
}

export const checkoutService = new CheckoutService();
