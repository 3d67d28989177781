/** What is wrong where the YAML parser stumbles. Its own messages may quote the text, and the text may be a password. */
export function syntaxTrouble(code: string): string {
  return syntaxErrors[code] ?? 'syntax error'
}

const syntaxErrors: {readonly [code: string]: string} = {
  BAD_ALIAS: 'an alias that names no anchor',
  BAD_DQ_ESCAPE: 'an unknown escape in a double-quoted text',
  BAD_INDENT: 'wrong indentation, or a bracket that is never closed',
  BAD_SCALAR_START: 'a character that no plain text may start with; quote it',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping inside a one-line mapping; quote a text that holds ": "',
  BLOCK_IN_FLOW: 'an indented block inside brackets',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key that goes over several lines',
  MULTIPLE_ANCHORS: 'two anchors on one node',
  MULTIPLE_DOCS: 'more than one document in the file',
  MULTIPLE_TAGS: 'two tags on one node',
  TAB_AS_INDENT: 'a tab as indentation; use spaces',
  UNEXPECTED_TOKEN: 'something that does not belong there',
}
