#!/usr/bin/env node
// For the `prepack` of a plugin: writes oclif.manifest.json, by which devclean knows the plugin's commands without loading it, at
// each of its starts. oclif's own `oclif manifest` does the same, and would bring 400 packages along.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Plugin } from '@oclif/core';

const root = process.cwd();
process.env.NODE_ENV = 'production'; // else oclif looks for TypeScript sources to transpile
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
writeFileSync(path.join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`);
