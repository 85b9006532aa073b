import { describe, expect, it } from 'vitest';
import { numbersSaid } from '../../../src/agent/local/cro/said-numbers.ts';

const short = (text: string): readonly string[] =>
  numbersSaid(text).said.map(s => `${s.questionId.slice(4)} ${s.text}${s.problem === undefined ? '' : ' !'}`);

describe('numbers of an experiment, said in words', () => {
  it.each<[string, readonly string[]]>([
    ['base rate is 3 %, traffic 20000 a week', ['rate 3 %', 'visitors 20000 a week']],
    [
      'we have 20,000 visitors a week and 2.5 % of them order',
      ['visitors 20,000 visitors a week', 'rate 2.5 % of them order'],
    ],
    ['raise orders on /checkout from 3 % to 4 %', ['rate 3 %', 'effect from 3 % to 4 %']],
    ['conversion is 30 of 1,000', ['rate 30 of 1,000']],
    ['monthly traffic is 50k', ['visitors 50k a month']],
    ['a lift of 10 % would be worth it', ['effect 10 % would be worth it']],
    ['compare three variants', ['variants 3']],
    ['the rate today is 150 %', ['rate 150 % !']],
    ['base rate 0 %', ['rate 0 % !']],
    // Nothing of these is a number of the experiment.
    ['more orders on /checkout', []],
    ['show 3 plans on /pricing/2', []],
    ['drop step 3', []],
    ['cut the form to 4 fields', []],
  ])('%s', (text, expected) => {
    expect(short(text)).toEqual(expected);
  });

  it('leaves what else is said', () => {
    expect(numbersSaid('base rate is 3 % and drop step 2').rest).toBe('drop step 2');
  });
});
