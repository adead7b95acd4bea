import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const promotionKinds = ['percent', 'fixedPerItem', 'buyXGetY', 'freeShipping'] as const;
export type PromotionKind = (typeof promotionKinds)[number];

/** What a promotion applies to and gives; which fields count depends on the kind. */
export interface PromotionRule {
  categoryIds?: number[] | undefined;
  skus?: string[] | undefined;
  basisPoints?: number | undefined;
  amountMinor?: number | undefined;
  buy?: number | undefined;
  get?: number | undefined;
  minimumSubtotalMinor?: number | undefined;
}

@Entity('promotions')
export class Promotion {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 80 })
  name!: string;

  @Column({ type: 'varchar', length: 14 })
  kind!: PromotionKind;

  @Column({ type: 'simple-json' })
  rule!: PromotionRule;

  @Index()
  @Column({ type: 'datetime' })
  startsAt!: Date;

  @Column({ type: 'datetime', nullable: true })
  endsAt!: Date | null;

  /** Lower runs first. */
  @Column({ type: 'integer', default: 100 })
  priority!: number;

  /** Nothing else applies to a line that an exclusive promotion has touched. */
  @Column({ type: 'boolean', default: false })
  exclusive!: boolean;

  @Column({ type: 'boolean', default: true })
  active!: boolean;
}
