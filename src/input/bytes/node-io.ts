import type { Io } from './io.ts';
import { createFile } from './new-file.ts';
import { listFolder, openFile, openInput, readFile } from './node-files.ts';
import { nodeStreams } from './node-streams.ts';

/** The real world: this process's descriptors, files and environment. */
export function nodeIo(): Io {
  return Object.assign(nodeStreams(), { open: openInput, openFile, readFile, listFolder, createFile });
}
