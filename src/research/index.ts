export { createResearch } from './research.ts';
export { suggestGoals } from './suggestions.ts';
