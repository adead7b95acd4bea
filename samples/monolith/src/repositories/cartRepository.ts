import type { EntityManager } from 'typeorm';
import { IsNull, LessThan, Not } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { Cart } from '../entities/index.js';

const WITH_ITEMS = { relations: { items: true }, order: { items: { id: 'ASC' } } } as const;

export const cartRepository = {
  findOpen(id: string, manager: EntityManager = AppDataSource.manager): Promise<Cart | null> {
    return manager.findOne(Cart, { where: { id, status: 'open' }, ...WITH_ITEMS });
  },

  findOpenOf(userId: number, manager: EntityManager = AppDataSource.manager): Promise<Cart | null> {
    return manager.findOne(Cart, { where: { userId, status: 'open' }, ...WITH_ITEMS });
  },

  /** Carts of customers with something in them that have not been reminded of yet. */
  async idleSince(date: Date): Promise<Cart[]> {
    const carts = await AppDataSource.manager.find(Cart, {
      where: {
        status: 'open',
        userId: Not(IsNull()),
        remindedAt: IsNull(),
        touchedAt: LessThan(date),
      },
      ...WITH_ITEMS,
    });
    return carts.filter((cart) => cart.items.some((item) => !item.savedForLater));
  },
};
