import { defineTool } from '../define-tool.js';

// https://bazel.build/remote/output-directories. Before Bazel 9, macOS has it in a folder that all users share, which is left alone.
export const bazel = defineTool({
  id: 'bazel',
  title: 'Bazel',
  homepage: 'https://bazel.build/remote/output-directories',
  summary: 'What Bazel has built for each workspace, what it has downloaded, and its own unpacked releases',
  knownFrom: 'documentation',
  locations: [{ from: 'default', path: { linux: '{xdg-cache}/bazel', darwin: '~/Library/Caches/bazel' } }],
  fingerprint: {
    anyOf: ['_bazel_*/install/<hex>/*.jar', '_bazel_*/<hex>/server', '_bazel_*/cache/repos/v<digits>'],
  },
  sections: [
    {
      id: 'downloads',
      title: 'Downloaded archives',
      paths: ['_bazel_*/cache/repos/v<digits>'],
      safety: 'safe',
      cost: 'The next build of each workspace downloads its dependencies again.',
    },
    {
      id: 'installs',
      title: 'Unpacked releases of Bazel',
      paths: ['_bazel_*/install/<hex>'],
      safety: 'safe',
      cost: 'The next Bazel of that version unpacks itself again.',
      contains: 'packages',
    },
    {
      id: 'outputs',
      title: 'Builds of workspaces',
      paths: ['_bazel_*/<hex>'],
      safety: 'costly',
      cost: 'Links such as bazel-bin lead nowhere until the next build has done everything again.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['bazel'], locks: [{ path: '_bazel_*/<hex>/lock', kind: 'posix' }] },
  ownCommands: [
    {
      command: 'bazel clean --expunge',
      effect: 'Clears what was built for the workspace that it is run in, and no other; stops its server.',
    },
  ],
});
