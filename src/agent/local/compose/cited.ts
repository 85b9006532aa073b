import { holds } from '../../../playbooks/condition.ts';
import type { Item, Origin, Playbook } from '../../../playbooks/model.ts';
import type { Scope } from '../../../playbooks/template.ts';
import { FRAMEWORK_NAMES, frameworksOf } from '../frameworks.ts';
import type { Survey } from '../survey.ts';
import type { Composing } from './composing.ts';
import { scopeOf } from './context.ts';
import { told } from './steps.ts';

/** A page that sentences of this plan rest on, by the word of the playbook that they are from. */
export interface CitedPage {
  readonly address: string;
  /** As the playbook calls it. */
  readonly title: string;
  readonly playbook: string;
  readonly origin: Origin;
  /** The sentences, as they are told of this project; none where the page is about the whole topic. */
  readonly sentences: readonly string[];
  /** What the playbook is about, in its own words. */
  readonly about: readonly string[];
}

/** Sentences that a playbook says before anything is planned: three of one that only comes along. */
export function saidFirst(playbook: Playbook, because: string | undefined, scope: Scope) {
  return playbook.says
    .flatMap(item => told([item], scope).map(text => ({ text, address: item.source })))
    .slice(0, because === undefined ? 3 : 5)
    .map(one => ({ ...one, page: officialOf(playbook, one.address) }));
}

/** The official page that the sentence names: no other is said to say so. */
function officialOf(playbook: Playbook, address: string | undefined) {
  return playbook.sources.find(s => s.url === address);
}

/**
 * The pages behind what the playbooks say first, and, where they plan the work (`all`), behind the rest of what they say
 * of this project and of the topic as a whole; each once.
 */
export function citedPages(c: Composing, all: boolean): readonly CitedPage[] {
  const scope = scopeOf(c);
  const pages = new Map<string, CitedPage>();
  const cite = (playbook: Playbook, address: string | undefined, sentence: string | undefined): void => {
    const source = playbook.sources.find(s => s.url === address);
    if (!source) return;
    const known = pages.get(source.url);
    pages.set(source.url, {
      address: source.url,
      title: source.title,
      playbook: playbook.name,
      about: [playbook.title, ...playbook.words],
      ...known,
      // What a stranger's playbook names too stays what the person or the program names.
      origin: known && known.origin !== 'project' ? known.origin : playbook.origin,
      sentences: [...(known?.sentences ?? []), ...(sentence === undefined ? [] : [sentence])],
    });
  };
  for (const { playbook, because } of c.matched)
    for (const { text, page } of saidFirst(playbook, because, scope)) cite(playbook, page?.url, text);
  if (all)
    for (const { playbook } of c.matched) {
      for (const item of itemsOf(c, playbook, scope))
        if (item.source !== undefined)
          for (const text of told([item], scope)) cite(playbook, item.source, text);
      // What no sentence of it names is about the whole topic.
      const named = new Set(namedIn(playbook));
      for (const { url, title } of playbook.sources)
        if (!named.has(url) && !speaksOfOthers(title, c.survey)) cite(playbook, url, undefined);
    }
  return [...pages.values()];
}

/** Addresses that sentences of a playbook name, whether they are told here or not. */
function namedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'text' in value && 'source' in value && typeof value.source === 'string' ? [value.source] : [];
  return [...own, ...Object.values(value).flatMap(namedIn)];
}

const DATABASES = ['postgresql', 'mysql', 'sqlite', 'mongodb', 'redis'];

/** Whether a title names a framework or a database, and none of those that this project has. */
function speaksOfOthers(title: string, survey: Survey): boolean {
  const words = new Set(title.toLowerCase().match(/[a-z][\w.]*/g));
  const frameworks = [...FRAMEWORK_NAMES].filter(name => words.has(name));
  const databases = DATABASES.filter(name => words.has(name));
  if (frameworks.length + databases.length === 0) return false;
  const own = frameworksOf(survey);
  const database = survey.facts.get('database');
  const stored = database?.present
    ? `${database.text} ${Object.values(database.data).join(' ')}`.toLowerCase()
    : '';
  return (
    !frameworks.some(name => own.has(name)) && !databases.some(name => stored.includes(name.slice(0, 8)))
  );
}

/** Whatever a playbook puts into this plan beside what it says first. */
function itemsOf(c: Composing, playbook: Playbook, scope: Scope): readonly Item[] {
  const taken = playbook.approaches.find(
    a =>
      holds(a.when, scope.test) &&
      Object.entries(a.picks).every(([id, choice]) => c.choices.get(id) === choice),
  );
  return [
    ...playbook.approach,
    ...(taken ? [...taken.pros, ...taken.cons] : []),
    ...playbook.decisions.flatMap(d => (holds(d.when, scope.test) ? d.reasons : [])),
    ...playbook.steps.flatMap(s => (holds(s.when, scope.test) ? [...s.details, ...s.rollback] : [])),
    ...playbook.outOfScope,
    ...playbook.monitor,
    ...playbook.performance,
    ...playbook.monitoring,
    ...playbook.next,
  ];
}
