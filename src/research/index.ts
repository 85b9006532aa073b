export {
  answerResearch,
  createResearch,
  declaredPackages,
  type ResearchAnswers,
  researchOf,
} from './research.ts';
export { type GoalSuggestion, suggestGoals } from './suggest/suggestions.ts';
