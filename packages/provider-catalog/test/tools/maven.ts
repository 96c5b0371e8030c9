import type { ProviderCases } from '@devclean/testkit/contract';

const version = { '_remote.repositories': 'a-1.jar>central=', 'a-1.jar.lastUpdated': '#NOTE', 'a-1.pom': '<project/>' };

export const maven: ProviderCases = {
  caches: {
    repository: {
      fill: {
        'junit/junit/1': version,
        'org/example/a/1': version,
        'org/example/one/a/1': version,
        'org/example/one/two/a/1': version,
        // Installed by a build, and nowhere else.
        'com/mine/app/1': { '_remote.repositories': 'app-1.jar>=', 'app-1.jar': 'mine' },
      },
      keep: ['com', 'org/example/a/1/a-1.pom', 'org/example/a/1/_remote.repositories'],
      defaultAt: { linux: '.m2/repository', darwin: '.m2/repository', win32: '.m2/repository' },
      decoys: { 'sources in packages': { 'org/example/app/main': { 'Main.java': 'mine', 'a.lastUpdated': 'mine' } } },
    },
    wrapper: {
      fill: {
        'apache-maven-3.9.11/a2d47e15': { 'mvnw.url': 'https://example.org', 'boot/plexus.jar': 'x'.repeat(9_000) },
        'apache-maven-3.8.6-bin/1ks0nkde5v1pk9': { 'apache-maven-3.8.6': { 'boot/plexus.jar': 'x' } },
        'maven-mvnd-1.0.2-linux-amd64/b3e58f26': { 'mvnw.url': 'https://example.org', 'bin/mvnd': 'elf' },
      },
      defaultAt: { linux: '.m2/wrapper/dists', darwin: '.m2/wrapper/dists', win32: '.m2/wrapper/dists' },
      precedence: [
        {
          when: 'MAVEN_USER_HOME names a folder',
          env: { MAVEN_USER_HOME: '{home}/maven' },
          active: ['maven/wrapper/dists'],
          leftovers: ['.m2/wrapper/dists'],
        },
      ],
      decoys: {
        'Mavens unpacked by hand': { 'apache-maven-3.9.11': { 'bin/mvn': '#!/bin/sh', 'boot/plexus.jar': 'x' } },
      },
    },
    'build-cache': {
      fill: {
        'v1.1/org.example/sample/95093ae2cf485b9e/local': {
          'buildinfo.xml': '<build/>',
          'sample.jar': 'x'.repeat(9_000),
        },
      },
      defaultAt: { linux: '.m2/build-cache', darwin: '.m2/build-cache', win32: '.m2/build-cache' },
      decoys: { 'versions of something else': { 'v1.1': { 'notes.txt': 'mine' } } },
    },
  },
};
