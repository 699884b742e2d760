import { expect, test } from '@jest/globals';
import { kernelNameOf } from '../../src/kernel/release.ts';

test.each([
  { release: '6.1.0-56-amd64', name: 'debian-6.1' },
  { release: '6.12.117+deb12-amd64', name: 'debian-6.12' },
  { release: '7.3.4+deb13-amd64', name: 'debian-7.3' },
  { release: '6.12.57+deb13-amd64', name: '6.12.57' },
  { release: '5.10.0-30-amd64', name: '5.10' },
  { release: '6.1.0-rt-56-amd64', name: '6.1' },
  { release: '6.18.44', name: '6.18.44' },
  { release: '6.8.0-45-generic', name: '6.8' },
  { release: 'Linux', name: undefined },
])('$release is $name', ({ release, name }) => {
  expect(kernelNameOf(release)).toBe(name);
});
