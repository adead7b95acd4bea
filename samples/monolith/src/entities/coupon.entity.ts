import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { minorUnits } from '../utils/money.js';
import { User } from './user.entity.js';

export const couponKinds = ['percent', 'fixed', 'freeShipping'] as const;
export type CouponKind = (typeof couponKinds)[number];

@Entity('coupons')
export class Coupon {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 24 })
  code!: string;

  @Column({ type: 'varchar', length: 12 })
  kind!: CouponKind;

  /** Of a percentage coupon. */
  @Column({ type: 'integer', default: 0 })
  basisPoints!: number;

  /** Of a fixed coupon. */
  @Column({ type: 'integer', default: 0, transformer: minorUnits })
  amountMinor!: bigint;

  @Column({ type: 'integer', default: 0, transformer: minorUnits })
  minimumSubtotalMinor!: bigint;

  @Column({ type: 'integer', nullable: true })
  maxRedemptions!: number | null;

  @Column({ type: 'integer', nullable: true })
  maxPerCustomer!: number | null;

  @Column({ type: 'boolean', default: false })
  firstOrderOnly!: boolean;

  @Column({ type: 'integer', nullable: true })
  categoryId!: number | null;

  @Column({ type: 'integer', default: 0 })
  redemptions!: number;

  @Column({ type: 'datetime', nullable: true })
  startsAt!: Date | null;

  @Column({ type: 'datetime', nullable: true })
  endsAt!: Date | null;

  @Column({ type: 'boolean', default: true })
  active!: boolean;
}

@Entity('coupon_redemptions')
@Index(['couponId', 'userId'])
export class CouponRedemption {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  couponId!: number;

  @ManyToOne(() => Coupon, { onDelete: 'CASCADE' })
  coupon!: Coupon;

  @Column({ type: 'integer' })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  user!: User;

  @Column({ type: 'varchar', length: 30 })
  orderNumber!: string;

  @Column({ type: 'integer', transformer: minorUnits })
  amountMinor!: bigint;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
