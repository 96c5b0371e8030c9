import { expect, test } from 'vitest';
import { type Files, machine } from '../test/machine.js';
import { cachingOf } from './caching-of.js';
import { readPipSettings } from './pip-settings.js';

interface Example {
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
  readonly says: ReturnType<typeof cachingOf>;
}

const conf = '/home/ada/.config/pip/pip.conf';
const usual = { rule: 'default', detail: 'the default on Linux' } as const;
const env = (detail: string) => ({ rule: 'env', detail }) as const;
const config = (detail: string) => ({ rule: 'config', detail }) as const;

const examples: Record<string, Example> = {
  'nothing is set': { says: { decidedBy: [usual], caching: 'on' } },
  'a variable decides': {
    env: { PIP_CACHE_DIR: '/c' },
    says: { decidedBy: [env('PIP_CACHE_DIR')], caching: 'on' },
  },
  'a section of a file decides': {
    files: { [conf]: '[install]\ncache-dir = /i\n[global]\ncache-dir = /g\n' },
    says: {
      decidedBy: [config(`cache-dir in [install] of ${conf}`)],
      caching: 'on',
      remarks: [
        `pip download caches in /g (cache-dir in [global] of ${conf})`,
        `pip wheel caches in /g (cache-dir in [global] of ${conf})`,
        `pip lock caches in /g (cache-dir in [global] of ${conf})`,
        `pip index caches in /g (cache-dir in [global] of ${conf})`,
        `pip list caches in /g (cache-dir in [global] of ${conf})`,
        `pip cache looks at /g (cache-dir in [global] of ${conf}), where pip install does not cache`,
      ],
    },
  },
  'no turns it off as yes does': {
    env: { PIP_NO_CACHE_DIR: '0' },
    says: {
      decidedBy: [usual],
      caching: 'off',
      cachingDecidedBy: [env('PIP_NO_CACHE_DIR')],
      remarks: [
        'PIP_NO_CACHE_DIR is "0", and turns caching off all the same: pip asks only whether it is set',
        'pip cache refuses to say anything (PIP_NO_CACHE_DIR)',
      ],
    },
  },
  'only one command does not cache': {
    files: { [conf]: '[wheel]\nno-cache-dir = true\n' },
    says: {
      decidedBy: [usual],
      caching: 'on',
      remarks: [`pip wheel does not cache (no-cache-dir in [wheel] of ${conf})`],
    },
  },
  'a value that pip refuses': {
    env: { PIP_NO_CACHE_DIR: 'banana' },
    says: {
      decidedBy: [usual],
      caching: 'unknown',
      cachingDecidedBy: [env('PIP_NO_CACHE_DIR')],
      remarks: [
        'PIP_NO_CACHE_DIR is "banana", with which pip refuses to run',
        'pip cache refuses to say anything (PIP_NO_CACHE_DIR)',
      ],
    },
  },
  'a file that pip cannot read': {
    files: { [conf]: '[global]\nno-cache-dir\n' },
    says: { decidedBy: [usual], caching: 'unknown', cachingDecidedBy: [config(`${conf}, which pip cannot read`)] },
  },
  'false is a folder': {
    files: { [conf]: '[global]\ncache-dir = false\n' },
    says: {
      decidedBy: [config(`cache-dir in [global] of ${conf}`)],
      caching: 'on',
      remarks: [`cache-dir in [global] of ${conf} is "false", a folder below wherever pip runs, one for each`],
    },
  },
};

test.for(Object.entries(examples))('%s', async ([, { files = {}, env: variables = {}, says }]) => {
  const context = await machine(files, { env: variables });
  expect(cachingOf(await readPipSettings(context), context)).toEqual(says);
});
