import type { Phase } from '../../domain/index.ts';
import type { Tokens } from '../../session/events.ts';
import { addTokens, NO_TOKENS } from '../../session/tokens.ts';

/** Most tokens of a session and of each phase; what is read from the cache counts a tenth, as it is priced. */
export interface Budget {
  readonly session: number;
  readonly phases: Readonly<Record<Phase, number>>;
}

/** A plan of a middle-sized change is expected to stay far below; who wants more says so in the settings. */
const BUDGET: Budget = {
  session: 1_500_000,
  phases: { research: 500_000, analysis: 500_000, planning: 600_000 },
};

/** The same shares of another whole. `most`: what a project says of itself, which only ever makes it less. */
export function budgetOf(own: number = BUDGET.session, most: number = own): Budget {
  const session = Math.min(own, most);
  const share = (of: number): number => Math.round((session * of) / BUDGET.session);
  const { research, analysis, planning } = BUDGET.phases;
  return {
    session,
    phases: { research: share(research), analysis: share(analysis), planning: share(planning) },
  };
}

/** Tokens as they count against a budget. */
export function weighed({ input, output, cacheRead, cacheWrite }: Tokens): number {
  return Math.round(input + output + cacheWrite + cacheRead / 10);
}

/** What was spent, by phase. */
export class Purse {
  private readonly phases = new Map<Phase, Tokens>();
  private readonly budget: Budget;
  private readonly before: Tokens;

  /** `before`: what the session had spent when it was opened again. */
  constructor(budget: Budget, before: Tokens = NO_TOKENS) {
    this.budget = budget;
    this.before = before;
  }

  spend(phase: Phase, tokens: Tokens): void {
    this.phases.set(phase, addTokens(this.phases.get(phase) ?? NO_TOKENS, tokens));
  }

  get total(): Tokens {
    return [...this.phases.values()].reduce(addTokens, this.before);
  }

  /** Which budget is used up, in words; undefined while there is some left. */
  empty(phase: Phase): string | undefined {
    const session = weighed(this.total);
    if (session >= this.budget.session)
      return `the ${this.budget.session.toLocaleString('en')} tokens of this session are used up`;
    const own = weighed(this.phases.get(phase) ?? NO_TOKENS);
    const most = this.budget.phases[phase];
    return own >= most ? `the ${most.toLocaleString('en')} tokens of ${phase} are used up` : undefined;
  }
}
