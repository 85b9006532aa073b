import { EventEmitter } from 'node:events';
import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { watchExits } from '../../src/ui/term/exits.ts';
import { createFrameWriter } from '../../src/ui/term/frame-writer.ts';
import type { InputEvent } from '../../src/ui/term/key.ts';
import { openTerminal } from '../../src/ui/term/terminal.ts';
import { createTokenizer } from '../../src/ui/term/tokenizer.ts';
import { FakeInput, FakeOutput } from '../helpers/screen.tsx';

const ids = (events: readonly InputEvent[]) =>
  events.map(e => (e.type === 'key' ? e.key.id : `paste ${JSON.stringify(e.text)}`));
function keysOf(...chunks: string[]): string[] {
  const tokenizer = createTokenizer();
  const events = chunks.flatMap(chunk => tokenizer.push(chunk));
  return ids([...events, ...(tokenizer.pending() ? tokenizer.flush() : [])]);
}

describe('tokenizer', () => {
  it.each<[string, string, string[]]>([
    ['letters', 'aG?', ['a', 'G', '?']],
    ['Enter and Ctrl+J', '\r\n', ['enter', 'ctrl+j']],
    ['Backspace', '\u007f\b', ['backspace', 'backspace']],
    ['Delete', '\u001b[3~', ['delete']],
    ['arrows, both modes', '\u001b[A\u001bOB', ['up', 'down']],
    ['modified arrows', '\u001b[1;5C\u001b[1;3D', ['ctrl+right', 'alt+left']],
    ['Shift+Tab', '\u001b[Z', ['shift+tab']],
    ['Alt+letter', '\u001bb', ['alt+b']],
    ['Alt+Enter', '\u001b\r', ['alt+enter']],
    ['Alt+Backspace', '\u001b\u007f', ['alt+backspace']],
    ['Shift+Enter by CSI u', '\u001b[13;2u', ['shift+enter']],
    ['Shift+Enter by modifyOtherKeys', '\u001b[27;2;13~', ['shift+enter']],
    ['kitty key release', '\u001b[97;1:3u', []],
    ['Esc', '\u001b', ['esc']],
    ['Esc twice', '\u001b\u001b', ['esc', 'esc']],
    ['focus reports', '\u001b[I\u001b[Oa', ['a']],
    ['mouse reports, SGR and X10', '\u001b[<0;12;7M\u001b[M !!b', ['b']],
    ['cursor position and device replies', '\u001b[24;80R\u001b[?62;4c\u001b[?2026;2$yc', ['c']],
    ['colour reply', '\u001b]11;rgb:1b1b/1f1f/2727\u001b\\d', ['d']],
    ['DCS reply', '\u001bP>|xterm(390)\u001b\\e', ['e']],
    ['emoji is one key', '👩‍👩‍👧é', ['👩‍👩‍👧', 'é']],
    ['Ctrl+C, Ctrl+G, Ctrl+Z', '\u0003\u0007\u001a', ['ctrl+c', 'ctrl+g', 'ctrl+z']],
  ])('%s', (_name, input, expected) => {
    expect(keysOf(input)).toEqual(expected);
  });

  it('gives a paste as one block in which nothing is a key', () => {
    expect(keysOf('a\u001b[200~y\r\n\u001b[A\u0003\u001b[201~b')).toEqual([
      'a',
      'paste "y\\n\\u001b[A\\u0003"',
      'b',
    ]);
  });

  it('takes a long chunk with line ends inside for a paste where the terminal marks none', () => {
    expect(keysOf('first line of a pasted text\rsecond')).toEqual([
      'paste "first line of a pasted text\\nsecond"',
    ]);
    expect(keysOf('a goal that was typed at once\r').at(-1)).toBe('enter');
    const family = '👩‍👩‍👧';
    expect(keysOf(`\r${family}${family}${family}`)).toEqual(['enter', family, family, family]);
  });

  it('ends a paste whose end never comes', () => {
    expect(keysOf('\u001b[200~cut of')).toEqual(['paste "cut of"']);
  });

  it('gives the same events however the bytes are cut', () => {
    const pieces = [
      'a',
      'é',
      '👩‍👩‍👧',
      '\u001b[A',
      '\u001b[3~',
      '\u001b[200~x\r\u001b[B\u001b[201~',
      '\u001b]0;t\u0007',
      '\u001b[<0;1;1M',
      '\u001b[I',
      '\r',
      '\u001bb',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 8 }),
        fc.array(fc.nat(60)),
        (parts, cuts) => {
          const bytes = Buffer.from(parts.join(''));
          const whole = createTokenizer();
          const once = [...whole.push(bytes), ...whole.flush()];
          const tokenizer = createTokenizer();
          const places = [...new Set(cuts.map(c => Math.min(c, bytes.length)))].sort((a, b) => a - b);
          const split: InputEvent[] = [];
          let from = 0;
          for (const to of [...places, bytes.length]) {
            split.push(...tokenizer.push(bytes.subarray(from, to)));
            from = to;
          }
          split.push(...tokenizer.flush());
          const joined = (events: readonly InputEvent[]) =>
            ids(events)
              .join(' ')
              .replace(/ (?=[\u0300-\u036f\u200d])/g, '');
          // A grapheme that was cut arrives in parts; keys and pastes are the same.
          const named = (events: readonly InputEvent[]) =>
            events.filter(e => e.type === 'paste' || !e.key.text);
          expect(ids(named(split))).toEqual(ids(named(once)));
          expect(joined(split).replace(/ /g, '')).toBe(joined(once).replace(/ /g, ''));
        },
      ),
    );
  });
});

