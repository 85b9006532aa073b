/** How the last line of a plan begins: what to do with it next. */
export const HAND_OVER = /^Ready to (?:implement|decide)\?/;
