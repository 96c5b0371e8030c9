import { defineTool } from '../define-tool.js';

// Where: https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables; HF_HUB_CACHE is not looked at.
export const huggingFace = defineTool({
  id: 'hugging-face',
  title: 'Hugging Face hub',
  homepage: 'https://huggingface.co/docs/huggingface_hub/guides/manage-cache',
  summary: 'Models and data sets that programs have downloaded',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'HF_HOME' },
    { from: 'default', path: '{xdg-cache}/huggingface' },
  ],
  fingerprint: { anyOf: ['hub/*--*/snapshots', 'hub/*--*/blobs', 'datasets/*/*/*/*/dataset_info.json'] },
  sections: [
    {
      id: 'downloads',
      title: 'Models, data sets and spaces',
      paths: ['hub/models--*', 'hub/datasets--*', 'hub/spaces--*', 'xet/*/chunk-cache', 'xet/*/shard-cache'],
      safety: 'costly',
      cost: 'Programs download them again, where they are still to be had and to you; without a network they fail.',
      contains: 'packages',
    },
    {
      id: 'datasets',
      title: 'Prepared data sets',
      paths: ['datasets/*'],
      safety: 'costly',
      cost: 'Programs prepare them again, which may take hours.',
    },
  ],
  // What logs a user in lies here, too; so do uploads that are under way (xet/*/staging).
  keep: ['token', 'stored_tokens', 'modules', 'xet/*/staging'],
  inUse: { locks: [{ path: 'hub/.locks/*/*.lock', kind: 'flock' }] },
  ownCommands: [
    {
      command: 'hf cache prune',
      effect: 'Removes revisions that no name leads to any more: also those that a program asks for by their number.',
    },
  ],
});
