import { AppDataSource } from './dataSource.js';
import { inTransaction } from './transaction.js';
import type { UserRole } from '../entities/index.js';
import { User } from '../entities/index.js';
import {
  addAddress,
  catalogService,
  createCategory,
  createCoupon,
  createPromotion,
  receiveGoods,
  setReorderPoint,
} from '../services/index.js';
import { Money, addDays, hashPassword, logger } from '../utils/index.js';

const DEMO_PASSWORD = 'figs-and-ferns-1';

const CATEGORIES: [name: string, children: string[]][] = [
  ['Plants', ['House plants', 'Herbs', 'Bonsai']],
  ['Garden', ['Tools', 'Seeds']],
  ['Kitchen', ['Tea', 'Preserves']],
];

const PRODUCTS: [
  category: string,
  brand: string,
  name: string,
  variants: [sku: string, name: string, price: string, grams: number, stock: number][],
][] = [
  [
    'House plants',
    'Verdant',
    'Fiddle-leaf fig',
    [
      ['FIG-FIDDLE-S', 'small, 60 cm', '34.90', 2800, 40],
      ['FIG-FIDDLE-L', 'large, 120 cm', '79.00', 7400, 12],
    ],
  ],
  ['House plants', 'Verdant', 'Boston fern', [['FERN-BOSTON', '40 cm', '18.50', 1900, 60]]],
  ['Herbs', 'Verdant', 'Basil', [['HERB-BASIL', 'pot', '3.20', 450, 200]]],
  ['Bonsai', 'Kiku', 'Juniper bonsai', [['BONSAI-JUNIPER', '8 years', '119.00', 3100, 5]]],
  ['Tools', 'Holm', 'Pruning shears', [['TOOL-SHEARS', 'steel', '24.90', 320, 80]]],
  [
    'Seeds',
    'Holm',
    'Tomato seeds',
    [
      ['SEED-TOMATO-10', '10 seeds', '2.90', 10, 500],
      ['SEED-TOMATO-50', '50 seeds', '9.90', 40, 150],
    ],
  ],
  ['Tea', 'Laurel', 'Green tea', [['TEA-GREEN-100', '100 g', '7.40', 130, 120]]],
  ['Preserves', 'Laurel', 'Fig jam', [['JAM-FIG-250', '250 g', '5.80', 420, 90]]],
];

async function createUser(email: string, name: string, role: UserRole): Promise<User> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  return inTransaction((manager) =>
    manager.save(manager.create(User, { email, name, role, passwordHash })),
  );
}

async function createCategories(): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const [position, [name, children]] of CATEGORIES.entries()) {
    const parent = await createCategory({ name, parentId: null, position });
    for (const [index, child] of children.entries()) {
      const { id } = await createCategory({ name: child, parentId: parent.id, position: index });
      ids.set(child, id);
    }
  }
  return ids;
}

async function createProducts(categories: Map<string, number>, staff: User): Promise<void> {
  for (const [category, brand, name, variants] of PRODUCTS) {
    const product = await catalogService.create({
      name,
      brand,
      description: `${name} by ${brand}.`,
      categoryId: categories.get(category) ?? 0,
      taxClass: category === 'Tools' ? 'standard' : 'reduced',
      attributes: {},
    });
    for (const [sku, variant, price, weightGrams, stock] of variants) {
      await catalogService.addVariant(product.id, {
        sku,
        name: variant,
        price: Money.parse(price),
        listPrice: null,
        weightGrams,
        barcode: null,
      });
      const lines = [{ sku, quantity: stock }];
      await receiveGoods({ warehouse: 'BER', reference: 'opening stock', lines }, staff);
      const reorderPoint = Math.floor(stock / 10);
      await setReorderPoint({ warehouse: 'BER', sku, reorderPoint });
    }
    await catalogService.publish(product.id);
  }
}

/** A small range of goods and three accounts, to try the shop out. Only into an empty database. */
export async function seedDemoData(): Promise<void> {
  if ((await AppDataSource.manager.count(User)) > 0) {
    logger.warn('the database is not empty: no demo data');
    return;
  }
  await createUser('admin@figandfern.example', 'Ada Admin', 'admin');
  const staff = await createUser('staff@figandfern.example', 'Sam Staff', 'staff');
  const customer = await createUser('customer@figandfern.example', 'Cleo Customer', 'customer');
  await addAddress(customer, {
    label: 'Home',
    recipient: customer.name,
    line1: 'Feldweg 3',
    line2: null,
    postalCode: '20095',
    city: 'Hamburg',
    country: 'DE',
    phone: null,
    isDefault: true,
  });
  await createProducts(await createCategories(), staff);
  const now = new Date();
  await createPromotion({
    name: 'Three seeds for two',
    kind: 'buyXGetY',
    rule: { skus: ['SEED-TOMATO-10', 'SEED-TOMATO-50'], buy: 2, get: 1 },
    startsAt: now,
    endsAt: null,
    priority: 10,
    exclusive: false,
  });
  await createCoupon({
    code: 'WELCOME10',
    kind: 'percent',
    basisPoints: 1_000,
    maxRedemptions: null,
    maxPerCustomer: 1,
    firstOrderOnly: true,
    categoryId: null,
    startsAt: null,
    endsAt: addDays(now, 365),
  });
  logger.info({ password: DEMO_PASSWORD }, 'demo data written');
}
