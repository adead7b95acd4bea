import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Address, User } from '../entities/index.js';
import { currentUser } from '../middleware/authenticate.js';
import { userRepository } from '../repositories/index.js';
import { idParams } from '../schemas/commonSchemas.js';
import type {
  AddressInput,
  CustomerChange,
  PointsInput,
  ProfileInput,
} from '../schemas/customerSchemas.js';
import { customerQuery } from '../schemas/customerSchemas.js';
import {
  addAddress,
  adjustPoints,
  anonymise,
  changeCustomer,
  exportOrdersOf,
  getCustomer,
  listAddresses,
  loyaltyAccount,
  removeAddress,
  tierFor,
  updateAddress,
  updateProfile,
} from '../services/index.js';
import { mapPage } from '../utils/index.js';

export function presentUser(user: User) {
  const { id, email, name, role, active, loyaltyPoints, createdAt } = user;
  const tier = tierFor(loyaltyPoints).name;
  return { id, email, name, role, active, loyaltyPoints, tier, createdAt };
}

function presentAddress(address: Address) {
  const { userId: _userId, user: _user, ...visible } = address;
  return visible;
}

export function showOwnProfile(req: Request, res: Response): void {
  res.json(presentUser(currentUser(req)));
}

export async function updateOwnProfile(req: Request, res: Response): Promise<void> {
  const input: ProfileInput = req.body;
  res.json(presentUser(await updateProfile(currentUser(req), input)));
}

export async function eraseOwnAccount(req: Request, res: Response): Promise<void> {
  await anonymise(currentUser(req));
  res.status(204).end();
}

export async function listOwnAddresses(req: Request, res: Response): Promise<void> {
  const addresses = await listAddresses(currentUser(req));
  res.json(addresses.map((address) => presentAddress(address)));
}

export async function createAddress(req: Request, res: Response): Promise<void> {
  const input: AddressInput = req.body;
  res.status(201).json(presentAddress(await addAddress(currentUser(req), input)));
}

export async function replaceAddress(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const input: AddressInput = req.body;
  res.json(presentAddress(await updateAddress(currentUser(req), id, input)));
}

export async function deleteAddress(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  await removeAddress(currentUser(req), id);
  res.status(204).end();
}

export async function showOwnLoyalty(req: Request, res: Response): Promise<void> {
  res.json(await loyaltyAccount(currentUser(req)));
}

export async function downloadOwnOrders(req: Request, res: Response): Promise<void> {
  res.attachment('my-orders.csv');
  await pipeline(exportOrdersOf(currentUser(req)), res);
}

export async function listCustomers(req: Request, res: Response): Promise<void> {
  const query = customerQuery.parse(req.query);
  const page = await userRepository.search(query);
  res.json(mapPage(page, presentUser));
}

export async function showCustomer(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const user = await getCustomer(id);
  const addresses = await listAddresses(user);
  res.json({
    ...presentUser(user),
    addresses: addresses.map((address) => presentAddress(address)),
    loyalty: await loyaltyAccount(user),
  });
}

export async function patchCustomer(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const change: CustomerChange = req.body;
  res.json(presentUser(await changeCustomer(id, change, currentUser(req))));
}

export async function bookPoints(req: Request, res: Response): Promise<void> {
  const { id } = idParams.parse(req.params);
  const input: PointsInput = req.body;
  await adjustPoints(id, input.points, input.note);
  res.status(201).json(await loyaltyAccount(await getCustomer(id)));
}
