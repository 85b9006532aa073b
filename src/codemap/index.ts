export { createCodeMap } from './map.ts';
export { installedParsers } from './parse/installed.ts';
export * from './port.ts';
export { type CalibrateOptions, calibrate } from './replay/calibrate.ts';
export { type ScanText, textScanner } from './scan-text.ts';
export { type MappedProject, startCodeMap, startCodeMapWith } from './start.ts';
