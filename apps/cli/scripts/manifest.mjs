// Writes oclif.manifest.json, by which oclif knows every command and flag without loading their code. oclif's own
// `oclif manifest` does the same, and would bring 400 packages along.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Plugin } from '@oclif/core';

const root = path.resolve(import.meta.dirname, '..');
process.env.NODE_ENV = 'production'; // else oclif looks for TypeScript sources to transpile
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
// Plugins may add fields of oclif's run-time to it that are specific to this machine; the paths are relative already.
writeFileSync(path.join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`);
