import { describe, expect, it } from 'vitest';
import { relatedTo } from '../../../src/agent/local/slots/handler.ts';
import { type PlainProject, plainSurvey } from '../plain-survey.ts';

const controller = (...names: readonly string[]): PlainProject['files'] =>
  Object.fromEntries(
    names.map(name => [
      `app/controllers/${name}_controller.rb`,
      { text: 'class', roles: ['controller'] as const, symbols: [[name, 1, 9]] as const },
    ]),
  );

describe('what takes a form on the server', () => {
  it.each<[string, PlainProject['files'], string | undefined]>([
    [
      'app/views/stories/_form.html.erb',
      controller('users', 'stories'),
      'app/controllers/stories_controller.rb',
    ],
    ['app/views/users/new.html.erb', controller('users', 'stories'), 'app/controllers/users_controller.rb'],
    // Words that only say what is done are shared by all.
    ['app/views/forms/new.html.erb', controller('form'), undefined],
    ['app/views/comments/edit.html.erb', controller('users', 'stories'), undefined],
    [
      'src/SignupForm.tsx',
      {
        'src/auth/signup.controller.ts': { roles: ['controller'] },
        'src/a.controller.ts': { roles: ['controller'] },
      },
      'src/auth/signup.controller.ts',
    ],
    // Of two with as many shared words the shorter path is nearer.
    [
      'app/views/orders/edit.html.erb',
      {
        'app/controllers/admin/archive/orders_controller.rb': { roles: ['controller'] },
        'app/controllers/orders_controller.rb': { roles: ['controller'] },
      },
      'app/controllers/orders_controller.rb',
    ],
    // Another role is none of it.
    ['app/views/orders/edit.html.erb', { 'app/models/order.rb': { roles: ['model'] } }, undefined],
  ])('%s', async (path, files, expected) => {
    const survey = await plainSurvey({ files });
    expect(relatedTo(survey, { path, values: {} }, ['controller', 'router'])?.path).toBe(expected);
  });

  it('is told by its first exported symbol and its name alone', async () => {
    const survey = await plainSurvey({ files: controller('stories') });
    expect(
      relatedTo(survey, { path: 'app/views/stories/_form.html.erb', values: {} }, ['controller']),
    ).toEqual({
      path: 'app/controllers/stories_controller.rb',
      symbol: 'stories',
      line: 1,
      values: { file: 'stories_controller.rb' },
    });
  });
});
