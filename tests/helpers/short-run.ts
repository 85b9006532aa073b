/**
 * Most runs of tests end before code that was optimized is worth its making: that begins later. Node 22 no longer knows the
 * option, and ends where it is given.
 */
export const SHORT_RUN: readonly string[] =
  Number(process.versions.node.split('.')[0]) < 22 ? ['--interrupt-budget=500000'] : [];
