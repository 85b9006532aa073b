/** What is loaded when pages are to be read. */
export { openPageCache } from './cache.ts';
export { createDocPages } from './pages.ts';
