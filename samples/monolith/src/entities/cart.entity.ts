import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import { minorUnits } from '../utils/money.js';
import { User } from './user.entity.js';

export type CartStatus = 'open' | 'ordered' | 'merged' | 'discarded';

@Entity('carts')
export class Cart {
  /** Random: for a guest, knowing it is what makes the cart theirs. */
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  @Index()
  @Column({ type: 'integer', nullable: true })
  userId!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'CASCADE' })
  user!: User | null;

  @Column({ type: 'varchar', length: 10, default: 'open' })
  status!: CartStatus;

  @Column({ type: 'varchar', length: 24, nullable: true })
  couponCode!: string | null;

  @Column({ type: 'datetime', nullable: true })
  remindedAt!: Date | null;

  @Column({ type: 'datetime' })
  touchedAt!: Date;

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;

  @OneToMany(() => CartItem, (item) => item.cart)
  items!: CartItem[];
}

@Entity('cart_items')
@Unique(['cartId', 'sku'])
export class CartItem {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 36 })
  cartId!: string;

  @ManyToOne(() => Cart, (cart) => cart.items, { onDelete: 'CASCADE' })
  cart!: Cart;

  @Column({ type: 'varchar', length: 40 })
  sku!: string;

  @Column({ type: 'integer' })
  quantity!: number;

  /** The unit price when it was put in, to tell the customer about a change since. */
  @Column({ type: 'integer', transformer: minorUnits })
  seenPriceMinor!: bigint;

  @Column({ type: 'boolean', default: false })
  savedForLater!: boolean;
}
