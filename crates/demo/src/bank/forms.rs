//! How a post is put together: titles, openings, evidence and ends of each form. `{t}` is the
//! topic, `{s}` the scene, `{n}` is a number, `{m}` a small one.

/// A way to write a post in one language.
pub(crate) struct Form {
    pub(crate) titles: &'static [&'static str],
    pub(crate) openings: &'static [&'static str],
    pub(crate) ends: &'static [&'static str],
}

/// Articles in Chinese.
pub(crate) const ARTICLE_ZH: Form = Form {
    titles: &[
        "{s}里的{t}：我们踩过的坑",
        "{t}在{s}落地的{n}天",
        "从零给{s}做{t}，一份可复现的记录",
        "复盘：{s}项目为什么要重做{t}",
        "{t}到底值不值？{s}的一组数字",
        "给{s}用{t}之前，先量这三件事",
        "一张表说清{s}的{t}",
        "{s}·{t}：上线{m}周后的样子",
    ],
    openings: &[
        "去年冬天接手{s}的时候，我以为最难的是模型，后来发现不是。",
        "先说结论：这件事值得做，但不是因为大家说的那个理由。",
        "这是我们团队第{m}次讨论同一个问题，干脆把过程写下来。",
        "上周在茶室里聊到{t}，有人问有没有完整的例子，这就是。",
        "做{s}的人大概都遇到过这种时刻。",
        "写这篇之前我把过去{m}个月的记录翻了一遍，有些判断当时错得离谱。",
    ],
    ends: &[
        "如果你也在做{s}，欢迎把你的数字贴出来，哪怕和我们相反。",
        "下一步打算把评测集扩到{n}条，做完再来更新。",
        "代码不复杂，难的是坚持每周看一遍结果。",
        "最后一句：先量，再改，再量。",
        "有问题直接在下面问，我每天晚上会看。",
    ],
};

/// Articles in English.
pub(crate) const ARTICLE_EN: Form = Form {
    titles: &[
        "What {t} taught us about {s}",
        "{n} days of {t} for {s}",
        "{t} for {s}, step by step",
        "Looking back: why we rebuilt {t} for {s}",
        "Is {t} worth it? Numbers from {s}",
        "Measure three things before you try {t} on {s}",
        "Notes on {t}, from {s}",
        "{m} weeks later: {t} in {s}",
    ],
    openings: &[
        "When I took over {s} last winter I thought the model would be the hard part. It was not.",
        "The short version: it was worth doing, though not for the reason everyone gives.",
        "We have had this discussion {m} times, so here it is in writing.",
        "Somebody in the lounge asked for a complete example of {t}. This is ours.",
        "If you work on {s} you will know this moment.",
        "I went through {m} months of notes before writing this, and some of my calls were plainly wrong.",
    ],
    ends: &[
        "If you work on {s} too, post your numbers, above all when they disagree.",
        "Next we grow the test set to {n} cases; I will update this post.",
        "The code is short. Looking at the results every week is the work.",
        "Measure, change, measure again.",
        "Ask below, I read the thread in the evening.",
    ],
};

/// Questions in Chinese.
pub(crate) const QUESTION_ZH: Form = Form {
    titles: &[
        "{s}做{t}，数据量只有{n}条够吗？",
        "{t}在{s}里效果忽好忽坏，怎么定位？",
        "有人在{s}里把{t}跑通过吗？",
        "{s}：{t}该先做还是后做？",
        "求助：{t}上线{s}以后指标掉了{m}%",
        "{s}场景下{t}有没有更省的做法？",
    ],
    openings: &[
        "背景：我们在做{s}，团队{m}个人，没有专职的算法。",
        "搜了一圈没找到和我们情况一样的，来请教。",
        "已经卡了{m}天，先把试过的都列出来。",
        "问题本身可能很基础，请多包涵。",
    ],
    ends: &[
        "想问的是：这个方向对吗？还是该换一条路？",
        "有没有人愿意看一眼我的评测方法？",
        "如果你做过类似的，最想提醒我什么？",
        "先谢谢大家，解决以后我会回来写结果。",
    ],
};

/// Questions in English.
pub(crate) const QUESTION_EN: Form = Form {
    titles: &[
        "Are {n} examples enough for {t} in {s}?",
        "{t} works one day and fails the next in {s}: where to look?",
        "Has anybody got {t} to work for {s}?",
        "{s}: should {t} come first or last?",
        "{t} cost us {m}% after launch in {s}, what did we miss?",
        "Is there a cheaper way to do {t} for {s}?",
    ],
    openings: &[
        "Background: we build {s}, a team of {m}, nobody full time on models.",
        "I searched for a case like ours and found none, so here I am.",
        "Stuck for {m} days. First, everything I tried.",
        "This may be a basic question, please bear with me.",
    ],
    ends: &[
        "Is this the right road at all, or should I take another?",
        "Would somebody look at how I measure it?",
        "If you did something similar: what would you warn me of?",
        "Thank you; I will come back with the result.",
    ],
};
