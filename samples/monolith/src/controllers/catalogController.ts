import type { Request, Response } from 'express';
import type { Product, ProductVariant } from '../entities/index.js';
import { BadRequestError } from '../errors/index.js';
import { currentUser } from '../middleware/authenticate.js';
import type {
  CategoryInput,
  ModerationInput,
  ProductChange,
  ProductInput,
  ReviewInput,
  VariantChange,
  VariantInput,
} from '../schemas/catalogSchemas.js';
import { productQuery, skuParams, slugParams } from '../schemas/catalogSchemas.js';
import { idParams, pageQuery } from '../schemas/commonSchemas.js';
import {
  catalogService,
  categoryTree,
  createCategory,
  deleteCategory,
  moderateReview,
  pendingReviews,
  postReview,
  reviewsOf,
  updateCategory,
  voteHelpful,
} from '../services/index.js';
import { Money } from '../utils/index.js';

function presentVariant(variant: ProductVariant) {
  const { id, sku, name, weightGrams, barcode, active } = variant;
  const price = new Money(variant.priceMinor);
  const listPrice = variant.listPriceMinor === null ? null : new Money(variant.listPriceMinor);
  return { id, sku, name, price, listPrice, weightGrams, barcode, active };
}

function presentProduct(product: Product) {
  const { id, name, slug, brand, description, categoryId, status, taxClass, attributes } = product;
  const columns = { id, name, slug, brand, description, categoryId, status, taxClass, attributes };
  return { ...columns, variants: (product.variants ?? []).map(presentVariant) };
}

/** The bytes of a body that is not JSON. */
function binaryBody(req: Request): Buffer {
  if (!Buffer.isBuffer(req.body)) throw new BadRequestError('The body has the wrong content type');
  return req.body;
}

export async function listProducts(req: Request, res: Response): Promise<void> {
  res.json(await catalogService.search(productQuery.parse(req.query)));
}

export async function listBrands(req: Request, res: Response): Promise<void> {
  const { category } = productQuery.pick({ category: true }).parse(req.query);
  res.json(await catalogService.brands(category));
}

export async function showProduct(req: Request, res: Response): Promise<void> {
  const { slug } = slugParams.parse(req.params);
  res.json(await catalogService.show(slug, req.user?.isStaff ?? false));
}

export async function listRelated(req: Request, res: Response): Promise<void> {
  const { slug } = slugParams.parse(req.params);
  res.json(await catalogService.relatedTo(slug));
}

export async function createProduct(req: Request, res: Response): Promise<void> {
  const input: ProductInput = req.body;
  const product = await catalogService.create(input);
  res.status(201).location(`/api/products/${product.slug}`).json(presentProduct(product));
}

export async function updateProduct(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const change: ProductChange = req.body;
  res.json(presentProduct(await catalogService.update(id, change)));
}

export async function publishProduct(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  res.json(presentProduct(await catalogService.publish(id)));
}

export async function archiveProduct(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  res.json(presentProduct(await catalogService.archive(id)));
}

export async function createVariant(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const input: VariantInput = req.body;
  res.status(201).json(presentVariant(await catalogService.addVariant(id, input)));
}

export async function updateVariant(req: Request, res: Response): Promise<void> {
  const { sku } = skuParams.parse(req.params);
  const change: VariantChange = req.body;
  res.json(presentVariant(await catalogService.updateVariant(sku, change)));
}

export async function importProducts(req: Request, res: Response): Promise<void> {
  res.json(await catalogService.importCsv(binaryBody(req)));
}

export async function putImage(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  await catalogService.setImage(id, req.get('content-type') ?? '', binaryBody(req));
  res.status(204).end();
}

export async function getImage(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const image = await catalogService.image(id);
  res.set('cache-control', 'public, max-age=3600');
  res.set('etag', `"${image.hash.slice(0, 32)}"`);
  res.type(image.contentType).send(image.content);
}

export async function showCategories(_req: Request, res: Response): Promise<void> {
  res.json(await categoryTree());
}

export async function postCategory(req: Request, res: Response): Promise<void> {
  const input: CategoryInput = req.body;
  res.status(201).json(await createCategory(input));
}

export async function putCategory(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const input: CategoryInput = req.body;
  res.json(await updateCategory(id, input));
}

export async function removeCategory(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  await deleteCategory(id);
  res.status(204).end();
}

export async function listReviews(req: Request, res: Response): Promise<void> {
  const { slug } = slugParams.parse(req.params);
  res.json(await reviewsOf(slug, pageQuery.parse(req.query)));
}

export async function createReview(req: Request, res: Response): Promise<void> {
  const { slug } = slugParams.parse(req.params);
  const input: ReviewInput = req.body;
  res.status(201).json(await postReview(slug, currentUser(req), input));
}

export async function listPendingReviews(_req: Request, res: Response): Promise<void> {
  res.json(await pendingReviews());
}

export async function decideReview(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const input: ModerationInput = req.body;
  res.json(await moderateReview(id, input.decision));
}

export async function postHelpfulVote(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  await voteHelpful(id, currentUser(req));
  res.status(204).end();
}
