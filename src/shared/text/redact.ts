/** A text without its secrets. `count` is how many were hidden, `kinds` which, in order of appearance. */
export interface Redacted {
  readonly text: string;
  readonly count: number;
  readonly kinds: readonly string[];
}

interface Rule {
  readonly kind: string;
  /** Global. The group named `secret` is hidden; without one the whole match is. */
  readonly pattern: RegExp;
  /** Whether this value is a secret after all: a placeholder or a reference is none. */
  readonly unless?: (value: string) => boolean;
}

const hidden = (kind: string) => `[hidden: ${kind}]`;
const HIDDEN = /^\[hidden: [a-z0-9 .]+\]$/;

/** References and placeholders: `${VAR}`, `process.env.X`, `<your-key>`, `changeme`, `****`. */
function isPlaceholder(value: string): boolean {
  return (
    HIDDEN.test(value) ||
    /^\[hidden:/.test(value) ||
    /^(?:\$|%|<|\{\{|\*+$|x{3,}$|\.{3}|…)/i.test(value) ||
    /^(?:true|false|null|none|undefined|nil|yes|no|required|optional|string|number|redacted|changeme|change[-_]me|placeholder|example|todo)$/i.test(
      value,
    ) ||
    /^(?:your|my|the|some|insert|replace|change[-_]me|enter|put|add)[-_ ]/i.test(value) ||
    isReference(value)
  );
}

/** Code that fetches the value from elsewhere. */
function isReference(value: string): boolean {
  return (
    /^(?:process\.|import\.|os\.|env\.|self\.|this\.|config\.|settings\.|secrets\.|vars?\.|getenv|ENV\b)/.test(
      value,
    ) || /^[A-Za-z_][\w.]*[([]/.test(value)
  );
}

/** In code and YAML a literal counts only where it looks generated: 8 characters, letters beside digits or signs. */
function looksHarmless(value: string): boolean {
  return isPlaceholder(value) || value.length < 8 || /^[A-Za-z]+(?:[-_ .][A-Za-z]+)*$/.test(value);
}

const SECRET_NAME =
  '(?:SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|AUTH_?KEY|ACCOUNT_?KEY|SECRET_KEY_BASE|CREDENTIALS?)';

const RULES: readonly Rule[] = [
  {
    kind: 'private key',
    // Up to its end line; of a key whose end was cut off, the lines of base64 that follow.
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----(?:(?:(?!-----)[\s\S]){0,20000}-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----|(?:\s|\\[nr])*(?:[A-Za-z0-9+/=]{16,}(?:\s|\\[nr])*)*)/g,
  },
  { kind: 'private key', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g },
  { kind: 'github token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})/g },
  { kind: 'gitlab token', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-[\w-]{20,255}/g },
  { kind: 'slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}|\bxapp-\d-[A-Za-z0-9-]{20,255}/g },
  {
    kind: 'webhook address',
    pattern:
      /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows)\/|discord(?:app)?\.com\/api\/webhooks\/|[\w-]+\.webhook\.office\.com\/)(?<secret>[\w/@-]{20,300})/g,
  },
  { kind: 'aws key', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z2-7]{16}\b/g },
  { kind: 'google key', pattern: /\bAIza[\w-]{35}|\bya29\.[\w-]{20,500}|\bGOCSPX-[\w-]{20,60}/g },
  {
    kind: 'stripe key',
    pattern: /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,255}|\bwhsec_[A-Za-z0-9+/=]{20,100}/g,
  },
  { kind: 'model key', pattern: /\bsk-(?:ant-|proj-|or-|svcacct-)?[A-Za-z0-9_-]{20,300}/g },
  { kind: 'hugging face token', pattern: /\bhf_[A-Za-z0-9]{30,60}/g },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'npm token', pattern: /_authToken\s*=\s*(?<secret>[^\s"']+)/g, unless: isPlaceholder },
  { kind: 'pypi token', pattern: /\bpypi-AgE[\w-]{50,500}/g },
  { kind: 'sendgrid key', pattern: /\bSG\.[\w-]{16,32}\.[\w-]{32,64}/g },
  { kind: 'twilio key', pattern: /\bSK[0-9a-f]{32}\b/g },
  { kind: 'shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g },
  {
    kind: 'cloud token',
    pattern: /\bdo[opr]_v1_[0-9a-f]{64}\b|\bdapi[0-9a-f]{32}\b|\bhv[sbr]\.[\w-]{24,300}/g,
  },
  {
    kind: 'service token',
    pattern: /\blin_api_[A-Za-z0-9]{32,64}|\bsntry[su]_[\w=+/-]{20,300}|\bATATT3[\w=-]{50,300}/g,
  },
  { kind: 'telegram token', pattern: /\b\d{8,10}:AA[\w-]{33}\b/g },
  { kind: 'azure key', pattern: /(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{40,100}={0,2})/g },
  { kind: 'signed address', pattern: /[?&](?:sig|X-Amz-Signature|Signature)=(?<secret>[\w%+/=-]{20,300})/g },
  { kind: 'web token', pattern: /\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{10,1000}/g },
  {
    kind: 'authorization',
    pattern: /\b(?:Bearer|Basic)\s+(?<secret>[A-Za-z0-9+/=._~-]{16,4000})/g,
    unless: value => isPlaceholder(value) || /^[A-Za-z.-]+$/.test(value),
  },
  {
    kind: 'password in address',
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@"'`<>]{0,200}:(?<secret>[^\s/@"'`<>]{1,200})@(?=[\w.[-])/gi,
    unless: isPlaceholder,
  },
  {
    kind: 'token in address',
    pattern:
      /[?&](?:access_token|api_?key|auth|token|secret|password|client_secret)=(?<secret>[\w%.+/=~-]{8,500})/gi,
    unless: isPlaceholder,
  },
  {
    kind: 'environment value',
    pattern: new RegExp(
      `^[ \\t]*(?:-[ \\t]+)?(?:export[ \\t]+|set[ \\t]+|ENV[ \\t]+|ARG[ \\t]+)?[A-Z0-9_]{0,80}${SECRET_NAME}(?:=|:[ \\t]+)(?:"(?<double>[^"\\n]{1,4000})"|'(?<single>[^'\\n]{1,4000})'|(?<bare>[^\\s"'#,;][^\\s#]{0,4000}))`,
      'gm',
    ),
    unless: isPlaceholder,
  },
  {
    kind: 'secret value',
    pattern: new RegExp(
      `${SECRET_NAME}["']?[ \\t]{0,8}(?:=>|:=|[:=])[ \\t]{0,8}["'\`](?<secret>[^"'\`\\s]{8,500})["'\`]`,
      'gi',
    ),
    unless: looksHarmless,
  },
];

const ENV_LINE =
  /^[ \t]*(?:export[ \t]+)?[\w.]{1,100}[ \t]*=[ \t]*(?:"(?<double>[^"]{1,8000})"|'(?<single>[^']{1,8000})'|(?<bare>[^\s"'#][^\n#]{0,8000}))/gm;
const ENV_FILE = /(?:^|\/)(?:\.env(?:\.[\w-]+)*|[\w-]+\.env)$/i;
const ENV_TEMPLATE = /\.(?:example|sample|template|dist|defaults?|schema)$/i;

/**
 * Hides secrets: private keys, tokens of well-known shapes, passwords in addresses, cloud keys, and values of
 * variables whose name says secret. With the `path` of an `.env` file (not of a template) every value in it.
 * References (`${VAR}`, `process.env.X`) and placeholders stay. Line count stays; doing it twice hides nothing more.
 */
export function redact(text: string, path?: string): Redacted {
  const kinds: string[] = [];
  let out = text;
  if (path && ENV_FILE.test(path) && !ENV_TEMPLATE.test(path))
    out = apply(
      out,
      { kind: 'environment value', pattern: ENV_LINE, unless: v => HIDDEN.test(v.trim()) },
      kinds,
    );
  for (const rule of RULES) out = apply(out, rule, kinds);
  return { text: out, count: kinds.length, kinds };
}

function apply(text: string, rule: Rule, kinds: string[]): string {
  return text.replace(rule.pattern, (match: string, ...rest: unknown[]) => {
    const secret = groupOf(rest) ?? match;
    if (rule.unless?.(secret)) return match;
    kinds.push(rule.kind);
    // Line numbers behind a hidden key must stay true.
    const breaks = '\n'.repeat(secret.split('\n').length - 1);
    const at = match.lastIndexOf(secret);
    return match.slice(0, at) + hidden(rule.kind) + breaks + match.slice(at + secret.length);
  });
}

function groupOf(rest: readonly unknown[]): string | undefined {
  const groups = rest.at(-1);
  if (typeof groups !== 'object' || groups === null) return undefined;
  return Object.values(groups).find((value): value is string => typeof value === 'string');
}
