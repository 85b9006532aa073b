export { createHttpClient } from './client.ts';
export type { HttpClient, HttpFailure } from './port.ts';
export { retrying } from './retry.ts';
