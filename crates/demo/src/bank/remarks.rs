//! Comments and answers. `{cure}`, `{check}`, `{caveat}`, `{cause}` are the topic's own words.

pub(crate) const ZH: [&str; 22] = [
    "这一段救了我一个下午，谢谢。",
    "我们的结果正好相反，可能是语料太短，回头贴数据。",
    "请问{check}这一步花了多久？",
    "补充一点：{caveat}。",
    "同感。{cause}，我们也是查了两周才发现。",
    "能不能说说失败的那几次？成功的经验大家都写。",
    "收藏了，周末照着跑一遍。",
    "表里第二行是同一批数据吗？看着不像。",
    "建议把种子固定下来，不然别人复现不了。",
    "这个结论我保留意见，样本太小了。",
    "已经照做，指标涨了，但延迟也涨了，取舍一下。",
    "写得真清楚，转给同组的人了。",
    "有没有考虑过多语言的情况？我们这边一半是英文。",
    "“先量再改”这句应该贴墙上。",
    "我试过另一种办法，成本低一些，效果差两个点。",
    "哈哈，第三段说的就是我。",
    "请教：换成别的模型以后还成立吗？",
    "数据能脱敏后分享一小部分吗？",
    "跑通了，唯一的坑是编码，注意统一成 UTF-8。",
    "感谢，把问题问对了，一半就解决了。",
    "等更新。",
    "这个思路用在我们那边也成立，改了两行就行。",
];

pub(crate) const EN: [&str; 22] = [
    "This saved me an afternoon, thank you.",
    "We saw the opposite, perhaps because our texts are short. I will post numbers.",
    "How long did it take to do this: {check}?",
    "One more thing: {caveat}.",
    "Same here: {cause}. It took us two weeks to see it.",
    "Could you tell us about the runs that failed? Everybody writes about the others.",
    "Bookmarked, I will run it over the weekend.",
    "Is the second row of the table from the same data? It does not look like it.",
    "Please fix the seed, or nobody can reproduce this.",
    "I am not convinced yet, the sample is small.",
    "Did as you said: the figure went up, and so did the latency.",
    "Clear writing. I passed it on to my team.",
    "What about several languages? Half of ours is Chinese.",
    "\"Measure first\" should hang on the wall.",
    "I tried another way: cheaper, and two points worse.",
    "The third paragraph is about me.",
    "Does it still hold with another model?",
    "Could you share a small part of the data, without names?",
    "It works. The only trap was the encoding, make it UTF-8 everywhere.",
    "Thanks. The right question is half of the answer.",
    "Waiting for the update.",
    "Works for us too, two lines changed.",
];

pub(crate) const ANSWERS_ZH: [&str; 8] = [
    "先看原因：{cause}。\n\n所以别急着换模型，{cure}。做完再看一次：{check}。",
    "我们遇到过一模一样的情况。最后的做法是：{cure}。\n\n提醒一句，{caveat}。",
    "分三步：\n\n1. 确认问题确实是“{trouble}”，而不是别的\n2. {cure}\n3. {check}\n\n前两步一天就能做完。",
    "不建议现在动它。先做一件事：{check}。有了数字再决定，多半会发现{cause}。",
    "可以试试这个：{cure}。我们这边从 71% 涨到 84%。\n\n> {caveat}\n\n这一条是交过学费的。",
    "从你的描述看，{cause}。把这部分修了，后面的现象会自己消失。",
    "简短的回答：{cure}。\n\n长一点的回答：{caveat}，所以每次改完都要重新量。",
    "我会从评测开始：{check}。没有这一步，后面都是猜。",
];

pub(crate) const ANSWERS_EN: [&str; 8] = [
    "Look at the cause first: {cause}.\n\nSo do not change the model yet: {cure}. Then check: {check}.",
    "We had exactly this. What worked in the end: {cure}.\n\nA warning: {caveat}.",
    "Three steps:\n\n1. make sure that it is really this: {trouble}\n2. {cure}\n3. {check}\n\nThe first two take a day.",
    "I would not touch it yet. Do one thing first: {check}. I would guess that {cause}.",
    "Try this: {cure}. It took us from 71% to 84%.\n\n> {caveat}\n\nWe paid for that lesson.",
    "From what you write, {cause}. Mend that and the rest will go away.",
    "Short answer: {cure}.\n\nLonger answer: {caveat}, so measure after every change.",
    "I would begin with the test: {check}. Everything else is guessing.",
];

/// Remarks from elsewhere. `{s}` is a scene, `{n}` a number, `{m}` a small one.
pub(crate) const ASIDES_ZH: [&str; 12] = [
    "我们在{s}里也是这样，{n} 条样本就看出来了。",
    "做{s}的来报到，指标降了 {m} 个点，正在查。",
    "{s}那边试过，前 {m} 周没有任何变化，之后才见效。",
    "借楼问一句：{s}要不要先清洗数据？我们有 {n} 万条。",
    "同样的办法放到{s}，省了 {n}% 的费用。",
    "{s}不太一样，错一次的代价大得多。",
    "记一笔：{n} 条里有 {m} 条是标注错的，不是模型错的。",
    "我把它写成了脚本，{n} 行，跑一遍 {m} 分钟。",
    "第 {m} 步漏了一个前提，{s}里就不成立。",
    "两个月后回来汇报：{s}稳定了，召回 {n}%。",
    "有没有人在{s}里做过对照？我们只有 {m} 个标注员。",
    "复现成功，机器差一些，慢了 {n}%。",
];

/// The same in English.
pub(crate) const ASIDES_EN: [&str; 12] = [
    "We see the same with {s}; {n} cases were enough to tell.",
    "Working on {s} here. The figure fell by {m} points and I am looking for the reason.",
    "Tried it on {s}: nothing for {m} weeks, and then it worked.",
    "Would you clean the data first for {s}? We have {n} thousand rows.",
    "The same idea saved us {n}% on {s}.",
    "{s} is different: one mistake costs far more.",
    "For the record: {m} of {n} errors were wrong labels, not a wrong model.",
    "I made a script of it, {n} lines, {m} minutes a run.",
    "Step {m} leaves something out, and it does not hold for {s}.",
    "Back after two months: {s} is stable, recall {n}%.",
    "Has anybody run a control on {s}? There are only {m} of us to label.",
    "Reproduced on a smaller machine, {n}% slower.",
];
