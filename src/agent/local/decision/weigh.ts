/** One criterion as far as weighing needs it. */
export interface Counted {
  readonly id: string;
  /** Indexes of the options that it speaks for; all or none of them: it sets nothing apart. */
  readonly best: readonly number[];
  /** How often it counts. */
  readonly weight: number;
}

export interface Outcome {
  /** Index of the option that most counted criteria speak for. */
  readonly winner: number;
  readonly points: readonly number[];
  /** Whether another one has as many points, so that only the order decided. */
  readonly tied: boolean;
  /** Criteria without which, or with which counting twice, another option would win. */
  readonly turns: readonly { readonly id: string; readonly how: 'without' | 'twice'; readonly to: number }[];
}

/** Whether a criterion sets options apart at all. */
export function setsApart({ best }: Pick<Counted, 'best'>, options: number): boolean {
  return best.length > 0 && best.length < options;
}

/**
 * Points of the options: each criterion gives its weight to those that it speaks for. Of equals the first of `order` wins:
 * what is there already, then what the goal names first.
 */
export function weigh(rows: readonly Counted[], options: number, order: readonly number[]): Outcome {
  const counted = rows.filter(row => setsApart(row, options));
  const { winner, points, tied } = pointsOf(counted, options, order);
  const turns = counted.flatMap(({ id }) => {
    const without = pointsOf(
      counted.filter(r => r.id !== id),
      options,
      order,
    ).winner;
    const twice = pointsOf(
      counted.map(r => (r.id === id ? { ...r, weight: r.weight * 2 } : r)),
      options,
      order,
    ).winner;
    return [
      ...(without === winner ? [] : [{ id, how: 'without' as const, to: without }]),
      ...(twice === winner ? [] : [{ id, how: 'twice' as const, to: twice }]),
    ];
  });
  return { winner, points, tied, turns };
}

function pointsOf(rows: readonly Counted[], options: number, order: readonly number[]) {
  const points = Array.from({ length: options }, (_, i) =>
    rows.reduce((sum, { best, weight }) => sum + (best.includes(i) ? weight : 0), 0),
  );
  const most = Math.max(0, ...points);
  const first = points.flatMap((n, i) => (n === most ? [i] : []));
  const winner = order.find(i => first.includes(i)) ?? first[0] ?? 0;
  return { winner, points, tied: first.length > 1 };
}
