import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {Parser} from '@oclif/core'
import {expect, it, onTestFinished, vi} from 'vitest'
import {checks} from '../../checks/index.ts'
import {LeakFound} from '../../src/bundle/errors.ts'
import {bundleFlags} from '../../src/cli/case/bundle-flags.ts'
import {makeBundle} from '../../src/cli/case/bundle-run.ts'
import {CannotExamine} from '../../src/model/errors.ts'
import {defaultSettings} from '../../src/model/settings.ts'
import {textOf} from '../../src/redact/redactor.ts'
import {SecretSearch} from '../../src/redact/secret-search.ts'
import type {LabAccount} from '../lab/index.ts'
import {found, stackIn} from '../lab/scenarios/find.ts'
import {bundleStack, filesIn, manifestOf, unpacked} from '../support/bundles.ts'
import {type Canary, canaries} from '../support/canaries.ts'
import {enterLab, leaveLab} from '../support/lab-environment.ts'
import {untouched} from '../support/untouched.ts'

// Nodes with real shells, on a machine that may be busy.
vi.setConfig({testTimeout: 300_000})

const all = canaries()
/** Every place gets some of every kind. */
const share = (told: (canary: Canary) => boolean, of: number, place: number) =>
  all.filter(told).filter((_, index) => index % of === place)
const telling = (place: number) => share(({told}) => told !== 'known', 8, place)
const unspoken = all.filter(({told}) => told === 'known')

/** Ends what a canary leaves open, such as a private key. */
const border = '-----END PRIVATE KEY-----'
const texts = (some: readonly Canary[]) => some.flatMap(({text}) => [text, border])
const stamp = (line: string) => `2026-11-26T10:15:00.000000000Z ${line}\n`

/** A word, so that only the secret of the stack can tell that it is one. */
const word = 'correcthorse'

/** Into whatever AWS tells: events, activities, the log of the function, a console, tags of an instance, and the secret itself. */
function plantInAccount(account: LabAccount): void {
  const stack = stackIn(account)
  const event = found(stack.events[0], 'event')
  stack.events.push(
    ...telling(0).map(({text}, index) => ({...event, EventId: `canary-${index}`, ResourceStatusReason: text})),
  )
  const activity = found(account.scalingActivities[0], 'activity')
  account.scalingActivities.push(
    ...telling(1).map(({text}, index) => ({
      ...activity,
      ActivityId: `canary-${index}`,
      StatusCode: 'Failed' as const,
      StatusMessage: text,
      Cause: `failed: ${text}`,
    })),
  )
  const log = found(account.logGroups[0], 'log group')
  log.events.push(
    ...telling(2).map(({text}) => ({
      timestamp: account.now.getTime() - 60_000,
      logStreamName: 'canaries',
      message: text,
    })),
  )
  const media = found(
    account.instances.find(({Tags}) => Tags?.some(({Value}) => /Media Node/.test(Value ?? ''))),
    'media node',
  )
  media.Tags?.push(...telling(3).map(({text}, index) => ({Key: `canary-${index}`, Value: text.slice(0, 250)})))
  account.consoleOutputs.unshift({
    instanceId: media.InstanceId ?? '',
    text: texts(telling(4)).join('\n'),
    at: account.now,
  })
  const secret = found(account.secrets[0], 'secret')
  const values = unspoken.map(({value}, index) => [`CANARY_${index}`, value])
  secret.value = JSON.stringify({
    ...JSON.parse(secret.value),
    ...Object.fromEntries(values),
    GRAFANA_ADMIN_PASSWORD: word,
  })
}

