import {plain} from '../../../reports/escape/terminal.ts'
import {bundleName} from '../../bundle/bundle-name.ts'
import {seal} from '../../bundle/seal.ts'
import type {MadeBundle} from '../../model/made-bundle.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {SecretMemory} from '../../redact/secret-memory.ts'
import {SecretSearch} from '../../redact/secret-search.ts'
import {Tokens} from '../../redact/tokens.ts'
import {chooseNodes} from '../choose-nodes.ts'
import {type Judging, progressOf, type Running} from '../running.ts'
import {type BundleFlags, bundleFlags} from './bundle-flags.ts'
import {type BundleRequest, bundleRequest} from './bundle-request.ts'
import {writeDiagnosis} from './case-documents.ts'
import {caseNodes} from './case-nodes.ts'
import {caseRings} from './case-rings.ts'
import {type FirstLook, firstLook} from './first-look.ts'
import {gatherCase} from './gather.ts'
import {openCase} from './open-case.ts'
import {sweep} from './sweep.ts'
import {tokenSettings} from './token-settings.ts'

/**
 * Collects and seals. Throws what `firstLook`, `openCase`, `gatherCase` and `seal` throw. Other rings than the usual ones are for a
 * test that shows what the last one holds by itself.
 */
export async function makeBundle(
  stack: string,
  running: Running<BundleFlags>,
  judging: Judging,
  rings: typeof caseRings = caseRings,
): Promise<MadeBundle> {
  const request = await bundleRequest(stack, running.flags, new Date())
  const look = await firstLook(stack, running)
  try {
    return await new BundleRun({stack, request, look, running, judging, rings}).make()
  } finally {
    look.session.close()
  }
}

interface Making {
  /** Name or ARN. */
  readonly stack: string
  readonly request: BundleRequest
  readonly look: FirstLook
  readonly running: Running<BundleFlags>
  readonly judging: Judging
  readonly rings: typeof caseRings
}

class BundleRun {
  readonly #making: Making

  constructor(making: Making) {
    this.#making = making
  }

  async make(): Promise<MadeBundle> {
    const {stack, request, running, judging} = this.#making
    const {flags, toolVersion, tell} = running
    const {output, services, maxBytes, via, recipients, tokenKey} = request
    const {session, snapshot, signal} = this.#making.look
    // Before a folder is made.
    const all = caseNodes(snapshot)?.map(({node}) => node)
    const nodes = chooseNodes(all ?? [], all === undefined ? [] : (flags.nodes ?? [])).map(({name}) => name)
    const memory = new SecretMemory()
    const tokens = tokenKey === null ? null : tokenSettings(tokenKey, snapshot)
    const rings = this.#making.rings(memory, tokens)
    const target = targetOf(snapshot)
    const writer = await openCase({
      resume: flags.resume,
      output,
      start: {
        toolVersion,
        case: request.case,
        startedAt: snapshot.takenAt,
        target,
        window: request.window,
        tokens: tokens === null ? null : {keyId: new Tokens(tokens).keyId},
      },
      redactor: rings.here,
      signal,
    })
    const encrypted = recipients.length > 0
    const partialName = bundleName(output, {partial: true, encrypted})
    const resume = await resumeLine(stack, partialName, {...flags, region: session.region})
    const gathered = await gatherCase({
      session,
      snapshot,
      stack,
      writer,
      memory,
      rings,
      window: writer.start.window,
      nodes,
      services,
      maxBytes,
      via,
      judging,
      readSecret: flags.secret,
      progress: progressOf(running),
      signal,
      resume,
      tell: line => tell(plain(line)),
    })
    const {partial, stackSecret, notCollected} = gathered
    await writeDiagnosis(writer, gathered.snapshot, toolVersion, rings, judging)
    await sweep(writer, memory, rings.again)
    if (partial !== null) tell('Sealing what is there; Ctrl-C once more ends it.')
    const sealed = await seal({
      writer,
      output,
      resumed: flags.resume ?? null,
      toolVersion,
      sealedAt: new Date().toISOString(),
      partial,
      target,
      schemas: {snapshot: '1', report: '1', diagnosis: '1', manifest: '1'},
      search: new SecretSearch(memory.known()),
      stackSecret,
      recipients,
      keepLeaking: flags['keep-working-folder'],
      // Whatever ended collecting: what is there is sealed.
      signal: new AbortController().signal,
    })
    const stackName = target.stackName ?? ''
    return {...sealed, stackName, partial, notCollected, stackSecret, encrypted, tokens: tokens !== null, resume}
  }
}

/**
 * The command line that goes on with a partial bundle: where it was looked for, of the same nodes, judged by the same, under the same
 * key for tokens, and as closed as it was.
 */
async function resumeLine(stack: string, partialName: string, flags: BundleFlags): Promise<string> {
  const {quoted} = await import('../../nodes/probe/quoted.ts')
  const argument = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text))
  const {region, profile, nodes, services, via, config, tokens, 'max-size': size, 'encrypt-to': recipients} = flags
  const kept = {
    region,
    profile,
    resume: partialName,
    nodes,
    services,
    'max-size': size === bundleFlags['max-size'].default ? undefined : size,
    via,
    config,
    tokens,
    'encrypt-to': recipients,
  }
  const given = Object.entries(kept).flatMap(([flag, values]) =>
    [values ?? []].flat().map(value => ` --${flag} ${argument(value)}`),
  )
  return `openvidu-doctor bundle ${argument(stack)}${given.join('')}${flags.secret ? '' : ' --no-secret'}`
}

function targetOf({target: {stackName, region, accountId}, facts: {template}}: Snapshot) {
  const generation = template?.state === 'known' ? template.value.generation : null
  return {stackName, region, accountId, generation}
}
