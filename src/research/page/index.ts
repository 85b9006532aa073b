/** What is loaded when the code of a page is to be read. */
export { readFetchedPage, readOwnPage } from './read-page.ts';
