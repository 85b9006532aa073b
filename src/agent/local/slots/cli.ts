import type { Finders } from './finder.ts';

/** Places of a command line. */
export const CLI_SLOTS: Finders = {
  cli: { is: 'the file where the command line begins', roles: ['cli-entry'], fact: 'cli', symbol: /./ },
};
