/** `setStatus` of `OrderService.setStatus()`, of `Order#setStatus` and of `order::setStatus`. */
export function lastName(symbol: string): string {
  return (
    symbol
      .replace(/\(.*$/s, '')
      .split(/[.#]|::/)
      .at(-1) ?? symbol
  );
}
