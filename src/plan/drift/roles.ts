const DOCUMENT = /\.(?:md|mdx|rst|adoc|asciidoc|txt)$|(?:^|\/)docs?\//i;
const SOURCE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rs|rb|java|kt|kts|scala|groovy|cs|fs|php|swift|dart|ex|exs|erl|clj|c|cc|cpp|h|hpp|m|mm|lua|pl|r|jl)$/i;
const TEST =
  /(?:^|\/)(?:tests?|specs?|__tests__|e2e|cypress)\/|[._-](?:test|spec|e2e|cy)s?\.\w+$|(?:^|\/)test_[^/]*$|_test\.\w+$|(?:Test|Tests|Spec)\.\w+$|\.d\.ts$|\.config\.[cm]?[jt]s$/;

/** A page for people, by its name and folder. */
export function isDocument(path: string): boolean {
  return DOCUMENT.test(path) && !/(?:^|\/)(?:requirements|robots|humans|CMakeLists)[\w-]*\.txt$/i.test(path);
}

/** A source that tests can cover: no test, no types alone, no settings. */
export function isCoverable(path: string): boolean {
  return SOURCE.test(path) && !TEST.test(path);
}
