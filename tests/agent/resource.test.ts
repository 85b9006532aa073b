import { describe, expect, it } from 'vitest';
import { inNumberOf, resourceOf } from '../../src/agent/local/resource.ts';

describe('what a new interface is for', () => {
  it.each([
    ['add an endpoint for coupons', 'coupons'],
    ['add a REST endpoint to list refunds', 'refunds'],
    ['add a GET /api/products/:id/reviews endpoint', 'reviews'],
    ['add `/v2/orders/{id}/invoice`', 'invoice'],
    ['expose an API for invoices', 'invoices'],
    ['add a coupons endpoint', 'coupons'],
    ['add CRUD endpoints for tags', 'tags'],
    ['add a GraphQL query for the order history of a user', 'order history'],
    ['new endpoint that returns refunds per customer', 'refunds'],
    ['add an endpoint to archive orders', 'orders'],
    ['add a REST API', undefined],
    ['add an endpoint', undefined],
  ])('%s: %s', (goal, resource) => {
    expect(resourceOf(goal)).toBe(resource);
  });

  it.each([
    ['coupons', ['order', 'product', 'user'], 'coupon'],
    ['coupon', ['accounts', 'transfers', 'reports'], 'coupons'],
    ['categories', ['order'], 'category'],
    ['address', ['order'], 'address'],
    ['boxes', ['order'], 'box'],
    ['gift cards', ['order'], 'gift card'],
    ['category', ['orders'], 'categories'],
  ])('%s beside %s is %s', (resource, siblings, name) => {
    expect(inNumberOf(resource, siblings)).toBe(name);
  });
});
