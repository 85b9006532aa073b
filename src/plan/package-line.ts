import type { RegistryFact } from '../domain/index.ts';

/** `` `ws` 8.18.0: MIT, 147 kB unpacked, last published 2026-11-12, types in `@types/ws`, no known advisories ``. */
export function packageLine(fact: RegistryFact): string {
  const { name, version, latest, license, unpackedSize, lastPublish, advisories, deprecated } = fact;
  const parts = [
    ...(version === latest ? [] : [`latest ${latest}`]),
    license ?? 'no licence stated',
    ...(unpackedSize === undefined ? [] : [`${sayBytes(unpackedSize)} unpacked`]),
    ...(lastPublish === undefined ? [] : [`last published ${lastPublish.slice(0, 10)}`]),
    ...(fact.types === 'own' ? ['with types'] : fact.types === 'separate' ? ['types in `@types`'] : []),
    ...(deprecated === undefined ? [] : ['deprecated']),
    ...(advisories === undefined
      ? []
      : [
          advisories.length === 0
            ? 'no known advisories'
            : `${advisories.length} known ${advisories.length === 1 ? 'advisory' : 'advisories'}`,
        ]),
  ];
  return `\`${name}\` ${version}: ${parts.join(', ')}`;
}

/** Decimal, as package pages say it: `147 kB`, `2.4 MB`. */
export function sayBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const HOUR_MS = 3_600_000;

/** `3 hours`, `2 days`. */
export function sayAge(ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR_MS));
  const [n, unit] = hours < 48 ? [hours, 'hour'] : [Math.round(hours / 24), 'day'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
