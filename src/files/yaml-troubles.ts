/*
 * What is wrong where the YAML parser stumbles, in the words of somebody who writes a template. The parser's own messages may
 * quote the text, and the text may be a password: only the reasons listed here are told.
 */

/** `reason` is js-yaml's, `found` the character at the place it names. */
export function yamlTrouble(reason: string, found: string): string {
  if (reason.startsWith('nesting exceeded maxDepth')) return 'nested too deeply'
  const trouble = troubles[reason] ?? 'syntax error'
  return (trouble === indentation && atCharacter[found]) || trouble
}

const indentation = 'wrong indentation, or something behind a value'
const openQuote = 'a quote that is never closed'
const unprintable = 'a character that no text may hold'
const blockHeader = 'something behind the mark of a text block (| or >)'
const directive = 'a line that starts with %, which only a directive may'
const badEscape = 'an unknown escape in a double-quoted text'

/** What a parser takes for wrong indentation where one of these stands. */
const atCharacter: {readonly [found: string]: string} = {
  ':': 'a second ": " in one value: wrong indentation, or a text that must be quoted',
  '@': 'a character that no plain text may start with; quote it',
  '`': 'a character that no plain text may start with; quote it',
  '%': 'a character that no plain text may start with; quote it',
}

const troubles: {readonly [reason: string]: string} = {
  'bad indentation of a mapping entry': indentation,
  'bad indentation of a sequence entry': indentation,
  'deficient indentation': 'wrong indentation, or a bracket that is never closed',
  'tab characters must not be used in indentation': 'a tab as indentation; use spaces',
  'unexpected end of the stream within a flow collection': 'a bracket that is never closed',
  'unexpected end of the stream within a single quoted scalar': openQuote,
  'unexpected end of the stream within a double quoted scalar': openQuote,
  'unexpected end of the document within a single quoted scalar': openQuote,
  'unexpected end of the document within a double quoted scalar': openQuote,
  'missed comma between flow collection entries': 'a comma or a closing bracket is missing',
  "expected the node content, but found ','": 'a comma with nothing before it',
  "expected ':' after a mapping key": 'a colon is missing',
  'a whitespace character is expected after the key-value separator within a block mapping': 'no space after a colon',
  'can not read a block mapping entry; a multiline key may not be an implicit key':
    'a line without a colon, or a key that goes over several lines',
  'end of the stream or a document separator is expected': 'something that does not belong there',
  'unknown escape sequence': badEscape,
  'expected hexadecimal character': badEscape,
  'expected valid JSON character': unprintable,
  'the stream contains non-printable characters': unprintable,
  'null byte is not allowed in input': unprintable,
  'duplication of a tag property': 'two tags on one node',
  'duplication of an anchor property': 'two anchors on one node',
  'alias node should not have any properties': 'a tag or an anchor on an alias',
  'name of an anchor node must contain at least one character': 'an anchor (&) without a name',
  'name of an alias node must contain at least one character': 'an alias (*) without a name',
  'a line break is expected': blockHeader,
  'repeat of a chomping mode identifier': blockHeader,
  'repeat of an indentation width identifier': blockHeader,
  'bad explicit indentation width of a block scalar; it cannot be less than one': blockHeader,
  'directives end mark is expected': directive,
  'directive name must not be less than one character in length': directive,
}
