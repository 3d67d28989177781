import {ago, found} from './find.ts'
import type {Scenario} from './index.ts'

/** A secret in which one key has another value. */
function rewritten(name: string, fails: string, key: string, text: string): Scenario {
  return {
    name,
    fails: [fails],
    options: {verifySecret: true},
    change: account => {
      const secret = found(account.secrets[0], 'secret')
      const value: Record<string, string> = JSON.parse(secret.value)
      secret.value = JSON.stringify({...value, [key]: text})
    },
  }
}

export const secretScenarios: readonly Scenario[] = [
  {
    name: 'a secret scheduled for deletion',
    fails: ['secret-present'],
    change: account => {
      found(account.secrets[0], 'secret').description.DeletedDate = ago(account, 20)
    },
  },
  rewritten('a master that was replaced', 'master-slots', 'MASTER_NODE_5_PRIVATE_IP', '10.0.0.77'),
  rewritten('an address in the secret that no master has', 'master-addresses', 'MASTER_NODE_2_PRIVATE_IP', '10.0.0.78'),
  rewritten('a secret that the installation never filled', 'secret-complete', 'REDIS_PASSWORD', 'none'),
  rewritten('URLs of a domain that was given up', 'secret-urls', 'DASHBOARD_URL', 'https://old.example.net/dashboard/'),
  rewritten(
    'a password that breaks the scripts of the nodes',
    'secret-characters',
    'GRAFANA_ADMIN_PASSWORD',
    'cut#here',
  ),
]
