import type { CardInput } from '../schemas/paymentSchemas.js';
import { PaymentDeclinedError } from '../errors/index.js';
import type { DeclineReason } from '../errors/index.js';
import { Money, passesLuhn, randomCode } from '../utils/index.js';

/** The sandbox of the payment provider: it decides by the card number, like those of real ones. */
const TEST_CARDS = new Map<string, DeclineReason>([
  ['4000000000009995', 'insufficient_funds'],
  ['4000000000000069', 'expired_card'],
  ['4100000000000019', 'suspected_fraud'],
]);

const CARD_LIMIT = Money.parse('10000.00');

/** Numbers the requests of this process, so that the provider's support can find one. */
let requestCounter = 0;

function nextReference(kind: 'au' | 'rf'): string {
  requestCounter += 1;
  return `${kind}_${randomCode(10)}_${requestCounter}`;
}

export interface Authorization {
  reference: string;
  cardLast4: string;
}

function hasExpired(card: CardInput, now: Date): boolean {
  const firstInvalidMonth = Date.UTC(card.expiryYear, card.expiryMonth, 1);
  return now.getTime() >= firstInvalidMonth;
}

export function authorizeCard(card: CardInput, amount: bigint, now: Date): Authorization {
  if (!passesLuhn(card.number)) throw new PaymentDeclinedError('invalid_card');
  if (hasExpired(card, now)) throw new PaymentDeclinedError('expired_card');
  if (amount > CARD_LIMIT.minor) throw new PaymentDeclinedError('over_limit');
  const decline = TEST_CARDS.get(card.number);
  if (decline) throw new PaymentDeclinedError(decline);
  return { reference: nextReference('au'), cardLast4: card.number.slice(-4) };
}

export function refundCard(authorization: string, amount: bigint): string {
  if (!authorization.startsWith('au_') || amount <= 0n) {
    throw new RangeError(`The provider refuses to refund ${amount} on ${authorization}`);
  }
  return nextReference('rf');
}
