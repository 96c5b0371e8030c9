import type { DirectoryHandle } from '../src/handle/directory-handle.js';

/** The same directory, with something done just before or just after it opens a child: the moment an attacker waits for. */
export function interfere(
  handle: DirectoryHandle,
  moments: {
    beforeOpen?: (name: string) => void;
    afterOpen?: (name: string) => void;
    beforeName?: (name: string) => void;
  },
): DirectoryHandle {
  const name = (bytes: Buffer | string) => bytes.toString();
  return new Proxy(handle, {
    get(target, property) {
      if (property === 'openChild') {
        return (entry: Buffer | string) => {
          moments.beforeOpen?.(name(entry));
          const child = target.openChild(entry);
          moments.afterOpen?.(name(entry));
          return interfere(child, moments);
        };
      }
      if (property === 'at') {
        return (entry: Buffer | string) => {
          moments.beforeName?.(name(entry));
          return target.at(entry);
        };
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
