import { expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { checkClock } from './clock.js';
import { Journal } from './journal.js';

test.each([
  ['there was no devclean yet', '1970-01-01T00:00:00.000Z', 'there was no devclean then'],
  ['a batch is of a later time', '2026-06-01T00:00:00.000Z', 'is of 2027-01-01'],
])('nothing is taken for its age when by the clock %s', async (_, now, why) => {
  const context = await userOf(home());
  const journal = Journal.create(context, '0123456789ab');
  journal.append({ type: 'begin', version: 1, batch: '0123456789ab', at: '2027-01-01T00:00:00.000Z', pid: 1 });
  journal.close();
  expect(() => checkClock(context, new Date(now))).toThrow(
    expect.objectContaining({ code: 'CLOCK_DOUBTFUL', message: expect.stringContaining(why) }),
  );
  expect(() => checkClock(context, new Date('2027-01-02T00:00:00.000Z'))).not.toThrow();
});
