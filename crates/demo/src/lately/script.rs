//! Who does what in the last two days, and how many minutes after the one before.

use community::reaction::ReactionKind::{self, Insight, Laugh, Like, Question, Thanks};

use Deed::{
    Accept, Close, Delete, Draft, Feature, Follow, Hide, Keep, Mend, Press, ReadAll, Say, Write,
};

/// Something that somebody does; texts and comments are known by a word.
pub(super) enum Deed {
    /// Publishes a post.
    Write(Written),
    /// Comments or answers.
    Say(Comment),
    /// Changes a text to another.
    Mend(&'static str, &'static str),
    /// Begins something and leaves it for later.
    Draft(Unfinished),
    /// Presses a reaction.
    Press(&'static str, ReactionKind),
    /// Keeps a post for later.
    Keep(&'static str),
    /// Follows a person by their part, or a space by its handle.
    Follow(&'static str),
    /// Accepts an answer.
    Accept(&'static str),
    /// Picks a post, or shows a comment to everybody.
    Feature(&'static str),
    /// Closes a discussion.
    Close(&'static str),
    /// Deletes one's own, or by the team.
    Delete(&'static str),
    /// The team hides it from the others.
    Hide(&'static str),
    /// Reads all that one was told.
    ReadAll,
}

/// A post.
pub(super) struct Written {
    pub(super) word: &'static str,
    pub(super) space: &'static str,
    pub(super) kind: &'static str,
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    pub(super) tags: &'static [&'static str],
}

/// A comment or an answer, below a post or another comment.
pub(super) struct Comment {
    pub(super) word: &'static str,
    pub(super) to: &'static str,
    pub(super) answers: bool,
    pub(super) body: &'static str,
}

/// A draft.
pub(super) struct Unfinished {
    pub(super) space: &'static str,
    pub(super) kind: &'static str,
    pub(super) title: &'static str,
    pub(super) body: &'static str,
}

/// The post that a word stands for.
pub(super) fn written(word: &str) -> Option<&'static Written> {
    LINES.iter().find_map(|(_, _, deed)| match deed {
        Write(wish) if wish.word == word => Some(wish),
        _ => None,
    })
}

const fn post(
    (word, space, kind): (&'static str, &'static str, &'static str),
    title: &'static str,
    body: &'static str,
    tags: &'static [&'static str],
) -> Deed {
    Write(Written { word, space, kind, title, body, tags })
}

const fn say(word: &'static str, to: &'static str, body: &'static str) -> Deed {
    Say(Comment { word, to, answers: false, body })
}

const fn answer(word: &'static str, to: &'static str, body: &'static str) -> Deed {
    Say(Comment { word, to, answers: true, body })
}

const fn draft(
    (space, kind): (&'static str, &'static str),
    title: &'static str,
    body: &'static str,
) -> Deed {
    Draft(Unfinished { space, kind, title, body })
}

#[rustfmt::skip]
pub(super) static LINES: &[(&str, i64, Deed)] = &[
    ("owner", 30, post(("年会", "announcements", "article"), "12 月 6 日杭州线下聚会，名单和议程", "地点在西溪的那家书店二楼，下午两点开始，六点散。\n\n| 时间 | 谁 | 讲什么 |\n| --- | --- | --- |\n| 14:10 | @{instructor} | 今年重标评测集的全过程，带原始分歧记录 |\n| 15:00 | @{paying} | 一个人维护三个小工具的账单 |\n| 15:40 | 大家 | 每桌一个做砸的项目，只讲做砸的部分 |\n\n座位 40 个，报名在评论里说一声就算。来不了的人也不用急，录音整理好会放进深潜。", &["活动"])),
    ("乙", 12, say("到场", "年会", "报名，两个人。会后有没有地方能继续聊？去年散得太早了。")),
    ("x", 25, say("远程", "年会", "Is there a way to listen in from Lisbon? I would get up for it.")),
    ("owner", 9, say("直播", "远程", "Yes: a plain audio line, no video. I will post the link here on the day.")),
    ("paying", 14, say("我来讲", "年会", "账单我会带原件，有两个月特别难看，正好当反面教材。")),
    ("support", 6, Press("我来讲", Laugh)),
    ("free", 11, post(("字段", "questions", "question"), "抽取结果里日期偶尔差一天，是时区还是模型？", "从会议纪要里抽“截止日期”，100 条里有 6 条正好差一天，全是晚上开的会。\n\n- 原文写的是“明早”\n- 录音时间戳是 UTC\n- 提示词里没有给“今天是几号”\n\n我怀疑是时区，但同样晚上开的会也有抽对的。有什么办法能一次分清楚？", &["结构化输出"])),
    ("instructor", 35, answer("先分开", "字段", "先把两件事分开：让模型只抽原话（“明早”），不要它算日期；换算交给代码。\n\n```python\nsaid = extract(minutes)            # \"明早\"\nday = resolve(said, spoken_at.astimezone(tz))\n```\n\n再跑一遍那 100 条。差一天的如果全没了，就是换算的问题；如果还有，看看那几条的原话有没有跨零点。")),
    ("丙", 18, answer("给今天", "字段", "我们的做法更省事：把录音的本地时间写进第一行。六条里能消掉四条，剩下两条是说话的人自己说错了。")),
    ("free", 40, say("复跑", "先分开", "照做了，六条全消失。原来我一直在让模型做减法……")),
    ("free", 2, Accept("先分开")),
    ("乙", 7, Press("字段", Like)),
    ("x", 5, Press("字段", Insight)),
    ("editor", 9, Feature("字段")),
    ("lapsed", 22, post(("笔记本", "practice", "article"), "Eleven weeks of writing down every wrong answer", "I run a small search tool for a builders' merchant. Since September I keep one text file: the question, the wrong answer, and one line on why.\n\n1. Week 1–3: 41 lines, nearly all of them part numbers.\n2. Week 4: I added exact matching for anything with a digit and a hyphen. 9 lines since.\n3. Week 8: somebody asked for *the grey ones*. There is no cure for that.\n\nThe file did more for me than the dashboard. The dashboard told me **that** it got worse, the file told me **where**.\n\n> If you keep only one thing, keep the sentence about why.", &["RAG", "evals"])),
    ("instructor", 31, say("借用", "笔记本", "May I show this file (without names) in the next office hours? It is the shortest argument for error analysis that I have seen.")),
    ("y", 12, say("灰色", "笔记本", "\"The grey ones\" is our whole backlog. We ended up asking back: which shelf did you take them from last time?")),
    ("lapsed", 26, say("可以", "借用", "Please do. The customer agreed as long as the shop is not named.")),
    ("z", 8, Press("笔记本", Thanks)),
    ("paying", 6, Press("笔记本", Insight)),
    ("owner", 9, Press("笔记本", Like)),
    ("moderator", 5, Feature("笔记本")),
    ("paying", 16, post(("账单", "practice", "article"), "三个小工具，一年的推理费用全摊开", "一个人维护三个工具，十二个月一共花了 8,412 元，分布很不均匀：\n\n| 工具 | 占比 | 原因 |\n| --- | ---: | --- |\n| 发票识别 | 61% | 图片没有压缩就送进去 |\n| 周报助手 | 27% | 每次都带上前四周 |\n| 词典 | 12% | 正常 |\n\n三月和七月各有一次尖峰。三月是我忘了关压测，七月是一位用户把整本年报贴了进来。\n\n改动只有两处：图片先缩到 1,280 像素；周报只带上一周的摘要。单价没变，账单少了一半。\n\n$$c = n \\cdot (t_i p_i + t_o p_o)$$\n\n式子谁都会写，难的是肯每个月看一次 $t_i$。", &["成本"])),
    ("丁", 21, say("缩图", "账单", "缩到 1,280 以后小字还认得出来吗？我们的发票有一栏只有 7 磅。")),
    ("paying", 17, say("回缩图", "缩图", "那一栏我单独裁出来按原图送，其余缩。准确率没掉，费用大概是原来的四成。")),
    ("owner", 13, say("请讲", "账单", "@{paying} 这篇就是聚会上要讲的那份吗？建议把七月那次的日志也带上，@{editor} 可以帮忙排成一页。")),
    ("editor", 16, say("排版", "请讲", "好，周三之前把表发我，中英各一页。")),
    ("free", 7, Press("账单", Thanks)),
    ("lapsed", 4, Press("账单", Like)),
    ("x", 3, Press("账单", Like)),
    ("乙", 3, Press("账单", Insight)),
    ("moderator", 6, Feature("账单")),
    ("free", 5, Follow("paying")),
    ("x", 4, Follow("paying")),
    ("丙", 4, Follow("free")),
    ("y", 3, Follow("lapsed")),
    ("z", 3, Follow("editor")),
    ("丁", 3, Follow("moderator")),
    ("乙", 2, Follow("support")),
    ("free", 4, Keep("账单")),
    ("free", 1, Follow("practice")),
    ("lapsed", 3, Keep("账单")),
    ("lapsed", 1, Follow("instructor")),
    ("paying", 2, Keep("笔记本")),
    ("support", 2, Keep("年会")),
    ("moderator", 2, Keep("笔记本")),
    ("editor", 1, Keep("账单")),
    ("instructor", 1, Keep("笔记本")),
    ("owner", 1, Keep("字段")),
    ("editor", 1, Follow("instructor")),
    ("moderator", 1, Follow("questions")),
    ("support", 1, Follow("announcements")),
    ("instructor", 1, Follow("office-hours")),
    ("owner", 1, Follow("paying")),
    ("owner", 1500, ReadAll),
    ("editor", 2, ReadAll),
    ("paying", 5, ReadAll),
    ("free", 3, ReadAll),
    ("lapsed", 4, ReadAll),
    ("instructor", 2, ReadAll),
    ("support", 1, post(("退款", "lounge", "article"), "退款页多了一行：到账要几天", "上周有四位成员问“退了没有”。钱其实当天就退出去了，只是银行要一到五个工作日。\n\n从今天起，订单页会写明退出的时间和预计到账的日子。还有疑问就在下面留订单号的后四位，别贴全号。", &["订单"])),
    ("丁", 25, say("后四位", "退款", "谢谢，我那笔第三天到的。@{support} 建议把“预计”两个字放大一点。")),
    ("z", 14, say("英文页", "退款", "Is the English page changed too? Mine still says \"soon\". @{support}")),
    ("support", 19, say("已改", "英文页", "It is now. Thank you for the nudge, the old text had been cached.")),
    ("丁", 6, Press("退款", Like)),
    ("moderator", 11, post(("规矩", "team-room", "article"), "本周要看的三件事", "1. 茶室里有人连着贴课程链接，我先藏起来，@{owner} 定去留\n2. 两条“采纳后又删”的问题，@{editor} 看看要不要改规则里的那句话\n3. 深潜的稿子排到了 12 月中，@{instructor} 那篇能不能提前", &["排班"])),
    ("owner", 24, say("定", "规矩", "第一条藏着就好，先发提醒；第三条我同意提前。")),
    ("editor", 15, say("改句", "规矩", "规则那句已经改成“采纳后请保留问题”，周一随公告一起发。")),
    ("instructor", 20, say("提前", "规矩", "可以，周四交稿。")),
    ("丙", 18, post(("推广", "lounge", "article"), "内部价课程最后三天", "需要的私信我，名额不多。", &[])),
    ("moderator", 6, Hide("推广")),
    ("y", 9, post(("手滑", "questions", "question"), "test, please ignore", "Wrong window, sorry.", &[])),
    ("y", 2, Delete("手滑")),
    ("instructor", 14, post(("深潜", "deep-dives", "article"), "从 61% 到 88%：一份标注规范的七次修订", "七次修订，每一次只改一条规则，并且记下改之前两个人吵的是哪一句。\n\n第一版只有半页，里面出现了四次“酌情”。\n\n[[付费]]\n\n## 七次改了什么\n\n1. 删掉全部“酌情”，一致率从 61% 到 66%\n2. 每条规则配一正一反两个例子，到 74%\n3. 把“不确定”变成可以选的一类，到 79%\n4. 分歧当天开会，十五分钟为限，到 83%\n5. 规范按出错次数排序，而不是按章节，到 85%\n6. 新人先标旧题，错三条以内才上岗，到 87%\n7. 每季度扔掉没有人违反的规则，到 88%\n\n## 没有用的\n\n让模型先标一遍，人再改。一致率看着涨到 92%，抽查才发现两个人都跟着模型错。", &["标注", "评测"])),
    ("乙", 33, say("第三步", "深潜", "第三步最意外。我们一直不敢放“不确定”，怕大家都选它，结果占了多少？")),
    ("instructor", 21, say("占比", "第三步", "第一周 14%，第四周降到 5%。选得多的那几条，正好是下一次要改的规则。")),
    ("paying", 17, say("换人", "深潜", "换了标注员以后还能保持吗？我猜会先掉到 80% 左右，再慢慢回来。")),
    ("instructor", 12, say("新人", "换人", "掉到 81%，两周回到 87%。第六步就是为这个加的，你猜得真准。")),
    ("moderator", 8, Feature("占比")),
    ("owner", 5, Feature("深潜")),
    ("paying", 4, Keep("深潜")),
    ("x", 12, post(("投票", "questions", "question"), "Two annotators or three? We can afford 600 labels", "Either 300 cases by two people, or 200 by three. The classes are lopsided: 8% are the ones that matter.\n\nWhich would you take, and what would you do with the ties?", &["标注"])),
    ("paying", 28, answer("两人", "投票", "Two people and 300 cases. With 8% positives, 200 cases leave you sixteen of them; a third opinion does not help with that.")),
    ("instructor", 19, answer("混合", "投票", "A mix: two people on all 300, and the third only where they disagree. That is usually under 60 labels, and ties are gone.")),
    ("x", 34, Accept("混合")),
    ("x", 1, Press("两人", Thanks)),
    ("lapsed", 9, say("问一句", "投票", "How would you pick the third person? Ours is always the one who wrote the rules, which feels wrong.")),
    ("instructor", 15, say("第三人", "问一句", "Right to worry. Take somebody who has not seen the rules being written, and let the author explain nothing.")),
    ("free", 13, post(("转行", "lounge", "article"), "做了六年测试，这个月转去做评测", "同事都说“不就是测试吗”。第一周我也这么想，第二周发现最大的不同：没有人告诉我正确答案是什么。\n\n想听听从别的岗位转过来的人，头三个月最该学什么？", &["转行"])),
    ("乙", 27, say("统计", "转行", "先把置信区间学会，别的都可以慢慢来。我从运维转过来，半年里吃的亏全在这一条。")),
    ("moderator", 22, say("欢迎", "转行", "欢迎！测试出身的人有个本事很稀缺：会写“怎样算没通过”。别丢了。")),
    ("y", 16, say("读题", "转行", "Read a hundred raw cases before you compute anything. Nobody told me, and it cost me a month.")),
    ("丁", 4, Press("转行", Like)),
    ("乙", 2, Press("转行", Laugh)),
    ("paying", 11, say("改过", "转行", "头三个月？学会跟产品说“这个数字还不能用”。")),
    ("paying", 9, Mend("改过", "头三个月？学会跟产品说“这个数字还不能用”，并且带上还差多少条。（补半句，不然像抱怨）")),
    ("support", 14, Mend("退款", "上周有四位成员问“退了没有”。钱其实当天就退出去了，只是银行要一到五个工作日。\n\n从今天起，订单页会写明**退出的时间**和**预计到账的日子**，中英两种页面都有。\n\n还有疑问就在下面留订单号的后四位，别贴全号。")),
    ("丙", 7, say("吵架", "投票", "这都要问？翻翻以前的帖子不就有了。")),
    ("moderator", 5, Delete("吵架")),
    ("moderator", 2, say("提醒", "投票", "删了一条不客气的。觉得问过了就贴链接，贴链接是帮忙，说“翻翻”不是。")),
    ("paying", 6, Press("提醒", Like)),
    ("owner", 8, Close("年会")),
    ("paying", 10, draft(("practice", "article"), "给词典加了“记不记得住”的复习，三周后", "先放数据，再写想法。\n\n- 每天 20 个词，间隔 1、3、7、15 天\n- 第三周的遗忘率 18%（之前没有复习是 46%？要再核一遍）\n\n待补：和朋友那一组的对比，图还没画。")),
    ("free", 5, draft(("questions", "question"), "周报总是太长，怎么让它知道哪些可以不写", "试过限制字数，结果把最重要的一条截掉了。\n\n还没想好怎么问，先存着。")),
    ("lapsed", 5, draft(("reading", "article"), "Notes on a book about checklists, first half", "What I want to keep:\n\n1. a list is for what everybody knows and somebody forgets\n2. five to nine lines\n\nStill to read: the chapter on who may stop the line.")),
    ("owner", 6, draft(("announcements", "article"), "明年的三件事（未定稿）", "1. 每月一次线下，城市轮换\n2. 讲师分成写明算法\n3. 评测题库开放给成员出题\n\n第三条还没有和 @顾清源 谈，先别发。")),
    ("editor", 4, draft(("deep-dives", "article"), "How we edit: five sentences we always cut", "1. \"It goes without saying\"\n2. \"As we all know\"\n3. anything with *leverage*\n\nTwo more, and an example before and after for each.")),
    ("moderator", 4, draft(("announcements", "article"), "关于贴链接的约定", "草稿：\n\n- 贴链接要写一句“为什么值得点”\n- 自己的产品说明是自己的\n- 一周一次为限")),
    ("instructor", 4, draft(("office-hours", "question"), "第 63 次答疑：收上来的问题", "- 排序模型要不要每周重训\n- 裁判换版本以后旧分数怎么办\n- 一个人做标注，怎么知道自己没有漂")),
    ("support", 4, draft(("announcements", "article"), "Invoices: what we can and cannot change", "Name and address: yes, within the month.\nAmount and date: no.\n\nNeeds a picture of where the button is.")),
    ("z", 6, Press("深潜", Question)),
    ("x", 3, Press("年会", Like)),
];
