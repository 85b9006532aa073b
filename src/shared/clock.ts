/** Time as a port: milliseconds since the epoch. */
export interface Clock {
  now(): number;
}
