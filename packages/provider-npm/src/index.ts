export { npmCard, npmProvider } from './npm.js';
