import { defineTool } from '../define-tool.js';

// Beside what is named here lies LocalHistory, the undo history of the user's files. Where:
// https://www.jetbrains.com/help/idea/directories-used-by-the-ide-to-store-settings-caches-plugins-and-logs.html
export const jetbrains = defineTool({
  id: 'jetbrains',
  title: 'JetBrains IDEs',
  homepage: 'https://www.jetbrains.com/help/idea/invalidate-caches.html',
  summary: 'Indexes and caches of IntelliJ IDEA, PyCharm, WebStorm and the others',
  knownFrom: 'documentation',
  locations: [{ from: 'default', path: '{user-cache}/JetBrains' }],
  // Each IDE writes into .home where it is installed.
  fingerprint: { anyOf: ['*<digits>.<digits>/.home'] },
  sections: [
    {
      id: 'browser',
      title: 'Cache of the built-in browser',
      paths: ['*<digits>.<digits>/jcef_cache'],
      safety: 'safe',
      cost: 'Pages that the IDE shows are loaded again.',
    },
    {
      id: 'indexes',
      title: 'Indexes and caches of projects',
      paths: ['*<digits>.<digits>/index', '*<digits>.<digits>/caches'],
      safety: 'costly',
      cost: 'The IDE indexes each project anew when it is opened, for minutes.',
    },
  ],
  keep: ['*<digits>.<digits>/LocalHistory'],
  inUse: {
    processes: [
      'idea',
      'pycharm',
      'webstorm',
      'phpstorm',
      'goland',
      'rubymine',
      'clion',
      'rider',
      'rustrover',
      'datagrip',
    ],
  },
});
