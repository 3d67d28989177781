import {plain} from '../../../reports/escape/terminal.ts'
import {bundleName} from '../../bundle/bundle-name.ts'
import {seal} from '../../bundle/seal.ts'
import type {MadeBundle} from '../../model/made-bundle.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {SecretMemory} from '../../redact/secret-memory.ts'
import {SecretSearch} from '../../redact/secret-search.ts'
import {Tokens} from '../../redact/tokens.ts'
import {chooseNodes} from '../choose-nodes.ts'
import {progressOf, type Running} from '../running.ts'
import type {BundleFlags} from './bundle-flags.ts'
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
  rings: typeof caseRings = caseRings,
): Promise<MadeBundle> {
  const request = await bundleRequest(stack, running.flags, new Date())
  const look = await firstLook(stack, running)
  try {
    return await new BundleRun(stack, request, look, running, rings).make()
  } finally {
    look.session.close()
  }
}

class BundleRun {
  readonly #stack: string
  readonly #request: BundleRequest
  readonly #look: FirstLook
  readonly #running: Running<BundleFlags>

  readonly #rings: typeof caseRings

  constructor(
    stack: string,
    request: BundleRequest,
    look: FirstLook,
    running: Running<BundleFlags>,
    rings: typeof caseRings,
  ) {
    this.#stack = stack
    this.#request = request
    this.#look = look
    this.#running = running
    this.#rings = rings
  }

  async make(): Promise<MadeBundle> {
    const {flags, toolVersion, tell} = this.#running
    const {output, services, maxBytes, via, recipients, tokenKey} = this.#request
    const {session, snapshot, signal} = this.#look
    // Before a folder is made.
    const all = caseNodes(snapshot)?.map(({node}) => node)
    const nodes = chooseNodes(all ?? [], all === undefined ? [] : (flags.nodes ?? [])).map(({name}) => name)
    const memory = new SecretMemory()
    const tokens = tokenKey === null ? null : tokenSettings(tokenKey, snapshot)
    const rings = this.#rings(memory, tokens)
    const target = targetOf(snapshot)
    const writer = await openCase({
      resume: flags.resume,
      output,
      start: {
        toolVersion,
        case: this.#request.case,
        startedAt: snapshot.takenAt,
        target,
        window: this.#request.window,
        tokens: tokens === null ? null : {keyId: new Tokens(tokens).keyId},
      },
      redactor: rings.here,
      signal,
    })
    const encrypted = recipients.length > 0
    const partialName = bundleName(output, {partial: true, encrypted})
    const {quoted} = await import('../../nodes/probe/quoted.ts')
    const argument = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text))
    // A case is gone on with under the same key for tokens, and stays as closed as it was.
    const same = [['--tokens', flags.tokens ?? []] as const, ['--encrypt-to', flags['encrypt-to'] ?? []] as const]
    const kept = same.flatMap(([flag, values]) => [values].flat().map(value => ` ${flag} ${argument(value)}`))
    const resume = `openvidu-doctor bundle ${this.#stack} --resume ${argument(partialName)}${kept.join('')}`
    const gathered = await gatherCase({
      session,
      snapshot,
      stack: this.#stack,
      writer,
      memory,
      rings,
      window: writer.start.window,
      nodes,
      services,
      maxBytes,
      via,
      readSecret: flags.secret,
      progress: progressOf(this.#running),
      signal,
      resume,
      tell: line => tell(plain(line)),
    })
    const {partial, stackSecret, notCollected} = gathered
    await writeDiagnosis(writer, gathered.snapshot, toolVersion, rings)
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

function targetOf({target: {stackName, region, accountId}, facts: {template}}: Snapshot) {
  const generation = template?.state === 'known' ? template.value.generation : null
  return {stackName, region, accountId, generation}
}
