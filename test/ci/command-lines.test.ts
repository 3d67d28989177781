import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {checkFlags} from '../../src/cli/check-flags.ts'
import {parsed, textOf} from '../support/ci.ts'
import {projectRoot} from '../support/snapshots.ts'

const pages = [
  ...readdirSync(join(projectRoot, 'docs/ci')).map(name => join('docs/ci', name)),
  'action.yml',
  '.pre-commit-hooks.yaml',
]
const commands = readdirSync(join(projectRoot, 'commands')).map(name => name.replace(/\.ts$/, ''))
const called = new RegExp(String.raw`openvidu-doctor\s+(?:${commands.join('|')})\b[^\n\`|;&>]*`, 'g')

/** What stands in "In CI" of the README. */
function inCi(): string {
  const [, section = ''] = /^## In CI\n(.*?)^## /ms.exec(textOf('README.md')) ?? []
  return section
}

/** Lines that go on in the next one: with a backslash, and those of a folded text in YAML. */
function joined(text: string): string {
  return text
    .replace(/\\\n\s*(?:#\s*)?/g, ' ')
    .replace(/^( *)- >-\n((?:\1 +.*\n?)+)/gm, (_, __, lines: string) => `${lines.replace(/\s+/g, ' ')}\n`)
}

function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)]
  return words.map(([word]) => word.replace(/["']/g, '')).slice(1)
}

const lines = [...pages.map(page => [page, textOf(page)] as const), ['README.md', inCi()] as const].flatMap(
  ([page, text]) => [...joined(text).matchAll(called)].map(([line]) => [page, line.trim()] as const),
)

describe('the command lines of pages and examples', () => {
  it('are found', () => {
    expect(lines.length).toBeGreaterThan(20)
    for (const page of ['docs/ci/gitlab-ci.yml', 'docs/ci/buildspec.yml', 'README.md', '.pre-commit-hooks.yaml'])
      expect(lines.map(([where]) => where)).toContain(page)
    // Whole, not up to the end of their first line.
    expect(
      lines.filter(([page]) => page === 'docs/ci/gitlab-ci.yml').every(([, line]) => line.includes('--report html=')),
    ).toBe(true)
  })

  it.each(lines)('%s: %s', async (_, line) => {
    await parsed(wordsOf(line))
  })

  it.each(['docs/ci/README.md', 'docs/ci/github.md'])('%s speaks only of flags that there are', page => {
    const others = ['--user', '--env', '--volume', '--rm', '--file', '--tag', '--read-only', '--no-verify']
    const flags = [...textOf(page).matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([flag]) => flag)
    const known = [...Object.keys(checkFlags), 'for', 'stack', 'missing-from'].map(name => `--${name}`)
    expect(flags.filter(flag => !known.includes(flag) && !others.includes(flag))).toEqual([])
  })
})
