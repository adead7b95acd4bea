import type { OrderStatus } from '../entities/index.js';
import { IllegalTransitionError } from '../errors/index.js';

const NEXT: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['paid', 'cancelled'],
  paid: ['packed', 'cancelled'],
  packed: ['shipped', 'paid'],
  shipped: ['delivered'],
  delivered: ['returned'],
  cancelled: [],
  returned: [],
};

export function canGo(from: OrderStatus, to: OrderStatus): boolean {
  return NEXT[from].includes(to);
}

export function assertTransition(number: string, from: OrderStatus, to: OrderStatus): void {
  if (!canGo(from, to)) throw new IllegalTransitionError(`Order ${number}`, from, to);
}

/** What a customer may still do, for the buttons below an order. */
export function customerActions(status: OrderStatus): string[] {
  const actions: string[] = [];
  if (canGo(status, 'cancelled')) actions.push('cancel');
  if (canGo(status, 'returned')) actions.push('return');
  if (status !== 'pending') actions.push('reorder');
  return actions;
}
