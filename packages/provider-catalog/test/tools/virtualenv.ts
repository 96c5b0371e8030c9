import type { ProviderCases } from '@devclean/testkit/contract';

export const virtualenv: ProviderCases = {
  caches: {
    virtualenv: {
      fill: {
        'py_info/5': { '0279a366bf60.json': '{}', '0279a366bf60.lock': '' },
        'wheel/house/pip-26.3-py3-none-any.whl': 'x'.repeat(9_000),
        'wheel/3.11/embed/3/pip.json': '{}',
        'wheel/3.11/image/1/CopyPipInstall/pip-26.3-py3-none-any/pip/__init__.py': 'x'.repeat(5_000),
        'unzip/20.26.0/virtualenv/py_info.py': 'x',
        'virtualenv.ini': 'mine',
      },
      keep: ['virtualenv.ini'],
      defaultAt: {
        linux: '.cache/virtualenv',
        darwin: 'Library/Caches/virtualenv',
        win32: 'AppData/Local/pypa/virtualenv/Cache',
      },
      precedence: [
        {
          when: 'VIRTUALENV_OVERRIDE_APP_DATA names a folder',
          env: { VIRTUALENV_OVERRIDE_APP_DATA: '{home}/elsewhere' },
          active: ['elsewhere'],
          leftovers: ['.cache/virtualenv', '.local/share/virtualenv'],
        },
      ],
      decoys: { 'wheels of ones own': { 'wheel/house/mine.whl': 'mine', 'py_info/notes.json': '{}' } },
    },
  },
};
