/** How a goal of the kind cro is planned: the page's own code first, then the numbers. */
export { croBase, croBlueprint, withProof } from './blueprint.ts';
export { croQuestions } from './questions.ts';
