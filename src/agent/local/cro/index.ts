/** How a goal of the kind cro is planned: the page's own code first, then the numbers. */
export { croBase, croBlueprint, designOf, unreadSections, withProof } from './blueprint.ts';
export { croQuestions } from './questions.ts';
export { croSections, type Design } from './sections.ts';
export { pageFindings, withSeenPage } from './sight.ts';
