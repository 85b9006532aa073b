import { describe, expect, it } from 'vitest';
import { PRICES, PRICES_OF, pricing } from '../../../src/agent/claude/prices.ts';
import { Price } from '../../../src/domain/index.ts';

const MILLION = 1_000_000;
const tokens = (input: number, output: number, cacheRead: number, cacheWrite: number) => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});

describe('the table of prices', () => {
  it('has a date, and for each model four prices that stand to each other as prices do', () => {
    expect(PRICES_OF).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    expect(Object.keys(PRICES).length).toBeGreaterThan(10);
    for (const [model, price] of Object.entries(PRICES)) {
      expect(model).toMatch(/^claude-[a-z]+-\d/);
      expect(Price.safeParse(price).success, model).toBe(true);
      for (const { input, output, cacheRead, cacheWrite } of [price, ...(price.above ? [price.above] : [])]) {
        // As the price page words it: a write is a quarter more than the input, a read a tenth of it or less.
        expect(cacheWrite, model).toBeCloseTo(input * 1.25, 10);
        expect(cacheRead / input, model).toBeLessThanOrEqual(0.1 + 1e-12);
        expect(output, model).toBeCloseTo(input * 5, 10);
      }
    }
  });

  it('knows nothing of models for which no price was found', () => {
    const of = pricing('api.anthropic.com');
    for (const model of ['claude-fable-5-2', 'claude-opus-5-6', 'claude-opus-5-5-20270101', 'toString', ''])
      expect(of(model, tokens(MILLION, MILLION, 0, 0)), model).toBeUndefined();
  });
});

describe('what an answer costs', () => {
  const of = pricing('api.anthropic.com');

  it('counts each kind of token at its own price', () => {
    // 2 × $4 + 0.5 × $20 + 3 × $0.20 + 1 × $5
    expect(of('claude-opus-5-5', tokens(2 * MILLION, MILLION / 2, 3 * MILLION, MILLION))?.usd).toBeCloseTo(
      23.6,
      10,
    );
    expect(of('claude-fable-5-1', tokens(0, 0, MILLION, 0))).toEqual({ usd: 0.25, pricesOf: PRICES_OF });
    expect(of('claude-fable-5-1', tokens(0, 0, 0, MILLION))?.usd).toBe(12.5);
  });

  it('takes the higher price for the whole of a request that is longer than the border', () => {
    expect(of('claude-haiku-5-5', tokens(50_000, 1_000, 40_000, 10_000))?.usd).toBeCloseTo(
      (50_000 * 0.1 + 1_000 * 0.5 + 40_000 * 0.01 + 10_000 * 0.125) / MILLION,
      12,
    );
    expect(of('claude-haiku-5-5', tokens(50_001, 1_000, 40_000, 10_000))?.usd).toBeCloseTo(
      (50_001 * 0.5 + 1_000 * 2.5 + 40_000 * 0.05 + 10_000 * 0.625) / MILLION,
      12,
    );
  });

  it('is not told for another server, which has prices of its own', () => {
    const used = tokens(MILLION, 0, 0, 0);
    expect(pricing('llm.example.com')('claude-opus-5-5', used)).toBeUndefined();
    const own = { 'claude-opus-5-5': { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 1.5 } };
    for (const host of ['llm.example.com', 'api.anthropic.com'])
      expect(pricing(host, own)('claude-opus-5-5', used)).toEqual({ usd: 1, pricesOf: 'your settings' });
  });
});
