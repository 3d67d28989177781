import {finds, type RuleGroup, spares, takes} from './rule.ts'

/** What names of secrets hold in the traces of our installation: variables in capitals. */
const variable = '[A-Z0-9_]{0,60}(PASSWORD|PASSWD|SECRET|TOKEN|LICEN[SC]E|CREDENTIALS?|_KEY)[A-Z0-9_]{0,30}'

/** Secrets among the arguments of commands, where no name stands before them, or only as an argument of its own. */
export const commandRules: readonly RuleGroup[] = [
  {
    // `bash -x` writes the commands that it runs behind plus signs: + store_secret.sh save REDIS_PASSWORD value
    hints: ['+ '],
    rules: [
      // What a function hands back, before it is assigned to a name.
      takes(
        'trace-echo',
        `([+]{1,8} (echo|printf '%s(\\\\n)?') ["']?)[A-Za-z0-9+/_=-]{0,60}[0-9][A-Za-z0-9+/_=-]{8,}["']?$`,
        {exactCase: true},
      ),
      finds('trace-argument', `([ \t"']${variable}["']?[ \t]{1,2})`, {exactCase: true}),
      // for key in REDIS_PASSWORD MONGO_ADMIN_PASSWORD; [ MONGO_ADMIN_PASSWORD = none ]
      spares('trace-of-names', `\\n(["']?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+(["' \t;)]|$)|[=|&;<>)]|[-][a-z-])`, {
        exactCase: true,
      }),
    ],
  },
  {
    hints: [' -u', ' --user', ' --proxy-user'],
    rules: [
      takes('user-of-command', `([ \t](-u|--user|--proxy-user)[ \t=]{0,4}["']?[^ \t"':0-9][^ \t"':]{0,100}:)[^ \t"']+`),
    ],
  },
  {hints: ['redis-cli'], rules: [takes('redis-cli', `(redis-cli[^|;]{0,200} -a[ \t]{1,4}["']?)[^ \t"']+`)]},
  {
    hints: [' -p'],
    rules: [
      takes(
        'password-of-command',
        `((login|sshpass|mongo(sh|dump|restore|export|import)?)[ \t][^|;]{0,200}-p[ \t]{1,4}["']?)[^ \t"']+`,
      ),
    ],
  },
  {hints: ['pass:'], rules: [takes('openssl-pass', `(pass(in|out)?[ \t]{1,4}["']?pass:)[^ \t"']+`)]},
]
