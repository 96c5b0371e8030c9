/** Who the provider is. On its own, because devclean shows its commands without loading the provider. */
export const card = {
  id: 'black',
  title: 'Black',
  // The tool's own documentation of its cache.
  homepage: 'https://black.readthedocs.io/en/stable/usage_and_configuration/file_collection_and_discovery.html',
  summary: 'What Black knows of the files that it has formatted',
};
