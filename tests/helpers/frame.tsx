import { render } from 'ink';
import { Frame } from '../../src/ui/frame.tsx';
import { PainterContext } from '../../src/ui/hooks/use-painter.ts';
import { initialModel, type Model } from '../../src/ui/model.ts';
import { FrameStream, QuietInput, type Size } from '../../src/ui/term/streams.ts';
import type { Painter } from '../../src/ui/text/paint.ts';
import { NOW, planner, project } from '../ui/states.ts';

const none = { open: '', close: '' };
const plain: Painter = { palette: new Proxy({} as Painter['palette'], { get: () => none }), ascii: false };

/** The rows of one model's frame, rendered by Ink itself, without colours and blank ends. */
export function frameOf(model: Model, painter: Painter = plain): string[] {
  let frame = '';
  const stream = new FrameStream(model.size, next => {
    frame = next;
  });
  const app = render(
    <PainterContext value={painter}>
      <Frame model={model} />
    </PainterContext>,
    {
      debug: true,
      stdout: stream as unknown as NodeJS.WriteStream,
      stdin: new QuietInput() as unknown as NodeJS.ReadStream,
      patchConsole: false,
    },
  );
  const first = frame;
  app.unmount();
  app.cleanup();
  return first.replace(/\u001b\[[0-9;:]*m/g, '').split('\n');
}

/** A model as the app begins with, for views and reducers to be tested on. */
export function modelFor(size: Size, patch: Partial<Model> = {}): Model {
  const lookup = { complete: () => [], draft: () => '' };
  const base = initialModel(
    { project, planner, localPlanner: planner, version: '0.1.0', themes: ['dark', 'light'] },
    size,
    'dark',
    lookup,
    NOW,
  );
  return { ...base, ...patch };
}
