import { defineTool } from '../define-tool.js';

// ~/.ivy2/local and ~/.ivy2/shared hold what was published on this machine, and are outside:
// https://ant.apache.org/ivy/history/latest-milestone/tutorial/defaultconf.html
export const ivy = defineTool({
  id: 'ivy',
  title: 'Apache Ivy',
  homepage: 'https://ant.apache.org/ivy/history/latest-milestone/settings/caches.html',
  summary: 'Libraries that Ivy, Ant and older sbt have downloaded',
  locations: [
    { from: 'default', path: { linux: '{account}/.ivy2/cache' } },
    { from: 'default', path: { darwin: '{account}/.ivy2/cache' } },
    { from: 'default', path: { win32: '{account}/.ivy2/cache' } },
  ],
  fingerprint: { anyOf: ['*/*/ivydata-*.properties', '*/*/ivy-*.xml.original'] },
  sections: [
    {
      id: 'modules',
      title: 'Downloaded libraries',
      paths: ['*/*/ivy-*', '*/*/ivydata-*', '*/*/*s'],
      safety: 'safe',
      cost: 'The next build downloads them again.',
    },
  ],
  inUse: { processes: ['ant', 'sbt', 'ivy'], locks: [{ path: '.sbt.ivy.lock', kind: 'posix' }] },
  ownCommands: [{ command: 'ivy:cleancache', effect: 'A task of Ant: clears this cache and nothing else.' }],
});
