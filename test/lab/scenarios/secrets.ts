import type {LabAccount} from '../account/account.ts'
import {ago, found} from './find.ts'
import type {Scenario} from './index.ts'

const options = {verifySecret: true}

function rewrite(account: LabAccount, change: (value: Record<string, string>) => void): void {
  const secret = found(account.secrets[0], 'secret')
  const value: Record<string, string> = JSON.parse(secret.value)
  change(value)
  secret.value = JSON.stringify(value)
}

export const secretScenarios: readonly Scenario[] = [
  {
    name: 'a secret scheduled for deletion',
    fails: ['secret-present'],
    change: account => {
      found(account.secrets[0], 'secret').description.DeletedDate = ago(account, 20)
    },
  },
  {
    name: 'a master that was replaced',
    fails: ['master-slots'],
    options,
    change: account =>
      rewrite(account, value => {
        value.MASTER_NODE_5_PRIVATE_IP = '10.0.0.77'
      }),
  },
  {
    name: 'an address in the secret that no master has',
    fails: ['master-addresses'],
    options,
    change: account =>
      rewrite(account, value => {
        value.MASTER_NODE_2_PRIVATE_IP = '10.0.0.78'
      }),
  },
  {
    name: 'a secret that the installation never filled',
    fails: ['secret-complete'],
    options,
    change: account =>
      rewrite(account, value => {
        value.REDIS_PASSWORD = 'none'
      }),
  },
  {
    name: 'URLs of a domain that was given up',
    fails: ['secret-urls'],
    options,
    change: account =>
      rewrite(account, value => {
        value.DASHBOARD_URL = 'https://old.example.net/dashboard/'
      }),
  },
  {
    name: 'a password that breaks the scripts of the nodes',
    fails: ['secret-characters'],
    options,
    change: account =>
      rewrite(account, value => {
        value.GRAFANA_ADMIN_PASSWORD = 'cut#here'
      }),
  },
]
