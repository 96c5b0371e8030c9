import { spec } from './spec.js';

/** devclean's question, by the name in package.json. It asks in a worker. */
export default async () => [spec];
