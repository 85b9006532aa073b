import { type ReactNode, useSyncExternalStore } from 'react';
import { Frame } from './frame.tsx';
import { PainterContext } from './hooks/use-painter.ts';
import type { Model } from './model.ts';
import type { Painter } from './text/paint.ts';

/** A value that changes and says so. */
export interface Observable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

export function observable<T>(initial: T): Observable<T> & { set(value: T): void } {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The root: the frame of the present model in the present colours. */
export function AppRoot({
  model,
  painter,
}: {
  readonly model: Observable<Model>;
  readonly painter: Observable<Painter>;
}): ReactNode {
  const now = useSyncExternalStore(model.subscribe, model.get);
  const colours = useSyncExternalStore(painter.subscribe, painter.get);
  return (
    <PainterContext value={colours}>
      <Frame model={now} />
    </PainterContext>
  );
}
