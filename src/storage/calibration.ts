import { join } from 'node:path';
import { Calibration } from '../domain/index.ts';
import { readJson, replaceFile } from '../host/index.ts';
import type { Storage } from './port.ts';

/** How far the ranking was found to be trusted in one project. */
export function openCalibration(folder: string): Storage['calibration'] {
  const file = join(folder, 'calibration.json');
  return {
    load() {
      const read = Calibration.safeParse(readJson(file));
      return read.success ? read.data : undefined;
    },
    save(calibration) {
      try {
        replaceFile(file, `${JSON.stringify(calibration, null, 2)}\n`);
        return true;
      } catch {
        return false;
      }
    },
  };
}
