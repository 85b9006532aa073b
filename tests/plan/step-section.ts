/** The lines of a plan's step, from its heading to the next one; the number in the heading aside. */
export function stepSection(markdown: string, id: string): string {
  const parts = markdown.split(/^(?=#{2,3} )/m);
  const found = parts.find(part => part.startsWith('### ') && part.includes(`\`${id}\``));
  if (found === undefined) throw new Error(`no step ${id} in the plan`);
  return found.replace(/^### \d+\. /, '### ');
}
