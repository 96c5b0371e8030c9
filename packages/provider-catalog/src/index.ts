// Written by scripts/catalog-index.mjs from the files in tools. Do not edit: "npm run generate" does it.
export { cargo } from './tools/cargo.js';
export { cypress } from './tools/cypress.js';
export { go } from './tools/go.js';
