import type { Platform } from '../words.js';

/** A program that keeps several versions of Node, and what is installed with each. */
interface NodeManager {
  readonly name: string;
  readonly variable: string;
  readonly roots: Readonly<Record<Platform, readonly string[]>>;
  readonly versions: string;
  readonly prefix: string;
}

/** Where version managers keep their Nodes; `*` is a version. Their defaults, and the variable that moves each. */
export const nodeManagers: readonly NodeManager[] = [
  {
    name: 'nvm',
    variable: 'NVM_DIR',
    roots: { linux: ['~/.nvm', '~/.config/nvm'], darwin: ['~/.nvm', '~/.config/nvm'], win32: [] },
    versions: 'versions/node',
    prefix: '',
  },
  {
    name: 'fnm',
    variable: 'FNM_DIR',
    roots: {
      linux: ['{xdg-data}/fnm', '~/.fnm'],
      darwin: ['~/Library/Application Support/fnm', '{xdg-data}/fnm', '~/.fnm'],
      win32: ['{app-data}/fnm'],
    },
    versions: 'node-versions',
    prefix: 'installation',
  },
  {
    name: 'volta',
    variable: 'VOLTA_HOME',
    roots: { linux: ['~/.volta'], darwin: ['~/.volta'], win32: ['{local-app-data}/Volta'] },
    versions: 'tools/image/node',
    prefix: '',
  },
];
