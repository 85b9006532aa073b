import type { LogEntry } from '../../../codemap/port.ts';
import type { FileSource } from '../../../domain/index.ts';
import type { OptionSpec } from '../../../playbooks/model.ts';
import type { DocHit, ProjectDependency } from '../../../research/port.ts';
import type { DecisionGoal } from './goal.ts';

/** What stands in the project of one thing that may be taken. Plain data. */
export interface Traces {
  /** Packages of it that manifests name. */
  readonly declared: readonly ProjectDependency[];
  /** Files in which its packages are imported, or code stands that only its users write; tests apart. */
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  /** Lines of both, and whether counting stopped. */
  readonly lines: number;
  readonly more: boolean;
  readonly first?: FileSource;
  /** The file with the fewest such lines, sources first. */
  readonly smallest?: { readonly path: string; readonly lines: number };
  /** Lines of compose files, charts and Dockerfiles that start it. */
  readonly deployed: readonly FileSource[];
  /** Lines of CI workflows that name it. */
  readonly ci: readonly FileSource[];
  /** Settings files that are there only for it. */
  readonly configs: readonly string[];
  /** Lines of documents that name it. */
  readonly docs: readonly DocHit[];
  /** Commits whose subject names it, newest first. */
  readonly commits: readonly LogEntry[];
}

/** One thing that may be taken. */
export interface OptionSight {
  /** Stable within the plan: the playbook's id, else a slug of the name. */
  readonly id: string;
  /** As it is called in the plan. */
  readonly label: string;
  /** Why it is weighed: the goal names it, it is what the topic's playbook knows, or it is to leave things as they are. */
  readonly from: 'goal' | 'topic' | 'as-is';
  readonly spec?: OptionSpec;
  readonly traces: Traces;
}

/** Where this project keeps its decisions. */
export interface RecordPlace {
  /** Path of the record to write. */
  readonly path: string;
  /** Records that are there, the newest number last. */
  readonly records: readonly string[];
  /** A record to write it like, with its first lines. */
  readonly like?: FileSource;
  /** Lines of records that speak of one of the options already. */
  readonly said: readonly { readonly option: string; readonly source: FileSource }[];
}

/** What was read of the project for a decision. */
export interface DecisionSight {
  readonly goal: DecisionGoal;
  /** The playbook that knows the topic. */
  readonly topic?: string;
  /** All that were looked for: those of the goal first. */
  readonly options: readonly OptionSight[];
  readonly record: RecordPlace;
}

export const NO_TRACES: Traces = {
  declared: [],
  sources: [],
  tests: [],
  lines: 0,
  more: false,
  deployed: [],
  ci: [],
  configs: [],
  docs: [],
  commits: [],
};
