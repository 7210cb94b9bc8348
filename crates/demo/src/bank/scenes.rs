//! Where a topic is met: the work that somebody does.

/// A scene in both languages, with a tag.
pub(crate) struct Scene {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    /// What hurts there.
    pub(crate) zh_pain: &'static str,
    pub(crate) en_pain: &'static str,
}

#[rustfmt::skip]
pub(crate) const SCENES: [Scene; 18] = [
    Scene { zh: "客服知识库", en: "a support knowledge base", zh_pain: "同一个问题三个部门写了三种答案", en_pain: "three departments wrote three answers to one question" },
    Scene { zh: "合同审阅", en: "contract review", zh_pain: "漏掉一条违约责任就是真金白银", en_pain: "one missed liability clause costs real money" },
    Scene { zh: "病历检索", en: "searching medical records", zh_pain: "缩写多到连医生自己都要猜", en_pain: "abbreviations that even the doctors have to guess" },
    Scene { zh: "电商商品问答", en: "product questions in a shop", zh_pain: "库存每分钟在变，答案也得跟着变", en_pain: "stock changes every minute and the answer has to follow" },
    Scene { zh: "内部代码助手", en: "an in-house coding assistant", zh_pain: "私有框架没有一行公开文档", en_pain: "the private framework has not one public page of documentation" },
    Scene { zh: "财报分析", en: "reading annual reports", zh_pain: "表格跨页，脚注里才是真相", en_pain: "tables cross pages and the truth is in the footnotes" },
    Scene { zh: "作文批改", en: "marking essays", zh_pain: "学生记住的是分数，不是评语", en_pain: "students remember the grade, not the remark" },
    Scene { zh: "会议纪要", en: "meeting minutes", zh_pain: "谁答应了什么，第二天就没人承认", en_pain: "nobody admits the next day what they promised" },
    Scene { zh: "工单分流", en: "routing tickets", zh_pain: "错分一次，用户就要再讲一遍", en_pain: "every wrong turn makes the customer tell it again" },
    Scene { zh: "政策问答", en: "questions on regulations", zh_pain: "旧文件没有作废标记", en_pain: "old documents carry no sign that they are void" },
    Scene { zh: "论文综述", en: "literature reviews", zh_pain: "引用了一篇根本不存在的论文", en_pain: "it cited a paper that does not exist" },
    Scene { zh: "多语言翻译", en: "translation in five languages", zh_pain: "术语在第三章突然换了说法", en_pain: "the terms change in chapter three" },
    Scene { zh: "日志排障", en: "finding faults in logs", zh_pain: "凌晨三点没人想读两万行日志", en_pain: "nobody wants to read twenty thousand lines at three in the morning" },
    Scene { zh: "招聘初筛", en: "screening applications", zh_pain: "偏见藏在我们没想到的字段里", en_pain: "bias hides in the fields that nobody thought of" },
    Scene { zh: "数据看板问答", en: "asking a dashboard", zh_pain: "两个同名指标口径不同", en_pain: "two figures share a name and differ in definition" },
    Scene { zh: "播客转写", en: "podcast transcripts", zh_pain: "人名十次能错八次", en_pain: "names are wrong eight times in ten" },
    Scene { zh: "保险理赔", en: "insurance claims", zh_pain: "拒赔必须说得出依据的那一条", en_pain: "a refusal must name the clause it rests on" },
    Scene { zh: "个人笔记", en: "my own notes", zh_pain: "记了八千条，找不到上周那一条", en_pain: "eight thousand notes and not the one from last week" },
];
