// A developer's machine that does not exist, as a scan and its lists would describe it: for the pictures in the README, for tests of the page
// in a browser, and for measuring how quick it is. The same every time.

const home = '/home/ada';
const MB = 1_000_000;
const today = Date.parse('2026-11-29T08:00:00Z');

const names = {
  pip: [
    ...[
      'torch 2.9.1 812',
      'nvidia-cudnn-cu12 9.10.2 640',
      'nvidia-cublas-cu12 12.8.4 594',
      'tensorflow 2.20.0 420',
      'pyarrow 22.0.0 44',
      'scipy 1.16.3 38',
    ],
    ...[
      'opencv-python 4.12.0 66',
      'numpy 2.3.5 17',
      'numpy 2.1.3 16',
      'pandas 2.3.3 12',
      'scikit-learn 1.7.2 9',
      'transformers 4.57.1 11',
      'matplotlib 3.10.7 9',
    ],
    ...[
      'cryptography 46.0.3 4.3',
      'polars 1.35.2 39',
      'jupyterlab 4.5.0 12',
      'playwright 1.56.0 46',
      'mypy 1.19.0 13',
      'ruff 0.14.6 13',
      'sqlalchemy 2.0.44 3.3',
    ],
    ...[
      'django 5.2.8 8.3',
      'pydantic-core 2.41.5 2.1',
      'lxml 6.0.2 5.3',
      'pillow 12.0.0 7',
      'requests 2.32.5 0.1',
      'boto3 1.41.5 0.2',
      'botocore 1.41.5 14.1',
    ],
  ],
  npm: [
    ...[
      'typescript 5.9.3 4.4',
      'next 16.0.5 31',
      '@next/swc-linux-x64-gnu 16.0.5 42',
      'esbuild 0.27.0 0.2',
      '@esbuild/linux-x64 0.27.0 4.4',
      'react-dom 19.2.0 1.3',
    ],
    ...[
      'electron 39.2.3 0.2',
      '@swc/core-linux-x64-gnu 1.15.3 21',
      'turbo-linux-64 2.6.1 13',
      'vite 7.2.4 0.7',
      'webpack 5.103.0 1.2',
      '@mui/icons-material 7.3.5 26',
    ],
    ...[
      'date-fns 4.1.0 3.9',
      'core-js 3.47.0 1.2',
      'aws-sdk 2.1692.0 17',
      'firebase 12.6.0 8.8',
      'monaco-editor 0.55.1 16',
      'three 0.181.2 5.1',
      'lodash 4.17.21 0.3',
    ],
    ...[
      '@angular/compiler 21.0.1 2',
      'rxjs 7.8.2 1.1',
      '@babel/core 7.28.5 0.2',
      'eslint 9.39.1 0.7',
      'prettier 3.7.1 2.2',
      'left-pad 1.3.0 0.01',
      'puppeteer 24.31.0 0.1',
    ],
  ],
  gradle: [
    ...[
      'org.jetbrains.kotlin:kotlin-compiler-embeddable 2.2.21 59',
      'com.android.tools:r8 8.13.17 15',
      'org.springframework:spring-core 7.0.1 2',
      'org.scala-lang:scala-compiler 2.13.18 12',
    ],
    ...[
      'com.google.guava:guava 33.5.0 3',
      'org.bouncycastle:bcprov-jdk18on 1.82 8',
      'com.fasterxml.jackson.core:jackson-databind 2.20.1 1.7',
      'org.hibernate.orm:hibernate-core 7.1.8 12',
    ],
    ...[
      'io.netty:netty-all 4.2.7 7',
      'org.apache.lucene:lucene-core 10.3.2 4.3',
      'androidx.compose.material:material-icons-extended 1.7.8 38',
      'org.openjfx:javafx-web 25 41',
    ],
  ],
  yarn: [
    '@babel/runtime 7.28.4 2',
    'rxjs 6.6.7 4',
    'core-js 2.6.12 3',
    'moment 2.30.1 4.3',
    'node-sass 9.0.0 11',
    'antd 5.29.1 48',
    'echarts 6.0.0 53',
    'webpack 4.47.0 4',
  ],
};

