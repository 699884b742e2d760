import fc from 'fast-check';
import { createRequire } from 'node:module';

// The gate asks the same cases of the same commit every time; `npm run test:all` asks new ones.
if (!process.env['ALL']) fc.configureGlobal({ seed: 20220512 });

// Commands tune V8 for the process that they have to themselves: a small heap, no optimised code. Here one process runs
// many of them, and all tests after such a command would pay for it.
const v8: unknown = createRequire(import.meta.url)('node:v8');
if (typeof v8 === 'object' && v8 !== null) Reflect.set(v8, 'setFlagsFromString', () => undefined);
