import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

const commands = ['scan', 'sweep', 'apply', 'doctor', 'providers', 'pip', 'npm', 'yarn', 'gradle'];

test.each([
  ['scna', 'scan'],
  ['swep', 'sweep'],
  ['provider', 'providers'],
  ['prov', 'providers'],
  ['PIP', 'pip'],
  ['pipp', 'pip'],
  ['nmp', undefined], // as near to pip
  ['gradel', 'gradle'],
  ['cargo', undefined],
  ['', undefined],
])('%s was meant to be %s', (text, meant) => {
  expect(nearest(text, commands)).toBe(meant);
});
