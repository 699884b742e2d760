import type { Architecture } from '../core/rows/architecture.ts';
import { x86_64 } from './x86_64/index.ts';

/** What stands in place of `all.ts` where bytes count and others give up: the default architecture alone. */
export const ARCHITECTURES: readonly Architecture[] = [x86_64];
