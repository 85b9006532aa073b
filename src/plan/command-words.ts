/** Programs by which a code span is known for a command of a shell. */
const PROGRAMS =
  /^(?:(?:\.\/)?(?:npm|npx|pnpm|yarn|bun|bunx|node|deno|make|just|task|pytest|tox|nox|ruff|mypy|black|flake8|python3?|pip3?|uv|poetry|pipenv|hatch|alembic|flask|uvicorn|django-admin|go|cargo|rustc|mvn|gradle|gradlew|bundle|rake|rspec|rails|composer|phpunit|artisan|dotnet|docker|docker-compose|terraform|kubectl|helm|tsc|eslint|biome|prettier|jest|vitest|playwright|cypress|prisma|psql|curl|git|bash|sh))(?=\s|$)/;
/** Programs that say nothing without an argument, and are words of English or names of languages and tools. */
const NEEDS_MORE =
  /^(?:make|just|task|go|node|python3?|bun|deno|docker|git|curl|sh|bash|cargo|flask|prisma|npm|pnpm|yarn|uv|black)$/;

/** Whether a code span is a command line: `npm test`, `pytest -q`, `make lint`; not `task`, `make` or `go`. */
export function isCommand(code: string): boolean {
  const said = code.trim();
  return PROGRAMS.test(said) && !NEEDS_MORE.test(said);
}

/** The code spans of a text that are commands, in order. */
export function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/(`+)\s?(.+?)\s?\1(?!`)/g)].flatMap(([, , code = '']) =>
    isCommand(code) ? [code.trim()] : [],
  );
}