/** `safety`, `MB`, `cost`; and how many entries of whose names. */
const tools = [
  [
    'hugging-face',
    'Hugging Face hub',
    `${home}/.cache/huggingface`,
    40,
    {
      downloads: [
        'costly',
        14_200,
        'Programs download them again, where they are still to be had and to you; without a network they fail.',
      ],
      datasets: ['costly', 2_310, 'Programs prepare them again, which may take hours.'],
    },
    { knownFrom: 'documentation' },
  ],
  [
    'pip',
    'pip',
    `${home}/.cache/pip`,
    1,
    {
      http: ['safe', 6_240, 'The next install downloads its packages again.', 'pip', 640],
      wheels: [
        'costly',
        410,
        'The next install of a package that has no ready wheel builds it again, for which it may need a compiler.',
        'pip',
        40,
      ],
      selfcheck: ['safe', 0.1, 'The next run of pip looks whether there is a newer pip.'],
    },
  ],
  [
    'npm',
    'npm',
    `${home}/.npm`,
    12,
    {
      cacache: [
        'safe',
        4_870,
        'The next install downloads every package again; without a network, installs fail until then.',
        'npm',
        2_900,
      ],
      npx: [
        'costly',
        612,
        'The next npx of each tool asks and installs it again, at its newest version, together with all that it needs.',
        'npm',
        14,
      ],
      prebuilds: [
        'costly',
        96,
        'The next install of a native module downloads its binary again, or compiles it where that is gone.',
      ],
      logs: ['safe', 3, 'Nothing comes back: the record of the last few npm runs, kept for bug reports, is gone.'],
    },
  ],
  [
    'gradle',
    'Gradle',
    `${home}/.gradle`,
    210,
    {
      modules: [
        'costly',
        5_180,
        'The next build downloads its libraries and plugins again; offline, or where a server has dropped them, it fails.',
        'gradle',
        1_400,
      ],
      versions: [
        'costly',
        1_420,
        'The next build with each Gradle compiles its build scripts and generates its own jars again.',
      ],
      'build-cache': [
        'costly',
        1_260,
        'The next builds run every task again whose result they would have taken from here.',
      ],
      wrapper: [
        'costly',
        890,
        'The next gradlew of each project downloads its Gradle again, over 100 MB; one whose server is gone does not come back.',
      ],
      jdks: [
        'risky',
        640,
        'Builds that need such a Java stop until they can download it; IDEs and a JAVA_HOME that point here stop too.',
      ],
      'daemon-logs': ['safe', 48, 'Nothing comes back: the logs of daemons that have ended are gone.'],
    },
    { inUse: 'yes', holders: [{ kind: 'process', pid: 4711, detail: 'the Gradle daemon' }] },
  ],
  [
    'cargo',
    'Cargo',
    `${home}/.cargo`,
    85,
    {
      sources: ['safe', 2_150, 'The next build unpacks them again.'],
      crates: ['safe', 640, 'The next build downloads them again.'],
      index: ['safe', 320, 'The next build asks the registry again; a git index is cloned anew, which is slow.'],
      git: ['costly', 180, 'The next build clones them again, with whatever right that takes.'],
    },
  ],
  [
    'go',
    'Go',
    `${home}/go/pkg/mod`,
    20,
    {
      sources: ['safe', 1_890, 'The next build unpacks them again from what was downloaded.'],
      downloads: ['safe', 980, 'The next build downloads them again, those of private servers too.'],
      toolchains: ['risky', 520, 'Projects that ask for such a Go stop until it can be downloaded again.'],
    },
    {},
    [
      `${home}/.cache/go-build`,
      { build: ['safe', 2_740, 'The next build compiles everything again, the standard library too.'] },
    ],
  ],
  [
    'playwright',
    'Playwright',
    `${home}/.cache/ms-playwright`,
    0,
    {
      browsers: ['risky', 1_730, 'Tests fail until "npx playwright install" has downloaded them again.'],
    },
    { knownFrom: 'documentation' },
  ],
  [
    'yarn',
    'Yarn',
    `${home}/.cache/yarn`,
    3,
    {
      v6: [
        'safe',
        1_310,
        'The next install downloads and unpacks every package again; without a network, installs fail until then.',
        'yarn',
        800,
      ],
    },
    {},
    [
      `${home}/.yarn/berry`,
      {
        cache: [
          'risky',
          460,
          "Every Plug'n'Play project that runs from here stops working until `yarn install` has been run in it again.",
          'yarn',
          240,
        ],
      },
    ],
  ],
  [
    'docker',
    'Docker',
    null,
    0,
    {
      'build-cache': [
        'costly',
        3_400,
        'The next build of each image runs all its steps again, for everybody who shares this Docker.',
      ],
    },
  ],
  [
    'jetbrains',
    'JetBrains IDEs',
    `${home}/.cache/JetBrains`,
    60,
    {
      indexes: ['costly', 2_480, 'The IDE indexes each project anew when it is opened, for minutes.'],
      browser: ['safe', 110, 'Pages that the IDE shows are loaded again.'],
    },
    { knownFrom: 'documentation' },
  ],
  [
    'homebrew',
    'Homebrew',
    `${home}/.cache/Homebrew`,
    4,
    { downloads: ['safe', 860, 'The next installation downloads them again.'] },
  ],
];

