/** What is loaded when a registry is to be asked; its address and its types are at hand without it. */
export { openRegistryCache } from './cache.ts';
export { createRegistry } from './registry.ts';
