// Installs what package-lock.json pins into node_modules beside this file. Several builds may do so at the same time: each installs into a
// folder of its own, inside the folder given, and moves the result into place in one step.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, 'node_modules');
const staging = mkdtempSync(join(process.argv[2], 'npm-'));
const installed = folder => join(folder, '.package-lock.json');
const content = folder => existsSync(installed(folder)) ? readFileSync(installed(folder), 'utf8') : null;

try {
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(here, name), join(staging, name));
  const options = { cwd: staging, stdio: 'inherit', shell: process.platform === 'win32' };
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (npm.status !== 0) throw new Error('npm ci failed');

  const fresh = join(staging, 'node_modules');
  if (content(target) !== content(fresh)) {
    if (existsSync(target)) renameSync(target, join(staging, 'replaced'));
    renameSync(fresh, target);
  }
} catch (error) {
  // Another build may have been faster between the look and the move.
  const wanted = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8')).packages;
  const present = content(target);
  const done = present !== null && Object.values(wanted).every(p => !p.integrity || present.includes(p.integrity));
  if (!done) {
    console.error(`npm error: ${error.message}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(staging, { recursive: true, force: true });
}
