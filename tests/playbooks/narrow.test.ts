import { expect, it } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';

const playbooks = (await shippedPlaybooks()).filter(p => p.kinds.includes('feature'));
const called = (goal: string): readonly string[] =>
  matchPlaybooks(playbooks, goal, stemsOf).map(m => m.playbook.name);

/** Small changes to what is there, or in its neighbourhood: what they name is no capability to build. */
it.each([
  ['add a health check of the mail server', ['health-check']],
  ['add a health check for the payment provider', ['health-check']],
  ['add a health endpoint', ['health-check']],
  ['add a readiness probe for redis', ['health-check']],
  ['add a health check of the database', ['health-check']],
  ['add the cache to the health check', ['health-check']],
  ['add uptime to the health check', ['health-check']],
  ['add liveness and readiness probes to the kubernetes deployment', ['health-check']],
  ['add health checks to docker compose', ['health-check']],
  ['remove the health endpoint', []],
  ['exclude the health check from the request log', []],
  ['retry when the mail server is away', []],
  ['show the mail server in the admin page', []],
  ['make the mail server port configurable', []],
  ['add a timeout to the mail transport', []],
  ['change the sender of mails', []],
  ['rename the mailer', []],
  ['move the mailer to src/services', []],
  ['use the logger in the mailer', []],
  ['change the text of the welcome email', []],
  ['lower-case the email before it is stored', []],
  ['log the id of a payment', []],
  ['show the payment date on the invoice', []],
  ['add a metric for failed payments', ['observability']],
  ['add a test for the payment service', ['testing-legacy']],
  ['add tests for the mailer', ['testing-legacy']],
  ['count failed log-ins', []],
  ['show the login date of a user', []],
  ['change the label of the login button', []],
  ['make the search box wider', []],
  ['print the search results as JSON', []],
  ['raise the timeout of the cache', []],
  ['change the theme colour', []],
  ['let people sort them by name', []],
  ['add a button to the form', []],
  ['limit the size of uploads', []],
  ['add a column to the payments table in the admin page', []],
  ['change the time of the nightly job', []],
  ['show the number of notifications in the title', []],
  ['add a webhook id to the log', []],
  ['rename the email column', ['database-migration']],
] as const)('“%s” builds no capability that it only names', (goal, names) => {
  expect(called(goal)).toEqual(names);
});

/** Capabilities, as people ask for them. */
it.each([
  ['send a mail when an order ships', ['email']],
  ['add email with Postmark', ['email']],
  ['send order confirmation emails', ['email']],
  ['add a welcome email', ['email']],
  ['add payments with Stripe', ['payments']],
  ['add a checkout', ['payments']],
  ['accept payments by card', ['payments']],
  ['add full-text search over products', ['search']],
  ['let people search orders', ['search']],
  ['cache the product list', ['caching']],
  ['add a redis cache for products', ['caching']],
  ['add dark mode', ['dark-mode']],
  ['add theming', ['dark-mode']],
  ['support a dark theme', ['dark-mode']],
  ['build a contact form', ['forms']],
  ['add form validation', ['forms']],
  ['add file upload', ['file-upload']],
  ['let users upload a profile picture', ['file-upload']],
  ['run imports in a background job', ['background-jobs']],
  ['add a nightly job that deletes old carts', ['background-jobs']],
  ['add login with sessions', ['authentication']],
  ['add password reset', ['authentication']],
  ['add an admin role', ['authorization']],
  ['add notifications', ['notifications']],
  ['show notifications to customers', ['notifications']],
  ['notify customers when an order ships', ['notifications']],
  ['add outgoing webhooks', ['webhooks']],
  ['add structured logging', ['observability']],
  ['add Prometheus metrics', ['observability']],
  ['add tracing with OpenTelemetry', ['observability']],
  ['paginate the orders list', ['pagination']],
  ['add rate limiting to the API', ['rate-limiting']],
  ['add an audit log', ['audit-log']],
  ['add real-time notifications with WebSocket', ['realtime', 'notifications']],
  ['reduce the bundle size', ['page-performance']],
  ['export orders as CSV', ['data-export']],
  ['add an endpoint for refunds', ['endpoint']],
  ['dockerize the app', ['containerisation']],
  ['add a column to the orders table', ['database-migration']],
  ['increase the conversion rate', ['cro']],
  ['add a health check and structured logging', ['health-check', 'observability']],
] as const)('“%s” is known work', (goal, names) => {
  expect([...called(goal)].sort()).toEqual([...names].sort());
});

it('what a health check asks is no topic, and what a second wish asks is one', () => {
  expect(called('add a health check of redis and rate limiting')).toEqual(['health-check', 'rate-limiting']);
  expect(called('add metrics and a health check of the database')).toEqual(['health-check', 'observability']);
});
