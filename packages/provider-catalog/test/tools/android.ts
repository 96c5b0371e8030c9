import type { ProviderCases } from '@devclean/testkit/contract';

export const android: ProviderCases = {
  caches: {
    android: {
      fill: {
        cache: { 'sdkbin-1_0a1b-repository2-3_xml': 'x'.repeat(9_000), 'sdkinf-1_0a1b-repository2-3_xml': 'x' },
        'build-cache': { '3.6.0': { '0a1b/output': 'x' } },
        avd: { 'phone.avd/userdata.img': 'mine' },
        'debug.keystore': 'mine',
        adbkey: 'mine',
        'adbkey.pub': 'mine',
        'repositories.cfg': 'mine',
      },
      keep: ['avd', 'debug.keystore', 'adbkey', 'adbkey.pub', 'repositories.cfg'],
      defaultAt: { linux: '.android', darwin: '.android', win32: '.android' },
      precedence: [
        {
          when: 'ANDROID_USER_HOME names a folder',
          env: { ANDROID_USER_HOME: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.android'],
        },
      ],
      decoys: { 'keys and devices alone': { avd: { 'phone.ini': 'mine' }, cache: { mine: 'mine' }, adbkey: 'mine' } },
    },
  },
};
