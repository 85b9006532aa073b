import type { StackFact } from '../port.ts';
import { isAside } from '../read/paths.ts';
import type { SourceText } from '../read/source-text.ts';
import {
  absent,
  at,
  type Detector,
  dependency,
  ecosystemOf,
  type FactContext,
  labelled,
  manifestSources,
  place,
  present,
} from './model.ts';
import { userModel } from './user-model.ts';

const ENGINES: Readonly<Record<string, string>> = {
  postgresql: 'PostgreSQL',
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
  sqlite3: 'SQLite',
  mongodb: 'MongoDB',
  sqlserver: 'SQL Server',
  cockroachdb: 'CockroachDB',
  mssql: 'SQL Server',
  pgsql: 'PostgreSQL',
  sqlsrv: 'SQL Server',
  h2: 'H2',
  Pg: 'PostgreSQL',
  MySql: 'MySQL',
  Sqlite: 'SQLite',
};

/** Drivers by the name that a manifest gives them. */
const DRIVERS: readonly (readonly [string, readonly string[]])[] = [
  [
    'PostgreSQL',
    [
      'pg',
      'postgres',
      'psycopg',
      'psycopg2',
      'psycopg2-binary',
      'asyncpg',
      'github.com/lib/pq',
      'github.com/jackc/pgx/v5',
      'github.com/jackc/pgx/v4',
      'gorm.io/driver/postgres',
      'org.postgresql:postgresql',
      'tokio-postgres',
    ],
  ],
  [
    'MySQL',
    [
      'mysql2',
      'mysql',
      'mysqlclient',
      'PyMySQL',
      'pymysql',
      'github.com/go-sql-driver/mysql',
      'gorm.io/driver/mysql',
      'com.mysql:mysql-connector-j',
      'mysql:mysql-connector-java',
    ],
  ],
  [
    'MongoDB',
    [
      'mongoose',
      'mongodb',
      'pymongo',
      'motor',
      'go.mongodb.org/mongo-driver',
      'mongoid',
      'org.springframework.boot:spring-boot-starter-data-mongodb',
    ],
  ],
  [
    'SQLite',
    [
      'better-sqlite3',
      'sqlite3',
      'sqlite',
      'github.com/mattn/go-sqlite3',
      'gorm.io/driver/sqlite',
      'modernc.org/sqlite',
      'rusqlite',
      'aiosqlite',
    ],
  ],
  ['H2', ['com.h2database:h2']],
  ['SQL Server', ['Microsoft.EntityFrameworkCore.SqlServer', 'Microsoft.Data.SqlClient', 'mssql', 'tedious']],
  ['PostgreSQL', ['Npgsql.EntityFrameworkCore.PostgreSQL', 'Npgsql']],
  ['MySQL', ['Pomelo.EntityFrameworkCore.MySql']],
  ['SQLite', ['Microsoft.EntityFrameworkCore.Sqlite']],
];

const MAPPERS: readonly (readonly [string, readonly string[]])[] = [
  ['Prisma', ['@prisma/client', 'prisma']],
  ['TypeORM', ['typeorm']],
  ['Sequelize', ['sequelize']],
  ['Mongoose', ['mongoose']],
  ['Drizzle', ['drizzle-orm']],
  ['MikroORM', ['@mikro-orm/core']],
  ['Knex', ['knex']],
  ['Kysely', ['kysely']],
  ['SQLModel', ['sqlmodel']],
  ['SQLAlchemy', ['SQLAlchemy', 'sqlalchemy', 'Flask-SQLAlchemy', 'flask-sqlalchemy']],
  ['Django ORM', ['Django', 'django']],
  ['Tortoise ORM', ['tortoise-orm']],
  ['GORM', ['gorm.io/gorm', 'github.com/jinzhu/gorm']],
  ['sqlx', ['github.com/jmoiron/sqlx', 'sqlx']],
  ['ent', ['entgo.io/ent']],
  ['Diesel', ['diesel']],
  ['Spring Data JPA', ['org.springframework.boot:spring-boot-starter-data-jpa']],
  ['Active Record', ['rails', 'activerecord']],
  ['Eloquent', ['laravel/framework']],
  [
    'Entity Framework Core',
    [
      'Microsoft.EntityFrameworkCore',
      'Microsoft.EntityFrameworkCore.SqlServer',
      'Npgsql.EntityFrameworkCore.PostgreSQL',
      'Microsoft.EntityFrameworkCore.Sqlite',
    ],
  ],
  ['Dapper', ['Dapper']],
];

