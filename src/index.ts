/** The library entry: the same rooms without a screen. */
export * from './domain/index.ts';
export * from './plan/model.ts';
export * from './session/events.ts';
