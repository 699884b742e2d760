import { describe, expect, test } from '@jest/globals';
import { INVARIANTS } from '../../src/core/verdicts/audit.ts';
import { property } from '../helpers/json.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { checkLines, readSchema } from '../helpers/schemas.ts';

async function expectValid(name: string, args: readonly string[]): Promise<void> {
  expect(checkLines(name, (await runOnDisk([...args, '--json'])).stdout)).toBeGreaterThan(0);
}

describe('schema/special.schema.json', () => {
  test.each([
    { args: ['special', '--arch', 'all'] },
    { args: ['special', '--arch', 'all', '--candidate', '0x4'] },
    { args: ['special', '--candidate', '0x07fffffffffffc04'] },
    { args: ['special', '--candidate', '0x07fffffffffffc14'] },
    { args: ['special', '--designs', '--arch', 'all'] },
    { args: ['special', '--designs', '--arch', 'all', '--kernel', '5.11'] },
  ])('$args', async ({ args }) => {
    await expectValid('special', args);
  });
});

describe('schema/audit.schema.json', () => {
  test.each([
    {
      args: [
        'audit',
        '--kernel',
        'all',
        '0x4',
        '0x80000000029eac67',
        '0x07fffffffffffc00',
        '0x07fffffffffffc08',
      ],
    },
    { args: ['audit', '--kernel', '6.12', '0x07fffffffffbfe0e'] },
    { args: ['audit', '--arch', 's390x', '0x0', '0x1234604'] },
  ])('$args', async ({ args }) => {
    await expectValid('audit', args);
  });

  test('it knows every invariant', () => {
    const names = property(property(property(readSchema('audit'), '$defs'), 'invariant'), 'enum');
    expect(names).toEqual(INVARIANTS.map(({ code }) => code));
  });
});

test('schema/host.schema.json', async () => {
  await expectValid('host', ['host', '--kernel', 'debian-6.12']);
});
