import { Auditor as CoreAuditor, type AuditOptions, type Broken } from '../../core/verdicts/audit.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import {
  aKernel,
  aLevel,
  aMap,
  anEntryOf,
  anObject,
  aNumber,
  aText,
  aU64,
  between,
  type Look,
  options,
} from './given.ts';

const area = anObject({ name: aText, pages: aU64, bad: aU64 }, ['name', 'pages']);

const areas: Look = (what, given) => {
  aMap(what, given);
  if (!(given instanceof Map)) return;
  for (const [type, each] of given) {
    aNumber(`type of ${what}`, type);
    area(`each of ${what}`, each);
  }
};

const auditOptions = options({ special: aU64, areas });

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
