import { z } from 'zod';
import { userRoles } from '../entities/index.js';
import { isPostalCode } from '../utils/index.js';
import { country, pageQuery, queryFlag } from './commonSchemas.js';

const email = z.string().trim().toLowerCase().max(160).pipe(z.email());

const password = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200)
  .refine((value) => /[A-Za-z]/.test(value) && /[^A-Za-z]/.test(value), {
    message: 'must contain a letter and something that is not a letter',
  });

const personName = z.string().trim().min(1).max(120);

export const registerSchema = z.object({ email, password, name: personName });
export type RegisterInput = z.infer<typeof registerSchema>;

export const loginSchema = z.object({
  email,
  password: z.string().min(1).max(200),
  /** The cart that was filled before logging in. */
  cartId: z.uuid().optional(),
});
export type LoginInput = z.infer<typeof loginSchema>;

export const refreshSchema = z.object({ refreshToken: z.string().min(20).max(200) });
export type RefreshInput = z.infer<typeof refreshSchema>;

export const changePasswordSchema = z.object({
  currentPassword: z.string(),
  newPassword: password,
});
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;

export const forgotPasswordSchema = z.object({ email });
export type ForgotPasswordInput = z.infer<typeof forgotPasswordSchema>;

export const resetPasswordSchema = z.object({ token: z.string().min(1), newPassword: password });
export type ResetPasswordInput = z.infer<typeof resetPasswordSchema>;

export const profileSchema = z.object({ name: personName, email }).partial();
export type ProfileInput = z.infer<typeof profileSchema>;

export const addressSchema = z
  .object({
    label: z.string().trim().min(1).max(40).default('Home'),
    recipient: personName,
    line1: z.string().trim().min(1).max(120),
    line2: z.string().trim().max(120).nullable().default(null),
    postalCode: z.string().trim().toUpperCase().max(12),
    city: z.string().trim().min(1).max(80),
    country,
    phone: z
      .string()
      .trim()
      .regex(/^\+?[0-9 ()/-]{5,29}$/)
      .nullable()
      .default(null),
    isDefault: z.boolean().default(false),
  })
  .refine((address) => isPostalCode(address.country, address.postalCode), {
    message: 'is not a postal code of that country',
    path: ['postalCode'],
  });
export type AddressInput = z.infer<typeof addressSchema>;

export const customerQuery = pageQuery.extend({
  q: z.string().trim().max(80).optional(),
  role: z.enum(userRoles).optional(),
  active: queryFlag.optional(),
});

export const customerChangeSchema = z
  .object({ active: z.boolean(), role: z.enum(userRoles) })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must change something');
export type CustomerChange = z.infer<typeof customerChangeSchema>;

export const pointsSchema = z.object({
  points: z
    .number()
    .int()
    .min(-100_000)
    .max(100_000)
    .refine((points) => points !== 0),
  note: z.string().trim().min(3).max(50),
});
export type PointsInput = z.infer<typeof pointsSchema>;
