/**
 * One question at a time, and of those that come meanwhile the newest alone: a person who types does not wait for answers
 * to what was typed before. A question that fails is told to `failed`.
 */
export function newestOnly<Q>(
  ask: (question: Q) => Promise<unknown>,
  failed: (error: unknown) => void,
): (question: Q) => void {
  let busy = false;
  let waiting: { readonly question: Q } | undefined;
  async function work(first: Q): Promise<void> {
    busy = true;
    for (let next: { readonly question: Q } | undefined = { question: first }; next; ) {
      await ask(next.question).catch(failed);
      next = waiting;
      waiting = undefined;
    }
    busy = false;
  }
  return question => {
    if (busy) waiting = { question };
    else void work(question);
  };
}