/** The database, what maps it, and the model of a user. */
/** Names for a sentence of absence, by the project's own ecosystem. */
const USUAL: Readonly<Record<string, readonly [drivers: readonly string[], mappers: readonly string[]]>> = {
  npm: [
    ['pg', 'mysql2', 'mongodb'],
    ['prisma', 'typeorm', 'sequelize'],
  ],
  pypi: [
    ['psycopg', 'asyncpg', 'pymongo'],
    ['sqlalchemy', 'tortoise-orm'],
  ],
  go: [
    ['lib/pq', 'jackc/pgx', 'go-sql-driver/mysql'],
    ['gorm.io/gorm', 'entgo.io/ent'],
  ],
  crates: [
    ['sqlx', 'tokio-postgres', 'rusqlite'],
    ['diesel', 'sea-orm'],
  ],
  maven: [['org.postgresql:postgresql', 'com.mysql:mysql-connector-j'], ['spring-boot-starter-data-jpa']],
  rubygems: [['pg', 'mysql2', 'sqlite3'], ['activerecord']],
  nuget: [['Microsoft.EntityFrameworkCore.SqlServer', 'Npgsql'], ['Microsoft.EntityFrameworkCore']],
};

function usual(context: FactContext, at: 0 | 1): string {
  const names = USUAL[ecosystemOf(context) ?? 'none']?.[at];
  return names === undefined
    ? 'none of the usual libraries is a dependency'
    : `none of ${names.map(name => `\`${name}\``).join(', ')} or a like library is a dependency`;
}

export const detectDatabase: Detector = async context => {
  const schema = await prismaSchema(context);
  const facts: StackFact[] = [];
  const mapper = MAPPERS.map(([label, names]) => ({ label, item: dependency(context, ...names) })).find(
    found => found.item !== undefined,
  );
  const driver = DRIVERS.map(([label, names]) => ({ label, item: dependency(context, ...names) })).find(
    // A library that knows a driver keeps nothing in a database itself.
    found => found.item !== undefined && context.library === undefined,
  );
  const named = schema === undefined ? undefined : prismaProvider(schema);
  if (schema !== undefined && named !== undefined) {
    const source = context.reader.cite(schema, named.line, named.urlLine ?? named.line);
    const engine = ENGINES[named.provider] ?? named.provider;
    const address = named.variable === undefined ? '' : `, at the address in \`${named.variable}\``;
    facts.push(
      present(
        'database',
        `${engine} is the database, by ${labelled('Prisma', mapper?.item)}${address} (${place(source)}).`,
        [source, ...(mapper?.item === undefined ? [] : [mapper.item.source])],
        {
          engine,
          provider: named.provider,
          via: 'prisma',
          library: 'prisma',
          variable: named.variable,
          file: source.path,
          line: source.line,
        },
      ),
    );
  } else {
    const configured = await configuredEngine(context);
    if (configured !== undefined && configured.engines.length > 1) {
      const { engines, source } = configured;
      facts.push(
        present(
          'database',
          `${engines.slice(0, -1).join(', ')} and ${engines.at(-1)} can be the database${mapper === undefined ? '' : ` under ${labelled(mapper.label, mapper.item)}`}: the code knows each of them (${place(source)}).`,
          [source, ...configured.more],
          {
            engine: engines[0],
            engines: engines.join(','),
            via: mapper?.label,
            file: source.path,
            line: source.line,
          },
        ),
        await ormFact(context, mapper, schema),
        await userModel(context, schema),
      );
      return facts;
    }
    const drivers = DRIVERS.flatMap(([label, names]) => {
      const item = dependency(context, ...names);
      return item === undefined || item.dev || context.library !== undefined ? [] : [{ label, item }];
    });
    if (configured === undefined && drivers.length > 1) {
      const labels = drivers.map(({ label }) => label);
      facts.push(
        present(
          'database',
          `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)} can be the database: drivers of all are dependencies, and no default setting names one.`,
          drivers.map(({ item }) => item.source),
          {
            engine: labels[0],
            engines: labels.join(','),
            library: drivers[0]?.item.name,
            via: mapper?.label,
          },
        ),
      );
      facts.push(await ormFact(context, mapper, schema));
      facts.push(await userModel(context, schema));
      return facts;
    }
    const engine = configured?.engine ?? driver?.label;
    if (engine !== undefined) {
      const sources = [
        ...(configured === undefined ? [] : [configured.source]),
        ...(driver?.item === undefined ? [] : [driver.item.source]),
        ...(mapper?.item === undefined ? [] : [mapper.item.source]),
      ];
      const by = driver?.item !== undefined && driver.label === engine ? ` by \`${driver.item.name}\`` : '';
      const through =
        mapper === undefined || mapper.item?.name === driver?.item?.name
          ? ''
          : ` under ${labelled(mapper.label, mapper.item)}`;
      const first = sources[0];
      facts.push(
        present(
          'database',
          `${engine} is the database,${by}${through}${first === undefined ? '' : ` (${place(first)})`}.`
            .replace(', (', ' (')
            .replace(',.', '.')
            .replace(/database, (under|by)/, 'database, $1'),
          sources,
          { engine, library: driver?.item?.name, via: mapper?.label, file: first?.path, line: first?.line },
        ),
      );
    } else facts.push(absent('database', `No database: ${usual(context, 0)}.`, manifestSources(context)));
  }
  facts.push(await ormFact(context, mapper, schema));
  facts.push(await userModel(context, schema));
  return facts;
};

