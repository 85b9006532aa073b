/**
 * Takes back what another program may have left of a terminal, however it ended: scrolling region, application keys, mouse,
 * focus reports, bracketed paste, the kitty keyboard, colours, the hidden cursor and the alternate screen (without moving
 * the cursor, as 1049 would). Harmless where nothing was left.
 */
export const AFTER_ANOTHER_PROGRAM = [
  '\u001b7\u001b[r\u001b8',
  '\u001b[?1l\u001b>',
  '\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l',
  '\u001b[?1004l',
  '\u001b[?2004l',
  '\u001b[<u\u001b[>4;0m',
  '\u001b[0m\u001b[?25h',
  '\u001b[?1047l',
].join('');
