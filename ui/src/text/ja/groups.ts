import type { Dictionary } from '../en'

export const groups: Dictionary['groups'] = {
  title: '企業・グループ',
  lead: '人物が属する企業・世帯・チームを、各ツールの知らせのとおりに並べます。',
  search: '名前・ID',
  empty: 'CRM やサイトが、誰がどの企業や世帯に属するかを知らせると、ここに人物とともに並びます。',
  emptyAction: 'CRM の取引先・商談を取り込む',
  noMatch: '当てはまるグループがありません。名前と ID から探します。',
  columns: { name: '名前', type: '種類', industry: '業種', id: 'ID', people: '人数', lastSeen: '最後の知らせ' },
  belongs: '属する人物',
  nobody: '現在、属する人はいません。',
  left: (when) => `${when}に離脱`,
  dealings: '商談とお問い合わせ',
  deal: '商談',
  inquiry: 'お問い合わせ',
  owner: (name) => `担当 ${name}`,
  closes: (when) => `完了予定 ${when}`,
  changes: (n) => `変更 ${n}回`,
}
