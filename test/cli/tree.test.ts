import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/registry.ts';
import { commandTree } from '../../src/cli/tree.ts';

describe('commandTree', () => {
  test('has plain decoding first and then every command under its own name', async () => {
    expect((await commandTree()).map(({ name }) => name)).toEqual(['', ...COMMANDS.map(({ name }) => name)]);
  });
});
