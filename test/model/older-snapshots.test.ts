import {expect, it} from 'vitest'
import {snapshotSchema} from '../../src/model/snapshot-schema.ts'
import {healthyStack} from '../support/healthy-stack/index.ts'

/** What was added to facts since snapshots of this version are written: those that were saved before have none of it. */
const added: readonly string[] = ['ebs', 'internetBlocked']

it('a snapshot that was saved before a field was added reads as one that does not tell it', () => {
  const told = JSON.stringify(healthyStack())
  for (const key of added) expect(told).toContain(`"${key}":`)
  const older = JSON.parse(told, (key, value) => (added.includes(key) ? undefined : value)) as unknown
  const read = JSON.stringify(snapshotSchema.parse(older))
  for (const key of added) expect(read).toContain(`"${key}":null`)
})
