/** Folders of what tests read: sample projects, recorded answers, snapshots. */
const MATERIAL =
  /(?:^|\/)(?:__fixtures__|__mocks__|__snapshots__|fixtures?|mocks|cassettes|test[-_]?data|test[-_]?apps?|test[-_]fixtures?)(?=\/)/i;
/** Folders that hold the like where they lie below tests, beside tests that are named so. */
const BELOW_TESTS =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|integration-tests)\/(?:[^/]+\/)*?(?:examples?|samples?|data|resources|corpus|corpora)(?=\/)/i;

/** The folder that makes a file material of tests, however it looks by itself; undefined for all others. */
export function fixtureFolder(path: string): string | undefined {
  const found = MATERIAL.exec(path) ?? (namedAsTest(path) ? undefined : BELOW_TESTS.exec(path));
  return found?.[0].replace(/^\//, '');
}

/** Whether a test runner would take the file by its name alone. */
export function namedAsTest(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /[._-](test|spec|cy|e2e)\.[a-z]+$|\.tests\.[a-z]+$/i.test(name) ||
    /^test_.*\.py$|_test\.(py|go|rb|exs|c|cc|cpp)$|_spec\.rb$/i.test(name) ||
    /[a-z](Tests?|Spec|IT)\.(java|kt|cs|swift|scala|php)$/.test(name)
  );
}
