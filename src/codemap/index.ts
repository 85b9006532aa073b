export { createCodeMap } from './map.ts';
export * from './port.ts';
export { startCodeMap } from './start.ts';
