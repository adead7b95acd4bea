import { expiredReservations, orderService } from '../services/index.js';
import { pluralize } from '../utils/index.js';

/** Sets stock free that is held for payments that did not come, by cancelling their orders. */
export async function expireReservations(now: Date): Promise<string> {
  const numbers = await expiredReservations(now);
  const cancelled = await orderService.cancelUnpaid(numbers);
  return `${pluralize(cancelled.length, 'order')} cancelled`;
}
