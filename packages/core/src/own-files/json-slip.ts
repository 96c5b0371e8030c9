/** jsonc-parser's `ParseErrorCode`, from 1 on, each as what a person would say is wrong there. */
const slips = [
  'invalid symbol',
  'invalid number format',
  'property name expected',
  'value expected',
  'colon expected',
  'comma expected',
  'close brace expected',
  'close bracket expected',
  'end of file expected',
  'invalid comment token',
  'unexpected end of comment',
  'unexpected end of string',
  'unexpected end of number',
  'invalid unicode',
  'invalid escape character',
  'invalid character',
];

/** What is wrong with a text that is to be JSON, by the number that jsonc-parser has for it. */
export function jsonSlip(error: number): string {
  return slips[error - 1] ?? 'something else expected';
}