it('nothing of several hundred secrets gets into the bundle, on the screen, into temporary files or the process list', async () => {
  const {bundle, folder, aside} = await bundleStack((nodes, account) => {
    plantInAccount(account)
    const media = found(nodes.get('media-1'), 'node')
    // Between them so much that they come in several chunks.
    const filler = Array.from({length: 400}, (_, index) => stamp(`${index} ${'nothing of note '.repeat(8)}`))
    const lines = [...texts(telling(5)), ...texts(unspoken), `joined as ${word}`].flatMap(text => text.split('\n'))
    media.write(
      'stand-ins/docker.d/stamped/openvidu',
      lines.flatMap((line, index) => [stamp(line), ...(index % 50 === 0 ? filler : [])]).join(''),
    )
    media.write('/var/log/cloud-init-output.log', `${texts(telling(6)).join('\n')}\n`)
    media.write('stand-ins/journalctl.d/openvidu.service', `${texts(telling(7)).join('\n')}\n`)
  })
  const search = new SecretSearch([...all.map(({id, value}) => ({value, from: id})), {value: word, from: 'word'}])
  const foundIn = (bytes: Buffer) =>
    search
      .scan()
      .take(bytes)
      .map(({from, form}) => `${from}, ${form}`)
  expect(search.size).toBe(all.length + 1)

  const run = bundle('--since', '2026-01-01')
  const processes = new Set<string>()
  let over = false
  void run.finished.then(() => {
    over = true
  })
  while (!over) {
    for (const command of commandLines()) processes.add(command)
    await delay(5)
  }
  const {stdout, stderr, code} = await run.finished
  expect([code, foundIn(Buffer.from(stdout + stderr))]).toEqual([0, []])
  expect(readdirSync(aside)).toEqual([])
  expect([...processes].flatMap(command => foundIn(Buffer.from(command)))).toEqual([])

  const inside = unpacked(join(folder, 'video.tar.gz'))
  const leaks = filesIn(inside).flatMap(file => {
    const names = foundIn(Buffer.from(file))
    return [...names, ...foundIn(readFileSync(join(inside, file)))].map(leak => `${file}: ${leak}`)
  })
  expect(leaks).toEqual([])
  // And they were there to be taken out.
  const taken = manifestOf(inside).files.filter(({redactions}) => Object.keys(redactions).length > 0)
  expect(taken.map(({path}) => path)).toEqual(
    expect.arrayContaining([
      'stack/events.jsonl',
      'media/activities.jsonl',
      'stack/function-log.jsonl',
      'nodes/media-1/console-output.txt',
      'nodes/media-1/logs/openvidu.log',
    ]),
  )
})

it('with the first two rings switched off the last one stops it, and names file and rule and not the value', async () => {
  const {lab, folder} = await bundleStack((nodes, account) => {
    const secret = found(account.secrets[0], 'secret')
    secret.value = JSON.stringify({...JSON.parse(secret.value), GRAFANA_ADMIN_PASSWORD: word})
    nodes.get('media-1')?.write('stand-ins/docker.d/stamped/openvidu', stamp(`joined as ${word}`))
  })
  enterLab(lab)
  onTestFinished(leaveLab)
  const {flags} = await Parser.parse(
    ['--output', join(folder, 'video.tar.gz'), '--since', '2026-01-01', '--no-progress'],
    {
      flags: bundleFlags,
    },
  )
  const running = {toolVersion: '0.0.0', flags, interrupted: () => new AbortController().signal, tell: () => {}}
  const judging = {choose: async () => checks, settings: defaultSettings}
  const none = () => ({onNode: null, here: () => untouched, again: () => untouched})
  const leaving = makeBundle('video', running, judging, none)
  const error = await leaving.catch((thrown: unknown) => thrown)
  if (!(error instanceof LeakFound)) throw new Error('it was not stopped', {cause: error})
  expect(error.message).toMatch(
    /^a secret that this run knows was found in nodes\/media-1\/logs\/\S+:\d+ \(\S.*, plain form\).*no archive was written, and the working folder was removed$/,
  )
  expect(new SecretSearch([{value: word, from: 'word'}]).scan().take(Buffer.from(error.message + error.next))).toEqual(
    [],
  )
  expect(error.leaks.map(({rule}) => rule)).toContain("GRAFANA_ADMIN_PASSWORD of the stack's secret")
  // Which commands end with 3.
  expect(error).toBeInstanceOf(CannotExamine)
  expect(readdirSync(folder)).toEqual([])
})

function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(id => {
      try {
        return [textOf(readFileSync(`/proc/${id}/cmdline`, 'latin1'))]
      } catch {
        // It has ended meanwhile.
        return []
      }
    })
}
