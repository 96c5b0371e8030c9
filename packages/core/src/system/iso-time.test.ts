import { expect, test } from 'vitest';
import { isoTime } from './iso-time.js';

test('says every time as Date does', () => {
  for (let year = 1; year < 9999; year += 7) {
    for (const monthDay of ['01-01', '02-28', '03-01', '12-31']) {
      const ms = Date.parse(`${String(year).padStart(4, '0')}-${monthDay}T23:59:59.999Z`);
      for (const at of [ms, ms + 1, ms + 0.75]) expect(isoTime(at)).toBe(new Date(at).toISOString());
    }
  }
  for (const at of [0, -1, Date.parse('2024-02-29T12:00:00Z'), Date.now()])
    expect(isoTime(at)).toBe(new Date(at).toISOString());
});
