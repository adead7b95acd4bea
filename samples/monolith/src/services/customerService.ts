import type { EntityManager } from 'typeorm';
import { inTransaction } from '../db/transaction.js';
import type { User } from '../entities/index.js';
import { Address, Session, User as UserEntity } from '../entities/index.js';
import { BadRequestError, ConflictError, ForbiddenError, NotFoundError } from '../errors/index.js';
import { orderRepository, userRepository } from '../repositories/index.js';
import type { AddressInput, CustomerChange, ProfileInput } from '../schemas/customerSchemas.js';
import type { PostalAddress } from '../utils/index.js';

const MAX_ADDRESSES = 10;

export async function getCustomer(id: number): Promise<User> {
  const user = await userRepository.findById(id);
  if (!user) throw new NotFoundError('Customer', id);
  return user;
}

export async function updateProfile(user: User, input: ProfileInput): Promise<User> {
  return inTransaction(async (manager) => {
    if (input.email && input.email !== user.email) {
      const other = await userRepository.findByEmail(input.email, manager);
      if (other) throw new ConflictError('There is an account with this e-mail address already');
    }
    user.name = input.name ?? user.name;
    user.email = input.email ?? user.email;
    return manager.save(user);
  });
}

/** What an administrator changes on an account; nobody locks themselves out. */
export async function changeCustomer(
  id: number,
  change: CustomerChange,
  actor: User,
): Promise<User> {
  if (id === actor.id) throw new ForbiddenError('You may not change your own role or account');
  return inTransaction(async (manager) => {
    const user = await userRepository.findById(id, manager);
    if (!user || user.anonymisedAt) throw new NotFoundError('Customer', id);
    user.role = change.role ?? user.role;
    user.active = change.active ?? user.active;
    if (!user.active) await manager.delete(Session, { userId: id });
    return manager.save(user);
  });
}

/** Erasure on request: orders and invoices stay, since the law wants them; the person goes. */
export async function anonymise(user: User): Promise<void> {
  const unfinished = await orderRepository.countUnfinished(user.id);
  if (unfinished > 0) {
    throw new ConflictError('The account has orders under way', { orders: unfinished });
  }
  await inTransaction(async (manager) => {
    await manager.delete(Address, { userId: user.id });
    await manager.delete(Session, { userId: user.id });
    await manager.update(UserEntity, user.id, {
      email: `erased-${user.id}@invalid.example`,
      name: 'Erased customer',
      passwordHash: '-',
      active: false,
      loyaltyPoints: 0,
      anonymisedAt: new Date(),
    });
  });
}

export function listAddresses(user: User): Promise<Address[]> {
  return userRepository.addressesOf(user.id);
}

async function clearDefault(manager: EntityManager, userId: number): Promise<void> {
  await manager.update(Address, { userId, isDefault: true }, { isDefault: false });
}

export async function addAddress(user: User, input: AddressInput): Promise<Address> {
  return inTransaction(async (manager) => {
    const existing = await userRepository.addressesOf(user.id, manager);
    if (existing.length >= MAX_ADDRESSES) {
      throw new BadRequestError(`An account has at most ${MAX_ADDRESSES} addresses`);
    }
    const isDefault = input.isDefault || existing.length === 0;
    if (isDefault) await clearDefault(manager, user.id);
    return manager.save(manager.create(Address, { ...input, isDefault, userId: user.id }));
  });
}

export async function updateAddress(user: User, id: number, input: AddressInput): Promise<Address> {
  return inTransaction(async (manager) => {
    const address = await userRepository.findAddress(user.id, id, manager);
    if (!address) throw new NotFoundError('Address', id);
    const isDefault = input.isDefault || address.isDefault;
    if (input.isDefault) await clearDefault(manager, user.id);
    return manager.save(manager.merge(Address, address, { ...input, isDefault }));
  });
}

export async function removeAddress(user: User, id: number): Promise<void> {
  await inTransaction(async (manager) => {
    const address = await userRepository.findAddress(user.id, id, manager);
    if (!address) throw new NotFoundError('Address', id);
    await manager.remove(address);
    const [next] = await userRepository.addressesOf(user.id, manager);
    if (address.isDefault && next) await manager.update(Address, next.id, { isDefault: true });
  });
}

/** A copy of an address for documents that must not change with it; the default one if none is named. */
export async function addressSnapshot(user: User, addressId?: number): Promise<PostalAddress> {
  const [preferred] = await userRepository.addressesOf(user.id);
  const address =
    addressId === undefined ? preferred : await userRepository.findAddress(user.id, addressId);
  if (!address) {
    if (addressId !== undefined) throw new NotFoundError('Address', addressId);
    throw new BadRequestError('Please add an address first');
  }
  const { recipient, line1, line2, postalCode, city, country, phone } = address;
  return { recipient, line1, line2, postalCode, city, country, phone };
}
