/** Makes a value when it is first asked for, and gives that one from then on. One that threw is made anew. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
