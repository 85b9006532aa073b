import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDayCache } from '../../src/host/day-cache.ts';
import { folderState } from '../../src/host/folder-state.ts';
import { namedProxies } from '../../src/host/http/proxies.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'planner-tui-own-'));
const HOUR = 60 * 60 * 1000;

describe('answers that hold for a day', () => {
  it('are given until then, privately kept, and no longer', () => {
    const at = join(folder(), 'deep', 'servers');
    let now = 1_000_000_000_000;
    const cache = openDayCache(at, () => now);
    cache.save('one', { a: 1 });
    now += 23 * HOUR;
    expect(cache.load('one')).toEqual({ a: 1 });
    expect([statSync(at).mode & 0o777, statSync(join(at, 'one.json')).mode & 0o777]).toEqual([0o700, 0o600]);
    now += HOUR;
    expect(cache.load('one')).toBeUndefined();
    // A clock that was set back makes nothing younger.
    now -= 48 * HOUR;
    expect(cache.load('one')).toBeUndefined();
  });

  it('are forgotten, and are none where they cannot be read or kept', () => {
    const at = folder();
    const cache = openDayCache(at, () => 5);
    cache.save('one', 1);
    cache.forget('one');
    cache.forget('never');
    expect([cache.load('one'), readdirSync(at)]).toEqual([undefined, []]);
    for (const text of ['', '[]', 'null', '{"at":"5","value":1}', '{"value":1}', '{"at":5}']) {
      writeFileSync(join(at, 'broken.json'), text);
      expect(cache.load('broken')).toBeUndefined();
    }
    const nowhere = openDayCache(join(at, 'broken.json', 'below'), () => 5);
    nowhere.save('one', 1);
    expect(nowhere.load('one')).toBeUndefined();
  });
});

describe('a folder of one’s own', () => {
  it('is private, open to others, absent, or cannot be written', () => {
    const at = folder();
    expect(folderState(at)).toEqual({ kind: 'private', mode: 0o700 });
    mkdirSync(join(at, 'open'));
    chmodSync(join(at, 'open'), 0o750);
    expect(folderState(join(at, 'open'))).toEqual({ kind: 'open', mode: 0o750 });
    expect(folderState(join(at, 'not', 'yet'))).toEqual({ kind: 'absent' });
    expect(readdirSync(at)).toEqual(['open']);
    writeFileSync(join(at, 'file'), '');
    expect(folderState(join(at, 'file'))).toEqual({ kind: 'unwritable', code: 'ENOTDIR' });
    expect(folderState(join(at, 'file', 'below'))).toEqual({ kind: 'unwritable', code: 'ENOTDIR' });
  });
});

describe('proxies', () => {
  it('are named by the variable that counts, without name and password', () => {
    expect(
      namedProxies({
        https_proxy: 'http://me:secret@lower:1',
        HTTPS_PROXY: 'http://upper:2',
        HTTP_PROXY: 'nonsense',
        no_proxy: 'a,b',
      }),
    ).toEqual([
      { variable: 'HTTP_PROXY', place: 'no valid address' },
      { variable: 'https_proxy', place: 'lower:1' },
      { variable: 'no_proxy', place: 'a,b' },
    ]);
    // An empty one in lower case turns the other off, as it does when it is used.
    expect(namedProxies({ https_proxy: '', HTTPS_PROXY: 'http://upper:2' })).toEqual([]);
  });
});
