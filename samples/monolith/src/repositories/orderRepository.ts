import type { EntityManager } from 'typeorm';
import { In, MoreThan } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import type { OrderStatus } from '../entities/index.js';
import { Order, OrderLine, OrderStatusChange, ReturnRequest } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { likePattern, pageOf, pageOffset } from '../utils/index.js';

export interface OrderFilter extends PageRequest {
  userId?: number | undefined;
  status?: OrderStatus | undefined;
  q?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const UNFINISHED: OrderStatus[] = ['pending', 'paid', 'packed', 'shipped'];

/** An order with its lines in the order in which they were put into the cart, and its customer. */
const WHOLE = {
  relations: { lines: true, user: true },
  order: { lines: { id: 'ASC' } },
} as const;

export const orderRepository = {
  findByNumber(
    number: string,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<Order | null> {
    return manager.findOne(Order, { where: { number }, ...WHOLE });
  },

  findById(id: number, manager: EntityManager = AppDataSource.manager): Promise<Order | null> {
    return manager.findOne(Order, { where: { id }, ...WHOLE });
  },

  async search(filter: OrderFilter): Promise<Page<Order>> {
    const query = AppDataSource.manager
      .createQueryBuilder(Order, 'placed')
      .innerJoinAndSelect('placed.user', 'customer')
      .leftJoinAndSelect('placed.lines', 'line');
    if (filter.userId !== undefined) {
      query.andWhere('placed.userId = :userId', { userId: filter.userId });
    }
    if (filter.status) query.andWhere('placed.status = :status', { status: filter.status });
    if (filter.from) query.andWhere('placed.placedAt >= :from', { from: filter.from });
    if (filter.to) query.andWhere('placed.placedAt < :to', { to: filter.to });
    if (filter.q) {
      query.andWhere(
        `(placed.number LIKE :q ESCAPE '\\' OR customer.email LIKE :q ESCAPE '\\'
          OR customer.name LIKE :q ESCAPE '\\')`,
        { q: likePattern(filter.q) },
      );
    }
    const { skip, take } = pageOffset(filter);
    const [orders, total] = await query
      .orderBy('placed.placedAt', 'DESC')
      .addOrderBy('placed.id', 'DESC')
      .addOrderBy('line.id', 'ASC')
      .skip(skip)
      .take(take)
      .getManyAndCount();
    return pageOf(orders, total, filter);
  },

  countOf(userId: number): Promise<number> {
    return AppDataSource.manager.countBy(Order, { userId });
  },

  countUnfinished(userId: number): Promise<number> {
    return AppDataSource.manager.countBy(Order, { userId, status: In(UNFINISHED) });
  },

  async hasReceived(userId: number, productId: number): Promise<boolean> {
    const received = await AppDataSource.manager.countBy(OrderLine, {
      productId,
      order: { userId, status: In(['delivered', 'returned']) },
    });
    return received > 0;
  },

  /** For exports: the next orders after the given one, oldest first. */
  batchAfter(
    id: number,
    { from, to, userId }: { from: Date; to: Date; userId?: number | undefined },
    limit: number,
  ): Promise<Order[]> {
    const query = AppDataSource.manager
      .createQueryBuilder(Order, 'placed')
      .innerJoinAndSelect('placed.user', 'customer')
      .where('placed.id > :id', { id })
      .andWhere('placed.placedAt >= :from AND placed.placedAt < :to', { from, to });
    if (userId !== undefined) query.andWhere('placed.userId = :userId', { userId });
    return query.orderBy('placed.id', 'ASC').take(limit).getMany();
  },

  timeline(orderId: number): Promise<OrderStatusChange[]> {
    return AppDataSource.manager.find(OrderStatusChange, {
      where: { orderId },
      relations: { actor: true },
      order: { id: 'ASC' },
    });
  },

  findReturn(
    number: string,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<ReturnRequest | null> {
    return manager.findOne(ReturnRequest, {
      where: { number },
      relations: { order: { lines: true }, requestedBy: true },
    });
  },

  returnsOf(
    orderId: number,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<ReturnRequest[]> {
    return manager.find(ReturnRequest, { where: { orderId }, order: { id: 'ASC' } });
  },

  openReturns(afterId: number, limit: number): Promise<ReturnRequest[]> {
    return AppDataSource.manager.find(ReturnRequest, {
      where: { status: In(['requested', 'approved']), id: MoreThan(afterId) },
      relations: { order: true, requestedBy: true },
      order: { id: 'ASC' },
      take: limit,
    });
  },
};
