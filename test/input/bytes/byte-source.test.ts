import { afterAll, describe, expect, test } from '@jest/globals';
import { readExactly } from '../../../src/input/bytes/byte-source.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('readExactly', () => {
  test('says where the file ends', () => {
    const source = openFile(folder.write('short', new Uint8Array(5)));
    expect(() => readExactly(source, 2, 8, 'entry')).toThrow(
      /short@0x2: the file ends at 0x5, inside the entry/,
    );
    expect(() => readExactly(source, 2, 8, 'entry')).toThrow(
      expect.objectContaining({ code: 'ERR_TRUNCATED' }),
    );
    source.close();
  });
});
