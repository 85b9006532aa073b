export { clean } from './clean.ts';
export { distance, isNear } from './distance.ts';
export { escapeRegExp } from './escape-regexp.ts';
export { redact } from './redact.ts';
export { safeLine, safeStream, safeText } from './safe.ts';
export { displayWidth, expandTabs, graphemes, pad, truncate, wrap } from './width.ts';
export { splitWords } from './words.ts';
