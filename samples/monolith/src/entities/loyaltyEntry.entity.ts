import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { User } from './user.entity.js';

export type LoyaltyReason = 'order' | 'refund' | 'welcome' | 'adjustment' | 'expiry';

@Entity('loyalty_entries')
@Index(['reason', 'reference'])
export class LoyaltyEntry {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  user!: User;

  @Column({ type: 'integer' })
  points!: number;

  @Column({ type: 'varchar', length: 12 })
  reason!: LoyaltyReason;

  @Column({ type: 'varchar', length: 60 })
  reference!: string;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
