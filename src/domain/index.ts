export * from './code.ts';
export * from './estimate.ts';
export * from './feedback.ts';
export * from './finding.ts';
export * from './goal.ts';
export * from './outline.ts';
export * from './question.ts';
export * from './source.ts';
