import {describe, expect, it} from 'vitest'
import {docker} from '../../../../src/nodes/probe/parts/docker.ts'
import {MadeUpNode, runPart, shells} from '../run-part.ts'

const silent = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'
const compose = 'compose*) echo v2.40.3 ;;'

/** A docker that answers by its first word. */
function dockerOf(...cases: readonly string[]): string {
  return `case "$*" in\n${cases.join('\n')}\n*) echo "not expected: $*" >&2; exit 9 ;;\nesac`
}

describe.each(shells)('the part docker in $name', ({words: shell}) => {
  async function look(script: string | null, seconds?: number) {
    using node = new MadeUpNode()
    if (script !== null) node.command('docker', script)
    const {answer} = await runPart(docker, {shell, path: node.path, ...(seconds === undefined ? {} : {seconds})})
    return answer
  }

  it('tells versions and log driver, whatever warnings stand before them', async () => {
    const script = dockerOf(
      compose,
      "version*) echo 'WARNING: Error loading config file' >&2; echo 29.5.3 ;;",
      'info*) echo json-file ;;',
    )
    expect(await look(script)).toEqual({
      state: 'known',
      value: {version: '29.5.3', compose: '2.40.3', logDriver: 'json-file'},
    })
  })

  it('tells nothing where Docker is missing', async () => {
    expect(await look(null)).toEqual({state: 'known', value: {version: null, compose: null, logDriver: null}})
  })

  it.each([silent, 'failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct'])(
    'tells that no engine answers, and the plugin still: %s',
    async words => {
      expect(await look(dockerOf(compose, `*) echo '${words}' >&2; exit 1 ;;`))).toEqual({
        state: 'known',
        value: {version: null, compose: '2.40.3', logDriver: null},
      })
    },
  )

  it.each([
    "docker: 'compose' is not a docker command.",
    'unknown flag: --short',
    'docker: unknown command: docker compose',
  ])('tells that there is no plugin: %s', async words => {
    const script = dockerOf(
      `compose*) echo "${words}" >&2; exit 125 ;;`,
      'version*) echo 28.0.0 ;;',
      'info*) echo local ;;',
    )
    expect(await look(script)).toEqual({
      state: 'known',
      value: {version: '28.0.0', compose: null, logDriver: 'local'},
    })
  })

  it('a plugin that fails is not one that is missing', async () => {
    const script = dockerOf(
      'compose*) echo segfault >&2; exit 139 ;;',
      'version*) echo 28.0.0 ;;',
      'info*) echo local ;;',
    )
    expect(await look(script)).toMatchObject({state: 'unknown', cause: 'failed'})
  })

  it('fails where the engine denies, and where it says what no engine says', async () => {
    const denied =
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock'
    expect(await look(dockerOf(compose, `*) echo '${denied}' >&2; exit 1 ;;`))).toMatchObject({
      state: 'unknown',
      cause: 'failed',
      detail: expect.stringContaining('denies'),
    })
    expect(await look(dockerOf(compose, "*) echo 'Error response from daemon' >&2; exit 1 ;;"))).toMatchObject({
      state: 'unknown',
      cause: 'failed',
    })
    const hostile = dockerOf(compose, "version*) printf '\\033[2Jx\\n' ;;", 'info*) echo json-file ;;')
    expect(await look(hostile)).toMatchObject({state: 'unknown', cause: 'failed'})
  })

  it('an engine that hangs is one that was not told in time', async () => {
    expect(await look(dockerOf(compose, '*) exec sleep 30 ;;'), 1)).toMatchObject({
      state: 'unknown',
      cause: 'timed-out',
    })
  })
})
