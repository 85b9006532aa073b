/** Ends an exhaustive switch: a new member of a union is a compile error here, never a silent default. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
