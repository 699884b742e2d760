// Processes that benches look at.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { compile, Missing } from './tools.mjs';

/** Starts a peer, which says that it is ready and waits; its pagemap can be read. */
export async function processOf(peer, ...args) {
  const child = spawn(compile(peer), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', () => {
      reject(new Missing(`no memory for ${peer} ${args.join(' ')}`));
    });
  });
  try {
    const fd = openSync(`/proc/${child.pid}/pagemap`, 'r');
    readSync(fd, new Uint8Array(8), 0, 8, 0);
    closeSync(fd);
  } catch (error) {
    child.kill();
    throw new Missing(`/proc/PID/pagemap of another process cannot be read here: ${error.code}`);
  }
  return child;
}
