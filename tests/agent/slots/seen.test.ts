import { describe, expect, it } from 'vitest';
import { preferred, SEEN, seenPaths } from '../../../src/agent/local/slots/seen.ts';

/** Of these paths the first that is taken for a slot. */
const first = (slot: keyof typeof SEEN, ...paths: readonly string[]): string | undefined =>
  preferred(paths, SEEN[slot])[0];

describe('where what people see lies', () => {
  it.each<[keyof typeof SEEN, readonly string[], string | undefined]>([
    ['layout', ['index.html', 'src/app/layout.tsx'], 'src/app/layout.tsx'],
    ['layout', ['app/views/layouts/application.html.erb'], 'app/views/layouts/application.html.erb'],
    ['layout', ['templates/base.html', 'public/index.html'], 'templates/base.html'],
    ['layout', ['src/layout.ts'], undefined],
    ['root-component', ['src/App.vue', 'src/components/App.css'], 'src/App.vue'],
    ['root-component', ['pages/_app.tsx', 'src/App.tsx'], 'pages/_app.tsx'],
    ['client-entry', ['src/main.tsx', 'server/main.ts'], 'src/main.tsx'],
    ['client-entry', ['server/main.ts'], undefined],
    ['stylesheet', ['src/button.css', 'src/globals.css'], 'src/globals.css'],
    ['dark', ['src/hooks/useDarkMode.ts', 'src/dark.css'], 'src/dark.css'],
    ['dark', ['src/theme.ts'], 'src/theme.ts'],
    ['messages', ['locales/de.json', 'locales/en.json'], 'locales/en.json'],
    ['messages', ['locales/de.json'], undefined],
    ['form', ['src/pages/settings.tsx', 'src/OrderForm.tsx'], 'src/OrderForm.tsx'],
    ['template', ['app/views/orders/show.html.erb'], 'app/views/orders/show.html.erb'],
    ['template', ['app/views/layouts/application.html.erb'], undefined],
    ['template', ['app/views/order_mailer/paid.html.erb'], undefined],
    ['store', ['src/store/cart.ts', 'src/appState.ts'], 'src/store/cart.ts'],
    ['data-hook', ['src/hooks/useOrders.ts', 'src/hooks/useTheme.ts'], 'src/hooks/useOrders.ts'],
    ['data-hook', ['src/hooks/useTheme.ts'], undefined],
    ['build-config', ['web/vite.config.ts', 'next.config.mjs'], 'next.config.mjs'],
    ['landing', ['src/app/page.tsx', 'src/pricing.tsx'], 'src/pricing.tsx'],
    ['signup', ['src/checkout.tsx', 'src/auth/SignUp.tsx'], 'src/auth/SignUp.tsx'],
    ['service-worker', ['public/sw.js'], 'public/sw.js'],
    ['webmanifest', ['public/site.webmanifest'], 'public/site.webmanifest'],
    ['client-storage', ['src/lib/localStorage.ts'], 'src/lib/localStorage.ts'],
  ])('%s among %j: %s', (slot, paths, expected) => {
    expect(first(slot, ...paths)).toBe(expected);
  });

  it.each([
    'node_modules/a/index.html',
    'docs/index.html',
    'examples/index.html',
    'src/__tests__/index.html',
    'storybook/index.html',
    'dist/index.html',
  ])('%s is nothing that the people of this project see', path => {
    expect(first('layout', path)).toBeUndefined();
  });

  it('what the goal ranks comes first among those of one pattern, then the shallow ones, then by name', () => {
    const paths = ['web/src/b/x.css', 'src/z.css', 'src/a.css'];
    expect(preferred(paths, SEEN.stylesheet)).toEqual(['src/a.css', 'src/z.css', 'web/src/b/x.css']);
    expect(preferred(paths, SEEN.stylesheet, ['web/src/b/x.css'])[0]).toBe('web/src/b/x.css');
    expect(preferred([...paths, 'src/globals.css'], SEEN.stylesheet, ['src/z.css'])[0]).toBe(
      'src/globals.css',
    );
  });

  it('five of each slot are read, each file once', () => {
    const sheets = Array.from({ length: 9 }, (_, i) => `src/s${i}.css`);
    const read = seenPaths([...sheets, 'index.html', 'server.go']);
    expect(read.filter(p => p.endsWith('.css'))).toEqual(sheets.slice(0, 5));
    expect(read).toContain('index.html');
    expect(read).not.toContain('server.go');
    expect(new Set(read).size).toBe(read.length);
  });
});