async function prismaSchema(context: FactContext): Promise<SourceText | undefined> {
  const paths = (await context.reader.list()).filter(path => path.endsWith('.prisma') && !isAside(path));
  const best = paths.find(path => path.endsWith('schema.prisma')) ?? paths[0];
  return best === undefined ? undefined : context.reader.read(best);
}

function prismaProvider(
  schema: SourceText,
): { provider: string; line: number; urlLine: number | undefined; variable: string | undefined } | undefined {
  let inside = false;
  let found: { provider: string; line: number } | undefined;
  for (let at = 0; at < schema.lines.length; at += 1) {
    const text = schema.lines[at] ?? '';
    if (/^\s*datasource\s/.test(text)) inside = true;
    else if (inside && /^\s*\}/.test(text)) break;
    const provider = inside ? /^\s*provider\s*=\s*"(\w+)"/.exec(text)?.[1] : undefined;
    if (provider !== undefined) found = { provider, line: at + 1 };
    const variable = inside ? /^\s*url\s*=\s*env\("(\w+)"\)/.exec(text)?.[1] : undefined;
    if (variable !== undefined && found !== undefined) return { ...found, urlLine: at + 1, variable };
  }
  return found === undefined ? undefined : { ...found, urlLine: undefined, variable: undefined };
}

/** Engines named in settings: Django, Rails, Spring, Laravel, SQLAlchemy addresses. */
async function configuredEngine(context: FactContext): Promise<
  | {
      engine: string;
      engines: readonly string[];
      source: ReturnType<typeof at>;
      more: readonly ReturnType<typeof at>[];
    }
  | undefined
