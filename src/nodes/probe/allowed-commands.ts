/**
 * Every command that scripts of ours may run on a node, besides what the shell itself brings and `stagingCommands`. None of them
 * is used in a way that changes anything; a test runs the scripts with these and nothing else on the path.
 */
export const allowedCommands = [
  'awk',
  'base64',
  'cat',
  'chronyc',
  'cloud-init',
  'crontab',
  'curl',
  'cut',
  'date',
  'df',
  'docker',
  'find',
  'getent',
  'grep',
  'gzip',
  'head',
  'ip',
  'journalctl',
  'nc',
  'nice',
  'sed',
  'sh',
  'sha256sum',
  'sleep',
  'sort',
  'stat',
  'systemctl',
  'tail',
  'timedatectl',
  'timeout',
  'tr',
  'uname',
  'uniq',
  'wc',
] as const

/**
 * What the scripts of a transfer run besides: they make a directory of their own, lower their own priority, and remove what they
 * made, at the latest through a timer. Nothing else on the node is written.
 */
export const stagingCommands = ['id', 'ionice', 'mkdir', 'renice', 'rm', 'systemctl', 'systemd-run', 'touch'] as const
