/** What `npm cache verify` is like: `lib/verify.js` of https://github.com/npm/cacache. */
export const aboutVerify =
  '"npm cache verify" clears them as well, but is heavy and destructive: it reads the whole cache, rewrites the index, and breaks installs that are under way.';
