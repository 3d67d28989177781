import {type RuleGroup, takes, words} from './rule.ts'

/** Tokens whose makers let them begin with what tells them: the issuer, and letters behind it. */
const issued: readonly string[] = [
  // GitHub, GitLab
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_[A-Za-z0-9_]{22,}',
  'gl(pat|dt|ptt|rt|cbt|soat)-[A-Za-z0-9_-]{20,}',
  // Slack
  'xox[abeoprs]-[A-Za-z0-9-]{10,}',
  'xapp-[A-Za-z0-9-]{10,}',
  // Stripe
  '[rs]k_(live|test)_[A-Za-z0-9]{16,}',
  'whsec_[A-Za-z0-9+/=]{20,}',
  // OpenAI, Anthropic, Hugging Face, Groq
  'sk-[A-Za-z0-9_-]{20,}',
  'hf_[A-Za-z0-9]{30,}',
  'gsk_[A-Za-z0-9]{40,}',
  // Google
  'AIza[A-Za-z0-9_-]{35}',
  'ya29[.][A-Za-z0-9_-]{20,}',
  'GOCSPX-[A-Za-z0-9_-]{20,}',
  // npm, PyPI, Docker Hub
  'npm_[A-Za-z0-9]{36}',
  'pypi-[A-Za-z0-9_-]{50,}',
  'dckr_[po]at_[A-Za-z0-9_-]{20,}',
  // SendGrid, Twilio, Telegram
  'SG[.][A-Za-z0-9_-]{16,}[.][A-Za-z0-9_-]{16,}',
  'SK[0-9a-f]{32}',
  '[0-9]{8,10}:AA[A-Za-z0-9_-]{33}',
  // Grafana, HashiCorp, DigitalOcean, Tailscale, Sentry, Databricks, Atlassian, age
  'gl(c|sa)_[A-Za-z0-9+/=_]{32,}',
  'hv[sbr][.][A-Za-z0-9_-]{24,}',
  'do[opr]_v1_[a-f0-9]{64}',
  'tskey-[a-z]{2,10}-[A-Za-z0-9-]{16,}',
  'sntry[su]_[A-Za-z0-9+/=_-]{30,}',
  'dapi[a-f0-9]{32}',
  'ATATT3[A-Za-z0-9_=-]{30,}',
  'AGE-SECRET-KEY-1[A-Z0-9]{50,}',
]

/** What all of those begin with. */
const heads = words(
  'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glptt- glrt- glcbt- glsoat- xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xapp- sk_live_ sk_test_ rk_live_ rk_test_ whsec_ sk- hf_ gsk_ AIza ya29. GOCSPX- npm_ pypi- dckr_ SG. :AA glc_ glsa_ hvs. hvb. hvr. dop_v1_ doo_v1_ dor_v1_ tskey- sntrys_ sntryu_ dapi ATATT3 AGE-SECRET',
).concat([...'0123456789abcdef'].map(digit => `SK${digit}`))

/** What is a secret by its looks, wherever it stands. */
export const shapeRules: readonly RuleGroup[] = [
  {
    hints: ['eyJ'],
    rules: [
      takes('json-web-token', '()eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]{8,}([.][A-Za-z0-9_-]*)?', {exactCase: true}),
    ],
  },
  {
    hints: words('AKIA ASIA ABIA ACCA IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz'),
    rules: [
      takes('aws-access-key', '(^|[^A-Za-z0-9])(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', {exactCase: true}),
      takes('aws-session-token', '()(IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9/+=_%-]{20,}', {exactCase: true}),
    ],
  },
  {hints: heads, rules: [takes('issued-token', `(^|[^A-Za-z0-9_-])(${issued.join('|')})`, {exactCase: true})]},
  {
    hints: ['-----BEGIN'],
    rules: [
      // What is on the same line, up to its end or as far as it goes. In base64 is no hyphen, in its headers no two of them.
      takes('private-key', '(-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY( BLOCK)?-----)[^-]+(-[^-]+)*', {exactCase: true}),
    ],
  },
]
