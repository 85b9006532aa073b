import { slug } from '../../../shared/slug.ts';
import { baseOf, folderOf, join, stemOf } from '../naming.ts';
import { hasRole, type Survey } from '../survey.ts';

/** `20260511074500_add_tracking_number`, `0003-add-users`, `V12__orders`: what orders migrations, and what they are called. */
const NUMBERED = /^(V?)(\d{3,}|\d+(?=__))(__|[_-]|\.)(.+)$/i;
/** The same with few digits (`19_add_replay`), which orders only what lies in a folder of migrations. */
const COUNTED = /^(V?)(\d+)(__|[_-]|\.)(.+)$/i;
const OF_MIGRATIONS = /^(?:migrations?|migrate)$/i;
/** Digits of a time down to the second. */
const TIME = 14;
/** `2014_10_12_000000_create_users_table`: a time in four parts, as Laravel writes it. */
const PARTED = /^\d{4}_\d\d_\d\d_\d{6}_(.+)$/;

/**
 * Whether this file is a migration that stands beside others, each its own step of the schema: it may have run anywhere,
 * so that it is never edited. A file that holds all migrations is none of these.
 */
export function isOwnMigration(survey: Survey, path: string): boolean {
  if (!hasRole(survey.cards.get(path), 'migration')) return false;
  if (numberedPart(path) >= 0) return true;
  const folder = folderOf(path);
  return (survey.roles.get('migration') ?? []).some(p => p !== path && folderOf(p) === folder);
}

/**
 * Path of the migration that comes after all others, named as this one is; `stamp` is a time, `YYYYMMDDHHMMSS`, and
 * `planned` how many of the same plan come before it: two of one number or time would not run.
 */
export function nextMigration(
  survey: Survey,
  like: string,
  title: string,
  stamp: string,
  planned = 0,
): string {
  const parts = like.split('/');
  const at = numberedPart(like);
  const part = parts[at];
  const rested = part === undefined ? undefined : PARTED.exec(part)?.[1];
  if (rested !== undefined) {
    const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(\d{6})$/.exec(later(stamp, planned)) ?? [];
    const name = `${[year, month, day, time, nameOf(title, '_')].join('_')}${/\.[a-z]+$/i.exec(rested)?.[0] ?? ''}`;
    return [...parts.slice(0, at), name, ...parts.slice(at + 1)].join('/');
  }
  const match = numbered(parts, at);
  if (!match) return join(folderOf(like), `${nameOf(title, '_')}${baseOf(like).slice(stemOf(like).length)}`);
  const [, mark = '', number = '', joint = '_', rest = ''] = match;
  const next =
    number.length === TIME ? later(stamp, planned) : String(largest(survey, parts, at) + 1 + planned);
  const ending = at === parts.length - 1 ? (/(?:\.(?:up|down))?\.[a-z]+$/i.exec(rest)?.[0] ?? '') : '';
  const dash = joint === '-' || (!rest.includes('_') && rest.includes('-')) ? '-' : '_';
  const name = `${mark}${next.padStart(number.length, '0')}${joint}${nameOf(title, dash)}${ending}`;
  return [...parts.slice(0, at), name, ...parts.slice(at + 1)].join('/');
}

/** A time of `YYYYMMDDHHMMSS` so many seconds later. */
function later(stamp: string, seconds: number): string {
  const [year = 0, month = 1, ...rest] = (stamp.match(/^\d{4}|\d\d/g) ?? []).map(Number);
  const [day = 1, hour = 0, minute = 0, second = 0] = rest;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second + seconds));
  return at.toISOString().replace(/\D/g, '').slice(0, TIME);
}

/** A file that is deleted takes back nothing of what it did to a database. */
export function undoMigration(path: string): string {
  return `Where \`${path}\` ran already, take its change out of that database first.`;
}

function numberedPart(path: string): number {
  const parts = path.split('/');
  return parts.findLastIndex((_, at) => numbered(parts, at) !== null);
}

function numbered(parts: readonly string[], at: number): RegExpExecArray | null {
  const pattern = OF_MIGRATIONS.test(parts[at - 1] ?? '') ? COUNTED : NUMBERED;
  return pattern.exec(parts[at] ?? '');
}

function largest(survey: Survey, parts: readonly string[], at: number): number {
  const folder = `${parts.slice(0, at).join('/')}/`;
  const numbers = [...survey.paths].flatMap(p => {
    const number = p.startsWith(folder) ? numbered(p.split('/'), at)?.[2] : undefined;
    return number === undefined ? [] : [Number(number)];
  });
  return Math.max(0, ...numbers);
}

function nameOf(title: string, dash: string): string {
  return slug(title, 40, 'change').replace(/-/g, dash);
}
