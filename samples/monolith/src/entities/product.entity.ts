import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { minorUnits } from '../utils/money.js';
import { Category } from './category.entity.js';

export type ProductStatus = 'draft' | 'active' | 'archived';

export const taxClasses = ['standard', 'reduced', 'zero'] as const;
export type TaxClass = (typeof taxClasses)[number];

@Entity('products')
export class Product {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 140 })
  name!: string;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 160 })
  slug!: string;

  @Column({ type: 'text', default: '' })
  description!: string;

  @Index()
  @Column({ type: 'varchar', length: 80 })
  brand!: string;

  @Index()
  @Column({ type: 'integer' })
  categoryId!: number;

  @ManyToOne(() => Category, { onDelete: 'RESTRICT' })
  category!: Category;

  @Column({ type: 'varchar', length: 10, default: 'draft' })
  status!: ProductStatus;

  @Column({ type: 'varchar', length: 10, default: 'standard' })
  taxClass!: TaxClass;

  @Column({ type: 'simple-json' })
  attributes!: Record<string, string>;

  /** Mean of the approved reviews times 100, so that it can be sorted and filtered exactly. */
  @Column({ type: 'integer', default: 0 })
  ratingHundredths!: number;

  @Column({ type: 'integer', default: 0 })
  ratingCount!: number;

  @OneToMany(() => ProductVariant, (variant) => variant.product)
  variants!: ProductVariant[];

  @CreateDateColumn({ type: 'datetime' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'datetime' })
  updatedAt!: Date;
}

/** What is really sold: one article number, one price, one weight. */
@Entity('product_variants')
export class ProductVariant {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 40 })
  sku!: string;

  @Index()
  @Column({ type: 'integer' })
  productId!: number;

  @ManyToOne(() => Product, (product) => product.variants, { onDelete: 'CASCADE' })
  product!: Product;

  @Column({ type: 'varchar', length: 80 })
  name!: string;

  @Column({ type: 'integer', transformer: minorUnits })
  priceMinor!: bigint;

  /** The recommended retail price, shown struck through; informative only. */
  @Column({ type: 'integer', nullable: true, transformer: minorUnits })
  listPriceMinor!: bigint | null;

  @Column({ type: 'integer', default: 0 })
  weightGrams!: number;

  @Column({ type: 'varchar', length: 14, nullable: true })
  barcode!: string | null;

  @Column({ type: 'boolean', default: true })
  active!: boolean;
}

@Entity('product_images')
export class ProductImage {
  @PrimaryColumn({ type: 'integer' })
  productId!: number;

  @ManyToOne(() => Product, { onDelete: 'CASCADE' })
  product!: Product;

  @Column({ type: 'varchar', length: 40 })
  contentType!: string;

  @Column({ type: 'varchar', length: 64 })
  hash!: string;

  @Column({ type: 'blob' })
  content!: Buffer;
}
