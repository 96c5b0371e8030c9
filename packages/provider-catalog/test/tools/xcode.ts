import type { ProviderCases } from '@devclean/testkit/contract';

export const xcode: ProviderCases = {
  caches: {
    builds: {
      fill: {
        'DerivedData/App-bqjrgkdvfeqzyrflcqxvdbmdlvpj': {
          'info.plist': '<key>WorkspacePath</key>',
          'Build/Products/App': 'x'.repeat(9_000),
          'SourcePackages/checkouts/swift-log/.git/HEAD': 'ref: refs/heads/main',
        },
        'DerivedData/ModuleCache': { 'a.pcm': 'x' },
        'DerivedData/ModuleCache.noindex': { '2ABC/Foundation-1.pcm': 'x' },
        'iOS DeviceSupport/iPhone15,2 17.5 (21F79)': { 'Info.plist': '<plist/>', 'Symbols/usr/lib/dyld': 'x' },
        'Archives/2026-01-02/App.xcarchive/dSYMs/App': 'mine',
        'UserData/FontAndColorThemes/Mine.xccolortheme': 'mine',
        'iOS Device Logs/db': 'logs',
      },
      keep: ['Archives', 'UserData', 'iOS Device Logs'],
      defaultAt: { darwin: 'Library/Developer/Xcode' },
      decoys: { 'Xcode without builds': { 'Archives/a.xcarchive': 'mine', 'DerivedData/notes/info.plist': 'mine' } },
    },
    simulators: {
      fill: {
        'Devices/device_set.plist': '<plist/>',
        'Devices/0A1B2C3D-0000-0000-0000-000000000000/data/Documents/a': 'mine',
        'Caches/dyld/24F74': { 'com.apple.CoreSimulator.SimRuntime.iOS-18-5': 'x'.repeat(5_000) },
      },
      keep: ['Devices'],
      defaultAt: { darwin: 'Library/Developer/CoreSimulator' },
      decoys: { 'devices of something else': { 'Devices/mine': 'mine', 'Caches/dyld/mine': 'mine' } },
    },
  },
};