/** The report and the lists of that machine; with `times`, of one with so many times the entries. */
export function madeUpMachine({ times = 1 } = {}) {
  const random = randomNumbers(7);
  const lists = new Map();
  const providers = tools.map(([id, title, path, rest, sections, more = {}, other]) => {
    const { knownFrom, ...ofLocation } = more;
    const locations = [
      locationOf(id, path, sections, rest, ofLocation),
      ...(other ? [locationOf(id, other[0], other[1], 0, {})] : []),
    ];
    return {
      id,
      title,
      origin: 'builtin',
      ...(knownFrom && { knownFrom }),
      state: 'found',
      usage: sum(locations.map(({ usage }) => usage)),
      contexts: [],
      locations,
    };
  });
  const report = {
    schema: 'devclean.scan/1',
    startedAt: new Date(today).toISOString(),
    durationMs: 1840,
    totals: sum(providers.map(({ usage }) => usage)),
    providers,
  };
  return { report, lists: [...lists.values()], home };

  function locationOf(provider, path, sections, restMegabytes, more) {
    const made = Object.entries(sections).map(([id, [safety, megabytes, cost, whose, count = 0]]) => {
      const usage = usageOf(megabytes * MB, Math.ceil(megabytes * 1.7));
      if (whose) list(provider, path, id, whose, count * times, usage);
      return {
        id,
        title: titles[id] ?? id,
        safety,
        cost,
        paths: path === null ? [] : [`${path}/${id}`],
        usage,
        lastUsedAt: new Date(today - random() ** 3 * 90 * 86_400_000).toISOString(),
        lastUsedFrom: 'atime',
      };
    });
    const unaccounted = usageOf(restMegabytes * MB, restMegabytes > 0 ? 41 : 0);
    return {
      path,
      active: true,
      state: 'recognised',
      foundBy: [],
      inUse: 'no',
      holders: [],
      usage: sum([...made.map(({ usage }) => usage), unaccounted]),
      sections: made,
      unaccounted,
      ...more,
    };
  }

  /** Names that are real, with the sizes above, and many smaller ones that fill the section. */
  function list(provider, location, section, whose, count, whole) {
    const own = lists.get(provider) ?? { schema: 'devclean.list/1', provider, entries: [], unnamed: [] };
    lists.set(provider, own);
    const kind = whose === 'pip' ? 'wheel' : whose === 'gradle' ? 'module' : 'tarball';
    const known = names[whose].map((line) => line.split(' '));
    const large = known.map(([name, version, megabytes]) => [name, version, Number(megabytes) * MB]);
    const small = Array.from({ length: Math.max(0, count - large.length) }, (_, index) => {
      const [name] = known[index % known.length];
      const word = `${name.replace(/^@.*\/|^.*:/, '')}-${words[Math.floor(random() * words.length)]}`;
      const version = `${1 + Math.floor(random() * 9)}.${Math.floor(random() * 30)}.${Math.floor(random() * 9)}`;
      const group = /^(@.*\/|.*:)/.exec(name)?.[0] ?? '';
      return [`${group}${word}${index < 400 ? '' : index}`, version, (0.002 + random() ** 6 * 9) * MB];
    });
    const all = [...large, ...small].slice(0, Math.max(1, count));
    const scale = (whole.reclaimableBytes * 0.94) / all.reduce((total, [, , size]) => total + size, 0);
    const entries = all.map(([name, version, size]) => ({
      name,
      version,
      kind,
      location,
      section,
      paths: [`${location}/${section}/${name}-${version}`],
      usage: usageOf(size * scale, 2),
      lastUsedAt: new Date(today - random() ** 2 * 700 * 86_400_000).toISOString(),
      lastUsedFrom: 'atime',
    }));
    own.entries.push(...entries.sort((a, b) => b.usage.allocatedBytes - a.usage.allocatedBytes));
    const named = sum(entries.map(({ usage }) => usage));
    own.unnamed.push({ location, section, usage: usageOf(whole.allocatedBytes - named.allocatedBytes, 12) });
  }
}

const titles = {
  http: 'Downloads',
  wheels: 'Wheels built from source',
  selfcheck: 'Notes on new versions of pip',
  cacache: 'Downloads',
  npx: 'Tools installed by npx',
  prebuilds: 'Prebuilt native modules',
  logs: 'Logs',
  modules: 'Downloaded libraries',
  versions: 'Caches of each version',
  'build-cache': 'Build cache',
  wrapper: 'Gradle distributions',
  jdks: 'Provisioned JDKs',
  'daemon-logs': 'Daemon logs',
  downloads: 'Downloads',
  datasets: 'Prepared data sets',
  browsers: 'Browsers by revision',
};

const words = [
  'core',
  'utils',
  'types',
  'loader',
  'plugin',
  'client',
  'runtime',
  'parser',
  'stream',
  'config',
  'router',
  'icons',
  'test',
  'http',
  'cli',
];

function usageOf(size, files) {
  const allocatedBytes = Math.max(0, Math.ceil(size / 4096) * 4096);
  return {
    files,
    directories: Math.ceil(files / 8),
    apparentBytes: Math.max(0, Math.round(size * 0.985)),
    allocatedBytes,
    reclaimableBytes: allocatedBytes,
    complete: true,
  };
}

function sum(usages) {
  const total = usageOf(0, 0);
  for (const usage of usages)
    for (const [key, value] of Object.entries(usage)) if (typeof value === 'number') total[key] += value;
  return total;
}

/** Between 0 and 1, the same every time (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
