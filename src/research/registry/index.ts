export { namesOther, registryAddress } from './address.ts';
export { openRegistryCache } from './cache.ts';
export type { PackageRegistry, PackageWish, RegistryAnswer } from './port.ts';
export { createRegistry } from './registry.ts';
