import { describe, expect, it } from 'vitest';
import { partsAsked } from '../../src/agent/local/lists/seam/asked.ts';
import { entityWords, membersOf, wordsOf } from '../../src/agent/local/lists/seam/part.ts';
import { keyOf } from '../../src/agent/local/lists/seam/ties.ts';
import type { FileCard, Role } from '../../src/domain/index.ts';

const file = (path: string, role: Role = 'other'): FileCard => ({
  path,
  language: 'ruby',
  lines: 10,
  bytes: 100,
  hash: '0',
  roles: [{ role, reason: 'named so' }],
  symbols: [],
  imports: [],
  importedBy: [],
  packages: [],
  tests: [],
  commits: 1,
});

describe('what a goal wants to leave', () => {
  it.each([
    ['extract billing into its own service', ['billing']],
    ['extract the messages/inbox into its own service', ['messages', 'inbox']],
    ['split the feed fetching out of the monolith into its own service', ['feed fetching']],
    ['carve out notifications from the app', ['notifications']],
    ['turn the mailer into a microservice', ['mailer']],
    ['extract a billing microservice from the monolith', ['billing']],
    ['make search its own service', ['search']],
    ['split the monolith into orders, billing and users services', ['orders', 'billing', 'users']],
    ['split the monolith into services, starting with invoices', ['invoices']],
    ['extract billing with its own database into a service', ['billing']],
    ['split the monolith into services', []],
    ['break the monolith into bounded contexts', []],
    ['migrate the backend to microservices', []],
    ['make a modular monolith of the application', []],
  ])('%s', (goal, names) => {
    expect(partsAsked(goal).map(p => p.name)).toEqual(names);
  });
});

describe('the files of a name', () => {
  const SOURCES = [
    file('app/models/message.rb', 'model'),
    file('app/models/mod_mail_message.rb', 'model'),
    file('app/controllers/messages_controller.rb', 'controller'),
    file('app/controllers/mod_mail_messages_controller.rb', 'controller'),
    file('app/controllers/mod/mail_messages_controller.rb', 'controller'),
    file('app/jobs/notify_message_job.rb', 'job'),
    file('app/jobs/notify_mod_mail_message_job.rb', 'job'),
    file('app/models/story.rb', 'model'),
    file('lib/messages/sender.rb'),
  ];
  const of = (name: string): readonly string[] =>
    membersOf(wordsOf(name), SOURCES, entityWords(SOURCES)).map(c => c.path);

  it('are those named after it and all of its folder, and none of a longer thing', () => {
    expect(of('messages')).toEqual([
      'app/models/message.rb',
      'app/controllers/messages_controller.rb',
      'app/jobs/notify_message_job.rb',
      'lib/messages/sender.rb',
    ]);
    expect(of('mod mail message')).toEqual([
      'app/models/mod_mail_message.rb',
      'app/controllers/mod_mail_messages_controller.rb',
      'app/controllers/mod/mail_messages_controller.rb',
      'app/jobs/notify_mod_mail_message_job.rb',
    ]);
  });

  it('are those of a folder where a kind of file is meant, and none where nothing is called so', () => {
    expect(of('jobs')).toEqual(['app/jobs/notify_message_job.rb', 'app/jobs/notify_mod_mail_message_job.rb']);
    expect(of('shipping')).toEqual([]);
  });
});

it('a table and its model are one thing', () => {
  expect(keyOf('order_items')).toBe(keyOf('OrderItem'));
  expect(keyOf('Categories')).toBe('category');
  expect(keyOf('messages')).not.toBe(keyOf('mod_mail_messages'));
});
