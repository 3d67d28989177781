import {expect, test} from 'vitest'
import type {PartName} from '../../../../src/derive/node-answers.ts'
import {probedNodeFacts} from '../../../../src/model/facts/probed-nodes.ts'
import {allParts, partsOf} from '../../../../src/nodes/probe/parts/index.ts'

const ids: readonly string[] = allParts.map(({id}) => id)

/** To be emptied as they come. */
const toCome: readonly PartName[] = ['docker', 'containers', 'health', 'reach', 'redis', 'mongo']

test('there is one part for each key of a fact', () => {
  const answer = probedNodeFacts.nodeProbes.element.shape.answer.options[0].shape.value
  expect(new Set(ids).size).toBe(ids.length)
  expect([...new Set([...ids, ...toCome])].sort()).toEqual(Object.keys(answer.shape).sort())
})

test('only masters and media nodes are asked, each for what it has', () => {
  const names = (role: 'master' | 'media') => partsOf(role).map(({id}) => id)
  expect(names('master')).not.toContain('egress')
  expect(names('media')).not.toContain('nodesErrors')
  expect(names('media')).not.toContain('rebootJob')
})

test('ids stand in the script as they are', () => {
  for (const id of ids) expect(id).toMatch(/^[A-Za-z]{1,40}$/)
})
