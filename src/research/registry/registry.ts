import type { RegistryFact } from '../../domain/index.ts';
import type { HttpClient, HttpFailure } from '../../host/http/index.ts';
import { fileInTar } from '../../host/index.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Clock } from '../../shared/clock.ts';
import { scopeOf, typesPackageOf } from '../../shared/npm-names.ts';
import { err, type Result } from '../../shared/result.ts';
import { CHANGELOGS, releaseNotes } from '../changelog.ts';
import type { RegistryAddress } from './address.ts';
import { readAdvisories } from './advisories.ts';
import type { CacheEntry, KeptWay, RegistryCache } from './cache.ts';
import { readChanges, tarballOf } from './changes.ts';
import { isRegistrySpec, type Read, readLatest, readPackument } from './documents.ts';
import { isPackageName, pathOf } from './names.ts';
import type { PackageRegistry, PackageWish, RegistryAnswer, WayAnswer, WayWish } from './port.ts';

export interface RegistryParts {
  readonly address: RegistryAddress;
  readonly asking:
    | { readonly kind: 'allowed'; readonly http: HttpClient }
    /** What was learned before is still told; `reason` is a sentence without its full stop. */
    | { readonly kind: 'not-allowed'; readonly reason: string };
  readonly cache: RegistryCache;
  readonly clock: Clock;
}

const HOUR = 3_600_000;
/** How long an answer is taken as it is. That a package does not exist changes when somebody publishes it. */
const FRESH_MS = { known: 24 * HOUR, absent: HOUR, 'no-version': HOUR } as const;
/** Older answers say nothing of today. */
const OLDEST_MS = 90 * 24 * HOUR;
const AT_ONCE = 4;
/** Of a whole document: a few packages with thousands of versions have a larger one. */
const DOCUMENT_BYTES = 12 * 1024 * 1024;
const VERSION_BYTES = 1024 * 1024;
/** Of a version's packed files: 25 of 28 widely used packages have less than a fifth of it. */
const PACKED_BYTES = 4 * 1024 * 1024;
const UNPACKED = { unpacked: 48 * 1024 * 1024, file: 1024 * 1024 } as const;
const NOTE_FILES: ReadonlySet<string> = new Set(CHANGELOGS.map(name => name.toLowerCase()));
/** Of the way from one version to another. */
const MOST_NOTES = 200;
const REQUEST_MS = 10_000;
/** For all questions of one look. */
const LOOK_MS = 30_000;
/** So long nobody asks a registry again that was away. */
const AWAY_MS = 60_000;
const BULK = '-/npm/v1/security/advisories/bulk';

type Found = CacheEntry | { readonly kind: 'not-checked'; readonly reason: string };

/**
 * A client for the registry protocol of npm. One document a package tells its versions, times, licence, size and
 * deprecation; where it is too large, the description of the latest version tells all but the time. One further
 * question a package finds out about its types where it declares none, and one for all asks for advisories.
 */
