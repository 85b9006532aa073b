import { describe, expect, it } from 'vitest';
import { LogReader, readTraces, sayError } from '../../../src/research/trace/index.ts';

function toldOf(lines: readonly string[]): string {
  const reader = new LogReader();
  for (const line of lines) reader.push(line);
  return reader.end().text;
}

describe('what is kept of a log', () => {
  it('keeps a panic of Go in one piece, with the signal between its message and its calls', () => {
    const [trace] = readTraces(
      toldOf([
        '--- FAIL: TestTotal (0.00s)',
        'panic: runtime error: invalid memory address or nil pointer dereference [recovered]',
        '\tpanic: runtime error: invalid memory address or nil pointer dereference',
        '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4f1]',
        '',
        'goroutine 19 [running]:',
        'panic({0x5, 0x9})',
        '\t/usr/lib/go/src/runtime/panic.go:884 +0x212',
        'example.com/shop.(*Order).Total(...)',
        '\t/home/ada/shop/order.go:12',
        'example.com/shop.TestTotal(0x0)',
        '\t/home/ada/shop/order_test.go:7 +0x87',
      ]),
    );
    expect(trace && sayError(trace.errors[0] ?? { type: '', message: '' })).toBe(
      'runtime error: invalid memory address or nil pointer dereference',
    );
    expect(trace?.errors[0]?.frames[0]).toMatchObject({ file: '/home/ada/shop/order.go', line: 12 });
  });

  it('keeps the last line of a traceback whose class is not called an error', () => {
    const told = toldOf([
      'Traceback (most recent call last):',
      '  File "/app/shop/page.py", line 4, in show',
      '    raise Http404(name)',
      'django.http.response.Http404: no such order',
      'a line of its own',
    ]);
    expect(told).toContain('Http404: no such order');
    expect(told).not.toContain('a line of its own');
  });
});
