import type { ProjectDependency } from '../port.ts';
import { dirOf, isSide } from '../read/paths.ts';
import type { GoalSuggestion, Ground } from './model.ts';

/** Packages that their makers gave up, and what they name in their place. */
const GIVEN_UP: Readonly<Record<string, string>> = {
  'npm request': 'undici or fetch',
  'npm node-sass': 'sass',
  'npm tslint': 'eslint with typescript-eslint',
  'npm babel-eslint': '@babel/eslint-parser',
  'npm node-uuid': 'uuid',
  'npm istanbul': 'nyc or c8',
  'npm popper.js': '@popperjs/core',
  'npm react-scripts': 'Vite or a framework',
  'npm csurf': 'another guard against forged requests',
  'npm apollo-server-express': '@apollo/server',
  'npm express-graphql': 'graphql-http',
  'npm jade': 'pug',
  'npm uglify-es': 'terser',
  'npm faker': '@faker-js/faker',
  'npm protractor': 'another end-to-end runner',
  'npm codelyzer': '@angular-eslint',
  'npm hapi': '@hapi/hapi',
  'npm @hapi/joi': 'joi',
  'npm react-query': '@tanstack/react-query',
  'npm eslint-loader': 'eslint-webpack-plugin',
  'npm extract-text-webpack-plugin': 'mini-css-extract-plugin',
  'npm @babel/polyfill': 'core-js',
  'pypi pycrypto': 'pycryptodome',
  'pypi nose': 'pytest',
  'pypi sklearn': 'scikit-learn',
  'pypi flask-script': "Flask's own commands",
  'pypi django-rest-auth': 'dj-rest-auth',
  'go github.com/dgrijalva/jwt-go': 'github.com/golang-jwt/jwt',
  'go github.com/golang/protobuf': 'google.golang.org/protobuf',
  'go github.com/jinzhu/gorm': 'gorm.io/gorm',
  'go github.com/golang/mock': 'go.uber.org/mock',
  'go github.com/pkg/errors': "the standard library's errors",
  'go gopkg.in/mgo.v2': 'go.mongodb.org/mongo-driver',
  'crates structopt': 'clap',
  'crates failure': 'thiserror or anyhow',
  'crates dotenv': 'dotenvy',
  'crates rustc-serialize': 'serde',
  'crates ansi_term': 'another crate for colours',
  'rubygems paperclip': 'Active Storage',
  'rubygems webpacker': 'jsbundling-rails',
  'rubygems factory_girl': 'factory_bot',
  'rubygems factory_girl_rails': 'factory_bot_rails',
  'packagist fzaninotto/faker': 'fakerphp/faker',
  'packagist swiftmailer/swiftmailer': 'symfony/mailer',
  'packagist laravelcollective/html': 'spatie/laravel-html',
  'nuget WindowsAzure.Storage': 'Azure.Storage.Blobs',
  'nuget System.Data.SqlClient': 'Microsoft.Data.SqlClient',
};

/** A dependency that is no longer looked after. */
export function givenUp({ brief }: Ground): GoalSuggestion | undefined {
  const key = (item: ProjectDependency): string => `${item.ecosystem} ${item.name}`;
  const found = brief.dependencies
    .filter(item => Object.hasOwn(GIVEN_UP, key(item)) && !isSide(item.source.path))
    .sort((a, b) => Number(a.dev) - Number(b.dev))[0];
  if (found === undefined) return undefined;
  return {
    text: `replace ${found.name} by ${GIVEN_UP[key(found)]}`,
    why: `${found.name} ${found.installed ?? found.range} is no longer maintained (${found.source.path}:${found.source.line})`,
  };
}

/** One dependency in several major versions, in packages of one repository. */
export function splitVersions({ brief }: Ground): GoalSuggestion | undefined {
  const byName = new Map<string, ProjectDependency[]>();
  for (const item of brief.dependencies)
    if (item.ecosystem === 'npm' && !isSide(item.source.path))
      byName.set(item.name, [...(byName.get(item.name) ?? []), item]);
  const found = [...byName.values()]
    .filter(items => new Set(items.map(major).filter(Boolean)).size > 1)
    .sort(
      (a, b) => Number(a.every(item => item.dev)) - Number(b.every(item => item.dev)) || b.length - a.length,
    )[0];
  if (found === undefined) return undefined;
  const [newest, oldest] = [...found]
    .sort((a, b) => Number(major(b)) - Number(major(a)))
    .flatMap((item, at, all) => (at === 0 || at === all.length - 1 ? [item] : []));
  if (newest === undefined || oldest === undefined) return undefined;
  return {
    text: `bring ${newest.name} to one version in all packages`,
    why: `${newest.name} is ${newest.range} in ${dirOf(newest.source.path) || 'the root'} and ${oldest.range} in ${dirOf(oldest.source.path) || 'the root'}`,
  };
}

function major(item: ProjectDependency): string | undefined {
  return /^[\^~>=v\s]*(\d+)/.exec(item.range)?.[1];
}

/** When each release of a language got its last security fix, by its makers' calendars. */
const ENDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Node.js': { 10: 'April 2021', 12: 'April 2022', 14: 'April 2023', 16: 'September 2023', 18: 'April 2025' },
  Python: {
    '2.7': 'January 2020',
    '3.6': 'December 2021',
    '3.7': 'June 2023',
    '3.8': 'October 2024',
    '3.9': 'October 2025',
  },
  PHP: { '7.4': 'November 2022', '8.0': 'November 2023' },
  Ruby: { '2.7': 'March 2023', '3.0': 'April 2024', '3.1': 'March 2025' },
};
const NAMED: readonly (readonly [file: RegExp, language: string, line: string])[] = [
  [/(?:^|\/)\.(?:nvmrc|node-version)$/, 'Node.js', String.raw`^v?(\d+)\b`],
  [/(?:^|\/)Dockerfile$/, 'Node.js', String.raw`^FROM\s+(?:\S+/)?node:(\d+)\b`],
  [/(?:^|\/)Dockerfile$/, 'Python', String.raw`^FROM\s+(?:\S+/)?python:(\d\.\d+)\b`],
  [/(?:^|\/)Dockerfile$/, 'PHP', String.raw`^FROM\s+(?:\S+/)?php:(\d\.\d+)\b`],
  [/(?:^|\/)Dockerfile$/, 'Ruby', String.raw`^FROM\s+(?:\S+/)?ruby:(\d\.\d+)\b`],
  [/^\.python-version$/, 'Python', String.raw`^(\d\.\d+)\b`],
  [/^\.ruby-version$/, 'Ruby', String.raw`^(?:ruby-)?(\d\.\d+)\b`],
  [/^package\.json$/, 'Node.js', String.raw`"node"\s*:\s*"[\^~]?(\d+)(?:\.(?:x|\d+))*"`],
];

/** A version of the language whose security fixes have ended. */
export async function endedRuntime({ map, paths }: Ground): Promise<GoalSuggestion | undefined> {
  for (const [file, language, pattern] of NAMED) {
    for (const path of paths.filter(one => file.test(one) && !isSide(one)).slice(0, 4)) {
      const hit = (await map.search(pattern, { under: path, limit: 1 }))[0];
      const version = hit === undefined ? undefined : new RegExp(pattern).exec(hit.text)?.[1];
      const ended = version === undefined ? undefined : ENDED[language]?.[version];
      if (hit === undefined || ended === undefined) continue;
      return {
        text: `move to a maintained version of ${language}`,
        why: `${hit.path}:${hit.line} asks for ${language} ${version}, which got its last security fix in ${ended}`,
      };
    }
  }
  return undefined;
}
