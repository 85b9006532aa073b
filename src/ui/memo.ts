/** Remembers the last few results by argument: objects as long as they live, others the newest eight. */
export function once<A, R>(make: (argument: A) => R): (argument: A) => R {
  const byObject = new WeakMap<object, R>();
  const byValue = new Map<A, R>();
  return argument => {
    if (typeof argument === 'object' && argument !== null) {
      const known = byObject.get(argument);
      if (known !== undefined) return known;
      const made = make(argument);
      byObject.set(argument, made);
      return made;
    }
    const known = byValue.get(argument);
    if (known !== undefined) return known;
    const made = make(argument);
    byValue.set(argument, made);
    if (byValue.size > 8)
      for (const oldest of byValue.keys()) {
        byValue.delete(oldest);
        break;
      }
    return made;
  };
}
