import { Auditor as CoreAuditor, type AuditOptions, type Broken } from '../../core/verdicts/audit.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { aKernel, aLevel, aMap, anEntryOf, aU64, between, options } from './given.ts';

const auditOptions = options({ special: aU64, areas: aMap });

/** The auditor, of what a program gives. */
export class Auditor extends CoreAuditor {
  constructor(kernel: Kernel, given: AuditOptions = {}) {
    aKernel('kernel', kernel);
    auditOptions(given);
    super(kernel, given);
  }

  override add(raw: bigint, level: Level, times = 1): readonly Broken[] {
    anEntryOf(this.kernel, 'raw', raw);
    aLevel('level', level);
    between('times', times, 1, Number.MAX_SAFE_INTEGER);
    return super.add(raw, level, times);
  }
}
