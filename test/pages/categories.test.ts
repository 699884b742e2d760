import { describe, expect, test } from '@jest/globals';
import { CATEGORIES, categoryRow } from '../../src/pages/categories.ts';
import { PAGE_COLOURS } from '../../src/pages/html/html-colours.ts';
import { contrast, linear, type Triple } from '../helpers/contrast.ts';

/** What eyes see that lack one kind of cones: Machado, Oliveira, Fernandes 2009, table 1, severity 1.0. */
// prettier-ignore
const EYES: Readonly<Record<string, readonly Triple[]>> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function times([x, y, z]: Triple, [a = [0, 0, 0], b = [0, 0, 0], c = [0, 0, 0]]: readonly Triple[]): Triple {
  const dot = (row: Triple): number => row[0] * x + row[1] * y + row[2] * z;
  return [dot(a), dot(b), dot(c)];
}

/** Oklab (Ottosson 2020): colours that are as far apart as they look. */
// prettier-ignore
function oklab(colour: Triple): Triple {
  const cones = times(colour, [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]);
  return times([Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])], [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]]);
}

function distance(a: string, b: string, eyes: readonly Triple[]): number {
  const seen = (colour: string): Triple => {
    const [red, green, blue] = times(linear(colour), eyes);
    const clamp = (value: number): number => Math.min(1, Math.max(0, value));
    return oklab([clamp(red), clamp(green), clamp(blue)]);
  };
  const [x, y] = [seen(a), seen(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

/** The states that a process has, most often. */
const USUAL = ['present', 'present +uffd_wp', 'swap', 'swap +uffd_wp', 'migration', 'none'].concat(
  ['uffd_wp', 'guard', 'poisoned'].map((name) => `pte-marker:${name}`),
);

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  test('text is read: a contrast of 4.5 at least', () => {
    for (const text of ['text', 'dim', 'focus', 'warning'] as const)
      for (const ground of ['ground', 'card', 'chosen'] as const)
        expect([
          text,
          ground,
          contrast(PAGE_COLOURS[text][scheme], PAGE_COLOURS[ground][scheme]) >= 4.5,
        ]).toEqual([text, ground, true]);
  });

  test('every state is seen beside pages without anything', () => {
    const empty = categoryRow('none')[scheme];
    for (const { start, [scheme]: colour } of CATEGORIES)
      if (start !== 'none' && start !== 'left-out')
        expect([start, contrast(colour, empty) >= 1.9]).toEqual([start, true]);
  });

  test.each(Object.keys(EYES))('the usual states are told from each other: %s', (name) => {
    const near = USUAL.flatMap((a, index) =>
      USUAL.slice(0, index)
        .filter((b) => distance(categoryRow(a)[scheme], categoryRow(b)[scheme], EYES[name] ?? []) < 0.12)
        .map((b) => `${a} and ${b}`),
    );
    expect(near).toEqual([]);
  });
});

test('a category is of the first row that it begins with, and rows hide no other', () => {
  for (const row of CATEGORIES) expect(categoryRow(row.start)).toBe(row);
  expect(categoryRow('present +uffd_wp (pmd)').letter).toBe('W');
  expect(categoryRow('never heard of').letter).toBe('?');
});
