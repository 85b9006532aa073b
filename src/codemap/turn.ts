/** Gives the event loop its turn. */
export const turn = () => new Promise<void>(resolve => setImmediate(resolve));
