// Written by scripts/catalog-index.mjs from the files in tools. Do not edit: "npm run generate" does it.
export { cargo } from './tools/cargo.js';
export { cocoapods } from './tools/cocoapods.js';
export { cypress } from './tools/cypress.js';
export { docker } from './tools/docker.js';
export { helm } from './tools/helm.js';
export { homebrew } from './tools/homebrew.js';
export { jetbrains } from './tools/jetbrains.js';
export { pub } from './tools/pub.js';
export { swiftpm } from './tools/swiftpm.js';
export { terraform } from './tools/terraform.js';
export { vscode } from './tools/vscode.js';
export { xcode } from './tools/xcode.js';
