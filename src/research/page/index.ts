/** What is loaded when the code of a page is to be read. */
export { type OwnPage, readFetchedPage, readOwnPage } from './read-page.ts';
