// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to variables are among the cases
import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/shared/text/index.ts';

// Put together here, so that no scanner takes this file for a leak.
const join = (...parts: string[]) => parts.join('');
const x = (n: number, alphabet = 'aB3dE5gH7jK9mN1p') =>
  alphabet.repeat(Math.ceil(n / alphabet.length)).slice(0, n);
const armour = (which: string) => join('-----', which, ' RSA PRIVATE', ' KEY-----');

describe('redact', () => {
  it.each([
    ['github', join('gh', 'p_', x(36))],
    ['github fine-grained', join('github', '_pat_', x(60))],
    ['gitlab', join('gl', 'pat-', x(20))],
    ['slack', join('xo', 'xb-', '123456789012-', x(24))],
    ['aws', join('AK', 'IA', 'ABCDEFGHIJKLMNOP')],
    ['google', join('AI', 'za', x(35))],
    ['stripe', join('sk', '_live_', x(24))],
    ['anthropic', join('sk-', 'ant-api03-', x(80))],
    ['openai', join('sk-', 'proj-', x(48))],
    ['npm', join('np', 'm_', x(36))],
    ['hugging face', join('h', 'f_', x(34))],
    ['sendgrid', join('S', 'G.', x(22), '.', x(43))],
    ['web token', join('ey', 'J', x(20), '.ey', 'J', x(40), '.', x(43))],
    ['telegram', join('123456789', ':AA', x(33))],
  ])('hides a token: %s', (_, token) => {
    const { text, count } = redact(`before ${token} after`);
    expect(text).toMatch(/^before \[hidden: [a-z ]+\] after$/);
    expect(count).toBe(1);
  });

  it('hides a private key and keeps the number of lines', () => {
    const key = `${armour('BEGIN')}\n${x(64)}\n${x(64)}\n${armour('END')}`;
    const { text, count } = redact(`a\n${key}\nb`);
    expect(text).toBe('a\n[hidden: private key]\n\n\n\nb');
    expect(count).toBe(1);
    expect(redact(`k = "${armour('BEGIN')}\\n${x(64)}\\n`).text).not.toContain(x(30));
  });

  it('hides of a cut key its lines alone, and each of two keys', () => {
    const cut = `${armour('BEGIN')}\n${x(64)}\n${x(40)}\nThen the log goes on in words.`;
    expect(redact(cut)).toMatchObject({
      count: 1,
      text: '[hidden: private key]\n\n\nThen the log goes on in words.',
    });
    const key = `${armour('BEGIN')}\nProc-Type: 4,ENCRYPTED\n\n${x(64)}\n${armour('END')}`;
    expect(redact(`${key}\nbetween\n${key}`)).toMatchObject({
      count: 2,
      text: expect.stringContaining('\nbetween\n'),
    });
  });

  it.each([
    ['postgres://app:s3cr3t@db:5432/shop', 'postgres://app:[hidden: password in address]@db:5432/shop'],
    ['redis://:pa55@cache:6379', 'redis://:[hidden: password in address]@cache:6379'],
    ['https://x.org/?api_key=abcdef123456&b=1', 'https://x.org/?api_key=[hidden: token in address]&b=1'],
    ['Authorization: Bearer abcdef0123456789xyz', 'Authorization: Bearer [hidden: authorization]'],
    ['JWT_SECRET=dev-secret-please', 'JWT_SECRET=[hidden: environment value]'],
    ['export DB_PASSWORD="a b c" # local', 'export DB_PASSWORD="[hidden: environment value]" # local'],
    ['      POSTGRES_PASSWORD: hunter2', '      POSTGRES_PASSWORD: [hidden: environment value]'],
    ["const apiKey = 'Zx81-9931-aa';", "const apiKey = '[hidden: secret value]';"],
    ['"client_secret": "GX99-aa-11-bb"', '"client_secret": "[hidden: secret value]"'],
    ['//registry.example.org/:_authToken=abc123', '//registry.example.org/:_authToken=[hidden: npm token]'],
    [`AccountKey=${x(86)}==;Endpoint`, 'AccountKey=[hidden: azure key];Endpoint'],
  ])('hides the value in %s', (input, expected) => {
    expect(redact(input)).toMatchObject({ text: expected, count: 1 });
  });

  it.each([
    ['postgres://app:${DB_PASSWORD}@db/shop'],
    ['postgres://app:<password>@db/shop'],
    ['http://localhost:3000/@scope/name'],
    ['see https://host:8080/path and a@b.org'],
    ['const secret = process.env.JWT_SECRET;'],
    ['JWT_SECRET=${JWT_SECRET}'],
    ['API_KEY=<your key>'],
    ['API_TOKEN=changeme'],
    ['JWT_SECRET='],
    ["password: 'required'"],
    ["token: 'Token is not valid'"],
    ["type: 'password'"],
    ['MAX_TOKENS=4096'],
    ['password: string;'],
    ['const token = jwt.sign({ sub: user.id }, secret, options);'],
    ["secretOrKey: configService.get('JWT_SECRET')"],
    ['hash 9cc3051b2f6d4a7e8c1d0f3b5a6978e4d2c1b0a9'],
    ['Bearer authentication'],
    ['sk-learn-contrib, task-list-of-things, disk-usage'],
    ['export const TOKEN_KIND = createToken(options)'],
  ])('leaves alone %s', input => {
    expect(redact(input)).toEqual({ text: input, count: 0, kinds: [] });
  });

  it('hides every value of an .env file, and none of its template', () => {
    const env = 'PORT=3000\n# note\nNAME="shop"\nexport URL=http://x\n';
    expect(redact(env, 'config/.env.local')).toMatchObject({
      count: 3,
      text: 'PORT=[hidden: environment value]\n# note\nNAME="[hidden: environment value]"\nexport URL=[hidden: environment value]\n',
    });
    expect(redact(env, '.env.example')).toMatchObject({ count: 0, text: env });
    expect(redact(env, 'src/env.ts')).toMatchObject({ count: 0 });
  });

  it('done twice hides nothing more, and names what it hid', () => {
    const input = `JWT_SECRET=${x(20)}\npostgres://a:${x(9)}@h/d\n${join('gh', 'p_', x(36))}\npassword = "${x(12)}"`;
    const once = redact(input, '.env');
    expect(once.kinds.length).toBeGreaterThan(3);
    expect(redact(once.text, '.env')).toEqual({ text: once.text, count: 0, kinds: [] });
    const other = redact(input);
    expect(other.count).toBe(4);
    expect(redact(other.text).count).toBe(0);
  });
});
