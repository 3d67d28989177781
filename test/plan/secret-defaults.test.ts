import {describe, expect, it} from 'vitest'
import {withoutSecretDefaults} from '../../src/plan/secret-defaults.ts'

const declared = (declaration: string, rest = '') => `Parameters:\n  Password:\n    NoEcho: true\n${declaration}${rest}`

describe('the defaults of parameters that CloudFormation hides', () => {
  it.each([
    ['plain', declared('    Default: hunter2\n'), declared('    Default: "***"\n')],
    ['quoted', declared("    Default: 'hunter2' # old\n"), declared('    Default: "***" # old\n')],
    ['a block', declared('    Default: |\n      hunter2\n\n', 'A: b\n'), declared('    Default: "***"\n\n', 'A: b\n')],
    ['a list', declared('    Default: [hunter2, hunter3]\n'), declared('    Default: ["***", "***"]\n')],
    ['a map', declared('    Default: {hunter2: hunter3}\n'), declared('    Default: {"***": "***"}\n')],
    ['on its own line', declared('    Default:\n      hunter2\n'), declared('    Default:\n      "***"\n')],
    [
      'twice',
      declared('    Default: hunter2\n    Default: hunter3\n'),
      declared('    Default: "***"\n    Default: "***"\n'),
    ],
    ['empty', declared('    Default:\n'), declared('    Default:\n')],
    [
      'JSON',
      '{"Parameters": {"P": {"Default": "hunter2", "NoEcho": "TRUE"}}}',
      '{"Parameters": {"P": {"Default": "***", "NoEcho": "TRUE"}}}',
    ],
    ['an alias', `x: &x hunter2\n${declared('    Default: *x\n')}`, `x: &x "***"\n${declared('    Default: *x\n')}`],
    [
      'NoEcho by an alias',
      'x: &yes true\nParameters:\n  P:\n    NoEcho: *yes\n    Default: hunter2\n',
      'x: &yes true\nParameters:\n  P:\n    NoEcho: *yes\n    Default: "***"\n',
    ],
    [
      'a declaration by an alias',
      'x: &p\n  NoEcho: true\n  Default: hunter2\nParameters:\n  P: *p\n',
      'x: &p\n  NoEcho: true\n  Default: "***"\nParameters:\n  P: *p\n',
    ],
    ['an alias of itself', declared('    Default: &x [hunter2, *x]\n'), declared('    Default: &x ["***", *x]\n')],
  ])('are hidden where they are %s', (_, text, masked) => {
    expect(withoutSecretDefaults(text)).toBe(masked)
  })

  it('leave the rest as it is', () => {
    const text = 'Parameters:\n  Size:\n    Default: large\n  Key:\n    NoEcho: false\n    Default: name\nDefault: x\n'
    expect(withoutSecretDefaults(text)).toBe(text)
  })

  it('are all hidden, of whatever parameter, where the text is no document', () => {
    expect(withoutSecretDefaults('Parameters:\n  A:\n    Default: hunter2\n  "b\n')).toBe(
      'Parameters:\n  A:\n    Default: ***\n  "b\n',
    )
    expect(withoutSecretDefaults('A:\n    Default: |\n      hunter2\n\n      hunter3\n    B: c\n  "b\n')).toBe(
      'A:\n    Default: ***\n    B: c\n  "b\n',
    )
  })

  it('are hidden soon, however many there are', () => {
    const names = Array.from({length: 60_000}, (_, index) => `&a${index} hunter2`)
    const aliases = names.map((_, index) => `*a${index}`)
    const text = `x: [${names.join(', ')}]\n${declared(`    Default: [${aliases.join(', ')}]\n`)}`
    expect(withoutSecretDefaults(text)).not.toContain('hunter2')
  })
})
