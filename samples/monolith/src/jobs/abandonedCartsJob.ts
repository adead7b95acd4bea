import { eventBus } from '../events/eventBus.js';
import { cartService } from '../services/index.js';
import { addDays, pluralize } from '../utils/index.js';

const REMIND_AFTER_DAYS = 1;
const DISCARD_AFTER_DAYS = 60;

/** Reminds customers of what they left behind, once; throws away what guests left long ago. */
export async function handleAbandonedCarts(now: Date): Promise<string> {
  const carts = await cartService.abandonedSince(addDays(now, -REMIND_AFTER_DAYS));
  for (const cart of carts) {
    await cartService.markReminded(cart.id, now);
    if (cart.userId === null) continue;
    const items = cart.items.filter((item) => !item.savedForLater).length;
    eventBus.publish('cart.abandoned', { cartId: cart.id, userId: cart.userId, items });
  }
  const discarded = await cartService.discardGuestCarts(addDays(now, -DISCARD_AFTER_DAYS));
  return `${pluralize(carts.length, 'reminder')}, ${discarded} discarded`;
}
