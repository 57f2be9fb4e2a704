/**
 * Traditional characters, each before its simplified form: those of the words by which claims are doubted (claim-doubts.ts) and of the names of countries. Texts are converted
 * as a whole in src/news/normalise.ts, with a package that is too large for this; a test holds the two together.
 */
const PAIRS = `並并 亞亚 佈布 佔占 併并 來来 侷局 係系 個个 們们 倫伦 備备 傢家 傳传 傾倾 僅仅 價价 億亿 儘尽 優优 內内 兩两 別别 刪删 則则 剋克 剛刚 創创 劇剧 勁劲 動动 務务 勢势 匯汇 區区 協协 卻却 卽即 厤历
員员 問问 單单 嗎吗 噁恶 噸吨 噹当 嚮向 囌苏 國国 圍围 圓圆 圖图 團团 埰采 報报 場场 壓压 奧奥 學学 寀采 實实 寧宁 審审 寫写 寬宽 將将 專专 對对 導导 屆届 屬属 島岛 師师 帶带 幣币 幷并 幾几 庫库
廈厦 廠厂 廢废 廣广 廳厅 張张 強强 彆别 彈弹 彔录 彙汇 後后 徑径 從从 復复 徵征 惡恶 態态 慮虑 慶庆 憂忧 應应 懞蒙 戰战 戶户 採采 揚扬 換换 摺折 撐撑 撾挝 擊击 擔担 據据 擬拟 擴扩 數数 斂敛 斬斩
斷断 於于 昇升 時时 曆历 曏向 會会 東东 査查 條条 業业 構构 標标 機机 檢检 檯台 歐欧 歡欢 歷历 歸归 氣气 沖冲 減减 測测 準准 溫温 滙汇 滾滚 漢汉 漲涨 潤润 濛蒙 濟济 灣湾 為为 烏乌 無无 煉炼 煙烟
燒烧 營营 爭争 爲为 爾尔 現现 環环 產产 産产 畫画 畵画 當当 發发 盡尽 監监 眞真 眾众 矇蒙 確确 礦矿 祕秘 稅税 種种 稱称 積积 穩稳 竄窜 競竞 筆笔 箇个 節节 範范 簡简 籲吁 糰团 紀纪 約约 紐纽 純纯
級级 紹绍 終终 結结 給给 統统 經经 網网 緊紧 緣缘 編编 緩缓 緬缅 緻致 縣县 縮缩 總总 繫系 繼继 續续 纍累 罷罢 羅罗 翫玩 聞闻 聯联 聲声 聽听 肅肃 脅胁 脩修 脹胀 臺台 與与 舊旧 華华 菸烟 萬万 蓆席
薩萨 蘇苏 蘭兰 虛虚 號号 衆众 衕同 衝冲 裏里 補补 裝装 裡里 製制 複复 見见 規规 視视 覽览 訂订 計计 訊讯 記记 訪访 設设 許许 註注 証证 評评 試试 話话 該该 認认 語语 誤误 說说 説说 調调 談谈 請请
論论 諾诺 謠谣 謡谣 證证 譯译 議议 讀读 讓让 負负 財财 貨货 責责 貴贵 買买 費费 貿贸 資资 賓宾 購购 贛赣 趨趋 踰逾 躍跃 車车 軍军 軟软 較较 輕轻 輸输 轉转 迴回 逕径 這这 連连 週周 進进 遊游 運运
過过 達达 遜逊 遠远 遲迟 遼辽 還还 釋释 釓钆 釔钇 釤钐 釦扣 釹钕 鈥钬 鈧钪 鈰铈 鈷钴 鉺铒 銩铥 銪铕 銳锐 銷销 鋭锐 鋱铽 鋼钢 錄录 錯错 録录 錶表 鍊炼 鎊镑 鏈链 鏑镝 鐠镨 鐵铁 鐿镱 鑑鉴 鑒鉴 鑥镥
鑭镧 長长 門门 開开 間间 閤合 闆板 關关 闢辟 陝陕 陞升 陸陆 際际 隨随 險险 隻只 雖虽 雙双 離离 雲云 電电 韆千 韋韦 韓韩 響响 項项 順顺 預预 頓顿 頭头 題题 額额 願愿 類类 顧顾 顯显 風风 颱台 飆飙
飽饱 餘余 馬马 驟骤 體体 髮发 鬆松 魯鲁 麥麦 麪面 麫面 麵面 黃黄 點点 齣出 龍龙`;

const SIMPLIFIED: ReadonlyMap<string, string> = new Map(PAIRS.split(/\s/).map(([from = '', to = '']) => [from, to]));

/** A text with these characters in their simplified form; all others are left as they are. */
export const simplified = (text: string): string =>
  text.replaceAll(/\p{Script=Han}/gu, (character) => SIMPLIFIED.get(character) ?? character);
