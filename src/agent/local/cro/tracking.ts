import type { Friction, PageReading, Place } from '../../../research/page/model.ts';

/** Something that is counted, so that the funnel can be read. */
export interface TrackedEvent {
  readonly name: string;
  readonly when: string;
  readonly properties: readonly string[];
  readonly at: Place | undefined;
}

/** The events that the funnel of a page needs: what is not on the page is not counted. */
export function eventsOf(reading: PageReading): readonly TrackedEvent[] {
  const prefix = prefixOf(reading.name);
  const [form] = reading.forms;
  const call = reading.calls.find(c => !c.sends);
  const own = (at: Place | undefined): Place | undefined => (reading.own ? at : undefined);
  return [
    {
      name: `${prefix}_seen`,
      when: 'the page is shown, once a visit',
      properties: ['variant', 'source'],
      at: own({ path: reading.name, line: 1 }),
    },
    ...(call
      ? [
          {
            name: `${prefix}_called`,
            when: 'a call to action is followed',
            properties: ['variant', 'call'],
            at: own(call.at),
          },
        ]
      : []),
    ...(form
      ? [
          {
            name: `${prefix}_begun`,
            when: 'the first field is touched',
            properties: ['variant'],
            at: own(form.at),
          },
          {
            name: `${prefix}_refused`,
            when: 'an entry is refused, by field, never the value',
            properties: ['variant', 'field'],
            at: own(form.at),
          },
          {
            name: `${prefix}_finished`,
            when: 'the server has said yes',
            properties: ['variant'],
            at: own(form.at),
          },
        ]
      : []),
  ];
}

/** `/pricing` and `src/app/pricing/page.tsx` are both `pricing`. */
export function prefixOf(name: string): string {
  const path = /^https?:/.test(name) ? new URL(name).pathname : name;
  const pieces = path
    .replace(/\.[a-z.]+$/i, '')
    .split('/')
    .filter(
      piece => piece !== '' && !/^(?:index|\+?page|src|app|views|pages|routes|public|\(.*\))$/i.test(piece),
    );
  const last =
    pieces
      .at(-1)
      ?.replace(/([a-z\d])([A-Z])/g, '$1_$2')
      .toLowerCase() ?? 'page';
  return last.replace(/[^a-z\d]+/g, '_').replace(/^_+|_+$/g, '') || 'page';
}

/** Where the first of several frictions stands that has a place. */
export function placeOfFrictions(frictions: readonly Friction[]): Place | undefined {
  return frictions.find(f => f.at)?.at;
}
