/** How a goal asks for a decision. */
export type DecisionForm =
  /** "A or B", "compare A and B". */
  | 'between'
  /** "move from A to B", "keep A or replace it with B": the first is what is there. */
  | 'move'
  /** "should we adopt A", "whether to split the monolith". */
  | 'whether'
  /** "which state library". */
  | 'which';

export interface DecisionGoal {
  readonly form: DecisionForm;
  /** What is weighed, in the goal's own words; of a move the first is what is there today. */
  readonly named: readonly string[];
  /** What it is for: "the job queue"; empty where the goal does not say. */
  readonly matter: string;
  /** By what the goal wants it judged. */
  readonly wants: readonly string[];
}

const LEAD =
  /^(?:please\s+|help us\s+(?:to\s+)?|we (?:have|need|want) to\s+|i (?:have|need|want) to\s+|let'?s\s+)?(?:decide|evaluate|assess|weigh(?: up)?|consider|investigate|find out|figure out|compare|choose|pick|select|discuss|determine|research|question:)\s+/i;
const WHETHER =
  /^(?:whether|if)\s+(?:or not\s+)?(?:(?:we|i)\s+(?:should|shall|can|could|need to|want to)\s+|to\s+)?/i;
const SHOULD =
  /^(?:should|shall|do|does|would|could|can|is it (?:worth|time|better))\s*(?:we|i|it|our team|the team)?\s*(?:need(?: to)?|want(?: to)?|make sense)?\s+(?:to\s+)?/i;
/** Verbs before the thing itself: "use Redis", "go with Redis". */
const TAKES =
  /^(?:(?:to\s+)?(?:use|using|take|taking|adopt(?:ing)?|choose|choosing|pick(?:ing)?|try(?:ing)?|introduc(?:e|ing)|go(?:ing)? (?:with|for|to)|opt(?:ing)? for|settl(?:e|ing) on|build(?:ing)? (?:it |this |them )?(?:with|on|in)|writ(?:e|ing) (?:it |this )?in|switch(?:ing)? to|mov(?:e|ing) (?:over )?to|migrat(?:e|ing) (?:over )?to|stay(?:ing)? (?:with|on|at)|stick(?:ing)? (?:with|to)|keep(?:ing)?(?: using)?|add(?:ing)?|hav(?:e|ing)|either|between|both)\s+)+/i;
const ARTICLE = /^(?:an?|the|our|its|their|some)\s+/i;
const JUDGED =
  /,?\s+(?:(?:considering|weighing|in terms of|with (?:regard|respect) to|judged (?:by|on)|based on|on (?:the )?criteria(?: of)?:?|by (?:criteria|these criteria):?)\s+)(.+)$/i;
/** "for the job queue", "as our cache": what it is for. */
const MATTER = /\s+(?:for|as|in|on|inside|within)\s+(?!(?:their|its) own\b)(.+)$/i;
const SEPARATOR = /\s*(?:,\s*(?:or|and)?\s+|\s+(?:or|vs\.?|versus|against|over)\s+|\s+\/\s+)/i;
/** A thing of more words than these is a sentence. */
const MOST_WORDS = 7;

/** Reads the options, what they are for and by what they are judged out of a goal. Pure; any text gives a reading. */
export function readDecision(text: string): DecisionGoal {
  const first = (text.trim().split(/\n|(?<=[?!])\s+|(?<=[a-z)]{2}[.])\s+(?=[A-Z])/)[0] ?? '').replace(
    /[\s?!.]+$/,
    '',
  );
  const wants = listOf(JUDGED.exec(first)?.[1] ?? '');
  const said = first.replace(JUDGED, '').trim();
  const bare = said.replace(LEAD, '').replace(/^(?:which|what)\s+[^:]{1,40}:\s*/i, '');
  const compared = bare !== said && /^\s*(?:compare|choose between|decide between|pick between)/i.test(said);
  const asked = bare.replace(WHETHER, '').replace(SHOULD, '').trim();
  const move = moveOf(asked);
  if (move) return { form: 'move', wants, ...move };
  const which = whichOf(bare, said);
  const between = betweenOf(asked, compared || /^between\s/i.test(asked));
  if (between) return { form: 'between', wants, ...between };
  if (which) return { form: 'which', wants, named: [], matter: which };
  const thing = asked.replace(/\s+or not$/i, '');
  const taken = thing.replace(TAKES, '').replace(ARTICLE, '');
  return { form: 'whether', wants, named: taken ? [taken] : [], matter: '' };
}

