/** The words by which left-open.ts tells what a sentence leaves over to the next one. Lists alone, in plain signs and simplified characters. */

/** A noun for trade. */
export const TRADE_NOUN = /^(?:exports?|imports?|shipments?|sales|deliveries|cargoes|trade|purchases)$/i;

/** Parts of the world that no code stands for, cities in other countries, and what people there are called. */
export const REGIONS =
  /\b(?:Asia|Asean|ASEAN|Europe|Africa|(?:Latin|South|North|Central) America|(?:the )?Middle East|Oceania|European|Asian|African|American|Americans|Europeans|Japanese|Germans|Koreans|Indians|Czech|Greek|Portuguese|Romanian|Detroit|Berlin|Rotterdam|Stuttgart)s?\b|东盟|亚洲|东南亚|欧洲|非洲|拉美|北美|中东|美国人|欧企|日企|德企|韩企|日系|德系|韩系|柏林|巴黎|底特律|汉堡|鹿特丹/;
/** What governments do is not trade with them. */
export const ACTS =
  /\b(?:urged|urges|pressed|presses|complain\w*|protest\w*|warn\w*|demand(?:s|ed)|call(?:s|ed) (?:for|on)|accus\w+|threaten\w*|impos\w+|welcom\w+|criticis\w+|criticiz\w+|promis\w+|agree[ds]?|talks?|truce|deal|tariffs?|ministers?|president|envoys?|negotiat\w+|said|says|measures|curbs|controls|restrictions|embargo|too|also|as well|compet\w+|rivals?)\b|^[^,，]*也|管制|措施|限制|敦促|抱怨|抗议|警告|要求|呼吁|指责|威胁|加征|欢迎|批评|承诺|同意|谈判|会谈|磋商|休战|协议|关税|部长|总统|财长|称|表示/i;

/** What a sentence may tell of, and leave the next one what it is: the trade and its rules, markets, who expects what, who says what. */
export const OF_THE_SAME =
  /\b(?:exports?|exporters?|imports?|importers?|shipments?|cargoes|trade|trading|traders?|customs|suppl(?:y|ies|iers?)|licen[cs]\w+|permits?|approvals?|controls?|curbs?|restrictions?|tariffs?|truce|ban|sanctions?|analysts?|economists?|experts?|forecast\w*|expect\w*|figures|numbers|data|said|says|told|asked|warned|rare[ -]earths?|elements|ministry|government|spokes\w+|demand|shortages?|base|business|carmakers|automakers|mills|miners|refiners|what matters|things to know|rise|fall|growth|rebound|recovery|slump|decline|boom|downturn)\b|[出进]口|贸易|外贸|稀土|元素|需求|缺货|行情|车企|钢厂|基数|要闻|关税|许可|审批|管制|休战|禁令|制裁|分析师|经济学家|专家|预[期计测]|数据|数字|统计|海关|表示|[说称]|警告|供应|增长|下[降滑]|反弹|回[升落]|复苏/i;
/** Tells of prices and of places where they are made. */
export const OF_MARKETS = /\b(?:prices?|futures|shares|stocks|traded|Chicago|Dalian|CBOT|LME)\b|价|期货|股/i;

/** Tells how what follows is measured. */
export const MEASURED =
  /\b(?:money|euros?|currency|tonnage|averag\w*|(?:un)?adjust\w*|seasonal\w*|deflat\w*|real terms|constant prices|nominal|per (?:working )?day|working days?|measured|on that basis|in (?:\w+ )?(?:dollars?|euros?|yuan|yen|pounds?|value|volume|tons|tonnes)\b|(?:dollar|euro|yuan) figures|compared with|comparisons?|revenues?|receipts|inflation|(?:short|long) tons|pounds|counted in|in the (?:figures|statistics) (?:as well|too)|account(?:ed|ing)? for)\b|价升|均价|平均|均值|收入|营收|通胀|[短长]吨|英镑|磅|[计算]在内|计入|统计(?:之内|范围|口径)|欧元|日元|吨位|[看按以]美元|口径|季节|工作日|错位|剔除|折算|换算|测算|校正|实际值|平减/i;
/** Begins with what the rest is seen by: "Under processing trade, ...", "By air, ...". Neither times nor causes. */
export const SETS_A_FRAME =
  /^(?:(?:under|by|for|measured|adjusted|corrected|counting|counted|excluding|without|compared|per|among|within|of|seen|expressed|stripping|leaving|including|across|via|against)\b(?! (?:now|then|contrast|comparison|the first time|months|weeks|years|example|instance|a while|some time|course|late|\d))(?! (?:pressure|fire|the (?:deal|truce|agreement|framework)))[^,.;]*,|in (?:the )?(?:last|first|final|second) (?:\w+ )?(?:weeks?|days?|half)\b(?! of (?:the year|20\d\d)))|最后一周|第一周|[上中下]旬|项下/i;

/** Speaks of a kind, a class, a way, or an exception. */
export const NARROWING =
  /\b(?:(?:this|that|these|another|other|one|special|only|first|second|latter|former) (?:types?|kinds?|classes|class|sorts?|grades?|segments?|categor\w+|variet\w+|regimes?|groups?|ports?|routes?)|niche|special case|exceptions?|exempt\w*|a story of its own|by (?:rail|air|sea|road|truck)|customs regimes?|tariff lines?|customers? (?:with|who|that|holding)|two (?:worlds|sets|kinds|ways)|yttrium|gadolinium|lanthanum|cerium|europium|terbium|dysprosium|holmium|erbium|thulium|ytterbium|lutetium|scandium|samarium|praseodymium)\b|[钇钆镧铈铕铽镝钬铒铥镱镥钪钐镨]|小众|的(?:客户|用户|买家)|例外|这一类|品种|豁免|不受管制|两个世界|两套|各种监管|加工贸易|一般贸易|空运|海运|铁路|保税/i;

/** Is of more than a month. */
export const LONGER_TIME = /\b(?:half|quarters?|months|so far this year|year to date|whole year)\b|半年|季度?|全年|个月|累计/i;
