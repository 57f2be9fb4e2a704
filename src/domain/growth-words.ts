/**
 * The words of growth, English and simplified Chinese, each once: src/news reads claims by them, and known-english.ts and known-chinese.ts
 * know them as such. A phrase has underscores for its spaces.
 */
export const RISES = `rise rises rose risen rising increase increases increased increasing grow grows grew grown growing climb climbs climbed climbing
  jump jumps jumped jumping surge surges surged surging soar soars soared soaring gain gains gained gaining advance advanced advancing
  expand expands expanded expanding rebound rebounds rebounded rebounding leap leaps leapt leaped leaping spike spikes spiked spiking
  rocket rocketed skyrocket skyrocketed skyrocketing boomed swell swelled balloon ballooned recovered ticked_up ticking_up edged_up edging_up
  inched_up shot_up picked_up went_up going_up vault vaulted vaulting bounced_back mounted improved improving strengthened firmed multiplied zoomed galloped crept_up nudged_up moved_up moves_up trended_up trended_higher headed_higher raised raising boosted boosting lifted lifting widened widening added
  up 增长 增加 上升 上涨 增 升 涨 激增 猛增 大增 剧增 骤增 暴增 飙升 攀升 跃升 大涨 回升 反弹 提升 提高 扩大 增至 升至 增加到 增长至 攀升至 成长 上扬 飙涨 急增 大升 微增 微升 略增 增长到 上升至 提高到 跃增 跳增 劲增 劲升 倍增 走高 回暖 增长了 增加了 上升了 正增长 扩增 高出 高了 多出 多了 增了 涨了 升了 走扬 窜升 攀高 翻升 激升 强升 走强 上行 锐增 猛涨 反增 劲扬 陡增 骤升 升高 扩张`;
export const FALLS = `fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease decreases decreased decreasing
  plunge plunges plunged plunging slump slumps slumped slumping tumble tumbles tumbled tumbling sink sinks sank sunk sinking slide slides slid sliding
  slip slips slipped slipping dip dips dipped dipping plummet plummets plummeted plummeting crash crashed crashing collapse collapses collapsed collapsing
  shed shrink shrinks shrank shrunk shrinking contract contracts contracted contracting lost losing cratered nosedived retreated reduced reducing
  edged_down inched_down ticked_down went_down weakened weakening diminished diminishing dwindled dwindling backtrack backtracked backtracking retreat retreats retreating recede receded receding softened softening slackened tanked dived dove dives diving skidded sagged waned ebbed crept_down nudged_down moved_down moves_down trended_down trended_lower headed_lower nose-dived nose-diving nosediving cratering deteriorated trimmed pared fell_back eased_back wilt wilted wilting cut
  down 下降 下跌 减少 下滑 降 跌 减 锐减 骤减 骤降 骤跌 大减 大跌 大降 暴跌 暴减 缩减 萎缩 回落 滑落 跌落 降低 减至 降至 跌至 下降到 下降至 减少到 减少至 下滑至 衰退 急跌 急降 急减 重挫 微降 微跌 微减 略降 剧减 剧降 猛跌 猛降 跌到 降到 回落至 滑坡 下挫 负增长 下降了 减少了 下滑了 收缩 缩水 缩小 低了 少了 低出 减了 跌了 降了 掉了 急挫 走低 走弱 下行 陡降 激减 紧缩 崩跌 狂跌 锐降 下探 转跌`;
export const A_RISE = `growth positive_growth increment uptick upturn upsurge upswing hike uplift pickup boost bounce spurt expansion gains increases rises 增幅 涨幅 升幅 增速 增长率 增长速度 增长幅度 成长率 增量 上升幅度 增加幅度 扩张幅度`;
export const A_FALL = `negative_growth de-growth degrowth reduction contraction downturn downswing downtick setback retreat slippage nosedive declines drops decreases 降幅 跌幅 减幅 降速 衰退幅度 下降幅度 下滑幅度 下跌幅度 减少幅度`;
