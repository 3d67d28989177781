import {clientSettings} from './client.ts'
import type {Lab} from './index.ts'
import {isServiceName, type ServiceName, serviceOf} from './protocol/services.ts'
import {isPlain, type Plain} from './protocol/wire.ts'

interface AnyClient {
  send(command: unknown): Promise<unknown>
  destroy(): void
}

type Constructor<T> = new (input: unknown) => T

/** Sends an operation of any service by its name, `ec2.DescribeVpcs`, through the real client; its answer without metadata. */
export async function sendAny(
  lab: Pick<Lab, 'endpoint' | 'account'>,
  name: string,
  input: Plain = {},
  maxAttempts = 1,
): Promise<Plain> {
  const [service = '', operation = ''] = name.split('.')
  if (!isServiceName(service)) throw new RangeError(`No service ${service}`)
  const {client, command} = await classesOf(service, operation)
  const sender = new client({...clientSettings(lab, maxAttempts), ...plainS3})
  try {
    const output = await sender.send(new command(input))
    if (!isPlain(output)) throw new TypeError(`${name} answered ${String(output)}`)
    const {$metadata: _, ...rest} = output
    return rest
  } finally {
    sender.destroy()
  }
}

// S3 alone reads these: no checksums of its own invention in what is sent.
const plainS3 = {requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED'}

async function classesOf(
  service: ServiceName,
  operation: string,
): Promise<{readonly client: Constructor<AnyClient>; readonly command: Constructor<unknown>}> {
  const all = Object.entries(await serviceOf(service).load())
  const client = all.find(([name]) => /^[A-Z]\w*Client$/.test(name))?.[1]
  const command = all.find(([name]) => name === `${operation}Command`)?.[1]
  if (typeof client !== 'function' || typeof command !== 'function') {
    throw new RangeError(`The client of ${service} has no ${operation}`)
  }
  return {client: client as Constructor<AnyClient>, command: command as Constructor<unknown>}
}
