import type { Request, Response } from 'express';
import { currentUser } from '../middleware/authenticate.js';
import type {
  ChangePasswordInput,
  ForgotPasswordInput,
  LoginInput,
  RefreshInput,
  RegisterInput,
  ResetPasswordInput,
} from '../schemas/customerSchemas.js';
import {
  cartService,
  changePassword,
  login,
  logout,
  refresh,
  register,
  requestPasswordReset,
  resetPassword,
  sessionsOf,
} from '../services/index.js';
import { presentUser } from './customerController.js';

export async function registerCustomer(req: Request, res: Response): Promise<void> {
  const input: RegisterInput = req.body;
  const { user, tokens } = await register(input, req.get('user-agent') ?? null);
  res.status(201).json({ user: presentUser(user), ...tokens });
}

export async function logIn(req: Request, res: Response): Promise<void> {
  const input: LoginInput = req.body;
  const { user, tokens } = await login(input.email, input.password, req.get('user-agent') ?? null);
  if (input.cartId) await cartService.mergeGuestCart(input.cartId, user);
  res.json({ user: presentUser(user), ...tokens });
}

export async function refreshTokens(req: Request, res: Response): Promise<void> {
  const input: RefreshInput = req.body;
  res.json(await refresh(input.refreshToken));
}

export async function logOut(req: Request, res: Response): Promise<void> {
  const input: RefreshInput = req.body;
  await logout(input.refreshToken);
  res.status(204).end();
}

export async function listSessions(req: Request, res: Response): Promise<void> {
  const sessions = await sessionsOf(currentUser(req));
  res.json(
    sessions.map((session) => ({
      id: session.id,
      userAgent: session.userAgent,
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
    })),
  );
}

export async function changeOwnPassword(req: Request, res: Response): Promise<void> {
  const input: ChangePasswordInput = req.body;
  await changePassword(currentUser(req), input.currentPassword, input.newPassword);
  res.status(204).end();
}

export async function forgotPassword(req: Request, res: Response): Promise<void> {
  const input: ForgotPasswordInput = req.body;
  await requestPasswordReset(input.email);
  res.status(202).json({ message: 'If there is such an account, a message is on its way' });
}

export async function setNewPassword(req: Request, res: Response): Promise<void> {
  const input: ResetPasswordInput = req.body;
  await resetPassword(input.token, input.newPassword);
  res.status(204).end();
}
