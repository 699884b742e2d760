import { describe, expect, test } from '@jest/globals';
import { checkSpecial } from '../../../../src/core/verdicts/special.ts';
import { designsOf } from '../../../../src/kernel/designs.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';
import { plainPalette } from '../../../../src/records/text/palette.ts';
import {
  designJson,
  encodeCommand,
  renderDesigns,
  renderVerdict,
  verdictJson,
} from '../../../../src/cli/commands/special/view.ts';

const style = { palette: plainPalette, terminal: undefined };

describe('special-view', () => {
  const kernel = resolveKernel({ kernel: '6.12' });

  test('a value that nothing collides with has no command', () => {
    expect(encodeCommand(kernel, checkSpecial(kernel, 0x4n))).toBeNull();
  });

  test('a value that would be read as a page slot gets a caution', () => {
    const text = renderVerdict(kernel, checkSpecial(kernel, 0x07fffffffffffc14n), style);
    expect(text).toContain('caution         code that decodes before it compares all bits');
    expect(text).toContain('all four rules hold');
  });

  test('64-bit values are strings of 16 digits in JSON', () => {
    expect(JSON.stringify(verdictJson(kernel, checkSpecial(kernel, 0xf7fffffffffffc04n)))).toContain(
      '"raw":"0xf7fffffffffffc04"',
    );
    expect(designsOf(kernel).map(designJson)).toMatchObject([
      { design: 'bare-bit', value: '0x0000000000000004' },
      { design: 'type-offset' },
      { design: 'pte-marker', value: '0xfffffffffffffc00' },
    ]);
  });

  test('the columns of the designs are aligned', () => {
    const [heading = '', first = ''] = renderDesigns(designsOf(kernel), style).split('\n');
    expect(first.indexOf('bare-bit')).toBe(heading.indexOf('design'));
  });
});
