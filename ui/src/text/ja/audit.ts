import type { Dictionary } from '../en'

export const audit: Dictionary['audit'] = {
  title: '監査記録',
  lead: 'すべての変更を指紋でつないでいます。気づかれずに書き換えることはできません。',
  verify: 'つながりを検証する',
  verified: (n) => `途切れはありません。${n}件を確かめました。`,
  broken: (n) => `${n}件目で途切れています。以降の記録は信頼せず、控えから復元してください。`,
  columns: { at: '日時', who: '誰が', what: '何を', object: '対象', detail: '詳細' },
  empty: '記録はまだありません。',
}