const listOf = (text: string): readonly string[] =>
  text
    .split(/,|\band\b|;/i)
    .map(part => part.trim().replace(ARTICLE, ''))
    .filter(Boolean);

/** A thing and what it is for. "Redis for the queue" parts; "server in Go" does not lose what it is. */
function apart(text: string): { readonly thing: string; readonly matter: string } {
  const found = MATTER.exec(text);
  if (!found || found.index === 0) return { thing: text, matter: '' };
  return { thing: text.slice(0, found.index), matter: (found[1] ?? '').replace(ARTICLE, '') };
}

function cleaned(text: string): string {
  return text
    .trim()
    .replace(TAKES, '')
    .replace(ARTICLE, '')
    .replace(/^[`'"“”]+|[`'"“”]+$/g, '')
    .trim();
}

type Named = Pick<DecisionGoal, 'named' | 'matter'>;

function moveOf(text: string): Named | undefined {
  const patterns: readonly RegExp[] = [
    /^(?:keep|stay (?:with|on)|stick (?:with|to))(?:\s+using)?\s+(.+?)\s+or\s+(?:to\s+)?(?:replace (?:it|them) (?:with|by)|(?:move|switch|migrate|change|go) (?:over )?to|go with|use|adopt|take)\s+(.+)$/i,
    /^(?:to\s+)?replac(?:e|ing)\s+(.+?)\s+(?:with|by)\s+(.+)$/i,
    /^(?:(?:to\s+)?(?:a\s+)?(?:mov|migrat|switch|chang|port|convert|transition|upgrad|go)\w*)(?:\s+\S+){0,3}?\s+(?:away\s+)?from\s+(.+?)\s+to\s+(.+)$/i,
    /^(?:to\s+)?(?:swap|exchange|swapping|exchanging|drop|dropping)\s+(.+?)\s+for\s+(.+)$/i,
  ];
  const instead = /^(.+?)\s+(?:instead of|rather than|in place of)\s+(.+)$/i.exec(text);
  if (instead) {
    const { thing, matter } = apart(instead[2] ?? '');
    return { named: [cleaned(thing), cleaned(instead[1] ?? '')], matter };
  }
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (!found) continue;
    const { thing, matter } = apart(found[2] ?? '');
    const others = thing.split(SEPARATOR).map(cleaned).filter(Boolean);
    return { named: [cleaned(found[1] ?? ''), ...others], matter };
  }
  const kept =
    /^(?:keep|stay (?:with|on))(?:\s+using)?\s+(.+?)\s+or\s+(?:replace|drop|remove|leave)(?:\s+(?:it|them))?$/i.exec(
      text,
    );
  return kept ? { named: [cleaned(kept[1] ?? '')], matter: '' } : undefined;
}

function betweenOf(text: string, joined: boolean): Named | undefined {
  const plain = text.replace(/\s+or not$/i, '');
  const { thing, matter } = apart(plain);
  const parts = (t: string): readonly string[] => {
    const listed = t.split(SEPARATOR);
    const all = joined || listed.length > 2 ? listed.flatMap(p => p.split(/\s+and\s+|\s+with\s+/i)) : listed;
    return all.map(cleaned).filter(Boolean);
  };
  const whole = parts(plain);
  // "a queue in Redis or in Postgres": what it is for stands in front of both.
  const near = parts(thing);
  const named = near.length > 1 ? near : whole;
  if (named.length < 2 || named.some(n => n.split(/\s+/).length > MOST_WORDS)) return undefined;
  return { named: [...new Set(named)], matter: near.length > 1 ? matter : '' };
}

function whichOf(bare: string, said: string): string | undefined {
  const asked =
    /^(?:which|what)\s+(?:kind of\s+|sort of\s+)?(.+?)(?:\s+(?:should|shall|do|would|could|can|is|are|to|fits|suits|works)\b.*)?$/i.exec(
      bare,
    )?.[1];
  const chosen =
    /^(?:choose|pick|select|decide on|find|evaluate (?=an? |our )|compare (?=our ))\s*(?:an?\s|the\s|our\s|some\s)?\s*(.+)$/i.exec(
      said,
    )?.[1];
  const thing = asked ?? (chosen && !SEPARATOR.test(chosen) && !WHETHER.test(chosen) ? chosen : undefined);
  if (thing === undefined || SEPARATOR.test(thing)) return undefined;
  return cleaned(apart(thing).thing) || undefined;
}