export function createRegistry(parts: RegistryParts): PackageRegistry {
  const { address, asking, cache, clock } = parts;
  const { base } = address;
  /** Nobody there a moment ago: the next plan of the same run need not wait for it again. */
  let away: { readonly failure: HttpFailure; readonly at: number } | undefined;

  async function look(wishes: readonly PackageWish[], signal?: AbortSignal) {
    const wanted = [...new Map(wishes.map(wish => [wish.name, wish])).values()];
    const found = new Map<string, Found>();
    if (asking.kind === 'not-allowed') {
      for (const wish of wanted) found.set(wish.name, kept(wish) ?? notChecked(unfit(wish) ?? asking.reason));
      return answers(found);
    }
    const before = away && clock.now() - away.at < AWAY_MS ? away.failure : undefined;
    const talk = createTalk(asking.http, base, signal, before);
    const fresh = (wish: PackageWish) => {
      const entry = kept(wish);
      return entry && clock.now() - entry.checkedAt < FRESH_MS[entry.kind] ? entry : undefined;
    };
    await eachOf(wanted, async wish => {
      const reason = unfit(wish);
      found.set(wish.name, reason ? notChecked(reason) : (fresh(wish) ?? (await ask(wish, talk))));
    });
    await eachOf(wanted, async wish => {
      const entry = found.get(wish.name);
      if (!wish.types || entry?.kind !== 'known' || entry.fact.types !== 'not-checked') return;
      const types = await typesOf(wish.name, talk);
      found.set(wish.name, { ...entry, fact: { ...entry.fact, types } });
    });
    const lasting = await withAdvisories(found, talk);
    const failure = talk.over();
    if (!before) away = failure && failure.kind !== 'cancelled' ? { failure, at: clock.now() } : undefined;
    cache.save(
      wanted.flatMap(({ name, spec }) => {
        const entry = lasting.get(name);
        return entry && entry.kind !== 'not-checked' && entry !== cache.get(name, spec)
          ? [{ name, spec, entry }]
          : [];
      }),
    );
    return answers(found);
  }

  async function ways(wishes: readonly WayWish[], signal?: AbortSignal) {
    const found = new Map<string, WayAnswer>();
    const before = away && clock.now() - away.at < AWAY_MS ? away.failure : undefined;
    const talk = asking.kind === 'allowed' ? createTalk(asking.http, base, signal, before) : undefined;
    const learned: [string, KeptWay][] = [];
    await eachOf(wishes, async wish => {
      const key = `${wish.name}@${wish.from}..${wish.to ?? ''}`;
      const held = cache.ways.get(key);
      const age = held ? clock.now() - held.checkedAt : Number.POSITIVE_INFINITY;
      const kept = held && age >= 0 && age < OLDEST_MS ? held : undefined;
      const whole = kept && (!wish.notes || kept.notes !== undefined || kept.changes === undefined);
      const why = unfit({ name: wish.name, spec: wish.to });
      const asked =
        why !== undefined
          ? why
          : kept && whole && age < FRESH_MS.known
            ? kept
            : asking.kind === 'not-allowed'
              ? (kept ?? asking.reason)
              : talk && (await askWay(wish, talk));
      const way = typeof asked === 'object' ? asked : why === undefined ? kept : undefined;
      if (way && way !== kept) learned.push([key, way]);
      found.set(
        wish.name,
        way
          ? { kind: 'known', ...way }
          : { kind: 'not-checked', reason: typeof asked === 'string' ? asked : 'nobody was asked' },
      );
    });
    cache.ways.save(learned);
    return found;
  }

  /** The way, or why nobody could tell it. */
  async function askWay({ name, from, to, notes }: WayWish, talk: Talk): Promise<KeptWay | string> {
    const answer = await talk.get(pathOf(name), DOCUMENT_BYTES);
    if (!answer.ok) return reasonOf(answer.error);
    const changes = readChanges(name, from, to, answer.value);
    const way = { checkedAt: clock.now(), ...(changes ? { changes } : {}) };
    const url = changes && notes ? tarballOf(answer.value, changes.to, base) : undefined;
    if (!changes || !url) return way;
    const packed = await talk.file(url, PACKED_BYTES);
    if (!packed.ok) return way;
    const file = await fileInTar(packed.value, inside => NOTE_FILES.has(inside.toLowerCase()), UNPACKED);
    const said = file
      ? releaseNotes(
          { path: file.name, text: new TextDecoder().decode(file.bytes) },
          changes.from,
          changes.to,
        )
      : [];
    // The newest stand first, and what breaks stands mostly in the oldest: of many notes these are the ones to keep.
    const kept = new Set([...said.filter(note => note.breaking), ...said].slice(0, MOST_NOTES));
    return { ...way, notes: said.filter(note => kept.has(note)) };
  }

  /** Why this is nothing to ask a registry about. */
  function unfit({ name, spec }: Pick<PackageWish, 'name' | 'spec'>): string | undefined {
    if (!isPackageName(name)) return 'npm allows no such name';
    if (spec !== undefined && !isRegistrySpec(spec)) return 'it does not come from a registry';
    const scope = scopeOf(name);
    if (scope !== undefined && address.scopesElsewhere.has(scope))
      return `your .npmrc gives ${scope} a registry of its own, which is not asked`;
    return undefined;
  }

  function kept({ name, spec }: PackageWish): CacheEntry | undefined {
    const entry = cache.get(name, spec);
    const age = entry ? clock.now() - entry.checkedAt : Number.POSITIVE_INFINITY;
    return age >= 0 && age < OLDEST_MS ? entry : undefined;
  }

  async function ask(wish: PackageWish, talk: Talk): Promise<Found> {
    const { name, spec } = wish;
    const answer = await talk.get(pathOf(name), DOCUMENT_BYTES);
    if (answer.ok) return entryOf(readPackument(name, spec, answer.value), wish);
    if (answer.error.kind === 'too-big') {
      const latest = await talk.get(`${pathOf(name)}/latest`, VERSION_BYTES);
      return latest.ok ? entryOf(readLatest(name, spec, latest.value), wish) : failed(latest.error, wish);
    }
    return failed(answer.error, wish);
  }

  function entryOf(read: Read, wish: PackageWish): Found {
    const checkedAt = clock.now();
    switch (read.kind) {
      case 'known':
        return { kind: 'known', checkedAt, fact: read.fact };
      case 'no-version':
        return { kind: 'no-version', checkedAt, latest: read.latest };
      case 'misfit':
        return kept(wish) ?? notChecked(`what ${base.host} says of it does not tell this version`);
      default:
        return assertNever(read);
    }
  }

  /** What was known before is better than nothing, unless the registry says that there is nothing. */
  function failed(error: HttpFailure, wish: PackageWish): Found {
    if (isAbsent(error)) return { kind: 'absent', checkedAt: clock.now() };
    return kept(wish) ?? notChecked(reasonOf(error));
  }

  async function typesOf(name: string, talk: Talk): Promise<RegistryFact['types']> {
    const typesPackage = typesPackageOf(name);
    if (typesPackage === undefined) return 'own';
    const answer = await talk.get(`${pathOf(typesPackage)}/latest`, VERSION_BYTES);
    if (answer.ok) return 'separate';
    return isAbsent(answer.error) ? 'none' : 'not-checked';
  }

  /** Fills in the advisories; gives what may be kept: that a server could not be reached just now may not. */
  async function withAdvisories(found: Map<string, Found>, talk: Talk): Promise<ReadonlyMap<string, Found>> {
    const lasting = new Map(found);
    const open = [...found].flatMap(([name, entry]) =>
      entry.kind === 'known' && !entry.fact.advisories && entry.fact.withoutAdvisories === undefined
        ? [{ name, entry }]
        : [],
    );
    if (open.length === 0) return lasting;
    const body = Object.fromEntries(open.map(({ name, entry }) => [name, [entry.fact.version]]));
    const answer = await talk.post(BULK, body, VERSION_BYTES);
    const all = answer.ok ? readAdvisories(answer.value) : undefined;
    const forGood = !answer.ok && answer.error.kind === 'status' && isNoSuchService(answer.error.status);
    const why = forGood
      ? `${base.host} gives none (status ${answer.error.status})`
      : answer.ok
        ? `what ${base.host} says of them cannot be read`
        : reasonOf(answer.error);
    for (const { name, entry } of open) {
      const told = all ? { advisories: [...(all.get(name) ?? [])] } : { withoutAdvisories: why };
      const filled: Found = { ...entry, fact: { ...entry.fact, ...told } };
      found.set(name, filled);
      if (all || forGood) lasting.set(name, filled);
    }
    return lasting;
  }

  return {
    look,
    ways,
    async close() {
      if (asking.kind === 'allowed') await asking.http.close();
    },
  };
}

