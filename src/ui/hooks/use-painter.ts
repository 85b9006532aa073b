import { createContext, useContext } from 'react';
import type { Palette } from '../../theme/index.ts';
import type { Painter } from '../text/paint.ts';

const plain: Painter = {
  palette: new Proxy({} as Palette, { get: () => ({ open: '', close: '' }) }),
  ascii: false,
};

/** How spans are painted; without a provider everything is plain text. */
export const PainterContext = createContext<Painter>(plain);

export function usePainter(): Painter {
  return useContext(PainterContext);
}
