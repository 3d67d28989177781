import {gunzipSync} from 'node:zlib'
import type {Order} from '../lab/index.ts'

/** The script that an order carries, unpacked: for nodes that answer without running it. */
export function sentScript({lines}: Pick<Order, 'lines'>): string {
  const packed = /echo (\S+) \| base64/.exec(lines.join('\n'))?.[1]
  if (packed === undefined) throw new Error('the order carries no packed script')
  return gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')
}
