/** Characters and words that the script scanner looks for. */
const code = (ch: string) => ch.charCodeAt(0);
export const LBRACE = code('{');
export const RBRACE = code('}');
export const LPAREN = code('(');
export const RPAREN = code(')');
export const LBRACKET = code('[');
export const RBRACKET = code(']');
export const LT = code('<');
export const GT = code('>');
export const EQ = code('=');
export const COLON = code(':');
export const SEMI = code(';');
export const COMMA = code(',');
export const DOT = code('.');
export const AT = code('@');
export const STAR = code('*');
export const QUESTION = code('?');
export const BANG = code('!');
export const HASH = code('#');
export const PIPE = code('|');
export const AMPERSAND = code('&');

/** A line that ends in one of these goes on; so does one whose next line starts with one of the second set. */
export const GOES_ON_AFTER = new Set([...'=+-*/%&|^!~?:,.<(['].map(code));
export const GOES_ON_BEFORE = new Set([...'.,?:=+*/%&|^)]>(['].map(code));
export const WORDS_GO_ON_AFTER = new Set(
  'return extends implements as in of instanceof new typeof else keyof is satisfies'.split(' '),
);
export const WORDS_GO_ON_BEFORE = new Set(
  'else catch finally instanceof in of as satisfies extends implements is'.split(' '),
);
export const STATEMENTS = new Set(
  'export import function class interface const let var type enum async abstract declare'.split(' '),
);
/** At the start of a line these open a statement, whatever stands before them. */
export const ALWAYS_OPENS = new Set(['export', 'const', 'let', 'var', 'interface']);
export const MEMBER_MODIFIERS = new Set(
  'public private protected static readonly abstract override async get set accessor declare'.split(' '),
);
export const COMPONENT_WRAPPERS = new Set(['memo', 'forwardRef', 'observer', 'lazy', 'styled', 'withRouter']);
