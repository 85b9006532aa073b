export { createCodeMap } from './map.ts';
export * from './port.ts';
export { type CalibrateOptions, calibrate } from './replay/calibrate.ts';
export { startCodeMap } from './start.ts';
