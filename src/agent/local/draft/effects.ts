import type { ChoiceEffect } from '../../../domain/index.ts';
import type { Blueprint } from './blueprint.ts';

interface Weight {
  readonly steps: number;
  readonly files: number;
  readonly low: number;
  readonly high: number;
}

function weigh(blueprint: Blueprint): Weight {
  return {
    steps: blueprint.steps.length,
    files: new Set(blueprint.steps.flatMap(s => s.files.map(f => f.path))).size,
    low: blueprint.steps.reduce((n, s) => n + s.estimate.low, 0),
    high: blueprint.steps.reduce((n, s) => n + s.estimate.high, 0),
  };
}

/** What a choice adds over the leanest of all choices: steps, files, minutes; undefined where it adds nothing. */
export function choiceEffect(plan: Blueprint, all: readonly Blueprint[]): ChoiceEffect | undefined {
  const own = weigh(plan);
  const others = all.map(weigh);
  const least = others.reduce((a, b) => (b.low + b.high < a.low + a.high ? b : a), own);
  const steps = own.steps - least.steps;
  const files = own.files - least.files;
  const minutes: [number, number] = [Math.max(0, own.low - least.low), Math.max(0, own.high - least.high)];
  if (steps === 0 && files === 0 && minutes[1] === 0) return undefined;
  return {
    ...(steps === 0 ? {} : { steps }),
    ...(files === 0 ? {} : { files }),
    ...(minutes[1] === 0 ? {} : { minutes }),
  };
}
