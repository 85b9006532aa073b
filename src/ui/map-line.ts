import type { MapProgress } from '../session/ports.ts';
import { count, languageName, plural, spinner } from './text/format.ts';
import { type Line, t } from './text/line.ts';

/** Languages that nearly every repository has some of: named only where nothing else is. */
const EVERYWHERE = new Set(['text', 'markdown', 'json', 'yaml', 'toml', 'ini', 'xml']);

/** What is known of the repository while and after the code map is built. */
export function mapLine(map: MapProgress, now: number): Line {
  switch (map.kind) {
    case 'listing':
      return [t(`${spinner(now)} listing files`, 'muted')];
    case 'mapping':
      return [
        t(`${spinner(now)} `, 'accent'),
        t(`mapping ${count(map.done)} / ${count(map.total)} files`, 'muted'),
      ];
    case 'ready': {
      const { files, symbols, languages } = map.counts;
      const code = languages.filter(l => !EVERYWHERE.has(l.toLowerCase()));
      const spoken = (code.length > 0 ? code : languages).slice(0, 3).map(languageName).join(', ');
      return [
        t(`${plural(files, 'file')} · ${plural(symbols, 'symbol')}${spoken ? ` · ${spoken}` : ''}`, 'muted'),
      ];
    }
    case 'failed':
      return [t(`the code map failed: ${map.message}`, 'danger')];
  }
}
