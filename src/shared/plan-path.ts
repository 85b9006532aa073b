/** Plans, `plans/latest-plan.md`, and what is made of them in `plans/exports/`. */
const PLAN = /^plans\/(?:[^/]+\.md$|exports\/)/;

/**
 * Whether a project-relative path is one where plans are saved. What lies there speaks of code and is none: it neither ranks
 * among the code, nor makes a work tree differ from its commit.
 */
export function isPlanPath(path: string): boolean {
  return PLAN.test(path);
}
