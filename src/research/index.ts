export { createResearch } from './research.ts';
export { suggestGoals } from './suggest/suggestions.ts';
