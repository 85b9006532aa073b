import type { Purpose } from './model.ts';

const BY_NAME: readonly (readonly [Purpose, RegExp])[] = [
  ['migrate', /(^|[:_.-])(migrate|migrations?|db[:_-]?(push|up|setup)|db:migrate)([:_.-]|$)/],
  ['types', /(^|[:_.-])(types?|typings|typecheck|type-check|check-types|tsc|mypy|pyright)([:_.-]|$)/],
  [
    'lint',
    /(^|[:_.-])(lint(ing|er)?|format|fmt|style|prettier|eslint|biome|stylelint|ruff|black|flake8|rubocop|vet|clippy)([:_.-]|$)/,
  ],
  ['test', /(^|[:_.-])(tests?|specs?|unit|e2e|integration|coverage|cov|jest|vitest|pytest|rspec)([:_.-]|$)/],
  ['build', /(^|[:_.-])(build|compile|bundle|dist|assemble|package|install)([:_.-]|$)/],
  ['start', /(^|[:_.-])(start|dev|serve|server|run|up|develop|preview)([:_.-]|$)/],
];

const BY_COMMAND: readonly (readonly [Purpose, RegExp])[] = [
  [
    'migrate',
    /\b(prisma (migrate|db push)|knex migrate|sequelize db:migrate|typeorm migration|alembic upgrade|manage\.py migrate|rails db:migrate|flyway|goose|drizzle-kit (push|migrate))\b/,
  ],
  ['types', /\b(tsc\b[^&|;]*--noEmit|vue-tsc|mypy|pyright)\b/],
  [
    'lint',
    /\b(eslint|biome (check|lint|format)|prettier|stylelint|ruff|flake8|pylint|black|golangci-lint|go vet|cargo (clippy|fmt)|rubocop|phpcs|phpstan|standard)\b/,
  ],
  [
    'test',
    /\b(vitest|jest|mocha|ava|tap|jasmine|karma|borp|tape|uvu|ng test|nx test|react-scripts test|node (?:\S+ )*--test|pytest|unittest|manage\.py test|go test|cargo test|rspec|rails test|rake test|phpunit|pest|artisan test|playwright test|cypress run|mix test|dotnet test|nox|tox)\b/,
  ],
  [
    'build',
    /\b(tsc|esbuild|rollup|webpack|vite build|tsup|next build|nest build|go build|cargo build|docker build|python -m build|gradle(w)? build|mvnw? package)\b/,
  ],
  [
    'start',
    /\b(nodemon|ts-node-dev|tsx watch|node \S+\.[cm]?js|next (dev|start)|vite|uvicorn|gunicorn|flask run|manage\.py runserver|rails (s|server)|go run|cargo run|nest start)\b/,
  ],
];

/** What goes out to others, and is therefore never a way to check something here, whatever else it runs. */
const GOES_OUT_BY_NAME = /(?:^|[:_.-])(?:publish|deploy|upload)(?:[:_.-]|$)/;
const GOES_OUT =
  /\b(?:(?:npm|pnpm|yarn|cargo|poetry|uv|flit|lerna|vsce) publish|twine upload|gem push|docker (?:buildx build .*--)?push|git push|gh release|kubectl apply|terraform apply|helm (?:upgrade|push)|mvn(?:w)? (?:\S+ )*deploy|semantic-release|goreleaser)\b/;

const PART_OF_BUILD = /^(?:build|compile|bundle|dist)[:_.-]./;
const WHOLE_BUILD =
  /[:_.-](?:all|app|client|server|web|lib|libs|packages?|prod(?:uction)?|release|ts|js|esm|cjs|main|src|types?|ci)\b/;

/** What a script is for: by its name first, else by the tool that it starts. Hooks (`pretest`, `postinstall`) are `other`. */
export function purposeOf(name: string, command: string): Purpose {
  if (/^(pre|post)(?!view|pare$|ttier|fix)[a-z]+/.test(name) || name === 'prepare') return 'other';
  const lower = name.toLowerCase();
  // What clears up after tests, or sets up for them, tests nothing.
  if (/(^|[:_.-])clean([:_.-]|$)/.test(lower)) return 'other';
  if (GOES_OUT_BY_NAME.test(lower) || GOES_OUT.test(command)) return 'other';
  const named = BY_NAME.find(([, test]) => test.test(lower))?.[0];
  // `build:sync-version` writes one file and is not how the project is built, unless a builder runs.
  const partly = named === 'build' && PART_OF_BUILD.test(lower) && !WHOLE_BUILD.test(lower);
  if (named !== undefined && !partly) return named;
  for (const [purpose, test] of BY_COMMAND) if (test.test(command)) return purpose;
  return 'other';
}
