/** `YYYYMMDD-HHMMSS` of a moment (ms since the epoch) in local time: how plan files and sessions are named. */
export function localStamp(now: number): string {
  const date = new Date(now);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
