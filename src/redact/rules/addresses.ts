import {finds, mark, type RuleGroup, sparesBehind, takes, valueBegins, words} from './rule.ts'

/** How names of units of systemd end, and those of hosts that no mail reaches. */
const noDomains =
  '(service|socket|timer|mount|automount|slice|scope|target|device|path|swap|internal|local|localdomain)'

const local = '[a-z0-9._+-]{1,64}'
const localBegins = '(^|[^a-z0-9._+-])'
const domain = '(@|%40)[a-z0-9-]{1,63}([.][a-z0-9-]{1,63}){0,8}[.][a-z]{2,24}'

/** Secrets in URLs, and addresses of people. */
export const addressRules: readonly RuleGroup[] = [
  {
    hints: ['@'],
    rules: [
      takes('user-in-database-url', `((mongodb([+]srv)?|rediss?|postgres(ql)?|mysql|amqps?)://)[^@ \t"']{1,300}@`, {
        mark: `${mark}@`,
      }),
      takes('user-in-url', `(://)[^/@ \t"'*][^/@ \t"']{0,300}@`, {mark: `${mark}@`}),
    ],
  },
  {
    // Whoever knows the last part of it can publish: rtmp://host/app/key
    hints: ['rtmp'],
    rules: [takes('stream-key', `(rtmps?://[^/ \t"']{1,300}/[^/ \t"']{1,100}/)[^ \t"'?*\\\\]+`)],
  },
  {
    hints: ['hooks.slack', 'api/webhooks', 'webhook.office'],
    rules: [
      takes(
        'webhook',
        `(hooks[.]slack[.]com/|discord(app)?[.]com/api/webhooks/|webhook[.]office[.]com/)[a-z0-9/_@-]{8,}`,
      ),
    ],
  },
  {hints: ['/whip/'], rules: [takes('stream-key', `(/whip/)[a-z0-9_-]{6,}`)]},
  {
    hints: words('x-amz- x-goog- signature= signature%3d sig= sig%3d awsaccesskeyid key-pair-id policy='),
    rules: [
      takes(
        'signed-url',
        `(([?&]|\\\\u0026|%26)(x-amz-(signature|credential|security-token)|x-goog-(signature|credential)|signature|awsaccesskeyid|sig|key-pair-id|policy)(=|%3d))[^&# \t"'\\\\*]+`,
      ),
    ],
  },
  {
    hints: ['@', '%40'],
    rules: [finds('mail', `(${localBegins}${local}${domain})`)],
  },
  {
    hints: [valueBegins],
    rules: [
      sparesBehind('no-mail-domain', `[.]${noDomains}`),
      // Users of git, and ciphers: chacha20-poly1305@openssh.com
      sparesBehind('no-mail-user', '(^|[^a-z0-9._-])git@[a-z0-9.-]{1,200}|@(openssh|libssh)[.](com|org)'),
      takes('mail-address', `${localBegins}${local}${domain}\\n`),
    ],
  },
]
