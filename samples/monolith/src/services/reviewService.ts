import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import type { ReviewStatus, User } from '../entities/index.js';
import { Product, Review } from '../entities/index.js';
import { ConflictError, ForbiddenError, NotFoundError } from '../errors/index.js';
import { eventBus } from '../events/eventBus.js';
import { orderRepository, productRepository } from '../repositories/index.js';
import type { ReviewInput } from '../schemas/catalogSchemas.js';
import type { Page, PageRequest } from '../utils/index.js';
import { pageOf, pageOffset } from '../utils/index.js';

/** Words that send a review to the end of the moderators' list; they decide all the same. */
const SUSPICIOUS = /https?:|www\.|\b(?:casino|viagra|crypto)\b/i;

export interface ReviewView {
  id: number;
  stars: number;
  title: string;
  body: string;
  author: string;
  verifiedPurchase: boolean;
  status: ReviewStatus;
  helpfulVotes: number;
  createdAt: Date;
}

/** "Ada Lovelace" appears as "Ada L.". */
function publicName(user: User): string {
  const [first = '', ...rest] = user.name.split(' ');
  const last = rest.at(-1);
  return last ? `${first} ${last.slice(0, 1)}.` : first;
}

function present(review: Review): ReviewView {
  return {
    id: review.id,
    stars: review.stars,
    title: review.title,
    body: review.body,
    author: publicName(review.author),
    verifiedPurchase: review.verifiedPurchase,
    status: review.status,
    helpfulVotes: review.helpfulVotes,
    createdAt: review.createdAt,
  };
}

export async function postReview(
  slug: string,
  author: User,
  input: ReviewInput,
): Promise<ReviewView> {
  const product = await productRepository.findBySlug(slug);
  if (!product || product.status !== 'active') throw new NotFoundError('Product', slug);
  if (!(await orderRepository.hasReceived(author.id, product.id))) {
    throw new ForbiddenError('Only those who have received the product may review it');
  }
  const review = await inTransaction(async (manager) => {
    const existing = await manager.findOneBy(Review, {
      productId: product.id,
      authorId: author.id,
    });
    if (existing) throw new ConflictError('You have reviewed this product already');
    return manager.save(
      manager.create(Review, {
        ...input,
        productId: product.id,
        authorId: author.id,
        verifiedPurchase: true,
        status: 'pending',
      }),
    );
  });
  eventBus.publish('review.posted', { reviewId: review.id, productName: product.name });
  review.author = author;
  return present(review);
}

export async function reviewsOf(slug: string, request: PageRequest): Promise<Page<ReviewView>> {
  const product = await productRepository.findBySlug(slug);
  if (!product) throw new NotFoundError('Product', slug);
  const [reviews, total] = await AppDataSource.manager.findAndCount(Review, {
    where: { productId: product.id, status: 'approved' },
    relations: { author: true },
    order: { helpfulVotes: 'DESC', id: 'DESC' },
    ...pageOffset(request),
  });
  return pageOf(
    reviews.map((review) => present(review)),
    total,
    request,
  );
}

export async function pendingReviews(): Promise<ReviewView[]> {
  const reviews = await AppDataSource.manager.find(Review, {
    where: { status: 'pending' },
    relations: { author: true },
    order: { id: 'ASC' },
    take: 100,
  });
  const suspicious = (review: Review) => SUSPICIOUS.test(`${review.title} ${review.body}`);
  const ordered = [
    ...reviews.filter((review) => !suspicious(review)),
    ...reviews.filter((review) => suspicious(review)),
  ];
  return ordered.map((review) => present(review));
}

/** Approving or rejecting a review recomputes the product's rating from what is approved. */
export async function moderateReview(
  id: number,
  decision: 'approved' | 'rejected',
): Promise<ReviewView> {
  return inTransaction(async (manager) => {
    const review = await manager.findOne(Review, { where: { id }, relations: { author: true } });
    if (!review) throw new NotFoundError('Review', id);
    review.status = decision;
    await manager.save(review);
    const approved = await manager.findBy(Review, {
      productId: review.productId,
      status: 'approved',
    });
    const stars = approved.reduce((sum, other) => sum + other.stars, 0);
    await manager.update(Product, review.productId, {
      ratingCount: approved.length,
      ratingHundredths: approved.length === 0 ? 0 : Math.round((stars * 100) / approved.length),
    });
    return present(review);
  });
}

export async function voteHelpful(id: number, voter: User): Promise<void> {
  await inTransaction(async (manager) => {
    const review = await manager.findOneBy(Review, { id, status: 'approved' });
    if (!review) throw new NotFoundError('Review', id);
    if (review.authorId === voter.id) throw new ForbiddenError('That is your own review');
    await manager.increment(Review, { id }, 'helpfulVotes', 1);
  });
}
