export function zone(packed: number, shift: number): number {
  return (packed >>> shift) & 255;
}

/** Four saturating sums at once: each zone holds at most 255. */
export function addPacked(a: number, b: number): number {
  // Even and odd bytes apart, so that each has a free byte above it to overflow into.
  const even = (a & 0x00ff00ff) + (b & 0x00ff00ff);
  const odd = ((a >>> 8) & 0x00ff00ff) + ((b >>> 8) & 0x00ff00ff);
  return (saturated(even) | (saturated(odd) << 8)) >>> 0;
}

/** Two sums of 9 bits, each cut to 255: where bit 8 is set, all eight below it are. */
function saturated(sums: number): number {
  const over = (sums >>> 8) & 0x00010001;
  return (sums | (over * 255)) & 0x00ff00ff;
}
