/** The app's own commands: no tool can have one of these names. */
export const APP_COMMANDS = [
  'scan',
  'sweep',
  'apply',
  'history',
  'undo',
  'doctor',
  'config',
  'explain',
  'providers',
  'help',
  'plugins',
] as const;
