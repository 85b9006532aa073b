import { join } from 'node:path';
import * as z from 'zod';
import { readJson, replaceFile } from '../host/index.ts';

const MOST = 100;
const Goals = z.array(z.string());

export interface GoalHistory {
  /** Newest first. */
  list(): readonly string[];
  remember(text: string): void;
}

/** The goals of one project, each once, at its latest use. */
export function openGoals(folder: string): GoalHistory {
  const file = join(folder, 'goals.json');
  const read = Goals.safeParse(readJson(file));
  let goals: readonly string[] = read.success ? read.data.slice(0, MOST) : [];
  return {
    list: () => goals,
    remember(text) {
      const goal = text.trim();
      if (!goal || goals[0] === goal) return;
      goals = [goal, ...goals.filter(other => other !== goal)].slice(0, MOST);
      try {
        replaceFile(file, JSON.stringify(goals));
      } catch {
        // Recall is a comfort; the session log holds the goal.
      }
    },
  };
}
