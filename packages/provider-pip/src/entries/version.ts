/**
 * A version in its one spelling: `v1.0-rc.1` is `1rc1`, and so is `1.0.0c1`. Nothing where it is none.
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 *
 * Our own code, because the library there is (@renovatebot/pep440) takes `1.0+cpu` and `1.0+cu118` for one version, and
 * its newest releases need a newer Node.
 */
export function canonicalVersion(version: string): CanonicalVersion | undefined {
  const groups = version.length > 200 ? undefined : form.exec(version.trim())?.groups;
  if (groups === undefined) return undefined;
  const {
    epoch = '0',
    release = '',
    pre,
    preNumber,
    postNumber,
    post,
    postNumberAfter,
    dev,
    devNumber,
    local,
  } = groups;
  const isPost = post !== undefined || postNumber !== undefined;
  return {
    public: [
      `${whole(epoch)}!${release
        .split('.')
        .map(whole)
        .join('.')
        .replace(/(?:\.0)+$/, '')}`,
      pre === undefined ? '' : preNames[pre[0]?.toLowerCase() ?? ''] + whole(preNumber),
      isPost ? `.post${whole(postNumber ?? postNumberAfter)}` : '',
      dev === undefined ? '' : `.dev${whole(devNumber)}`,
    ].join(''),
    local:
      local === undefined
        ? ''
        : local
            .toLowerCase()
            .split(/[-_.]/)
            .map((part) => (/^\d+$/.test(part) ? whole(part) : part))
            .join('.'),
  };
}

export interface CanonicalVersion {
  readonly public: string;
  /** What stands after the plus; empty when there is none. */
  readonly local: string;
}

const form = new RegExp(
  [
    /^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)/,
    /(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>\d*))?/,
    /(?:-(?<postNumber>\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postNumberAfter>\d*))?/,
    /(?:[-_.]?(?<dev>dev)[-_.]?(?<devNumber>\d*))?/,
    /(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/,
  ]
    .map(({ source }) => source)
    .join(''),
  'i',
);

const preNames: Readonly<Record<string, string>> = { a: 'a', b: 'b', c: 'rc', r: 'rc', p: 'rc' };

/** Without leading zeros, however long. */
function whole(digits = ''): string {
  return digits.replace(/^0+(?=\d)/, '') || '0';
}

/**
 * Whether `==asked` means this version: `1.0` is `1.0.0`, and is `1.0+cpu` too, while `1.0+cpu` is only itself; `1.2.*` is
 * all that begins so. What is no version is compared as it is written.
 */
export function isVersion(version: string, asked: string): boolean {
  const own = canonicalVersion(version);
  const prefix = /^(.*)\.\*$/s.exec(asked.trim())?.[1];
  if (prefix !== undefined) return own !== undefined && beginsWith(version, prefix);
  const wanted = canonicalVersion(asked);
  if (own === undefined || wanted === undefined) return version.trim().toLowerCase() === asked.trim().toLowerCase();
  return own.public === wanted.public && (wanted.local === '' || own.local === wanted.local);
}

/** As many numbers of the release as the prefix has. A prefix that says more than numbers is none. */
function beginsWith(version: string, prefix: string): boolean {
  const [own, wanted] = [version, prefix].map((text) => form.exec(text.trim())?.groups);
  if (own === undefined || wanted === undefined) return false;
  const isBare = Object.entries(wanted).every(
    ([name, value]) => value === undefined || /^(?:epoch|release)$/.test(name),
  );
  const numbers = (release = '') => release.split('.').map(whole);
  const ownNumbers = numbers(own.release);
  return (
    isBare &&
    whole(own.epoch) === whole(wanted.epoch) &&
    numbers(wanted.release).every((number, i) => number === (ownNumbers[i] ?? '0'))
  );
}
