import { cutMiddle, splitAt, width } from './line.ts';

/** A path of at most `max` columns: its folders give way first, from their end, then the middle of its name. */
export function cutPath(path: string, max: number): string {
  if (width(path) <= max) return path;
  const base = path.slice(path.lastIndexOf('/'));
  const room = max - width(base) - 1;
  if (!base.startsWith('/') || room < 1) return cutMiddle(base.replace(/^\//, ''), max);
  const [head] = splitAt(path, room);
  return `${head}…${base}`;
}
