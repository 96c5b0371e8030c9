import { expect, test } from 'vitest';
import { refuseSudo } from './refuse-sudo.js';

test.each([
  ['sudo', { SUDO_UID: '1000' }],
  ['sudo that says root', { SUDO_UID: '0' }],
  ['sudo that says nobody', { SUDO_UID: '' }],
  ['doas', { DOAS_USER: 'ada' }],
  ['pkexec', { PKEXEC_UID: '1000' }],
])('root by way of %s is refused, with the command to run instead', (_, env) => {
  expect(() => refuseSudo({ uid: 0, env }, 'devclean sweep')).toThrow(
    expect.objectContaining({ code: 'UNDER_SUDO', hint: expect.stringMatching(/as yourself.*: devclean sweep$/) }),
  );
});

test.each([
  ['root itself', 0, {}],
  ['an ordinary user in a shell that sudo once started', 1000, { SUDO_UID: '1000' }],
])('%s is not', (_, uid, env) => {
  refuseSudo({ uid, env });
});