function isAbsent({ kind, status }: HttpFailure): boolean {
  return kind === 'status' && status === 404;
}

/** Mirrors that hold packages alone answer so. */
function isNoSuchService(status: number | undefined): boolean {
  return status !== undefined && [400, 404, 405, 410, 501].includes(status);
}

function reasonOf(error: HttpFailure): string {
  return `${error.message.replace(/\.$/, '')}${error.next ? `. ${error.next.replace(/\.$/, '')}` : ''}`;
}

function notChecked(reason: string): Found {
  return { kind: 'not-checked', reason };
}

function answers(found: ReadonlyMap<string, Found>): ReadonlyMap<string, RegistryAnswer> {
  return found;
}

interface Talk {
  get(path: string, maxBytes: number): Promise<Result<unknown, HttpFailure>>;
  post(path: string, body: unknown, maxBytes: number): Promise<Result<unknown, HttpFailure>>;
  file(url: URL, maxBytes: number): Promise<Result<Buffer, HttpFailure>>;
  /** Why nothing more is asked. */
  over(): HttpFailure | undefined;
}

/** The questions of one look. Once the server cannot be reached, the others are answered by the same failure unasked. */
function createTalk(
  http: HttpClient,
  base: URL,
  signal: AbortSignal | undefined,
  before: HttpFailure | undefined,
): Talk {
  let over = before;
  const whole = AbortSignal.timeout(LOOK_MS);
  const either = signal ? AbortSignal.any([signal, whole]) : whole;
  const ask = async (
    path: string,
    body: unknown,
    maxBytes: number,
  ): Promise<Result<unknown, HttpFailure>> => {
    if (over) return err(over);
    const url = new URL(path, base);
    const answer = await http.json({ url, body, maxBytes, timeoutMs: REQUEST_MS, signal: either });
    if (answer.ok || !isOver(answer.error)) return answer;
    over ??= whole.aborted ? tooLong(base) : answer.error;
    return err(over);
  };
  /** Files may lie elsewhere behind the same name: what goes wrong with one says nothing of the next question. */
  const file = async (url: URL, maxBytes: number): Promise<Result<Buffer, HttpFailure>> =>
    over ? err(over) : http.file({ url, maxBytes, timeoutMs: REQUEST_MS, signal: either });
  return {
    file,
    get: (path, maxBytes) => ask(path, undefined, maxBytes),
    post: (path, body, maxBytes) => ask(path, body, maxBytes),
    over: () => over,
  };
}

function tooLong({ host }: URL): HttpFailure {
  return {
    kind: 'timeout',
    message: `${host} was given ${LOOK_MS / 1000} s for all questions.`,
    next: 'Try again: what was answered is kept.',
  };
}

/** Whether asking for another package would end the same way. */
function isOver({ kind, status }: HttpFailure): boolean {
  switch (kind) {
    case 'cancelled':
    case 'timeout':
    case 'unreachable':
    case 'redirected':
    case 'not-json':
    case 'not-text':
    case 'not-public':
    case 'cut-off':
      return true;
    case 'status':
      return status === 429 || status === 407 || (status !== undefined && status >= 500 && status !== 501);
    case 'too-big':
      return false;
    default:
      return assertNever(kind);
  }
}

/** A few at a time, in order. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
