import type { Family } from './model.ts';

/** `npm ERR!` of older versions, `npm error` since 10.7. */
const NPM = 'npm (?:ERR!|error)';

/** Package managers: lock files, versions, registries. */
export const PACKAGES = [
  {
    id: 'lock-npm',
    tool: 'npm ci',
    category: 'dependency',
    means: '`package-lock.json` does not fit `package.json`',
    when: [new RegExp(`^${NPM} .npm ci. can only install packages when`)],
    after: [new RegExp(`^${NPM} (?<message>(?:Invalid: lock file's|Missing:) (?<subject>@?[^\\s@]+).*)`)],
    seen: 'run',
  },
  {
    id: 'lock-pnpm',
    tool: 'pnpm',
    category: 'dependency',
    means: '`pnpm-lock.yaml` does not fit `package.json`',
    when: [/ERR_PNPM_(?:OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|NO_LOCKFILE)\s+(?<message>.+)/],
    after: [/^\s+(?<subject>specifiers in the lockfile .+)/],
    seen: 'run',
  },
  {
    id: 'lock-yarn',
    tool: 'yarn',
    category: 'dependency',
    means: '`yarn.lock` does not fit `package.json`',
    when: [
      /^error (?<message>Your lockfile needs to be updated.*)/,
      /YN0028: .*(?<message>The lockfile would have been (?:modified|created).*)/,
    ],
    seen: 'run',
  },
  {
    id: 'lock-cargo',
    tool: 'cargo --locked',
    category: 'dependency',
    means: '`Cargo.lock` does not fit `Cargo.toml`',
    when: [
      /^error: (?<message>(?:the|cannot update the) lock file (?<path>\S+) (?:needs to be updated|because).*)/,
    ],
    seen: 'run',
  },
  {
    id: 'lock-bundler',
    tool: 'Bundler',
    category: 'dependency',
    means: '`Gemfile.lock` does not fit `Gemfile`',
    when: [
      /^(?<message>You are trying to install in deployment mode after changing.*)/,
      /^(?<message>The (?:gemspecs?|dependencies) .*changed.*)/,
      /^(?<message>.*the lockfile can't be updated because frozen mode is set.*)/i,
    ],
    after: [/^\* (?<subject>[\w-]+)/],
    seen: 'run',
  },
  {
    id: 'lock-python',
    tool: 'Poetry, uv, pip-tools',
    category: 'dependency',
    means: '`poetry.lock` or `uv.lock` does not fit `pyproject.toml`',
    when: [
      /(?<message>pyproject\.toml changed significantly since poetry\.lock was last generated.*)/,
      /(?<message>The lockfile at .uv\.lock. needs to be updated.*)/,
    ],
    seen: 'documented',
  },
  {
    id: 'go-sum',
    tool: 'go mod',
    category: 'dependency',
    means: '`go.sum` or `go.mod` does not fit what the code imports',
    when: [
      /^(?:go: )?(?:(?<path>[^\s:]+\.go):(?<line>\d+):(?<column>\d+): )?(?<message>(?:missing go\.sum entry for (?:module providing package )?|no required module provides package )(?<subject>[^\s;:]+).*)/,
      /^go: (?<message>updates to go\.mod needed.*)/,
      /^(?<message>.*: inconsistent vendoring.*)/,
    ],
    seen: 'run',
  },
  {
    id: 'npm-peer',
    tool: 'npm',
    category: 'dependency',
    means: 'versions of packages that exclude each other',
    when: [new RegExp(`^${NPM} (?:code )?ERESOLVE`)],
    after: [new RegExp(`^${NPM} (?<message>peer \\S+ from (?<subject>\\S+))`)],
    seen: 'run',
  },
  {
    id: 'package-version',
    tool: 'npm, pip, cargo, Bundler',
    category: 'dependency',
    means: 'a package or a version that the registry does not have',
    when: [
      new RegExp(`^${NPM} code (?<code>ETARGET|E404|ENOVERSIONS)`),
      /^ERROR: (?<message>(?:Could not find a version that satisfies the requirement|No matching distribution found for) (?<subject>[\w.[\]-]+).*)/,
      /^error: (?<message>no matching package named .(?<subject>[\w-]+). found.*)/,
      /^(?<message>Could not find gem '(?<subject>[\w-]+).*)/,
    ],
    after: [
      new RegExp(`^${NPM} notarget (?<message>No matching version found for (?<subject>\\S+?)\\.?)(?: |$)`),
      new RegExp(`^${NPM} 404 +'?(?<subject>[^\\s']+)'? (?<message>is not in (?:the npm|this) registry.*)`),
    ],
    seen: 'run',
  },
  {
    id: 'missing-script',
    tool: 'npm, pnpm, yarn',
    category: 'build',
    means: 'a script that the manifest does not have',
    when: [
      new RegExp(`^${NPM} (?<message>Missing script: "(?<subject>[^"]+)")`),
      /ERR_PNPM_NO_SCRIPT\s+(?<message>Missing script: (?<subject>\S+))/,
      /^error (?<message>Command "(?<subject>[^"]+)" not found\.)/,
    ],
    seen: 'run',
  },
  {
    id: 'module-missing',
    tool: 'Node.js',
    category: 'dependency',
    means: 'a module that is imported and not there',
    when: [
      /(?<message>Cannot find (?:package|module) '(?<subject>[^']+)'(?: imported from '?(?<path>[^\s']+\.[cm]?[jt]sx?)'?)?)/,
      /(?<message>Failed to resolve import "(?<subject>[^"]+)" from "(?<path>[^"]+)")/,
    ],
    after: [/^\s*-\s+(?<path>\/\S+\.[cm]?js)$/],
    seen: 'run',
  },
  {
    id: 'python-module',
    tool: 'Python',
    category: 'dependency',
    means: 'a module that is imported and not installed',
    when: [
      /^(?:E\s+)?(?:ModuleNotFoundError|ImportError): (?<message>No module named '?(?<subject>[\w.]+)'?.*)/,
    ],
    before: [/^\s*File "(?<path>[^"]+\.py)", line (?<line>\d+)/, /^(?<path>[^\s:]+\.py):(?<line>\d+): in /],
    seen: 'run',
  },
  {
    id: 'rate-limit',
    tool: 'registries, GitHub',
    category: 'infrastructure',
    means: 'a server that was asked too often',
    when: [
      /(?<message>(?:toomanyrequests|API rate limit exceeded|You have exceeded a secondary rate limit|You have reached your (?:unauthenticated )?pull rate limit).*)/i,
      /(?<message>.*\b429\b.*Too Many Requests.*)/i,
    ],
    seen: 'documented',
  },
  {
    id: 'registry-unreachable',
    tool: 'npm, yarn, pip, cargo, go, apt, Maven',
    category: 'infrastructure',
    means: 'a registry that did not answer',
    when: [
      new RegExp(
        `^${NPM} code (?<code>ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ERR_SOCKET_TIMEOUT|E50\\d)`,
      ),
      /^error (?<message>.*There appears to be trouble with your network connection.*)/,
      /(?<message>(?:NewConnectionError|ReadTimeoutError|Temporary failure in name resolution|Connection broken)\b.*)/,
      /^(?:error|warning): (?<message>(?:failed to download from|spurious network error|.*Could(?:n't| not) resolve host).*)/,
      /(?<message>dial tcp .*: (?:i\/o timeout|connect: connection refused|no such host).*)/,
      /^E: (?<message>Failed to fetch \S+.*)/,
      /(?<message>Could not transfer artifact (?<subject>\S+).*)/,
    ],
    after: [
      new RegExp(`^${NPM} (?:FetchError: )?(?<message>request to (?<subject>\\S+) failed.*|network .+)`),
    ],
    seen: 'run',
  },
] as const satisfies readonly Family[];
