import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import { Product } from './product.entity.js';
import { User } from './user.entity.js';

export type ReviewStatus = 'pending' | 'approved' | 'rejected';

@Entity('reviews')
@Unique(['productId', 'authorId'])
export class Review {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index()
  @Column({ type: 'integer' })
  productId!: number;

  @ManyToOne(() => Product, { onDelete: 'CASCADE' })
  product!: Product;

  @Column({ type: 'integer' })
  authorId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  author!: User;

  @Column({ type: 'integer' })
  stars!: number;

  @Column({ type: 'varchar', length: 120 })
  title!: string;

  @Column({ type: 'text' })
  body!: string;

  @Column({ type: 'boolean', default: false })
  verifiedPurchase!: boolean;

  @Column({ type: 'varchar', length: 10, default: 'pending' })
  status!: ReviewStatus;

  @Column({ type: 'integer', default: 0 })
  helpfulVotes!: number;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;
}
