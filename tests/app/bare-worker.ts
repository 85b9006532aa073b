/** A map's thread in which nothing is answered beside the map. */
import { serveCodeMap } from '../../src/codemap/worker.ts';

serveCodeMap(() => ({}));
