import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Line } from '../../text/line.ts';
import { t } from '../../text/line.ts';
import { Lines } from '../lines.tsx';
import { type PaneFrame, paneBottom, paneInside, paneRight, paneTop } from './frame.ts';

/** A bordered region of exactly `columns` × `rows`. Give either ready lines or any children of the inside's size. */
export function Pane({
  lines,
  children,
  ...frame
}: PaneFrame & { readonly lines?: readonly Line[] | undefined; readonly children?: ReactNode }): ReactNode {
  const { columns, rows, focused } = frame;
  const inside = paneInside(columns, rows);
  const tone = focused ? 'borderFocus' : 'border';
  const left = Array.from({ length: inside.rows }, () => [t('│ ', tone)]);
  const right = paneRight(frame).map(line => [t(' '), ...line]);
  return (
    <Box flexDirection="column" width={columns} height={rows} flexShrink={0}>
      <Lines lines={[paneTop(frame)]} columns={columns} rows={1} />
      <Box flexDirection="row" height={inside.rows} flexShrink={0}>
        <Lines lines={left} columns={2} rows={inside.rows} />
        <Box
          width={inside.columns}
          height={inside.rows}
          flexShrink={0}
          flexDirection="column"
          // Clipping costs Ink a pass over every cell: ready lines fit already.
          {...(lines ? {} : { overflow: 'hidden' })}
        >
          {lines ? <Lines lines={lines} columns={inside.columns} rows={inside.rows} /> : children}
        </Box>
        <Lines lines={right} columns={2} rows={inside.rows} />
      </Box>
      <Lines lines={[paneBottom(frame)]} columns={columns} rows={1} />
    </Box>
  );
}
