// Written by scripts/catalog-index.mjs from the files in tools. Do not edit: "npm run generate" does it.
export { bun } from './tools/bun.js';
export { cargo } from './tools/cargo.js';
export { cypress } from './tools/cypress.js';
export { deno } from './tools/deno.js';
export { pdm } from './tools/pdm.js';
export { pipenv } from './tools/pipenv.js';
export { poetry } from './tools/poetry.js';
export { preCommit } from './tools/pre-commit.js';
export { turbo } from './tools/turbo.js';
export { uv } from './tools/uv.js';
export { virtualenv } from './tools/virtualenv.js';
