import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PteDecodeError, usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { createOutput, type Io } from '../../../input/bytes/io.ts';
import { tellWritten } from '../../options/output/output.ts';
import { EXIT } from '../../exit.ts';
import type { Action } from '../../spec.ts';

/** `pte-decode explorer`. */
export const action: Action = async (invocation, io) => {
  const path = invocation.value('output');
  const isOpened = invocation.has('open');
  if (path === undefined && !isOpened) throw usageError('explorer: wanted --output FILE, or --open');
  if (path === '-' && isOpened) throw usageError('explorer: --open wants a file, and - is standard output');
  const { own, bytes } = ownPage(io);
  if (path !== undefined) {
    const file = createOutput(io, path);
    file.write(bytes);
    file.finish();
    tellWritten(io, path);
  }
  if (isOpened) await openPage(path === undefined ? own : resolve(path));
  return EXIT.ok;
};

/** The page is bound to be smaller. */
const LIMIT = 1 << 24;

/** The page that the build put beside this program: in the folder of the first file, or in `dist` beside that of `bin`. */
function ownPage(io: Io): { readonly own: string; readonly bytes: Uint8Array } {
  const folder = dirname(realpathSync(process.argv[1] ?? '.'));
  const places = [join(folder, '../explorer.html'), join(folder, '../dist/explorer.html')];
  let problem: unknown;
  for (const own of places)
    try {
      return { own, bytes: io.readFile(own, LIMIT) };
    } catch (error) {
      problem = error;
    }
  throw problem;
}

/** The program that shows a file to a user of a system, and the words in front of the file. */
function opener(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['cmd', '/c', 'start', '""'] : ['xdg-open'];
}

/** Opens a file in the browser. @throws PteDecodeError `ERR_OUTPUT` when nothing opens files here */
async function openPage(path: string): Promise<void> {
  const [program, ...words] = opener(process.platform);
  const { href } = pathToFileURL(path);
  const child = spawn(program, [...words, href], { detached: true, stdio: 'ignore' });
  // What opens it is done at once, or becomes the browser and goes on: then this program does not wait.
  const status = await new Promise<number | null>((done, fail) => {
    child.on('error', () => {
      fail(
        new PteDecodeError(
          'ERR_OUTPUT',
          `${program}: cannot be run; open it in a browser: ${printable(href, 1000)}`,
        ),
      );
    });
    child.on('exit', done);
    setTimeout(done, PATIENCE, 0);
  });
  child.unref();
  if (status !== 0)
    throw new PteDecodeError('ERR_OUTPUT', `${program} opened nothing; the page is ${printable(href, 1000)}`);
}

/** Milliseconds that are waited for what opens a file to say that it cannot. */
const PATIENCE = 3000;
