import { AppError } from './appError.js';

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** Thrown by the warehouse side; the checkout uses the shortages to correct the cart. */
export class OutOfStockError extends AppError {
  readonly shortages: Shortage[];

  constructor(shortages: Shortage[]) {
    const names = shortages.map((shortage) => shortage.sku).join(', ');
    super(409, 'out_of_stock', `Not enough stock of ${names}`, { shortages });
    this.shortages = shortages;
  }
}

export type DeclineReason =
  | 'insufficient_funds'
  | 'expired_card'
  | 'invalid_card'
  | 'suspected_fraud'
  | 'over_limit';

export class PaymentDeclinedError extends AppError {
  readonly reason: DeclineReason;

  constructor(reason: DeclineReason) {
    super(402, 'payment_declined', `The payment was declined (${reason})`, { reason });
    this.reason = reason;
  }
}

export type CouponProblem =
  | 'unknown'
  | 'inactive'
  | 'not_started'
  | 'expired'
  | 'used_up'
  | 'already_used'
  | 'below_minimum'
  | 'first_order_only'
  | 'no_eligible_items';

export class CouponRejectedError extends AppError {
  readonly problem: CouponProblem;

  constructor(coupon: string, problem: CouponProblem) {
    super(422, 'coupon_rejected', `Coupon ${coupon} cannot be used (${problem})`, { problem });
    this.problem = problem;
  }
}

export class IllegalTransitionError extends AppError {
  constructor(kind: string, from: string, to: string) {
    super(409, 'illegal_transition', `${kind} cannot go from ${from} to ${to}`, { from, to });
  }
}

/** The address cannot be served, or the parcel is too heavy for every carrier. */
export class ShippingUnavailableError extends AppError {
  constructor(message: string) {
    super(422, 'shipping_unavailable', message);
  }
}
