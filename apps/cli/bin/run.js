#!/usr/bin/env node
import module from 'node:module';

module.enableCompileCache?.(); // Node 22 and newer: compiled code is kept in the temporary folder between runs

const { run } = await import('../dist/index.js');
await run(import.meta.url);
