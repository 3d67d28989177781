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
  })
})
