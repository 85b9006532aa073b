/** Whether a file is the template or component of this name. */
export function fileIs(path: string, name: string): boolean {
  const clean = name
    .replace(/^\.\//, '')
    .replace(
      /(?:\.html)?\.(?:html?|ejs|hbs|njk|twig|erb|jinja2?|j2|heex|eex|tmpl|gohtml|cshtml|jsp|vue|[jt]sx)$/i,
      '',
    )
    .toLowerCase()
    .replace(/\/index$/, '');
  const bare = path
    .toLowerCase()
    .replace(/(?:\.html|\.blade)?\.[a-z\d]+$/, '')
    .replace(/\/index$/, '');
  return (
    bare === clean ||
    bare.endsWith(`/${clean}`) ||
    bare.endsWith(`/_${clean}`) ||
    bare.endsWith(clean.replace(/\/([^/]+)$/, '/_$1'))
  );
}
