/**
 * Traditional characters, each before its simplified form: those of the words that claim-doubts.ts and all-goods-chinese.ts look for. Texts are converted
 * as a whole in src/news/normalise.ts, with a package that is too large for this; a test holds the two together.
 */
const PAIRS = `並并 亞亚 佈布 併并 來来 侷局 個个 傢家 傳传 價价 內内 兩两 凈净 別别 則则 創创 動动 務务 匯汇 區区 卻却 單单 噹当 嚮向 囌苏 國国 團团 報报 場场 實实 寧宁 寶宝 對对 屬属 島岛
幣币 幷并 庫库 廈厦 廠厂 廣广 彆别 彙汇 徑径 從从 復复 慶庆 應应 懞蒙 據据 擴扩 數数 於于 昇升 時时 曏向 朮术 東东 査查 業业 樣样 機机 檯台 歐欧 淨净 減减 測测 準准 滙汇 滾滚
漢汉 漲涨 濛蒙 濟济 灣湾 為为 煉炼 煙烟 熱热 燒烧 營营 爲为 現现 環环 產产 産产 當当 矇蒙 確确 礦矿 稅税 稱称 箇个 節节 糰团 約约 紋纹 結结 絕绝 統统 絶绝 經经 綠绿 綫线 網网
緑绿 線线 緩缓 總总 纍累 羅罗 聞闻 肅肃 脩修 臺台 與与 華华 菸烟 蘇苏 術术 衕同 製制 複复 規规 訂订 計计 許许 誤误 調调 請请 謠谣 謡谣 讀读 財财 貨货 貴贵 費费 貿贸 資资 贛赣
踰逾 軋轧 較较 轉转 迴回 逕径 連连 週周 進进 運运 過过 遠远 遼辽 針针 釤钐 釦扣 鈷钴 銅铜 銷销 銹锈 鋁铝 鋅锌 鋼钢 錯错 錶表 鍊炼 鍍镀 鍼针 鏽锈 鐵铁 長长 門门 開开 閤合 闆板
關关 闢辟 陝陕 陞升 陸陆 際际 雲云 電电 韓韩 韻韵 頭头 額额 顯显 颱台 馬马 體体 麪面 麫面 麵面 齣出 龍龙`;

const SIMPLIFIED: ReadonlyMap<string, string> = new Map(PAIRS.split(/\s/).map(([from = '', to = '']) => [from, to]));

/** A text with these characters in their simplified form; all others are left as they are. */
export const simplified = (text: string): string =>
  text.replaceAll(/\p{Script=Han}/gu, (character) => SIMPLIFIED.get(character) ?? character);
