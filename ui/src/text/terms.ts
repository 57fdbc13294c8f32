import { useCallback } from 'react'
import { useWords } from '.'

type Pair = readonly [en: string, ja: string]

/** Words that arrive as data but that everyone should read in their own language. What is not listed is shown as it came. */
const terms = {
  event: {
    'Product Purchased': ['Product purchased', '商品の購入'],
    'Order Completed': ['Order completed', '注文の完了'],
    'Order Refunded': ['Order refunded', '返金'],
    'Consent Updated': ['Consent updated', '同意の更新'],
    'Consent Requested': ['Signed up, not confirmed', '申し込み(未確認)'],
    Unsubscribed: ['Unsubscribed', '配信停止'],
    'Campaign Received': ['Campaign received', 'キャンペーンの受け取り'],
    'Campaign Assigned': ['Campaign assigned', 'キャンペーンの割り当て'],
    'Coupon Redeemed': ['Coupon redeemed', 'クーポンの利用'],
    'Email Sent': ['Email sent', 'メールの配信'],
    'Email Deferred': ['Email deferred', 'メールの再送待ち'],
    'Email Bounced': ['Email bounced', 'メールの不達'],
    'Email Rejected': ['Email rejected', 'メールの受け取り拒否'],
    'Email Unknown': ['Email outcome unknown', 'メールの結果不明'],
    'Email Opened': ['Email opened', 'メールの開封'],
    'Email Link Clicked': ['Email link clicked', 'メールのリンクのクリック'],
    identify: ['Profile told', '人物情報の連携'],
    Identified: ['Profile told', '人物情報の連携'],
    alias: ['Ids joined', '識別子の結合'],
    group: ['Group told', 'グループ情報の連携'],
    page: ['Page viewed', 'ページの閲覧'],
    screen: ['Screen viewed', '画面の閲覧'],
  },
  trait: {
    name: ['Name', '名前'],
    email: ['Email', 'メール'],
    phone: ['Phone', '電話番号'],
    language: ['Language', '言語'],
    city: ['City', '市区町村'],
    country: ['Country', '国'],
    age: ['Age', '年齢'],
    income: ['Income', '収入'],
    home_ownership: ['Home ownership', '住まい'],
    marital_status: ['Marital status', '婚姻'],
    household_size: ['Household size', '世帯人数'],
    household_composition: ['Household', '世帯構成'],
    kids_count: ['Children', '子どもの人数'],
  },
  property: { category: ['category', 'カテゴリー'], revenue: ['revenue', '売上'], campaign_id: ['campaign', 'キャンペーン'], quantity: ['quantity', '数量'], store: ['store', '店舗'] },
  identifier: {
    email: ['email', 'メール'],
    phone: ['phone', '電話番号'],
    cookie: ['cookie', 'Cookie'],
    loyalty_card: ['loyalty card', '会員カード'],
    crm_id: ['CRM id', 'CRM番号'],
    user_id: ['user id', '利用者ID'],
    anonymous_id: ['anonymous id', '匿名ID'],
  },
  channel: { email: ['Email', 'メール'], post: ['Post', '郵便'], sms: ['SMS', 'SMS'], line: ['LINE', 'LINE'], push: ['Push', 'プッシュ通知'], phone: ['Phone', '電話'] },
  purpose: { marketing: ['marketing', 'お知らせ'] },
  delivery: {
    reserved: ['Waiting', '送信待ち'],
    handed: ['Being handed over', '引き渡し中'],
    accepted: ['Accepted', '受け付け済み'],
    deferred: ['Deferred', '再送待ち'],
    rejected: ['Refused', '受け取り拒否'],
    unknown: ['Unknown', '結果不明'],
  },
  source: { auftakt: ['this hub', 'このハブ'], computed: ['computed', '計算'] },
  fact: {
    from: ['from', '前'],
    to: ['to', '後'],
    why: ['why', '理由'],
    version: ['version', '版'],
    versions: ['versions', '版'],
    note: ['note', 'メモ'],
    name: ['name', '名前'],
    role: ['role', '役割'],
    sample: ['sample', '見本'],
    comment: ['comment', 'コメント'],
    approval: ['approval', '承認'],
    campaign: ['campaign', 'キャンペーン'],
    file: ['file', 'ファイル'],
    state: ['state', '状態'],
    reason: ['reason', '理由'],
  },
  state: {
    draft: ['Draft', '下書き'],
    in_review: ['In review', '承認待ち'],
    approved: ['Approved', '承認済み'],
    scheduled: ['Scheduled', '予定'],
    live: ['Live', '実行中'],
    finished: ['Finished', '終了'],
    submitted: ['submitted', '承認を依頼'],
    launched: ['launched', '開始'],
  },
  maker: { lapsed_customers: ['the finder of lapsed customers', '離れた優良客を探す計算'] },
  object: {
    campaign: ['Campaign', 'キャンペーン'],
    approval: ['Approval', '承認'],
    audience: ['Audience', 'オーディエンス'],
    user: ['User', '利用者'],
    source: ['Source', 'ソース'],
    key: ['Key', '鍵'],
    idea: ['Idea', 'アイデア'],
    person: ['Person', '人物'],
    send: ['Message', '配信'],
    hub: ['Hub', 'ハブ'],
    consent: ['Consent', '同意'],
    erasure: ['Erasure', '削除'],
  },
  action: {
    created: ['created', '作成'],
    asked: ['asked for', '依頼'],
    done: ['done', '完了'],
    saved: ['saved', '保存'],
    catalogue_saved: ['catalogue saved', 'カタログの保存'],
    deleted: ['deleted', '削除'],
    moved: ['moved on', '状態の変更'],
    requested: ['asked for', '依頼'],
    approved: ['approved', '承認'],
    rejected: ['sent back', '差し戻し'],
    superseded: ['superseded', '置き換え'],
    accepted: ['made a campaign', 'キャンペーン化'],
    dismissed: ['dismissed', '見送り'],
    signed_in: ['signed in', 'サインイン'],
    password_set: ['set a password', 'パスワードの設定'],
    invited: ['invited', '招待'],
    link_made: ['got a link', 'リンクの発行'],
    revoked: ['revoked', '取り消し'],
    retracted: ['undone', '結合の取り消し'],
    redone: ['put back', '結合の復元'],
    switched: ['switched', '切り替え'],
    started: ['started', '開始'],
    resolved: ['resolved', '結果の記録'],
  },
} satisfies Record<string, Record<string, Pair>>

export type TermKind = keyof typeof terms

/** The reader's word for something that arrives as data. */
export function useTerm() {
  const { language } = useWords()
  return useCallback((kind: TermKind, word: string): string => {
    const pair = (terms[kind] as Record<string, Pair>)[word]
    return pair?.[language === 'ja' ? 1 : 0] ?? word
  }, [language])
}

/** Texts of the hub that were written for both languages at once ("日本語 / English"): the reader's half. */
export function ownHalf(text: string, language: string): string {
  const [ja, en, ...more] = text.split(' / ')
  return en === undefined || more.length > 0 ? text : ((language === 'ja' ? ja : en) ?? text)
}
