// The vendored grammars: where each came from, and whether it is still that very file.
//   node scripts/grammars.mjs           verifies size, hash and licence of each
//   node scripts/grammars.mjs --fetch   brings them again by `npm pack` and writes the hashes that came
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'codemap', 'grammars');
const manifest = join(folder, 'grammars.json');
const grammars = JSON.parse(readFileSync(manifest, 'utf8'));
const LARGEST = 5_000_000;

const sha256 = file => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The file with its recorded change, which must fit at exactly one place. */
function patched(bytes, { file, patch }) {
  if (!patch) return bytes;
  const find = Buffer.from(patch.find, 'hex');
  const at = bytes.indexOf(find);
  if (at < 0 || bytes.indexOf(find, at + 1) >= 0)
    throw new Error(`${file}: its patch fits at no single place`);
  Buffer.from(patch.replace, 'hex').copy(bytes, at);
  return bytes;
}

if (process.argv.includes('--fetch')) {
  for (const grammar of grammars) {
    const work = mkdtempSync(join(tmpdir(), 'grammar-'));
    try {
      execFileSync('npm', ['pack', '--silent', `${grammar.package}@${grammar.version}`], { cwd: work });
      const archive = readdirSync(work).find(name => name.endsWith('.tgz'));
      execFileSync('tar', ['xzf', archive], { cwd: work });
      writeFileSync(
        join(folder, grammar.file),
        patched(readFileSync(join(work, 'package', grammar.path)), grammar),
      );
      grammar.bytes = readFileSync(join(folder, grammar.file)).length;
      grammar.sha256 = sha256(join(folder, grammar.file));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  writeFileSync(manifest, `${JSON.stringify(grammars, null, 2)}\n`);
}

const faults = [];
for (const { file, sha256: expected, bytes } of grammars) {
  const path = join(folder, file);
  if (!existsSync(path)) faults.push(`${file} is missing`);
  else if (sha256(path) !== expected)
    faults.push(`${file} is not the file that was vendored: its hash differs`);
  if (bytes > LARGEST) faults.push(`${file} is larger than ${LARGEST} bytes`);
  if (!existsSync(join(folder, file.replace('.wasm', '.LICENSE'))))
    faults.push(`${file} has no licence beside it`);
}
const known = new Set(grammars.map(g => g.file));
for (const name of readdirSync(folder))
  if (name.endsWith('.wasm') && !known.has(name)) faults.push(`${name} is not in grammars.json`);
for (const fault of faults) console.error(`grammars: ${fault}`);
if (faults.length === 0) console.log(`${grammars.length} grammars are as vendored.`);
process.exitCode = faults.length === 0 ? 0 : 1;
