export { type ActionsClient, createActionsClient } from './actions-client.ts';
export { type ApiFetch, createApiFetch } from './api-fetch.ts';
export { createHttpClient } from './client.ts';
export { createPageClient } from './page-client.ts';
export type { FetchedPage, HttpClient, HttpFailure, PageClient } from './port.ts';
export { namedProxies } from './proxies.ts';
export { addressProblem } from './public-address.ts';
export { retrying } from './retry.ts';
