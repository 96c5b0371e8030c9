import { defineProvider } from '@devclean/core';

// Archives holds what was shipped, with its symbols, and exists nowhere else; so do the simulators' devices.
export const xcode = defineProvider({
  apiVersion: 1,
  id: 'xcode',
  title: 'Xcode',
  homepage: 'https://developer.apple.com/documentation/xcode/build-system',
  summary: 'What Xcode has built, symbols of devices, and caches of simulators',
  knownFrom: 'documentation',
  caches: [
    {
      kind: 'folder',
      id: 'builds',
      locations: [{ from: 'default', path: { darwin: '~/Library/Developer/Xcode' } }],
      fingerprint: { anyOf: ['DerivedData/*-*/info.plist', '* DeviceSupport/*/Info.plist'] },
      sections: [
        {
          id: 'modules',
          title: 'Compiled modules',
          paths: ['DerivedData/ModuleCache', 'DerivedData/*Cache*.noindex'],
          safety: 'safe',
          cost: 'The next build compiles them again.',
        },
        {
          id: 'derived-data',
          title: 'Builds and indexes of projects',
          paths: ['DerivedData/*-*'],
          safety: 'costly',
          cost: 'The next build begins from nothing, and the logs and test results of earlier ones are gone.',
          contains: 'packages',
        },
        {
          // For the system of a device that nobody has any more there is no other source.
          id: 'device-support',
          title: 'Symbols of devices',
          paths: ['* DeviceSupport/*'],
          safety: 'risky',
          cost: 'They come back only when a device with that very system is connected.',
        },
      ],
      keep: ['Archives', 'UserData'],
      inUse: { processes: ['Xcode', 'xcodebuild', 'XCBBuildService', 'SWBBuildService'] },
    },
    {
      kind: 'folder',
      id: 'simulators',
      locations: [{ from: 'default', path: { darwin: '~/Library/Developer/CoreSimulator' } }],
      fingerprint: { anyOf: ['Devices/device_set.plist'] },
      sections: [
        {
          id: 'simulator-caches',
          title: 'Shared libraries of simulators',
          paths: ['Caches/dyld/*'],
          safety: 'costly',
          cost: 'The next start of each simulator takes minutes.',
        },
      ],
      keep: ['Devices'],
      inUse: { processes: ['Xcode', 'xcodebuild', 'Simulator', 'launchd_sim'] },
    },
  ],
});
