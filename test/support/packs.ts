import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {PackPlugin} from '../../src/packs/load-packs.ts'

/** A check as a pack has it, as source text; `parts` come last and so win. */
export function checkSource(id: string, judge: string, parts = ''): string {
  return `{
    id: '${id}', area: 'network', title: 'All is as it should be', severity: 'high', sources: ['plan'], why: 'So it is.',
    how: {plan: 'Looked at.'}, needs: ['domainName'], phrases: {wrong: ({observed}) => 'it is ' + observed.it},
    remedy: {text: 'Mend it.', url: 'https://example.com/'}, judge(facts, {fail, see}) { ${judge} }, ${parts}
  }`
}

export function packSource(name: string, checks: readonly string[], parts = ''): string {
  return `export default () => ({apiVersion: 1, name: '${name}', version: '1.2.3', checks: [${checks.join(', ')}], ${parts}})`
}

/** A plugin on disk whose hook is this source text. */
export function packPlugin(name: string, source: string): PackPlugin {
  const root = join(mkdtempSync(join(tmpdir(), 'pack-')), name)
  mkdirSync(root)
  const hooks = {'doctor:checks': './hook.js'}
  writeFileSync(join(root, 'package.json'), JSON.stringify({name, version: '1.0.0', type: 'module', oclif: {hooks}}))
  writeFileSync(join(root, 'hook.js'), source)
  return {name, version: '1.0.0', root, hooks: [{target: './hook.js', identifier: 'default'}]}
}
