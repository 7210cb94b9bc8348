//! Where a topic is met: the work that somebody does.

/// A scene in one language.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    /// What hurts there.
    pub(crate) pain: [&'static str; 2],
    /// Who works there.
    pub(crate) who: &'static str,
    /// What there is to work on.
    pub(crate) data: &'static str,
}

/// A scene in both languages.
pub(crate) struct Scene {
    pub(crate) zh: Place,
    pub(crate) en: Place,
}

const fn scene(
    zh: (&'static str, [&'static str; 2], &'static str, &'static str),
    en: (&'static str, [&'static str; 2], &'static str, &'static str),
) -> Scene {
    Scene {
        zh: Place { name: zh.0, pain: zh.1, who: zh.2, data: zh.3 },
        en: Place { name: en.0, pain: en.1, who: en.2, data: en.3 },
    }
}

#[rustfmt::skip]
pub(crate) const SCENES: [Scene; 26] = [
    scene(("客服知识库", ["同一个问题三个部门写了三种答案", "旧答案没有人敢删"], "一线客服", "两年的聊天记录"),
        ("a support knowledge base", ["three departments wrote three answers to one question", "nobody dares to delete the old answers"], "the people on the phones", "two years of chats")),
    scene(("合同审阅", ["漏掉一条违约责任就是真金白银", "对方总在最后一晚发来新版"], "法务同事", "四百份签过的合同"),
        ("contract review", ["one missed liability clause costs real money", "the other side sends a new version on the last night"], "our two lawyers", "four hundred signed contracts")),
    scene(("病历检索", ["缩写多到连医生自己都要猜", "同一种药有五个名字"], "信息科的护士长", "脱敏以后的出院小结"),
        ("searching medical records", ["abbreviations that even the doctors have to guess", "one drug goes by five names"], "the head nurse", "discharge letters without names")),
    scene(("电商商品问答", ["库存每分钟在变，答案也得跟着变", "详情页上的尺码表是一张图"], "店铺运营", "去年双十一的咨询"),
        ("product questions in a shop", ["stock changes every minute and the answer has to follow", "the table of sizes is a picture"], "the shop team", "last November's questions")),
    scene(("内部代码助手", ["私有框架没有一行公开文档", "它推荐的写法我们三年前就禁了"], "平台组", "六年的合并请求"),
        ("an in-house coding assistant", ["the private framework has not one public page of documentation", "it recommends what we banned three years ago"], "the platform team", "six years of merge requests")),
    scene(("财报分析", ["表格跨页，脚注里才是真相", "同一个科目每年换一次名字"], "两位分析师", "三百份年报"),
        ("reading annual reports", ["tables cross pages and the truth is in the footnotes", "one line changes its name every year"], "two analysts", "three hundred annual reports")),
    scene(("作文批改", ["学生记住的是分数，不是评语", "跑题的文章偏偏句子最漂亮"], "语文组", "一个年级的月考作文"),
        ("marking essays", ["students remember the grade, not the remark", "the essay that misses the point has the best sentences"], "the language teachers", "one year's exam essays")),
    scene(("会议纪要", ["谁答应了什么，第二天就没人承认", "一句玩笑被写成了决定"], "项目助理", "八十场周会的录音"),
        ("meeting minutes", ["nobody admits the next day what they promised", "a joke was minuted as a decision"], "the project assistant", "eighty recorded meetings")),
    scene(("工单分流", ["错分一次，用户就要再讲一遍", "“其他”这一类占了三成"], "二线支持", "五万条历史工单"),
        ("routing tickets", ["every wrong turn makes the customer tell it again", "a third of them end up in the class called other"], "second-level support", "fifty thousand old tickets")),
    scene(("政策问答", ["旧文件没有作废标记", "问的是今年，答的是前年的口径"], "窗口人员", "三个区的办事指南"),
        ("questions on regulations", ["old documents carry no sign that they are void", "asked about this year it answers by the rules of the year before last"], "the clerks", "the guides of three districts")),
    scene(("论文综述", ["引用了一篇根本不存在的论文", "结论抄对了，前提丢了"], "课题组的两个博士生", "一千二百篇摘要"),
        ("literature reviews", ["it cited a paper that does not exist", "the conclusion was right and its condition was gone"], "two PhD students", "twelve hundred abstracts")),
    scene(("多语言翻译", ["术语在第三章突然换了说法", "客户只看得懂其中一种语言"], "三位自由译者", "四年的翻译记忆库"),
        ("translation in five languages", ["the terms change in chapter three", "the customer reads only one of the languages"], "three freelance translators", "four years of translation memory")),
    scene(("日志排障", ["凌晨三点没人想读两万行日志", "真正的报错被重试盖住了"], "值班工程师", "半年的故障记录"),
        ("finding faults in logs", ["nobody wants to read twenty thousand lines at three in the morning", "the retries bury the real error"], "whoever is on call", "half a year of incidents")),
    scene(("招聘初筛", ["偏见藏在我们没想到的字段里", "写得好的简历不等于做得好的人"], "招聘组", "前年的一千份简历"),
        ("screening applications", ["bias hides in the fields that nobody thought of", "a well-written application is not a good colleague"], "the hiring team", "a thousand applications of the year before last")),
    scene(("数据看板问答", ["两个同名指标口径不同", "老板只记得上周那个数"], "数据分析师", "四十张看板的定义"),
        ("asking a dashboard", ["two figures share a name and differ in definition", "the boss remembers last week's number only"], "the analysts", "the definitions of forty dashboards")),
    scene(("播客转写", ["人名十次能错八次", "两位主持人的声音几乎一样"], "剪辑师", "一百二十期节目"),
        ("podcast transcripts", ["names are wrong eight times in ten", "the two hosts sound almost the same"], "our editor", "a hundred and twenty episodes")),
    scene(("保险理赔", ["拒赔必须说得出依据的那一条", "同一张发票被交了两次"], "理赔专员", "两万件结案卷宗"),
        ("insurance claims", ["a refusal must name the clause it rests on", "the same invoice came in twice"], "the claims desk", "twenty thousand closed files")),
    scene(("个人笔记", ["记了八千条，找不到上周那一条", "标签起了三百个，用过一次的有两百个"], "我自己", "十一年的笔记"),
        ("my own notes", ["eight thousand notes and not the one from last week", "three hundred tags, two hundred of them used once"], "just me", "eleven years of notes")),
    scene(("图书馆检索", ["读者记得封面颜色，不记得书名", "同一位作者有四种译名"], "参考馆员", "六十万条书目"),
        ("a library catalogue", ["readers remember the colour of the cover and not the title", "one author is spelled in four ways"], "the reference desk", "six hundred thousand records")),
    scene(("菜谱应用", ["“少许”到底是多少，谁也说不清", "换了锅，火候全不对"], "内容编辑", "九千道菜谱"),
        ("a recipe app", ["nobody can say how much a pinch is", "with another pan the times are all wrong"], "the kitchen editors", "nine thousand recipes")),
    scene(("少儿英语", ["孩子会念，不会用", "家长只看打卡天数"], "教研老师", "三个学期的跟读录音"),
        ("a children's English course", ["they can read it aloud and cannot use it", "parents look at the streak and at nothing else"], "the teachers", "three terms of recordings")),
    scene(("门店排班", ["临时请假一个，后面三天全乱", "最懂规矩的店长不肯写下来"], "区域经理", "一年的排班表"),
        ("shift planning for shops", ["one sick call upsets the next three days", "the manager who knows the rules will not write them down"], "the area managers", "a year of rosters")),
    scene(("物业报修", ["照片拍得模糊，描述只有“坏了”", "同一根水管报了七次"], "调度员", "三年的报修单"),
        ("repair requests", ["a blurred photo and the word broken", "the same pipe was reported seven times"], "the dispatcher", "three years of requests")),
    scene(("博物馆导览", ["展签只写了年代，观众想听故事", "小朋友的问题没有一个在稿子里"], "讲解员", "两千件展品的档案"),
        ("a museum guide", ["the label gives a year and visitors want a story", "no question that a child asks is in the script"], "the guides", "the files of two thousand objects")),
    scene(("税务申报", ["口径每年三月改一次", "填错一格，整张表退回"], "代账会计", "六百家小公司的申报表"),
        ("tax forms", ["the rules change every March", "one wrong box and the whole form comes back"], "the bookkeepers", "the forms of six hundred small firms")),
    scene(("社区团购客服", ["语音留言占了一半，背景全是鸡叫", "团长用自己的暗语下单"], "两个轮班的客服", "一个季度的语音留言"),
        ("a village shop's hotline", ["half of the messages are voice, with chickens in the background", "regulars order in words of their own"], "two people in shifts", "one season of voice messages")),
];
