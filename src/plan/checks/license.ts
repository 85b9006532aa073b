/** Licences that ask for little more than keeping their text (SPDX identifiers). */
const PERMISSIVE =
  /^(?:MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause(?:-.*)?|Apache-2\.0|Unlicense|CC0-1\.0|Zlib|BlueOak-1\.0\.0)$/i;
/** Share-alike for the whole work; the LGPL, which is so for the library alone, is not among them. */
const COPYLEFT = /^(?:A?GPL)(?:-|$|v?\d)/i;
/** Not on the list of the Open Source Initiative: they keep some uses back. */
const RESTRICTED = /^(?:BUSL|SSPL|Elastic|PolyForm|CC-BY-NC|Confluent|Parity|JSON$)/i;

/**
 * What is unusual about a licence, as the end of a sentence that begins with the package's name; undefined for nothing.
 * It states what stands there and gives no advice. `own`: the project's licence.
 */
export function licenseRemark(license: string | undefined, own: string | undefined): string | undefined {
  if (license === undefined) return 'states no licence in the registry';
  if (/^UNLICENSED$/i.test(license)) return 'says “UNLICENSED”: nobody else is given a right to use it';
  if (/^SEE LICEN[CS]E/i.test(license)) return `keeps its licence in a file: “${license}”`;
  const choices = alternatives(license);
  if (choices.every(ids => ids.some(id => RESTRICTED.test(id))))
    return `is under ${license}, which keeps some uses back`;
  const ownIsPermissive =
    own !== undefined &&
    alternatives(own).some(ids => ids.length > 0 && ids.every(id => PERMISSIVE.test(id)));
  if (ownIsPermissive && choices.every(ids => ids.some(id => COPYLEFT.test(id))))
    return `is under ${license}, this project under ${own}`;
  return undefined;
}

/** An SPDX expression as its alternatives (`OR`), each the identifiers that hold together (`AND`, `WITH`). */
function alternatives(expression: string): readonly (readonly string[])[] {
  return expression
    .replace(/[()]/g, ' ')
    .split(/\s+OR\s+|\s*\/\s*/i)
    .map(part =>
      part
        .split(/\s+AND\s+/i)
        .map(id => id.replace(/\s+WITH\s+.*$/i, '').trim())
        .filter(Boolean),
    );
}
