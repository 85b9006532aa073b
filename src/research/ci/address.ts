import { err, failure, ok, type Result } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';

/** What the address of a run names. */
export interface RunAddress {
  readonly host: string;
  readonly owner: string;
  readonly repository: string;
  readonly run: number;
  readonly attempt?: number;
  readonly job?: number;
  readonly api: URL;
}

const EXAMPLE =
  'For example: https://github.com/OWNER/REPO/actions/runs/ID, of a run, one of its attempts or jobs.';
const NAME = /^[\w.-]{1,100}$/;

/** The same of what a person typed. */
export function addressOfRun(typed: string): Result<RunAddress> {
  return URL.canParse(typed)
    ? runAddress(new URL(typed))
    : err(
        failure(
          'ci-not-a-run',
          `The address of a run of GitHub Actions was expected, but ${safeLine(typed).slice(0, 120)} cannot be read as an address.`,
          EXAMPLE,
        ),
      );
}

/** Reads the address of a run, an attempt or a job of GitHub Actions, also of an Enterprise server. */
export function runAddress(url: URL): Result<RunAddress> {
  const shown = safeLine(`${url.host}${url.pathname}`).slice(0, 120);
  const refused = (message: string) => err(failure('ci-not-a-run', message, EXAMPLE));
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    return refused(
      `The address of a run of GitHub Actions by https was expected, without a name or password in it, not ${safeLine(url.protocol)}//${shown}.`,
    );
  const [owner = '', repository = '', ...rest] = url.pathname.split('/').filter(Boolean);
  const found = /^actions\/runs\/(\d{1,15})(?:\/attempts\/(\d{1,6}))?(?:\/jobs?\/(\d{1,15}))?(?:\/.*)?$/.exec(
    rest.join('/'),
  );
  if (!found || !NAME.test(owner) || !NAME.test(repository))
    return refused(
      rest[0] === 'pull' || rest[0] === 'commit'
        ? `The address of a run was expected, but ${shown} is that of a ${rest[0] === 'pull' ? 'pull request' : 'commit'}: open the check that failed there, and take its address.`
        : `The address of a run of GitHub Actions was expected, but ${shown} is none.`,
    );
  const [, run, attempt, job] = found;
  return ok({
    host: url.host,
    owner,
    repository,
    run: Number(run),
    ...(attempt === undefined ? {} : { attempt: Number(attempt) }),
    ...(job === undefined ? {} : { job: Number(job) }),
    api: apiOf(url.host),
  });
}

/** `api.github.com`; `api.NAME.ghe.com` of a hosted Enterprise; `/api/v3` of an Enterprise server. */
function apiOf(host: string): URL {
  if (host === 'github.com' || host === 'www.github.com') return new URL('https://api.github.com/');
  if (/^[\w-]+\.ghe\.com$/.test(host)) return new URL(`https://api.${host}/`);
  return new URL(`https://${host}/api/v3/`);
}
