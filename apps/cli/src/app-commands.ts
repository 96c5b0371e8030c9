/** The app's own commands: no tool can have one of these names. */
export const APP_COMMANDS = [
  'scan',
  'sweep',
  'apply',
  'history',
  'undo',
  'doctor',
  'providers',
  'completion',
  'help',
  'plugins',
] as const;
