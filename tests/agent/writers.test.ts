import { describe, expect, it, test } from 'vitest';
import { actionOf, writersOf } from '../../src/agent/local/writers.ts';
import type { CodeSymbol, FileCard, Role } from '../../src/domain/index.ts';

function symbol(path: string, name: string, kind: CodeSymbol['kind'], container?: string): CodeSymbol {
  const base = { path, name, kind, line: 1, endLine: 2, signature: name, exported: true };
  return container === undefined ? base : { ...base, container };
}

function project(files: Readonly<Record<string, readonly [Role, readonly string[]]>>) {
  const cards = new Map<string, FileCard>();
  const roles = new Map<Role, string[]>();
  for (const [path, [role, names]] of Object.entries(files)) {
    cards.set(path, {
      path,
      language: 'go',
      lines: 10,
      bytes: 100,
      hash: '',
      roles: [{ role, reason: 'given' }],
      symbols: names.map(n => {
        const [owner, name] = n.includes('.') ? n.split('.') : [undefined, n];
        return symbol(path, name ?? n, owner === undefined ? 'function' : 'method', owner);
      }),
      imports: [],
      importedBy: [],
      packages: [],
      tests: [],
      commits: 0,
    });
    roles.set(role, [...(roles.get(role) ?? []), path]);
  }
  return { cards, roles };
}

const found = (files: Parameters<typeof project>[0], ...about: string[]): readonly string[] => {
  const { cards, roles } = project(files);
  return writersOf(cards, roles, new Set(about)).map(s => s.name);
};

describe('functions that change what a goal names', () => {
  it('takes those nearest to the rows, and none that only read', () => {
    const files = {
      'storage/feed.go': ['repository', ['Storage.Feeds', 'Storage.UpdateFeed', 'Storage.CreateFeed']],
      'api/feed.go': ['controller', ['createFeed']],
    } as const;
    expect(found(files, 'feed')).toEqual(['UpdateFeed', 'CreateFeed']);
  });

  it('puts names of fewer other words first', () => {
    const files = {
      'storage/feed.go': ['repository', ['Storage.UpdateFeedError', 'Storage.UpdateFeed']],
    } as const;
    expect(found(files, 'feed')).toEqual(['UpdateFeed', 'UpdateFeedError']);
  });

  it('goes on to services, models and controllers where no repository changes such a thing', () => {
    const files = {
      'storage/user.go': ['repository', ['Storage.CreateUser']],
      'app/controllers/stories_controller.rb': [
        'controller',
        ['StoriesController.update', 'StoriesController.show'],
      ],
    } as const;
    expect(found(files, 'story', 'stori', 'stories')).toEqual(['update']);
  });

  it('names nothing where nothing fits or nothing was asked for', () => {
    const files = { 'storage/user.go': ['repository', ['Storage.CreateUser', 'Storage.Remove']] } as const;
    expect(found(files, 'feed')).toEqual([]);
    expect(found(files)).toEqual([]);
  });
});

describe('an action is said as thing and verb', () => {
  test.each([
    [symbol('storage/feed.go', 'CreateFeed', 'method', 'Storage'), 'feed.create'],
    [symbol('src/orders.ts', 'cancelOrderItem', 'function'), 'order_item.cancel'],
    [symbol('app/stories_controller.rb', 'update', 'method', 'Story'), 'story.update'],
    [symbol('src/orders.ts', 'cancel', 'function'), 'orders.cancel'],
  ])('%o', (given, action) => {
    expect(actionOf(given)).toBe(action);
  });
});
