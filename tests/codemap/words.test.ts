import { expect, test } from 'vitest';
import { splitIdentifier, stem } from '../../src/codemap/words.ts';

test.each([
  ['parseHTMLText_v2', 'parse html text v2'],
  ['entryIDs', 'entry id'],
  ['URLsOf', 'url of'],
  ['HTTPServer', 'http server'],
  ['getUserName', 'get user name'],
  ['i18n', 'i18n'],
  ['S3', 's3'],
  ['k8sClient', 'client'],
  ['utf8Decode', 'utf decode'],
  ['MAX_VALUE', 'max value'],
  ['aB', ''],
  ['straßeÜber', 'stra ber'],
  ['', ''],
  ['x'.repeat(81), ''],
])('the words of %s', (name, words) => {
  expect(splitIdentifier(name).join(' ')).toBe(words);
});

test.each([
  ['notify notifier notifications notified', 'notif'],
  ['planning planner plans plan', 'plan'],
  ['entries entry', 'entri'],
  ['class', 'class'],
  ['status', 'status'],
  ['created creator creating', 'cre'],
])('one stem for %s', (words, expected) => {
  for (const word of words.split(' ')) expect(stem(word)).toBe(expected);
});
