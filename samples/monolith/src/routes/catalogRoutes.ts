import { Router, raw } from 'express';
import {
  archiveProduct,
  createProduct,
  createReview,
  createVariant,
  decideReview,
  getImage,
  importProducts,
  listBrands,
  listPendingReviews,
  listProducts,
  listRelated,
  listReviews,
  postCategory,
  postHelpfulVote,
  publishProduct,
  putCategory,
  putImage,
  removeCategory,
  showCategories,
  showProduct,
  updateProduct,
  updateVariant,
} from '../controllers/catalogController.js';
import { authenticate, identify, requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import {
  categorySchema,
  moderationSchema,
  productChangeSchema,
  productSchema,
  reviewSchema,
  variantChangeSchema,
  variantSchema,
} from '../schemas/catalogSchemas.js';

const staff = requireRole('staff');

export const productRoutes = Router();

productRoutes.get('/', listProducts);
productRoutes.get('/brands', listBrands);
productRoutes.post('/', staff, validateBody(productSchema), createProduct);
productRoutes.post('/import', staff, raw({ type: 'text/csv', limit: '2mb' }), importProducts);
productRoutes.get('/:id/image', getImage);
productRoutes.put('/:id/image', staff, raw({ type: 'image/*', limit: '1mb' }), putImage);
productRoutes.patch('/:id', staff, validateBody(productChangeSchema), updateProduct);
productRoutes.post('/:id/publish', staff, publishProduct);
productRoutes.post('/:id/archive', staff, archiveProduct);
productRoutes.post('/:id/variants', staff, validateBody(variantSchema), createVariant);
productRoutes.get('/:slug', identify, showProduct);
productRoutes.get('/:slug/related', listRelated);
productRoutes.get('/:slug/reviews', listReviews);
productRoutes.post('/:slug/reviews', authenticate, validateBody(reviewSchema), createReview);

export const variantRoutes = Router();

variantRoutes.patch('/:sku', staff, validateBody(variantChangeSchema), updateVariant);

export const categoryRoutes = Router();

categoryRoutes.get('/', showCategories);
categoryRoutes.post('/', staff, validateBody(categorySchema), postCategory);
categoryRoutes.put('/:id', staff, validateBody(categorySchema), putCategory);
categoryRoutes.delete('/:id', staff, removeCategory);

export const reviewRoutes = Router();

reviewRoutes.get('/pending', staff, listPendingReviews);
reviewRoutes.post('/:id/decision', staff, validateBody(moderationSchema), decideReview);
reviewRoutes.post('/:id/helpful', authenticate, postHelpfulVote);
