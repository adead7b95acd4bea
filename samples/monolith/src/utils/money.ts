import type { ValueTransformer } from 'typeorm';
import { shopCurrency } from '../config/company.js';

/** An exact amount of money in minor units (cents). Immutable. */
export class Money {
  readonly minor: bigint;
  readonly currency: string;

  constructor(minor: bigint, currency: string = shopCurrency) {
    this.minor = minor;
    this.currency = currency;
  }

  static zero(): Money {
    return new Money(0n);
  }

  /** Reads "12.9", "12.90" or "-3"; more than two decimals are an error, never rounded away. */
  static parse(text: string): Money {
    const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim());
    if (!match) throw new RangeError(`"${text}" is not an amount of money`);
    const [, sign, whole = '0', fraction = ''] = match;
    const minor = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0') || '0');
    return new Money(sign === '-' ? -minor : minor);
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = Money.zero();
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  plus(other: Money): Money {
    this.assertSameCurrency(other);
    return new Money(this.minor + other.minor, this.currency);
  }

  minus(other: Money): Money {
    this.assertSameCurrency(other);
    return new Money(this.minor - other.minor, this.currency);
  }

  times(factor: number): Money {
    return new Money(this.minor * BigInt(factor), this.currency);
  }

  /** A share in basis points (1 % = 100), rounded half away from zero. */
  share(basisPoints: number): Money {
    return new Money(divideRounded(this.minor * BigInt(basisPoints), 10_000n), this.currency);
  }

  /** Splits without losing a cent: the largest remainders get the leftover cents. */
  allocate(weights: bigint[]): Money[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    if (total === 0n) return weights.map(() => new Money(0n, this.currency));
    const shares = weights.map((weight, index) => {
      const exact = this.minor * weight;
      return { index, floor: exact / total, remainder: exact % total };
    });
    let left = this.minor - shares.reduce((sum, share) => sum + share.floor, 0n);
    const byRemainder = [...shares].sort((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    );
    for (const share of byRemainder) {
      if (left <= 0n) break;
      share.floor += 1n;
      left -= 1n;
    }
    return shares.map((share) => new Money(share.floor, this.currency));
  }

  min(other: Money): Money {
    this.assertSameCurrency(other);
    return this.minor <= other.minor ? this : other;
  }

  isZero(): boolean {
    return this.minor === 0n;
  }

  isPositive(): boolean {
    return this.minor > 0n;
  }

  isGreaterThan(other: Money): boolean {
    this.assertSameCurrency(other);
    return this.minor > other.minor;
  }

  /** "12.90", without the currency. */
  toDecimal(): string {
    const sign = this.minor < 0n ? '-' : '';
    const absolute = this.minor < 0n ? -this.minor : this.minor;
    return `${sign}${absolute / 100n}.${String(absolute % 100n).padStart(2, '0')}`;
  }

  toString(): string {
    return `${this.toDecimal()} ${this.currency}`;
  }

  toJSON(): { amount: string; currency: string } {
    return { amount: this.toDecimal(), currency: this.currency };
  }

  private assertSameCurrency(other: Money): void {
    if (other.currency !== this.currency) {
      throw new RangeError(`Cannot mix ${this.currency} and ${other.currency}`);
    }
  }
}

/** Integer division rounded half away from zero; the divisor is positive. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const doubled = dividend * 2n + (dividend < 0n ? -divisor : divisor);
  return doubled / (divisor * 2n);
}

/** Stores an amount in minor units in an integer column and hands it out as a bigint. */
export const minorUnits: ValueTransformer = {
  to: (value: unknown) => (typeof value === 'bigint' ? Number(value) : value),
  from: (value: number | string | null) => (value === null ? null : BigInt(value)),
};
