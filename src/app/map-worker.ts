/** The script of the map's thread. */
import { serveCodeMap } from '../codemap/worker.ts';
import { besideMap } from './beside-map.ts';

serveCodeMap(besideMap);
