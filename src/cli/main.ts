import { nodeIo } from '../input/io.ts';
import { run } from './run.ts';

void run(process.argv.slice(2), nodeIo()).then((code) => {
  process.exitCode = code;
});
