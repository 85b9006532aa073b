import { hash } from 'node:crypto';

/** SHA-256 as 64 hex digits. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** The first 16 hex digits of SHA-256: the project's short hash of contents. */
export function sha16(data: string | Uint8Array): string {
  return sha256(data).slice(0, 16);
}
