#!/usr/bin/env node
import { statSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';

// Node 22 and newer can keep compiled code between runs. It runs what was kept unchecked, and its own place for that is the
// shared temporary folder, where anybody can lay something out for root. So ours is beside the code, where nobody writes who
// could not change the code, and only if the code is this user's: root leaves nothing that its owner cannot remove. Where
// it cannot be written, nothing is kept. See docs/decisions/0005-compiled-code.md.
const own = path.dirname(import.meta.dirname);
if (statSync(own).uid === (process.geteuid?.() ?? 0)) {
  module.enableCompileCache?.(path.join(own, 'node_modules/.cache/compiled'));
}

const { run } = await import('../dist/index.js');
await run(import.meta.url);
