import type { Role, RoleReason } from '../../domain/index.ts';
import { CONVENTION } from './convention.ts';
import { isCode, type RoleFacts } from './facts.ts';
import { fixtureFolder } from './fixture.ts';
import { KINDS } from './kinds.ts';
import { STRUCTURE } from './structure.ts';

/** Roles of files that are no sources of the program itself: ranked apart, never an entry point. */
const ASIDE = new Set<Role>([
  'lock',
  'manifest',
  'vendored',
  'generated',
  'ci-workflow',
  'container',
  'fixture',
  'test',
  'docs',
  'style',
  'migration',
]);

/**
 * What a file is for, each with its reason: first what it is (a lock file, a test …), then what its code does, then
 * what its name and folder say. Never empty.
 */
export function rolesOf(file: RoleFacts): RoleReason[] {
  for (const rule of KINDS) {
    const reason = rule.test(file);
    if (reason !== undefined) return asFixture(withSchema(rule.role, reason, file), file);
  }
  const roles: RoleReason[] = [];
  const add = (role: Role, reason: string) => {
    if (!roles.some(r => r.role === role)) roles.push({ role, reason });
  };
  if (isCode(file))
    for (const rule of STRUCTURE) {
      const reason = rule.test(file);
      if (reason !== undefined) add(rule.role, reason);
    }
  for (const rule of CONVENTION) {
    const reason = rule.test(file);
    if (reason !== undefined) add(rule.role, reason);
  }
  if (roles.length === 0) add(...fallback(file));
  return roles;
}

/** A manifest, a schema or a workflow that tests read is one, and none of this project. */
function asFixture(roles: RoleReason[], file: RoleFacts): RoleReason[] {
  const folder = fixtureFolder(file.path);
  return folder === undefined || hasRole(roles, 'fixture')
    ? roles
    : [{ role: 'fixture', reason: `lies in ${folder}/` }, ...roles];
}

function withSchema(role: Role, reason: string, file: RoleFacts): RoleReason[] {
  const roles: RoleReason[] = [{ role, reason }];
  if (role === 'schema' && file.language === 'prisma')
    roles.push({
      role: 'model',
      reason: `declares ${file.symbols
        .filter(s => s.kind === 'model')
        .map(s => s.name)
        .slice(0, 6)
        .join(', ')}`,
    });
  return roles;
}

function fallback(file: RoleFacts): [Role, string] {
  if (isCode(file)) {
    const symbols = file.symbols.filter(s => s.container === undefined);
    if (
      symbols.length > 0 &&
      symbols.every(s => s.kind === 'interface' || s.kind === 'type' || s.kind === 'enum')
    )
      return ['types', 'defines types only'];
    return ['other', 'no convention or call tells more'];
  }
  if (file.language === 'json' || /\.(csv|tsv|ndjson|jsonl|xml|txt)$/.test(file.name))
    return ['data', `a ${file.name.slice(file.name.lastIndexOf('.') + 1)} file`];
  return ['other', 'no convention tells more'];
}

export function isAside(roles: readonly RoleReason[]): boolean {
  return roles.some(r => ASIDE.has(r.role));
}

export const hasRole = (roles: readonly RoleReason[], role: Role) => roles.some(r => r.role === role);
