import {caseIn} from '../../bundle/case-folder.ts'
import type {CaseWriter} from '../../bundle/case-writer.ts'
import {diagnose} from '../../diagnose/diagnose.ts'
import {examine} from '../../engine/examine.ts'
import {casePaths, nodePaths} from '../../model/evidence.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import type {AskedNode} from './case-nodes.ts'

const own = {source: 'openvidu-doctor'}

/**
 * Writes what is made of the evidence: snapshot and report. Written early and again at the end, so that a run that is killed has
 * them.
 */
export async function writeDocuments(writer: CaseWriter, snapshot: Snapshot): Promise<void> {
  const [{checks}, {render}] = await Promise.all([
    import('../../../checks/index.ts'),
    import('../../../reports/index.ts').then(({formats}) => formats.markdown()),
  ])
  const report = examine({snapshot, checks, generatedAt: new Date().toISOString(), replayed: false})
  await writer.json(casePaths.snapshot, snapshot, own)
  await writer.json(casePaths.report, report, own)
  await writer.text(casePaths.reportPage, render(report, {width: 100, colour: false, verbose: true}), own)
}

/** Writes what the evidence comes to, once all of it lies in the folder. */
export async function writeDiagnosis(writer: CaseWriter, toolVersion: string): Promise<void> {
  const diagnosis = diagnose(await caseIn(writer.folder), {toolVersion, now: writer.start.startedAt, window: null})
  await writer.json(casePaths.diagnosis, diagnosis, own)
}

/** Writes which node is which, and what each answered to the probe. */
export async function writeNodes(writer: CaseWriter, nodes: readonly AskedNode[]): Promise<void> {
  for (const {node, answer} of nodes) {
    const {name} = node
    await writer.json(nodePaths.node(name), node, {source: 'ec2:DescribeInstances', node: name})
    if (answer?.state === 'known') {
      await writer.json(nodePaths.probe(name), answer.value, {source: 'openvidu-doctor probe', node: name})
    }
  }
}
