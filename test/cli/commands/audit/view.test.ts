import { describe, expect, test } from '@jest/globals';
import { Auditor } from '../../../../src/core/verdicts/audit.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { auditJson, renderAudit } from '../../../../src/cli/commands/audit/view.ts';
import { plainPalette } from '../../../../src/records/text/palette.ts';

const style = { palette: plainPalette, terminal: undefined };

describe('audit-view', () => {
  test('a level other than pte is named, and counts stand without examples', () => {
    const auditor = new Auditor(resolveKernel({ kernel: '6.12' }));
    const raw = 0x0000000000002083n;
    const examples = auditor
      .add(raw, 'pmd')
      .map((broken) => ({ ...broken, why: broken.why(), raw, level: 'pmd' as const, origin: 'x' }));
    const text = renderAudit({ auditor, examples }, 'Linux 6.12', style);
    expect(text).toContain('0x0000000000002083  pmd  x  ');
    expect(renderAudit({ auditor, examples: [] }, 'Linux 6.12', style)).toContain('and 1 more');
    expect(auditJson({ auditor, examples: [] }, 'option')).toMatchObject({
      schema: 2,
      values: 1,
      counts: { 'reserved-bits': 1 },
    });
  });
});
