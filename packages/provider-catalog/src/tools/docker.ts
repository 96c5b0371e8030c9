import { defineProvider } from '@devclean/core';

// Why these words: docs/decisions/0011-a-cache-without-a-folder.md. Images, containers and volumes may exist nowhere else.
const server = ['{executable}', '--host', '{server}'] as const;

export const docker = defineProvider({
  apiVersion: 1,
  id: 'docker',
  title: 'Docker',
  homepage: 'https://docs.docker.com/build/cache/',
  summary: 'Results of the steps that image builds ran',
  knownFrom: 'documentation',
  programs: ['docker'],
  caches: [
    {
      kind: 'managed',
      id: 'engine',
      sections: [
        {
          id: 'build-cache',
          title: 'Build cache',
          safety: 'costly',
          cost: 'The next build of each image runs all its steps again, for everybody who shares this Docker.',
        },
      ],
      variables: ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'],
      environment: { DOCKER_BUILDKIT: '0', BUILDX_BUILDER: 'default' },
      server: {
        argv: ['{executable}', 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
        local: ['unix://', 'npipe://'],
      },
      measure: {
        argv: [...server, 'system', 'df', '--format', '{{json .}}'],
        read: {
          lines: 'json',
          key: 'Type',
          sections: { 'build-cache': 'Build Cache' },
          bytes: 'Size',
          reclaimable: 'Reclaimable',
        },
      },
      native: [
        {
          argv: [...server, 'builder', 'prune', '--all', '--force'],
          sections: ['build-cache'],
          effect: 'Clears what of the build cache nothing uses, and no image, container or volume.',
        },
      ],
    },
  ],
});
