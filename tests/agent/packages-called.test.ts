import { describe, expect, it } from 'vitest';
import { isCalled, mayHold } from '../../src/agent/local/compose/packages.ts';
import { parseCondition } from '../../src/playbooks/condition.ts';

describe('whether a goal calls for a package', () => {
  it.each<[string, readonly string[] | undefined, string, boolean]>([
    ['bee-queue', [], 'a job queue with bee-queue', true],
    ['bee-queue', [], 'bee-queue for receipts', true],
    ['bee-queue', [], 'a job queue, not bee-queue', false],
    ['bee-queue', [], 'use bullmq instead of bee-queue', false],
    ['bee-queue', ['bee queue'], 'a Bee Queue for receipts', true],
    ['resend', [], 'send mail with Resend', true],
    ['resend', [], 'let users resend the mail', false],
    ['resend', [], 'add a way to resend it', false],
    // The server of this name is meant, not one of its clients.
    ['redis', ['node-redis'], 'rate limiting with Redis', false],
    ['redis', ['node-redis'], 'rate limiting with node-redis', true],
    ['@sendgrid/mail', ['sendgrid'], 'mails by SendGrid', true],
    ['@sendgrid/mail', ['sendgrid'], 'mails without SendGrid', false],
    ['zustand', undefined, 'a store using zustand', true],
  ])('%s (%j) in “%s”: %s', (name, named, goal, expected) => {
    expect(isCalled({ name, ...(named ? { named: [...named] } : {}) }, goal)).toBe(expected);
  });
});

describe('whether a condition may hold, whatever is answered', () => {
  it.each([
    ['answer:store=redis', 'open'],
    ['not answer:store=redis', 'open'],
    ['framework:react', 'yes'],
    ['framework:vue', 'no'],
    ['answer:store=redis and framework:vue', 'no'],
    ['answer:store=redis and framework:react', 'open'],
    ['answer:store=redis or framework:react', 'yes'],
    ['answer:store=redis or framework:vue', 'open'],
    ['not framework:vue', 'yes'],
  ])('%s: %s', (text, expected) => {
    expect(mayHold(parseCondition(text), name => name === 'framework:react')).toBe(expected);
  });
});
