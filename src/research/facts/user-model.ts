import type { StackFact } from '../port.ts';
import type { SourceText } from '../read/source-text.ts';
import type { Hit } from './corpus.ts';
import { absent, at, type FactContext, place, present } from './model.ts';

interface ModelPattern {
  readonly open: RegExp;
  readonly id: RegExp;
  readonly paths: RegExp;
}
const MODELS: readonly ModelPattern[] = [
  {
    paths: /\.[cm]?[jt]sx?$/,
    open: /(?:export\s+)?(?:class (User|UserEntity|UserModel|Account|Customer|Member)\b(?=.*\{)|const (User)\s*=\s*(?:sequelize\.define|mongoose\.model|model)\(|const (users)\s*=\s*(?:pg|mysql|sqlite)Table\()/,
    id: /^\s*(?:@\w+.*\s)?(?:readonly |public |declare )*(_?id)[!?]?\s*:\s*([\w.]+)/,
  },
  {
    paths: /\.py$/,
    open: /^class (User|CustomUser|Account)\(.*(?:Model|Base|SQLModel|AbstractUser|AbstractBaseUser|db\.Model|Document)\w*.*\)/,
    id: /^\s+(id)\s*(?::\s*[^=]+)?=\s*(.+?)\s*$/,
  },
  { paths: /\.go$/, open: /^type (User|UserModel|UserEntity|Account) struct/, id: /^\s+(ID|Id)\s+([\w.]+)/ },
  {
    paths: /\.(java|kt)$/,
    open: /(?:class) (User|AppUser|Account|UserEntity)\b/,
    id: /(?:private|val|var)\s+(?:final\s+)?(?:(Long|UUID|Integer|String|long|int)\s+(id)|(id)\s*:\s*(\w+))/,
  },
  { paths: /\.rb$/, open: /^\s*class (User) < (?:ApplicationRecord|ActiveRecord::Base)/, id: /\0/ },
  { paths: /\.php$/, open: /^class (User) extends (?:Authenticatable|Model)/, id: /\0/ },
];

/** An account of a bookkeeping or a member of a list is no user: other names than User count where a person can be told by them. */
function meansPerson({ file, line, match }: Hit): boolean {
  const symbol = match.slice(1).find(name => name !== undefined) ?? '';
  if (/user/i.test(symbol)) return true;
  return /e_?mail|passw|log_?in|user_?name|abstract/i.test(file.lines.slice(line - 1, line + 40).join('\n'));
}

/** The stored user and its key: Prisma's schema first, then classes and structs of the usual mappers. */
export async function userModel(context: FactContext, schema: SourceText | undefined): Promise<StackFact> {
  if (schema !== undefined) {
    const start = schema.lines.findIndex(text =>
      /^\s*model\s+(User|Account|Customer|Member)\s*\{/.test(text),
    );
    if (start !== -1) {
      const symbol = /model\s+(\w+)/.exec(schema.lines[start] ?? '')?.[1] ?? 'User';
      let end = start;
      let id: RegExpExecArray | null = null;
      while (end < schema.lines.length && !/^\s*\}/.test(schema.lines[end] ?? '')) {
        if (/@id\b/.test(schema.lines[end] ?? ''))
          id ??= /^\s*(\w+)\s+(\w+)(?:.*@default\(([^@]*)\))?/.exec(schema.lines[end] ?? '');
        end += 1;
      }
      const source = context.reader.cite(schema, start + 1, end + 1);
      const made = id?.[3]?.trim();
      const key =
        id === null
          ? ''
          : `; its key is \`${id[1]}\`, of type \`${id[2]}\`${made === undefined ? '' : ` from \`${made}\``}`;
      return present('user-model', `A user is the model \`${symbol}\` in ${place(source)}${key}.`, [source], {
        symbol,
        file: schema.path,
        line: start + 1,
        idField: id?.[1],
        idType: id?.[2],
        idDefault: made,
      });
    }
  }
  for (const { open, id, paths } of MODELS) {
    const hits = await context.corpus.find(open, { paths, limit: 20 });
    const hit = hits.filter(h => meansPerson(h)).sort((a, b) => weight(a.file.path) - weight(b.file.path))[0];
    if (hit === undefined || weight(hit.file.path) > 1) continue;
    const symbol = hit.match.slice(1).find(name => name !== undefined) ?? 'User';
    const near = hit.file.lines.slice(hit.line, hit.line + 40);
    const offset = near.findIndex(text => id.test(text));
    const field = offset === -1 ? null : id.exec(near[offset] ?? '');
    const source = at(context, hit);
    const names = field?.slice(1).filter(name => name !== undefined) ?? [];
    const idField = names.find(name => /^_?id$/i.test(name));
    const idType = names.find(name => !/^_?id$/i.test(name));
    const key =
      idField === undefined || idType === undefined
        ? ''
        : `; its key \`${idField}\` is \`${idType.replaceAll('`', '')}\` there`;
    const sources = offset === -1 ? [source] : [source, context.reader.cite(hit.file, hit.line + offset + 1)];
    return present('user-model', `A user is the model \`${symbol}\` in ${place(source)}${key}.`, sources, {
      symbol,
      file: source.path,
      line: source.line,
      idField,
      idType,
    });
  }
  const [django] = await context.corpus.find(/from django\.contrib\.auth\.models import .*\b(User)\b/, {
    limit: 5,
  });
  if (django !== undefined) {
    const source = at(context, django);
    return present(
      'user-model',
      `A user is Django's own \`User\`, used in ${place(source)}; no model of the project replaces it.`,
      [source],
      {
        symbol: 'User',
        file: source.path,
        line: source.line,
        kind: 'django',
        idField: 'id',
        idType: 'AutoField',
      },
    );
  }
  return absent(
    'user-model',
    'No user model: no schema and no class named `User` or `Account` describes a stored user.',
    [],
  );
}

function weight(path: string): number {
  // What a client of the project's own API knows of a user is no stored user.
  if (/(?:^|\/)(?:client|clients|sdk|web|frontend|src-ui)\//.test(path)) return 2;
  return /(^|\/)(models?|entities|entity|domain|schema|schemas|db)[./]|model|entity/i.test(path)
    ? 0
    : /user/i.test(path)
      ? 1
      : 2;
}
