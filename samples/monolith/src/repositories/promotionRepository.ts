import type { EntityManager } from 'typeorm';
import { IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { Coupon, CouponRedemption, Promotion } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { pageOf, pageOffset } from '../utils/index.js';

export const promotionRepository = {
  running(now: Date): Promise<Promotion[]> {
    const begun = { active: true, startsAt: LessThanOrEqual(now) };
    return AppDataSource.manager.find(Promotion, {
      where: [
        { ...begun, endsAt: IsNull() },
        { ...begun, endsAt: MoreThan(now) },
      ],
      order: { priority: 'ASC', id: 'ASC' },
    });
  },

  async page(request: PageRequest): Promise<Page<Promotion>> {
    const [promotions, total] = await AppDataSource.manager.findAndCount(Promotion, {
      order: { startsAt: 'DESC', id: 'DESC' },
      ...pageOffset(request),
    });
    return pageOf(promotions, total, request);
  },

  findCoupon(code: string, manager: EntityManager = AppDataSource.manager): Promise<Coupon | null> {
    return manager.findOneBy(Coupon, { code });
  },

  async couponPage(request: PageRequest, active?: boolean): Promise<Page<Coupon>> {
    const [coupons, total] = await AppDataSource.manager.findAndCount(Coupon, {
      where: active === undefined ? {} : { active },
      order: { code: 'ASC' },
      ...pageOffset(request),
    });
    return pageOf(coupons, total, request);
  },

  countRedemptions(
    couponId: number,
    userId: number,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<number> {
    return manager.countBy(CouponRedemption, { couponId, userId });
  },

  redemptionsOf(couponId: number): Promise<CouponRedemption[]> {
    return AppDataSource.manager.find(CouponRedemption, {
      where: { couponId },
      relations: { user: true },
      order: { id: 'ASC' },
    });
  },
};
