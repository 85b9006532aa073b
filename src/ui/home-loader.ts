import type { HomeView } from '../session/ports.ts';
import type { Msg } from './model.ts';

/** Reads what the home screen lists; each list shows when it is there, and is empty where it cannot be read. */
export function createHomeLoader(
  home: HomeView,
  send: (msg: Msg) => void,
): { loadHome(): void; loadPlans(): void } {
  const quiet = () => [];
  function loadPlans(): void {
    void home
      .plans()
      .catch(quiet)
      .then(plans => send({ type: 'home', data: { plans } }));
  }
  return {
    loadPlans,
    loadHome() {
      send({ type: 'home', data: { earlier: home.earlierGoals() } });
      void home
        .suggestions()
        .catch(quiet)
        .then(suggestions => send({ type: 'home', data: { suggestions } }));
      void home
        .sessions()
        .catch(quiet)
        .then(sessions => send({ type: 'home', data: { sessions } }));
      loadPlans();
    },
  };
}
