import {installationFolder} from '../../../openvidu/services.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

/** Where a full disk stops OpenVidu: system, installation and data, container images, logs. */
const paths = ['/', installationFolder, '/var/lib/docker', '/var/log', '/tmp']

/** From df: one line of bytes and one of inodes for each path that is there. */
export const disks = definePart({
  id: 'disks',
  roles: ['master', 'media'],
  seconds: 10,
  bytes: 900,
  // The path last: it is the only word of the line that may hold blanks.
  script: () => `
newline='
'
# told KIND OPTIONS PATH: the last line of df.
told() {
  rows=$(df "$2" "$root$3")
  [ -z "$rows" ] || printf '%s %s %s\\n' "$1" "\${rows##*"$newline"}" "$3"
}
for path in ${paths.join(' ')}; do
  [ -e "$root$path" ] || continue
  told bytes -Pk "$path"
  told inodes -Pi "$path"
done
`,
  parse: lines => {
    const rows = lines.map(rowOf)
    const inodesAt = new Map(rows.flatMap(row => (row.kind === 'inodes' ? [[row.path, row] as const] : [])))
    const sizes = rows.filter(({kind}) => kind === 'bytes')
    if (sizes.length === 0) throw new UnreadableAnswer('df told of no file system')
    return [...Map.groupBy(sizes, ({mount}) => mount)].map(([mount, own]) => {
      const [{total, used, available}] = own as [Row, ...Row[]]
      const inodes = inodesAt.get(own[0]?.path ?? '')
      return {
        paths: own.map(({path}) => path),
        mount,
        totalBytes: total * 1024,
        availableBytes: available * 1024,
        usedPercent: used + available === 0 ? 100 : Math.ceil((used / (used + available)) * 100),
        // File systems that make inodes as they need them tell of none.
        inodes: inodes === undefined || inodes.total === 0 ? null : {total: inodes.total, free: inodes.available},
      }
    })
  },
})

interface Row {
  readonly kind: string
  readonly total: number
  readonly used: number
  readonly available: number
  readonly mount: string
  readonly path: string
}

/** `bytes DEVICE TOTAL USED AVAILABLE PERCENT MOUNT PATH`; devices and mounts may hold blanks. */
function rowOf(line: string): Row {
  const [, kind, total, used, available, mount, path] =
    /^(bytes|inodes) .{1,300}? (\d{1,15}|-) +(\d{1,15}|-) +(-?\d{1,15}|-) +(?:\d{1,3}%|-) (.{1,300}) (\/\S*)$/.exec(
      line,
    ) ?? []
  if (kind === undefined || mount === undefined || path === undefined)
    throw new UnreadableAnswer('a line of df is not in its form')
  // Where there are no inodes, df prints bars.
  const count = (text: string | undefined) => (text === undefined || text === '-' ? 0 : Math.max(0, Number(text)))
  return {kind, total: count(total), used: count(used), available: count(available), mount, path}
}
