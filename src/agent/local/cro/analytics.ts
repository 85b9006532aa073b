import type { Source } from '../../../domain/index.ts';
import type { PageReading } from '../../../research/page/model.ts';
import type { Composing } from '../compose/composing.ts';

/** What counts steps, or shows variants, in a project; by package or by the host of its script. */
interface Tool {
  readonly name: string;
  readonly packages: RegExp;
  readonly host?: RegExp;
  /** The call of the tool's own documentation, with `EVENT` and `PROPS` to put in. */
  readonly call: string;
}

const COUNTING: readonly Tool[] = [
  {
    name: 'PostHog',
    packages: /^posthog-(?:js|node|react-native)$/,
    host: /posthog/,
    call: 'posthog.capture(EVENT, PROPS)',
  },
  {
    name: 'Segment',
    packages: /^@segment\/|^analytics-node$/,
    host: /segment\.com/,
    call: 'analytics.track(EVENT, PROPS)',
  },
  { name: 'Mixpanel', packages: /^mixpanel/, host: /mxpnl|mixpanel/, call: 'mixpanel.track(EVENT, PROPS)' },
  {
    name: 'Amplitude',
    packages: /^@amplitude\/|^amplitude-js$/,
    host: /amplitude/,
    call: 'amplitude.track(EVENT, PROPS)',
  },
  { name: 'Plausible', packages: /plausible/, host: /plausible/, call: 'plausible(EVENT, { props: PROPS })' },
  { name: 'Umami', packages: /umami/, host: /umami/, call: 'umami.track(EVENT, PROPS)' },
  { name: 'Matomo', packages: /matomo/, host: /matomo/, call: "_paq.push(['trackEvent', 'funnel', EVENT])" },
  { name: 'Vercel Analytics', packages: /^@vercel\/analytics$/, call: 'track(EVENT, PROPS)' },
  {
    name: 'Google Analytics',
    packages: /^(?:react-ga4?|@next\/third-parties|gatsby-plugin-google-gtag|vue-gtag|nuxt-gtag)$/,
    host: /googletagmanager|google-analytics/,
    call: "gtag('event', EVENT, PROPS)",
  },
];

const SWITCHING: readonly (readonly [string, RegExp])[] = [
  ['PostHog', /^posthog-(?:js|node)$/],
  ['GrowthBook', /growthbook/],
  ['LaunchDarkly', /launchdarkly/],
  ['Unleash', /unleash/i],
  ['Flagsmith', /flagsmith/],
  ['Statsig', /statsig/],
  ['Optimizely', /optimizely/],
  ['ConfigCat', /configcat/],
  ['OpenFeature', /^@openfeature\//],
  ['Split', /^@splitsoftware\//],
  ['Flipper', /^flipper$/],
  ['Waffle', /waffle/i],
  ['flags', /^(?:flags|@vercel\/flags)$/],
];

export interface FoundTool {
  readonly name: string;
  readonly source: Source;
}

export interface Counting extends FoundTool {
  /** The function of the project that counts, where it has one. */
  readonly own?: { readonly path: string; readonly symbol: string };
  /** How an event is counted: `track(EVENT, PROPS)`. */
  readonly call: string;
}

/** What counts in this project or on this page; undefined where nothing does. */
export function countingIn(c: Composing, reading: PageReading | undefined): Counting | undefined {
  // What this project has says nothing of a page that lies elsewhere.
  const elsewhere = reading?.own === false;
  const tool = (elsewhere ? undefined : byPackage(c)) ?? byHost(reading);
  const slot = elsewhere ? undefined : c.slots.get('analytics');
  // A component that is placed once counts visits by itself and takes no event: the tool's own call does.
  if (slot?.symbol === undefined || /^[A-Z]/.test(slot.symbol)) return tool;
  const own = { path: slot.path, symbol: slot.symbol };
  const file = c.survey.texts.get(slot.path);
  const source: Source = { kind: 'file', path: slot.path, line: slot.line ?? 1 };
  return {
    name: tool?.name ?? 'its own function',
    source: tool?.source ?? source,
    own,
    call: file ? `${slot.symbol}(EVENT, PROPS)` : (tool?.call ?? `${slot.symbol}(EVENT, PROPS)`),
  };
}

function byPackage(c: Composing): Counting | undefined {
  for (const { name, packages, call } of COUNTING) {
    const found = c.survey.brief.dependencies.find(d => packages.test(d.name));
    if (found) return { name, call, source: found.source };
  }
  return undefined;
}

function byHost(reading: PageReading | undefined): Counting | undefined {
  const hosts = reading?.seen.find(s => s.id === 'hosts');
  const [source] = hosts?.sources ?? [];
  const tool = hosts && COUNTING.find(t => t.host?.test(hosts.text));
  return tool && source ? { name: tool.name, call: tool.call, source } : undefined;
}

/** What switches features in this project. */
export function switchingIn(c: Composing): FoundTool | undefined {
  for (const [name, packages] of SWITCHING) {
    const found = c.survey.brief.dependencies.find(d => packages.test(d.name));
    if (found) return { name, source: found.source };
  }
  const fact = c.survey.facts.get('feature-flags');
  const [source] = fact?.sources ?? [];
  return fact?.present && source ? { name: fact.data.library ?? `\`${source.path}\``, source } : undefined;
}
