// The tables of an earlier run again: node bench/map/show.mjs FILE, written by `run.mjs --json FILE`.
import { readFileSync } from 'node:fs';
import { report } from './table.mjs';

for (const measured of JSON.parse(readFileSync(process.argv[2], 'utf8'))) console.log(report(measured));
