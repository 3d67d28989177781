import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import type {CaseWriter} from '../../src/bundle/case-writer.ts'
import {type Sealed, type SealRequest, seal} from '../../src/bundle/seal.ts'
import {createCase, workingFolderOf} from '../../src/bundle/working-folder.ts'
import {SecretSearch} from '../../src/redact/secret-search.ts'
import {redactor, start, target} from './case-start.ts'

export {redactor, start, target}

/** A folder that is gone after the test, in which the bundle of a case is to be made. */
export function emptyPlace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-bundle-'))
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}))
  return folder
}

export async function smallCase(output = join(emptyPlace(), 'video.tar.gz')): Promise<CaseWriter> {
  const writer = await createCase(workingFolderOf(output), start, redactor)
  await writer.json('snapshot.json', {facts: {}}, {source: 'snapshot'})
  await writer.records('stack/events.jsonl', [{id: 1}, {id: 2}], {source: 'cloudformation:DescribeStackEvents'})
  await writer.text('nodes/master-1/logs/caddy.container.log', 'one\ntwo\n', {
    source: 'docker logs caddy',
    node: 'master-1',
    seen: {bytes: 100, exact: true},
    truncated: 'the first 92 bytes were left on the node',
  })
  return writer
}

/** Knows no secret. */
export const noSecrets = new SecretSearch([])

/** Seals a case beside its working folder. */
export function sealed(writer: CaseWriter, request: Partial<SealRequest> = {}): Promise<Sealed> {
  return seal({
    writer,
    output: writer.folder.replace(/\.partial$/, ''),
    resumed: null,
    toolVersion: '0.1.0',
    sealedAt: '2026-11-22T10:05:00.000Z',
    partial: null,
    target,
    schemas: {snapshot: '1'},
    search: noSecrets,
    stackSecret: {read: true, why: null},
    recipients: [],
    keepLeaking: false,
    signal: new AbortController().signal,
    ...request,
  })
}
