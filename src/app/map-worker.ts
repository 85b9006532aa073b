/** The script of the map's thread. */
import { serveCodeMap } from '../codemap/worker.ts';

// What is worked out beside the map is more code than the map itself, and no question about the map is to wait for it.
serveCodeMap(async () => (await import('./beside-map.ts')).besideMap);
