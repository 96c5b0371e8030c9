/** The app's own commands, as help lists them: no tool can have one of these names. */
export const APP_COMMANDS = [
  'scan',
  'sweep',
  'apply',
  'map',
  'history',
  'undo',
  'explain',
  'config',
  'providers',
  'plugins',
  'doctor',
  'completion',
  'help',
] as const;
