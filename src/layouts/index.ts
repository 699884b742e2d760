import type { ArchLayout } from '../core/layout.ts';
import { x86_64 } from './x86_64.ts';

/** The architectures, in the order in which they are listed. */
export const ARCHITECTURES: readonly ArchLayout[] = [x86_64];
