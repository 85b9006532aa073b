/** Languages that people speak, as goals name them, with their BCP 47 tags. English is what texts are translated from. */
const LANGUAGES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'Arabic:ar Basque:eu Bengali:bn Bulgarian:bg Catalan:ca Chinese:zh Croatian:hr Czech:cs Danish:da Dutch:nl Esperanto:eo ' +
    'Estonian:et Farsi:fa Finnish:fi French:fr Galician:gl Georgian:ka German:de Greek:el Hebrew:he Hindi:hi Hungarian:hu ' +
    'Icelandic:is Indonesian:id Irish:ga Italian:it Japanese:ja Kazakh:kk Korean:ko Latvian:lv Lithuanian:lt Malay:ms ' +
    'Norwegian:nb Persian:fa Polish:pl Portuguese:pt Romanian:ro Russian:ru Serbian:sr Slovak:sk Slovenian:sl Spanish:es ' +
    'Swahili:sw Swedish:sv Tamil:ta Thai:th Turkish:tr Ukrainian:uk Urdu:ur Vietnamese:vi Welsh:cy'
  )
    .split(' ')
    .map(pair => pair.split(':') as [string, string]),
);
const NAMES = new RegExp(`\\b(?:${Object.keys(LANGUAGES).join('|')})\\b`, 'gi');

/** The first language that a goal asks for, `Polish` with `pl`; undefined where it names none. "Polish the page" names none. */
export function languageAsked(goal: string): { readonly name: string; readonly tag: string } | undefined {
  for (const { 0: word, index } of goal.matchAll(NAMES)) {
    const name = word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
    const before = goal.slice(0, index).trimEnd();
    if (name === 'Polish' && !/(?:\b(?:in|into|to|and|or|for|support|add|speak)|,)$/i.test(before)) continue;
    const tag = LANGUAGES[name];
    if (tag !== undefined) return { name, tag };
  }
  return undefined;
}
