import { APP_CALL, CONTAINER_LINE, CONTAINER_OPEN, type Finders } from './finder.ts';

/** Places that tests are built on. */
export const TESTING_SLOTS: Finders = {
  'test-like': {
    is: 'a test that is there, the exemplar of the next',
    roles: ['test'],
    path: /(?:[._-](?:test|spec)\.[^/]+|(?:^|\/)test_[^/]+\.py|_test\.\w+|(?:Test|Tests|Spec)\.\w+)$/,
    symbol: /./,
    text: /./,
  },
  fakes: {
    is: 'the fakes of the tests',
    roles: ['fixture', 'test', 'util', 'other'],
    path: /(?:fakes?|mocks?|stubs?|factories|conftest)\b/i,
    values: { prefix: /export class (Fake|InMemory|Memory|Mock|Stub)\w+Repository/ },
  },
  testApp: {
    is: 'what tests start the application with',
    roles: ['fixture', 'test', 'util', 'other'],
    path: /test-?_?(?:app|server|client)|conftest/i,
    symbol: /./,
    values: {
      containerLine: CONTAINER_LINE,
      containerOpen: CONTAINER_OPEN,
      interfaceLine: /^((?:export )?interface \w+ \{)$/m,
      appCall: APP_CALL,
      container: /(?:create|build|make)App\((\w+)\)/i,
      returnLine: /^\s*(return \{)$/m,
      appLine: /^\s*(app: (?:create|build|make)App\(\w+\),)$/im,
      options: /(\w+): \{ \w+\?:/,
      optionsOpen: /(\w+: \{) \w+\?:/,
    },
  },
};
