import {describe, expect, it} from 'vitest'
import {type DocumentNode, parseDocumentFile} from '../../src/plan/document.ts'
import {parsed, problemsOf} from '../support/parse.ts'

const problemsIn = (text: string) => problemsOf(problems => parseDocumentFile({name: 'file.yaml', text}, problems))

/** The tree as plain data, with the line of every scalar. */
function plain(node: DocumentNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return `${node.text}@${node.at.line}`
    case 'list':
      return node.items.map(plain)
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plain(entry.value)]))
  }
}

describe('a document', () => {
  it('reads YAML and JSON as the same tree, with lines', () => {
    const yaml = 'a: 1\nb:\n  - x\n  - !Ref C\n'
    const json = '{\n"a": 1,\n"b": ["x",\n{"Ref": "C"}]}'
    expect(plain(parsed(yaml))).toEqual({a: '1@1', b: ['x@3', {Ref: 'C@4'}]})
    expect(plain(parsed(json))).toEqual({a: '1@2', b: ['x@3', {Ref: 'C@4'}]})
  })

  it('keeps the text that numbers, dates and truths were written as', () => {
    expect(plain(parsed('a: 010\nb: 1.10\nc: 2010-09-09\nd: yes\ne: 1:30\n'))).toEqual({
      a: '010@1',
      b: '1.10@2',
      c: '2010-09-09@3',
      d: 'yes@4',
      e: '1:30@5',
    })
  })

  it('takes JSON indented with tabs', () => {
    expect(plain(parsed('{\n\t"a": {\n\t\t"b": "c"\n\t}\n}'))).toEqual({a: {b: 'c@3'}})
  })

  it('gives short forms their long form, GetAtt split at its first dot', () => {
    expect(plain(parsed('a: !GetAtt R.Outputs.X\nb: !Sub "${R}"\nc: !Condition Q\n'))).toEqual({
      a: {'Fn::GetAtt': ['R@1', 'Outputs.X@1']},
      b: {'Fn::Sub': '${R}@2'},
      c: {Condition: 'Q@3'},
    })
  })

  it('shares what an alias names', () => {
    expect(plain(parsed('a: &x [1, 2]\nb: *x\n'))).toEqual({a: ['1@1', '2@1'], b: ['1@1', '2@1']})
  })

  it('tells every problem, with its place', () => {
    expect(problemsIn('a: 1\nb:\n  c: !Nope 1\n  c: 2\na: 3\n<<: 4\n')).toEqual([
      '3:12 CloudFormation knows no tag "!Nope"',
      '4:3 the key "c" stands here twice',
      '5:1 the key "a" stands here twice',
      '6:1 CloudFormation does not take YAML merge keys (<<)',
    ])
  })

  it.each([
    [
      'broken brackets',
      'a: [b\nc: }',
      '2:1 not valid YAML or JSON: wrong indentation, or a bracket that is never closed',
    ],
    ['an open quote', 'a: "b', '1:6 not valid YAML or JSON: a quote that is never closed'],
    ['two documents', 'a: 1\n---\nb: 1\n', '3:1 not valid YAML or JSON: more than one document in the file'],
    ['an alias of nothing', 'a: *b\n', '1:4 the alias *b names no anchor before it'],
    ['an alias of itself', 'a: &b [*b]\n', '1:8 the alias *b names no anchor before it'],
    ['only comments', '# nothing\n', 'holds nothing but comments'],
    ['a list as a key', '? [a]\n: b\n', '1:3 a key must be a plain text'],
  ])('refuses %s', (_, text, problem) => {
    expect(problemsIn(text)[0]).toBe(problem)
  })

  it('refuses what is nested too deeply, in brackets and by indentation', () => {
    expect(problemsIn('['.repeat(50_000))).toEqual([expect.stringContaining('nested too deeply')])
    const steps = Array.from({length: 150}, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')
    expect(problemsIn(steps)).toContainEqual(expect.stringContaining('nested more than 100 levels deep'))
  })

  it('refuses an alias bomb before it goes off', () => {
    const names = 'abcdefghij'
    const rows = [...names].map((name, index) => {
      const before = index === 0 ? 'x' : `*${names[index - 1]}`
      return `${name}: &${name} [${Array(9).fill(before).join(', ')}]`
    })
    expect(problemsIn(rows.join('\n'))).toEqual([
      expect.stringContaining('aliases expand to far more than the file holds'),
    ])
  })

  it('refuses aliases that nest each other beyond what can be walked', () => {
    const levels = (inner: string) => `${'['.repeat(60)}${inner}${']'.repeat(60)}`
    const chain = Array.from(
      {length: 50},
      (_, index) => `k${index}: &a${index} ${levels(index === 0 ? 'x' : `*a${index - 1}`)}`,
    )
    expect(problemsIn(chain.join('\n'))).toContainEqual(
      expect.stringContaining('aliases nest more than 100 levels deep'),
    )
    expect(problemsIn(`a: &x ${levels('1')}\nb: *x\n`)).toEqual([])
  })

  it('goes through 20,000 keys, duplicates among them', () => {
    const keys = Array.from({length: 20_000}, (_, index) => `key${index}: 1`)
    expect(problemsIn([...keys, 'key77: 2'].join('\n'))).toEqual(['20001:1 the key "key77" stands here twice'])
  })
})
