import {createHash} from 'node:crypto'

/** An EC2 id that always is the same for the same name: `subnet-0a1b2c3d4e5f60718`. */
export function ec2Id(prefix: string, name: string): string {
  return `${prefix}-0${hex(`${prefix} ${name}`, 16)}`
}

export function uuid(name: string): string {
  const digits = hex(name, 32)
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ].map(([from, to]) => digits.slice(from, to))
  return `${a}-${b}-4${c}-8${d}-${e}`
}

/** Lower-case hexadecimal digits. */
export function hex(name: string, length: number): string {
  return createHash('sha256').update(name).digest('hex').slice(0, length)
}

/** The short form of a region in the ids of its zones: `us-east-1` is `use1`, `ap-southeast-2` is `apse2`. */
export function regionCode(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-').slice(-3)
  const short: Readonly<Record<string, string>> = {northeast: 'ne', northwest: 'nw', southeast: 'se', southwest: 'sw'}
  return `${area}${short[direction] ?? direction.charAt(0)}${number}`
}
