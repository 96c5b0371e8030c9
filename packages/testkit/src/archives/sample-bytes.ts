import { createCipheriv, createHash } from 'node:crypto';

/** That many bytes, the same for the same seed, and as incompressible as real packages are. */
export function sampleBytes(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(Math.max(1, Math.round(length))));
}

/** The digest of some content, in hex unless said otherwise. */
export function digest(
  algorithm: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha512',
  content: string | Uint8Array,
  encoding: 'hex' | 'base64' = 'hex',
): string {
  return createHash(algorithm).update(content).digest(encoding);
}