/** A terminal emulator that a writer draws on. */
function emulator(columns: number, rows: number) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const flush = () => new Promise<void>(resolve => terminal.write('', resolve));
  return {
    terminal,
    target: { write: (text: string) => terminal.write(text), columns: () => terminal.cols },
    async rows() {
      await flush();
      return Array.from({ length: terminal.rows }, (_, y) =>
        (
          terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)?.translateToString(true) ?? ''
        ).trimEnd(),
      );
    },
  };
}

describe('frame writer', () => {
  it('leaves exactly the last frame on the screen', async () => {
    const row = fc.constantFrom(
      '',
      'short',
      'x'.repeat(20),
      '通知を送る',
      '\u001b[31mred\u001b[39m',
      'e\u0301 👩‍👩‍👧',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        async frames => {
          const { target, rows } = emulator(20, 8);
          const writer = createFrameWriter(target, 'screen');
          for (const frame of frames) writer.show(frame.join('\n'));
          const expected = (frames.at(-1) ?? []).map(r => r.replace(/\u001b\[\d+m/g, '').trimEnd());
          expect((await rows()).slice(0, expected.length)).toEqual(expected);
          expect((await rows()).slice(expected.length).join('')).toBe('');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('writes only what changed', () => {
    const written: string[] = [];
    const writer = createFrameWriter({ write: text => written.push(text), columns: () => 80 }, 'screen');
    const rows = Array.from({ length: 30 }, (_, i) => `row ${i}`);
    writer.show(rows.join('\n'));
    writer.show(rows.map((r, i) => (i === 7 ? 'changed' : r)).join('\n'));
    expect(written[1]).toContain('changed');
    expect(written[1]).not.toContain('row 8');
    writer.show(rows.map((r, i) => (i === 7 ? 'changed' : r)).join('\n'));
    expect(written).toHaveLength(2);
  });

  it('leaves no ghost rows when the window shrinks and grows again', async () => {
    const { terminal, target, rows } = emulator(80, 10);
    const writer = createFrameWriter(target, 'screen');
    const frame = (columns: number) => Array.from({ length: 6 }, (_, i) => `${i}`.repeat(columns)).join('\n');
    writer.show(frame(80));
    for (const columns of [40, 80]) {
      terminal.resize(columns, 10);
      writer.invalidate();
      writer.show(frame(columns));
    }
    expect(await rows()).toEqual([...frame(80).split('\n'), '', '', '', '']);
  });

  it('inline: draws below what stands there and keeps it', async () => {
    const { terminal, target, rows } = emulator(30, 8);
    terminal.write('$ planner-tui\r\n');
    const writer = createFrameWriter(target, 'inline');
    writer.show('one\ntwo\nthree');
    writer.show('one\nTWO');
    expect(await rows()).toEqual(['$ planner-tui', 'one', 'TWO', '', '', '', '', '']);
    writer.leave();
    terminal.write('$');
    expect((await rows())[3]).toBe('$');
  });
});

describe('terminal', () => {
  const open = (inline = false) => {
    const input = new FakeInput();
    const output = new FakeOutput(80, 24);
    const gone: string[] = [];
    const terminal = openTerminal({
      stdin: input,
      stdout: output,
      inline,
      onInput: () => {},
      onResize: () => {},
      onGone: () => gone.push('gone'),
    });
    return { input, output, terminal, gone };
  };
  const RESTORED = ['\u001b[?2004l', '\u001b[?25h', '\u001b[?1049l'];

  it('takes the terminal and gives everything back', () => {
    const { input, output, terminal } = open();
    for (const code of ['\u001b[?1049h', '\u001b[?2004h', '\u001b[?25l'])
      expect(output.all()).toContain(code);
    expect(input.raw).toBe(true);
    terminal.close();
    for (const code of RESTORED) expect(output.all()).toContain(code);
    expect(input.raw).toBe(false);
    const length = output.written.length;
    terminal.close();
    expect(output.written).toHaveLength(length);
  });

  it('inline never touches the alternate screen', () => {
    const { output, terminal } = open(true);
    terminal.show('frame');
    terminal.close(true);
    expect(output.all()).not.toContain('1049');
    expect(output.all()).toContain('\u001b[?25h');
  });

  it('lends the terminal and takes it back, also when the other program fails', async () => {
    const { input, output, terminal } = open();
    terminal.show('frame');
    await expect(
      terminal.lend(async () => {
        expect(input.raw).toBe(false);
        expect(output.all().endsWith('\u001b[?1049l')).toBe(true);
        throw new Error('editor failed');
      }),
    ).rejects.toThrow('editor failed');
    expect(input.raw).toBe(true);
    expect(output.all().lastIndexOf('\u001b[?1049h')).toBeGreaterThan(
      output.all().lastIndexOf('\u001b[?1049l'),
    );
    expect(output.all().lastIndexOf('frame')).toBeGreaterThan(output.all().lastIndexOf('\u001b[?1049h'));
    terminal.close();
  });

  it('counts as lent for a moment longer: a signal for the other program may come late', async () => {
    const { terminal } = open();
    expect(terminal.lent()).toBe(false);
    await terminal.lend(async () => expect(terminal.lent()).toBe(true));
    expect(terminal.lent()).toBe(true);
    await vi.waitFor(() => expect(terminal.lent()).toBe(false), { timeout: 10_000 });
    terminal.close();
  });

  it('says that the terminal is gone: input ended, or output broke', () => {
    const first = open();
    first.input.emit('end');
    expect(first.gone).toEqual(['gone']);
    const second = open();
    second.output.broken = true;
    second.output.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(second.gone).toEqual(['gone']);
    expect(() => second.terminal.close()).not.toThrow();
    first.terminal.close();
  });
});

describe('exits', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['uncaughtException', 1],
    ['unhandledRejection', 1],
  ])('%s restores the terminal first and ends with %i', (event, code) => {
    const events = new EventEmitter();
    const order: string[] = [];
    const unwatch = watchExits(
      events,
      () => order.push('restored'),
      exit => order.push(`ended ${exit.code}`),
    );
    events.emit(event, new Error('x'));
    expect(order).toEqual(['restored', `ended ${code}`]);
    unwatch();
    expect(events.eventNames()).toEqual([]);
  });
});
