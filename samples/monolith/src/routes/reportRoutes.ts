import { Router } from 'express';
import {
  downloadCustomers,
  downloadOrders,
  downloadStock,
  postRebuild,
  rebuildSchema,
  showCarrierPerformance,
  showCategoryRevenue,
  showCouponPerformance,
  showDailySeries,
  showDashboard,
  showPaymentMix,
  showSalesReport,
  showStockValue,
  showTopCustomers,
  showTopProducts,
} from '../controllers/reportController.js';
import { requireRole } from '../middleware/authenticate.js';
import { validateBody } from '../middleware/validate.js';

export const reportRoutes = Router();

reportRoutes.use(requireRole('staff'));
reportRoutes.get('/dashboard', showDashboard);
reportRoutes.get('/categories', showCategoryRevenue);
reportRoutes.get('/products', showTopProducts);
reportRoutes.get('/customers', showTopCustomers);
reportRoutes.get('/payments', showPaymentMix);
reportRoutes.get('/coupons', showCouponPerformance);
reportRoutes.get('/carriers', showCarrierPerformance);
reportRoutes.get('/stock', showStockValue);
reportRoutes.get('/daily', showDailySeries);
reportRoutes.post('/daily', requireRole('admin'), validateBody(rebuildSchema), postRebuild);
reportRoutes.get('/sales.html', showSalesReport);
reportRoutes.get('/exports/orders.csv', downloadOrders);
reportRoutes.get('/exports/stock.csv', downloadStock);
reportRoutes.get('/exports/customers.csv', requireRole('admin'), downloadCustomers);
