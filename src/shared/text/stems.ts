const STOP = new Set(
  'a an and are as at be but by for from has have how i if in into is it its make more new no not of on or our so that the their then there this to up use using via was we when where which will with you your add adds added support should can could would please want need needs allow show let'.split(
    ' ',
  ),
);

/** A light stem: plurals, -ing, -ed, -ation and the like, so that `notifications` meets `notify`. */
export function stem(word: string): string {
  let out = word.toLowerCase();
  if (out.length > 4 && out.endsWith('ies')) out = `${out.slice(0, -3)}y`;
  else if (out.length > 4 && /(?:ss|sh|ch|x|z)es$/.test(out)) out = out.slice(0, -2);
  else if (out.length > 3 && out.endsWith('s') && !/[su]s$|is$/.test(out)) out = out.slice(0, -1);
  for (const [ending, less] of [
    ['ification', 'ify'],
    ['ied', 'y'],
    ['ization', 'ize'],
    ['isation', 'ise'],
    ['ation', 'ate'],
    ['ing', ''],
    ['ed', ''],
    ['ment', ''],
    ['er', ''],
    ['ly', ''],
  ] as const) {
    if (out.length - ending.length >= 3 && out.endsWith(ending)) {
      out = out.slice(0, out.length - ending.length) + less;
      break;
    }
  }
  // `limiting` and `limit`, `caching` and `cache`, `planned` and `plan` meet without their last letter.
  return out
    .replace(/([bdglmnprt])\1$/, '$1')
    .replace(/(?<=..)[ey]$/, '')
    .replace(/(?<=..)if$/, 'if');
}

/** Words of a text as stems: camelCase and snake_case are split, short and common words dropped. */
export function stems(text: string): readonly string[] {
  return (text.replace(/([a-z\d])([A-Z])/g, '$1 $2').match(/[\p{L}\d]+/gu) ?? [])
    .map(word => word.toLowerCase())
    .filter(word => word.length > 1 && !STOP.has(word))
    .map(stem);
}