> {
  const hits = await context.corpus.find(
    /django\.db\.backends\.(postgresql|mysql|sqlite3)|(?:gorm|sql|sqlx)\.(?:Open|Connect)\(\s*"(postgres|mysql|sqlite3?)"|['"](postgres(?:ql)?|mysql|sqlite|mongodb)(?:\+\w+)?:\/\/|\b(Pg|MySql|Sqlite)(?:Pool|Connection|ConnectOptions)\b|['"]default['"]\s*=>\s*(?:env\(\s*['"]DB_CONNECTION['"]\s*,\s*)?['"](mysql|pgsql|sqlite|mariadb|sqlsrv)['"]|(?:dialect|client|type|provider)\s*:\s*['"](postgres(?:ql)?|pg|mysql2?|mariadb|sqlite3?|better-sqlite3|mssql)['"]/,
    { limit: 60 },
  );
  const byEngine = new Map<string, ReturnType<typeof at>>();
  for (const hit of hits) {
    const name = (hit.match.slice(1).find(part => part !== undefined) ?? '')
      .replace(/^pg$/, 'postgres')
      .replace('mysql2', 'mysql')
      .replace('better-', '');
    const engine = ENGINES[name] ?? name;
    if (!byEngine.has(engine)) byEngine.set(engine, at(context, hit));
  }
  const [first, ...rest] = [...byEngine.entries()];
  if (first !== undefined)
    return {
      engine: first[0],
      engines: [...byEngine.keys()],
      source: first[1],
      more: rest.map(([, source]) => source).slice(0, 3),
    };
  for (const path of await context.reader.list()) {
    if (
      !/(^|\/)(config\/database\.yml|src\/main\/resources\/application\.(properties|ya?ml)|config\/config\.json)$/.test(
        path,
      )
    )
      continue;
    const file = await context.reader.read(path);
    const line =
      file?.lines.findIndex(text =>
        /adapter:\s*(postgresql|mysql2|sqlite3)|jdbc:(postgresql|mysql|h2|mariadb)|^database=(postgres(?:ql)?|mysql|h2)\s*$/.test(
          text,
        ),
      ) ?? -1;
    if (file === undefined || line === -1) continue;
    const name = (
      /(postgresql|postgres|mysql2?|sqlite3|h2|mariadb)/.exec(file.lines[line] ?? '')?.[1] ?? ''
    ).replace('mysql2', 'mysql');
    const engine = ENGINES[name] ?? name.toUpperCase();
    return { engine, engines: [engine], source: context.reader.cite(file, line + 1), more: [] };
  }
  return undefined;
}

async function ormFact(
  context: FactContext,
  mapper: { label: string; item: ReturnType<typeof dependency> } | undefined,
  schema: SourceText | undefined,
): Promise<StackFact> {
  if (mapper?.item === undefined)
    return absent('orm', `No object mapper: ${usual(context, 1)}.`, manifestSources(context));
  const [client] = await context.corpus.find(
    /(?:export\s+)?(?:const|let)\s+(\w+)\s*(?::[^=]+)?=.*(?:new (?:PrismaClient|Sequelize|DataSource|Kysely)\b|\bdrizzle\(|\bknex\()|(\w+)\s*=\s*(?:SQLAlchemy\(|create_(?:async_)?engine\(|declarative_base\()|(\w+),\s*\w+\s*:?=\s*(?:gorm\.Open|sqlx\.(?:Connect|Open))\(/,
    { limit: 10 },
  );
  const source = client === undefined ? undefined : at(context, client);
  const symbol = client?.match.slice(1).find(name => name !== undefined);
  const where =
    source === undefined
      ? ''
      : symbol === undefined
        ? ` (${place(source)})`
        : `; its client is \`${symbol}\` in ${place(source)}`;
  return present(
    'orm',
    `${labelled(mapper.label, mapper.item)} maps the database${where}.`,
    [...(source === undefined ? [] : [source]), mapper.item.source],
    {
      library: mapper.item.name,
      label: mapper.label,
      version: mapper.item.installed,
      symbol,
      file: source?.path,
      line: source?.line,
      schema: schema?.path,
    },
  );
}
