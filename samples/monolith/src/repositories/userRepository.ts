import type { EntityManager } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { Address, User } from '../entities/index.js';
import type { UserRole } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { likePattern, pageOf, pageOffset } from '../utils/index.js';

export interface UserFilter extends PageRequest {
  q?: string | undefined;
  role?: UserRole | undefined;
  active?: boolean | undefined;
}

export const userRepository = {
  findById(id: number, manager: EntityManager = AppDataSource.manager): Promise<User | null> {
    return manager.findOneBy(User, { id });
  },

  findByEmail(email: string, manager: EntityManager = AppDataSource.manager): Promise<User | null> {
    return manager.findOneBy(User, { email });
  },

  findStaff(): Promise<User[]> {
    return AppDataSource.manager.find(User, {
      where: [
        { role: 'staff', active: true },
        { role: 'admin', active: true },
      ],
      order: { id: 'ASC' },
    });
  },

  async search(filter: UserFilter): Promise<Page<User>> {
    const query = AppDataSource.manager.createQueryBuilder(User, 'user');
    if (filter.q) {
      query.andWhere("(user.email LIKE :q ESCAPE '\\' OR user.name LIKE :q ESCAPE '\\')", {
        q: likePattern(filter.q),
      });
    }
    if (filter.role) query.andWhere('user.role = :role', { role: filter.role });
    if (filter.active !== undefined) {
      query.andWhere('user.active = :active', { active: filter.active });
    }
    const { skip, take } = pageOffset(filter);
    const [users, total] = await query
      .orderBy('user.name', 'ASC')
      .addOrderBy('user.id', 'ASC')
      .skip(skip)
      .take(take)
      .getManyAndCount();
    return pageOf(users, total, filter);
  },

  addressesOf(userId: number, manager: EntityManager = AppDataSource.manager): Promise<Address[]> {
    return manager.find(Address, { where: { userId }, order: { isDefault: 'DESC', id: 'ASC' } });
  },

  findAddress(
    userId: number,
    id: number,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<Address | null> {
    return manager.findOneBy(Address, { id, userId });
  },
};
