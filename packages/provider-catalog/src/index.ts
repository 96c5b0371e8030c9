// Written by scripts/catalog-index.mjs from the files in tools. Do not edit: "npm run generate" does it.
export { bundler } from './tools/bundler.js';
export { cargo } from './tools/cargo.js';
export { ccache } from './tools/ccache.js';
export { composer } from './tools/composer.js';
export { cypress } from './tools/cypress.js';
export { go } from './tools/go.js';
export { golangciLint } from './tools/golangci-lint.js';
export { gopls } from './tools/gopls.js';
export { maven } from './tools/maven.js';
export { rubygems } from './tools/rubygems.js';
export { sccache } from './tools/sccache.js';
export { staticcheck } from './tools/staticcheck.js';
