/** What is known of a kind of error, whatever the language. */
export interface Family {
  readonly id:
    | 'absent'
    | 'key'
    | 'import'
    | 'call'
    | 'input'
    | 'file'
    | 'connection'
    | 'order'
    | 'resource'
    | 'memory'
    | 'other';
  readonly says: RegExp;
  /** What the failing function does wrong if the cause is there. */
  readonly here: string;
  /** The cause in the data, where there may be one. */
  readonly data?: (what: string) => string;
  /** What another stack of the same report does, if the cause is there. */
  readonly aside: string;
  /** What the failing case has to hold. */
  readonly input: string;
}

const ASIDE = 'leaves things in a state that the failing call does not expect';

const FAMILIES: readonly Family[] = [
  {
    id: 'memory',
    says: /Sanitizer|SIGSEGV: seg|segmentation fault|use-after-free|buffer-overflow|double-free|data race/i,
    here: 'uses memory that is no longer, or was never, its own',
    aside: 'gives the memory away while it is still used',
    input: 'the same order of calls under the sanitizer',
  },
  {
    id: 'absent',
    says: /Cannot (?:read|set) propert|of undefined|of null|\bis (?:undefined|null)\b|NoneType|nil pointer|NullPointer|NullReference|on null\b|for nil\b|`None` value|Object reference not set|undefined is not an object|Cannot invoke/i,
    here: 'uses a value without asking whether it is there',
    data: what => `${what} is missing in some of the data that comes in`,
    aside: ASIDE,
    input: 'an input in which that value is missing',
  },
  {
    id: 'key',
    says: /KeyError|IndexError|out of range|out of bounds|IndexOutOf|Undefined (?:array key|index|offset|variable|property)|key not found|NoSuchElement|StopIteration/i,
    here: 'takes an entry without asking whether it is there',
    data: what => `${what} is not among what was read`,
    aside: ASIDE,
    input: 'an input without that entry, and an empty one',
  },
  {
    id: 'import',
    says: /Cannot find module|No module named|cannot import name|before initialization|ClassNotFound|NoClassDefFound|MODULE_NOT_FOUND|partially initialized/i,
    here: 'imports what is not there, or not there yet',
    aside: ASIDE,
    input: 'the import alone',
  },
  {
    id: 'call',
    says: /is not a (?:function|constructor)|not callable|NoSuchMethod|undefined method|is not defined|NameError|Undefined (?:function|method)|has no attribute/i,
    here: 'calls something by a name that it does not have',
    data: what => `what comes in is of another kind and has no ${what}`,
    aside: ASIDE,
    input: 'the call as the trace shows it',
  },
  {
    id: 'input',
    says: /JSON|Unexpected (?:token|end|identifier)|invalid literal|NumberFormat|could not convert|(?:Parse|Decode|Validation|Zod|Syntax)\w*Error|UnicodeDecode|Invalid (?:date|time|value|input|argument)|ValueError/i,
    here: 'takes what it reads for well formed',
    data: () => 'what is read is malformed, cut off, or of another format than expected',
    aside: ASIDE,
    input: 'an empty, a cut off and a malformed input',
  },
  {
    id: 'file',
    says: /ENOENT|FileNotFound|No such file|EACCES|EPERM|Permission|EEXIST|EISDIR|ENOTDIR/i,
    here: 'opens a path that depends on where and as whom it runs',
    data: () => 'the file is not there, or not readable, where it runs',
    aside: ASIDE,
    input: 'a path that is not there, seen from another folder',
  },
  {
    id: 'connection',
    says: /ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|Connection\w* (?:refused|reset|aborted|closed)|timed? ?out|Timeout|EADDRINUSE|socket hang up|EPIPE|ENETUNREACH/i,
    here: 'takes the other side for reachable and waits or retries in a way that makes it worse',
    data: () => 'the other side is down, slow or at another address where it runs',
    aside: ASIDE,
    input: 'a local server that refuses, and one that never answers',
  },
  {
    id: 'order',
    says: /deadlock|asleep|concurrent map|locked|ConcurrentModification|could not serialize|duplicate key|UNIQUE constraint|unique constraint|IntegrityError|lock wait|already (?:exists|closed|started)/i,
    here: 'does two things that may happen in another order, or twice at once',
    aside: 'holds or waits for what the failing call needs',
    input: 'two of these calls at once',
  },
  {
    id: 'resource',
    says: /out of memory|heap|Maximum call stack|stack overflow|RecursionError|StackOverflow|too many open files|EMFILE|pool|MemoryError/i,
    here: 'takes more the longer it runs, and gives nothing back',
    data: () => 'one input is far larger, or refers to itself',
    aside: ASIDE,
    input: 'an input ten times the usual, and one that refers to itself',
  },
];

const OTHER: Family = {
  id: 'other',
  says: /^/,
  here: 'does not handle the case that it met',
  aside: ASIDE,
  input: 'the input of the failing call',
};

export function familyOf(error: string): Family {
  return FAMILIES.find(f => f.says.test(error)) ?? OTHER;
}

/**
 * The expression in the failing line that was not there: `order.customer.discount` for “Cannot read properties of undefined
 * (reading 'rate')” in `return order.customer.discount.rate`. Undefined where the line does not show it.
 */
export function absentIn(line: string, message: string): string | undefined {
  const of =
    /\(reading '([\w$]+)'\)|\(setting '([\w$]+)'\)|has no attribute '(\w+)'|undefined method [`'](\w+)'|member function (\w+)\(\) on null|Cannot invoke "[^"]*?(\w+)\(/.exec(
      message,
    );
  const name = of?.slice(1).find(Boolean);
  // `int(total)` for “int() argument must be …, not 'NoneType'”.
  const called = /^(\w+)\(\) argument .*NoneType/.exec(message)?.[1];
  if (called !== undefined) return new RegExp(`\\b${called}\\(([\\w.]+)\\)`).exec(line)?.[1];
  if (name === undefined) return undefined;
  const m = new RegExp(`(?:\\?\\.|\\.|->)${name.replace(/[$]/g, '\\$')}\\b`).exec(line);
  const found = m ? expressionBefore(line, m.index) : undefined;
  return found && /^[\w$][\w$.()[\]'"]*$/.test(found) ? found : undefined;
}

/** `key` of `store[key.lower()]`, `order.lines[0]` of `sum(order.lines[0].price)`: what ends at a place, its brackets in pairs. */
function expressionBefore(line: string, end: number): string {
  let depth = 0;
  let at = end;
  for (; at > 0; at--) {
    const char = line[at - 1] ?? '';
    if (/[)\]]/.test(char)) depth++;
    else if (/[([]/.test(char)) {
      if (depth === 0) break;
      depth--;
    } else if (depth === 0 && !/[\w$.'"]/.test(char)) break;
  }
  return line.slice(at, end);
}
