import type { Dictionary } from '../en'

export const top: Dictionary['top'] = {
  search: 'すべてを検索',
  searchHint: '人物・キャンペーン・オーディエンス・KPI',
  searchEmpty: '見つかりません。メールアドレス、名前、キャンペーン名でお試しください。',
  searchStart: '名前、メールアドレス、キャンペーン、KPI を入力してください。',
  language: '言語',
  signOut: 'サインアウト',
  theme: '表示',
  light: '明るい',
  dark: '暗い',
  auto: '端末に合わせる',
  switchTo: '見本の人物として見る',
  demo: 'デモ用ハブ: 人物は見本、反応は模擬です',
  demoShort: 'デモ',
  account: 'あなたのアカウント',
  roles: { viewer: '閲覧者', editor: '編集者', approver: '承認者', admin: '管理者' },
  kinds: { person: '人物', campaign: 'キャンペーン', audience: 'オーディエンス', kpi: 'KPI' },
}
