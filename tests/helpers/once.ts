/** What `make` makes for a key, made once; what fails to be made fails for all who ask. */
export function once<Key, Value>(
  made: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = made.get(key) ?? make();
  made.set(key, value);
  return value;
}

/** The same function, which asks for each list of arguments once. */
export function remembered<Arguments extends readonly unknown[], Value>(
  ask: (...given: Arguments) => Promise<Value>,
): (...given: Arguments) => Promise<Value> {
  const answers = new Map<string, Promise<Value>>();
  return (...given) => once(answers, JSON.stringify(given), () => ask(...given));
}
