import type { Finders } from './finder.ts';

/** Places of what people see. */
export const UI_SLOTS: Finders = {
  page: { is: 'a page, the exemplar', roles: ['page', 'ui-component'], symbol: /./ },
  component: { is: 'a component, the exemplar', roles: ['ui-component'], symbol: /./ },
};
