/** `@shop` of `@shop/core`; undefined for a name without one. */
export function scopeOf(name: string): string | undefined {
  return name.startsWith('@') ? name.split('/')[0] : undefined;
}

/** Where DefinitelyTyped keeps the types of an npm package (`@types/ws`, `@types/shop__core`); undefined for those themselves. */
export function typesPackageOf(name: string): string | undefined {
  if (name.startsWith('@types/')) return undefined;
  return `@types/${name.replace(/^@/, '').replace('/', '__')}`;
}
