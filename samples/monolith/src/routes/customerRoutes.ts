import { Router } from 'express';
import {
  changeOwnPassword,
  forgotPassword,
  listSessions,
  logIn,
  logOut,
  refreshTokens,
  registerCustomer,
  setNewPassword,
} from '../controllers/authController.js';
import {
  bookPoints,
  createAddress,
  deleteAddress,
  downloadOwnOrders,
  eraseOwnAccount,
  listCustomers,
  listOwnAddresses,
  patchCustomer,
  replaceAddress,
  showCustomer,
  showOwnLoyalty,
  showOwnProfile,
  updateOwnProfile,
} from '../controllers/customerController.js';
import { authenticate, requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';
import {
  addressSchema,
  changePasswordSchema,
  customerChangeSchema,
  forgotPasswordSchema,
  loginSchema,
  pointsSchema,
  profileSchema,
  refreshSchema,
  registerSchema,
  resetPasswordSchema,
} from '../schemas/customerSchemas.js';

export const authRoutes = Router();

authRoutes.post('/register', validateBody(registerSchema), registerCustomer);
authRoutes.post('/login', validateBody(loginSchema), logIn);
authRoutes.post('/refresh', validateBody(refreshSchema), refreshTokens);
authRoutes.post('/logout', validateBody(refreshSchema), logOut);
authRoutes.get('/sessions', authenticate, listSessions);
authRoutes.post('/password', authenticate, validateBody(changePasswordSchema), changeOwnPassword);
authRoutes.post('/password/forgot', validateBody(forgotPasswordSchema), forgotPassword);
authRoutes.post('/password/reset', validateBody(resetPasswordSchema), setNewPassword);

export const accountRoutes = Router();

accountRoutes.use(authenticate);
accountRoutes.get('/', showOwnProfile);
accountRoutes.patch('/', validateBody(profileSchema), updateOwnProfile);
accountRoutes.delete('/', eraseOwnAccount);
accountRoutes.get('/loyalty', showOwnLoyalty);
accountRoutes.get('/orders.csv', downloadOwnOrders);
accountRoutes.get('/addresses', listOwnAddresses);
accountRoutes.post('/addresses', validateBody(addressSchema), createAddress);
accountRoutes.put('/addresses/:id', validateBody(addressSchema), replaceAddress);
accountRoutes.delete('/addresses/:id', deleteAddress);

export const customerRoutes = Router();

customerRoutes.get('/', requireRole('staff'), listCustomers);
customerRoutes.get('/:id', requireRole('staff'), showCustomer);
customerRoutes.patch(
  '/:id',
  requireRole('admin'),
  validateBody(customerChangeSchema),
  patchCustomer,
);
customerRoutes.post('/:id/points', requireRole('staff'), validateBody(pointsSchema), bookPoints);
