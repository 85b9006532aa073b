import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { usePainter } from '../hooks/use-painter.ts';
import { cut, type Line } from '../text/line.ts';
import { paint } from '../text/paint.ts';

/** Laid-out lines as one text node of a fixed size: cheap for Ink, exact for the layout. */
export function Lines({
  lines,
  columns,
  rows = lines.length,
}: {
  readonly lines: readonly Line[];
  readonly columns: number;
  readonly rows?: number | undefined;
}): ReactNode {
  const painter = usePainter();
  if (rows <= 0 || columns <= 0) return null;
  const shown = lines.slice(0, rows).map(line => paint(cut(line, columns), painter));
  return (
    <Box width={columns} height={rows} flexShrink={0}>
      <Text wrap="truncate-end">{shown.join('\n') || ' '}</Text>
    </Box>
  );
}
