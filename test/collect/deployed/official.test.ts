import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {isMap, isScalar, isSeq, parseDocument} from 'yaml'
import {checks} from '../../../checks/index.ts'
import {examine} from '../../../src/engine/examine.ts'
import {exitCodeOf} from '../../../src/engine/exit-code.ts'
import {known} from '../../../src/model/fact.ts'
import {defectsOf} from '../../../src/openvidu/defects.ts'
import {generationOfVersion} from '../../../src/openvidu/generations.ts'
import {withdrawnImagesOf} from '../../../src/openvidu/withdrawn-images.ts'
import {deployed} from '../../support/deployed.ts'
import {projectRoot, testTime} from '../../support/snapshots.ts'
import {turnParameters} from '../../support/template-parameter-sets.ts'
import {Call, type Tree, type TreeMap} from '../../support/template-tree.ts'

/** Official templates, `cf-openvidu-ha-<version>.yaml`: not part of this project, so the tests skip where there are none. */
const folder = process.env.OPENVIDU_TEMPLATES ?? join(projectRoot, '../shared/templates')
const templates = existsSync(folder)
  ? readdirSync(folder).flatMap(file => {
      const version = /^cf-openvidu-ha-(.+)\.yaml$/.exec(file)?.[1]
      return version === undefined ? [] : [{version, text: readFileSync(join(folder, file), 'utf8')}]
    })
  : []

/** The text as the tree that the lab deploys from. */
function treeOf(text: string): TreeMap {
  const tree = branch(parseDocument(text, {logLevel: 'silent'}).contents)
  if (typeof tree !== 'object' || Array.isArray(tree) || tree instanceof Call) throw new Error('no map')
  return tree as TreeMap
}

function branch(node: unknown): Tree {
  const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined
  const value = bareBranch(node)
  return tag?.startsWith('!') === true && !tag.startsWith('!!') ? new Call(tag.slice(1), value) : value
}

function bareBranch(node: unknown): Tree {
  if (isSeq(node)) return node.items.map(branch)
  if (isMap(node)) {
    const entries = node.items.map(({key, value}) => [isScalar(key) ? String(key.value) : '', branch(value)] as const)
    const [first, ...more] = entries
    const long = first === undefined || more.length > 0 ? null : /^(?:Fn::(\w+)|(Ref|Condition))$/.exec(first[0])
    if (long !== null && first !== undefined) return new Call(long[1] ?? long[2] ?? '', first[1])
    return Object.fromEntries(entries)
  }
  if (!isScalar(node)) return ''
  // What a short form is given is text, whatever it looks like.
  const value = node.tag?.startsWith('!') === true ? (node.source ?? node.value) : node.value
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value ?? '')
}

const settings = templates.flatMap(template => [
  {...template, with: 'good parameters', turn: false},
  // From 3.6.0 on TURN shares the balancer, and its parameters are gone.
  ...(template.text.includes('TurnDomainName:') ? [{...template, with: 'a TURN domain', turn: true}] : []),
])

describe.skipIf(templates.length === 0)(
  `stacks of the official templates${templates.length === 0 ? ' (skipped: none found)' : ''}`,
  () => {
    it.each(settings)('$version with $with raises no false alarm', async ({version, text, turn}) => {
      const generation = generationOfVersion(version)
      if (generation === null) throw new Error(`no generation for ${version}`)
      const {snapshot} = await deployed({
        generation,
        ...(turn ? {parameters: turnParameters(generation)} : {}),
        template: {
          mutate: made => {
            for (const key of Object.keys(made)) delete made[key]
            Object.assign(made, treeOf(text))
          },
        },
        change: account => {
          for (const stack of account.stacks) stack.template = text
        },
      })
      expect(snapshot.facts.template).toMatchObject({
        value: {official: known('unmodified'), version: known(version), generation},
      })
      const report = examine({snapshot, checks, generatedAt: testTime, replayed: false})
      expect(report.results.filter(({status}) => status === 'error')).toEqual([])
      const ownDefects = defectsOf(generation).map(({id}) => id) as readonly string[]
      const images = report.results.find(({check}) => check === 'release-images')
      const withdrawn = withdrawnImagesOf(generation).length > 0
      expect(images?.status).toBe(withdrawn ? 'fail' : 'pass')
      for (const {check, findings, unknown} of report.results.filter(result => result !== images)) {
        if (unknown !== null) expect(unknown.cause, check).toBe('not-requested')
        for (const {message, severity, defect} of findings) {
          expect(['medium', 'low', 'info'], message).toContain(severity)
          expect(ownDefects, `${check}: ${message}`).toContain(defect)
        }
      }
      expect(exitCodeOf(report, {failOn: 'high', strict: false})).toBe(withdrawn ? 1 : 0)
    })
  },
)
