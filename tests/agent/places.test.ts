import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../src/agent/local/compose/context.ts';
import { placePath } from '../../src/agent/local/compose/places.ts';
import type { Role } from '../../src/domain/index.ts';
import { type PlainProject, plainComposing } from './plain-survey.ts';

/** Where a new file called `limit store` goes. */
async function placed(files: PlainProject['files'], place: Readonly<Record<string, unknown>>) {
  const c = await plainComposing({ files }, { places: { store: { name: 'limit store', ...place } } });
  return placePath(c, scopeOf(c), 'store');
}

const as = (role: Role, ...symbols: readonly (readonly [string, number, number])[]) => ({
  text: 'x',
  roles: [role],
  symbols,
});

const GO: PlainProject['files'] = {
  'internal/http/order_routes.go': as('router', ['Routes', 1, 9]),
  'internal/http/middleware.go': as('middleware', ['Log', 1, 9]),
  'internal/store/orders.go': as('repository', ['Orders', 1, 9]),
  'internal/store/users.go': as('repository', ['Users', 1, 9]),
  'cmd/shop/main.go': as('entry', ['main', 1, 9]),
};
const TS: PlainProject['files'] = {
  'src/routes/order.routes.ts': as('router', ['routes', 1, 9]),
  'src/repositories/order.repository.ts': as('repository', ['Orders', 1, 9]),
  'src/repositories/user.repository.ts': as('repository', ['Users', 1, 9]),
  'src/services/order.service.ts': as('service', ['Order', 1, 9]),
};

describe('near', () => {
  it.each<[string, PlainProject['files'], Readonly<Record<string, unknown>>, string]>([
    [
      'in Go a new file stands in the package of the slot',
      GO,
      { near: ['route'] },
      'internal/http/limit_store.go',
    ],
    [
      'before the files that are alike',
      GO,
      { near: ['middleware'], like: ['repository'] },
      'internal/http/limit_store.go',
    ],
    [
      'the first of the slots that is there',
      GO,
      { near: ['cache', 'repository', 'route'] },
      'internal/store/limit_store.go',
    ],
    [
      'else where files that are alike lie',
      GO,
      { near: ['cache'], like: ['repository'] },
      'internal/store/limit_store.go',
    ],
    [
      'in other languages a folder is no package: it lies among its like',
      TS,
      { near: ['route'], like: ['repository'] },
      'src/repositories/limit-store.repository.ts',
    ],
  ])('%s', async (_, files, place, expected) => {
    expect(await placed(files, place)).toBe(expected);
  });

  it('a test of several files lies apart from the slot', async () => {
    const tests = { ...TS, 'tests/unit/order.test.ts': as('test') };
    expect(await placed(tests, { near: ['route'], test: true })).toBe('tests/unit/limit-store.test.ts');
  });

  it('a path that leads out of the project is none', async () => {
    expect(await placed(TS, { path: '../outside.ts' })).toBeUndefined();
  });
});
