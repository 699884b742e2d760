import { tried } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { changedIo, type Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { releaseInHead } from '../../../kernel/dot-config.ts';
import { coveredRelease, readRelease } from '../../../kernel/release.ts';
import { readConfigText } from './config-text.ts';

/**
 * The environment of a command whose line names no kernel, but files of `--config`: the release in the head of the last that has
 * one is that of `PTE_DECODE_KERNEL`, the kernel of all that does not say its own. What is wrong with a file is told where its
 * symbols are read.
 *
 * @param paths the files
 */
export function namedByConfig(io: Io, paths: readonly string[]): Io {
  const release = paths
    .map((path) => tried(() => releaseInHead(readConfigText(io, path))))
    .findLast((head) => head !== undefined);
  const kernel = release === undefined ? undefined : readRelease(release)?.kernel;
  if (release === undefined || kernel === undefined) return io;
  const { name, remark } = coveredRelease(kernel);
  if (remark !== undefined) tell(io, `warning: ${printable(release)}: ${remark}`);
  return changedIo(io, {
    env: { ...io.env, PTE_DECODE_KERNEL: remark === undefined ? release : name },
  });
}
