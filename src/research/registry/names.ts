import { redact } from '../../shared/text/index.ts';

/** npm's own rule (validate-npm-package-name), with the capitals that names of before 2014 have. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;
const LONGEST = 214;

/** Whether it may be asked for: a name that npm allows, and nothing that looks like a secret. */
export function isPackageName(name: string): boolean {
  return name.length <= LONGEST && NAME.test(name) && redact(name).count === 0;
}

/** Below the registry's address: `ws`, `@types%2fws`. */
export function pathOf(name: string): string {
  return name.replace('/', '%2f');
}
