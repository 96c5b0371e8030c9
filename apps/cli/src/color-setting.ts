import { homedir } from 'node:os';
import { readSettings, type UserSettings } from '@devclean/core';

/** Whether the user wants colours, for what is said where no command has begun, or none got that far. */
export function colorSetting(): UserSettings['color'] {
  try {
    const { env, platform } = process;
    const home = homedir();
    const system = platform === 'darwin' || platform === 'win32' ? platform : 'linux';
    const uid = process.geteuid?.();
    return readSettings({
      platform: system,
      env,
      homes: { env: home, account: home },
      ...(uid !== undefined && { uid }),
    }).color;
  } catch {
    return undefined;
  }
}
