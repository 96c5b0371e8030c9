import { keepTheContract } from './keep-the-contract.js';

await keepTheContract('e', 'o');
